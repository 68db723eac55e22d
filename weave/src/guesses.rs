//! Questions that the reader answers before reading on.
//!
//! A paragraph that begins with `**Guess first:**` or `**Recall:**` asks, and the list below it
//! holds what people answer, each in bold, with what to say to those who do:
//!
//! ```markdown
//! **Guess first:** the slope at 3 is positive. Should $`w`$ go up or down?
//!
//! - [ ] **Up.** That is where the loss grows.
//! - [x] **Down**, against the sign of the slope. [test:the_first_step_down_the_valley]
//! ```
//!
//! What is asked for follows from how it is written:
//!
//! | the question | asks for |
//! |---|---|
//! | has a blank, `____`, and the answers are numbers | a number; the right one is followed by how far off it may be, `(± 0.01)` or `(± 5 %)` |
//! | has a blank, and the right answer is no number | words, a shape or code; all that is bold in the right item is right |
//! | begins with `**Guess in [fig:NAME]:**` | a number along that figure's axis from left to right |
//! | has a numbered list below it | the order of its items |
//! | has none of these | one of the answers |
//!
//! The right answer comes from the code: its item holds a value, an equation or a claim. In the
//! built book `theme/guess.js` takes the reader's answer and then shows what follows a guess, up
//! to the next heading. Where no script runs, all is there to read.

use std::{collections::HashSet, ops::Range, path::Path};

use anyhow::{Context, Result, anyhow, bail, ensure};
use pulldown_cmark::{Event, Tag, TagEnd};

use crate::{
    axis::Axis,
    fault::Fault,
    files::Files,
    labels::href,
    page::{Edit, Page, Place},
    pieces,
    values::Values,
};

/// The first words of a question, and the class it gets.
const OPENINGS: [(&str, &str); 3] =
    [("**Guess first:**", "guess"), (IN_FIGURE, "guess"), ("**Recall:**", RECALL)];
/// How a question begins that is answered in a figure, whose name follows.
const IN_FIGURE: &str = "**Guess in [fig:";
/// The class of a question about what was read.
const RECALL: &str = "recall";
/// Where the answer belongs.
const BLANK: &str = "____";
/// What begins the tolerance of a number, up to a closing bracket.
pub const TOLERANCE: &str = "(± ";

const UNANSWERED: &str = "a question has its answers in a list right below it";

/// A question, where it stands on its page.
#[derive(Debug)]
struct Guess<'a> {
    /// The paragraph that asks.
    question: Place<'a>,
    class: &'static str,
    answers: Vec<Answer<'a>>,
    /// Whether the answers are numbered.
    ordered: bool,
    /// Where the list of answers ends.
    end: usize,
    /// Where what the answer uncovers ends.
    covered: usize,
}

/// What people answer, with what is said to those who do.
#[derive(Debug)]
struct Answer<'a> {
    place: Place<'a>,
    /// The box before it, and whether it is checked.
    mark: Option<(Range<usize>, bool)>,
    /// What of it is bold.
    bold: Vec<Range<usize>>,
}

/// How the reader answers.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Choice,
    Order,
    Words,
    /// A number, no further off than this.
    Number(f64),
    /// A number along an axis.
    Place(f64, Axis),
}

/// What replaces parts of `page`, and the faults of its questions.
pub fn edits(page: &Page, files: &Files, values: &Values) -> (Vec<Edit>, Vec<Fault>) {
    let mut edits = Vec::new();
    let mut faults = Vec::new();
    let mut asked = HashSet::new();
    for guess in of(page) {
        let woven = match asked.insert(guess.question.text()) {
            true => guess.edits(files, values),
            false => Err(anyhow!("the page asks this twice")),
        };
        match woven {
            Ok(new) => edits.extend(new),
            Err(cause) => faults.push(Fault {
                page: files.page(&page.path),
                line: guess.question.line(),
                excerpt: guess.question.text().to_owned(),
                cause: format!("{cause:#}"),
            }),
        }
    }
    // Before the first question, so that the browser knows it when it comes to it.
    if let Some(start) = edits.iter().map(|(range, _)| range.start).min() {
        let script = href(&page.path, Path::new("theme/guess.js"));
        let script = format!("<script src=\"{script}\"></script>\n\n");
        edits.insert(0, (start..start, script));
    }
    (edits, faults)
}

/// The questions of `page`, in its order.
fn of(page: &Page) -> Vec<Guess<'_>> {
    let mut events = pieces::events(&page.text);
    let mut guesses: Vec<Guess> = Vec::new();
    let mut asked = None;
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::Paragraph) => {
                guesses.extend(asked.take());
                asked = Guess::asked(page, range);
            }
            Event::Start(Tag::List(number)) => {
                let answers = answers(page, &mut events);
                if let Some(mut guess) = asked.take() {
                    guess.end = range.start + page.text[range].trim_end().len();
                    guess.ordered = number.is_some();
                    guess.answers = answers;
                    guesses.push(guess);
                }
            }
            Event::Start(Tag::Heading { .. }) => {
                for guess in &mut guesses {
                    guess.covered = guess.covered.min(range.start);
                }
            }
            _ => {}
        }
    }
    guesses.extend(asked);
    guesses
}

/// The items of the list that `events` are in, up to its end.
fn answers<'a, 'e>(
    page: &'a Page,
    events: &mut impl Iterator<Item = (Event<'e>, Range<usize>)>,
) -> Vec<Answer<'a>> {
    let mut answers: Vec<Answer> = Vec::new();
    let mut depth = 1;
    while depth > 0
        && let Some((event, range)) = events.next()
    {
        match event {
            Event::Start(Tag::List(_)) => depth += 1,
            Event::End(TagEnd::List(_)) => depth -= 1,
            Event::Start(Tag::Item) if depth == 1 => {
                let place = Place { page, range };
                answers.push(Answer { place, mark: None, bold: Vec::new() });
            }
            Event::TaskListMarker(right) if depth == 1 => {
                let last = answers.last_mut();
                last.into_iter()
                    .for_each(|last| last.mark = Some((range.clone(), right)));
            }
            Event::Start(Tag::Strong) if depth == 1 => {
                answers
                    .last_mut()
                    .into_iter()
                    .for_each(|last| last.bold.push(range.clone()));
            }
            _ => {}
        }
    }
    answers
}

impl<'a> Guess<'a> {
    /// The question of the paragraph at `range`, if it is one, still without its answers.
    fn asked(page: &'a Page, mut range: Range<usize>) -> Option<Self> {
        range.end = range.start + page.text[range.clone()].trim_end().len();
        let question = Place { page, range };
        let text = question.text();
        let opening = OPENINGS.iter().find(|(words, _)| text.starts_with(words));
        let &(_, class) = opening?;
        question.stands_alone().then(|| Self {
            end: question.range.end,
            covered: page.text.len(),
            question,
            class,
            answers: Vec::new(),
            ordered: false,
        })
    }

    /// What replaces parts of the question and of its answers.
    ///
    /// # Errors
    ///
    /// What is missing from it, or is there twice.
    fn edits(&self, files: &Files, values: &Values) -> Result<Vec<Edit>> {
        ensure!(!self.answers.is_empty(), UNANSWERED);
        let kind = self.kind(files, values)?;
        let mut edits = self.question.framed(self.head(kind), "");
        if kind == Kind::Order {
            self.check_order()?;
        } else {
            let right = self.right()?;
            right.check_held()?;
            for answer in &self.answers {
                edits.extend(answer.edits(kind, values)?);
            }
            self.check_apart(right, kind, values)?;
        }
        edits.push((
            self.end..self.end,
            "\n\n</guess-first>\n\n<after-guess>\n\n".to_owned(),
        ));
        let covered = if self.class == RECALL { self.end } else { self.covered };
        edits.push((covered..covered, "\n\n</after-guess>\n\n".to_owned()));
        Ok(edits)
    }

    /// # Errors
    ///
    /// When the figure that it is answered in has no axis for it, or a number no tolerance.
    fn kind(&self, files: &Files, values: &Values) -> Result<Kind> {
        if self.ordered {
            return Ok(Kind::Order);
        }
        let text = self.question.text();
        let right = self.right()?;
        if let Some(name) = self.figure() {
            let drawing = files.page(Path::new(&format!("figures/{name}.svg")));
            let axis = Axis::of(&files.read(&drawing)?)
                .with_context(|| drawing.display().to_string())?;
            Ok(Kind::Place(right.tolerance(values)?, axis))
        } else if !text.contains(BLANK) {
            Ok(Kind::Choice)
        } else if right.number(values).is_ok() {
            Ok(Kind::Number(right.tolerance(values)?))
        } else {
            Ok(Kind::Words)
        }
    }

    fn head(&self, kind: Kind) -> String {
        let (name, data) = match kind {
            Kind::Choice => ("choice", String::new()),
            Kind::Order => ("order", String::new()),
            Kind::Words => ("words", String::new()),
            Kind::Number(within) => ("number", format!(" data-within=\"{within}\"")),
            Kind::Place(within, Axis { numbers, places, bottom }) => {
                let [[from, to], [left, right]] = [numbers, places];
                let data = format!(
                    " data-within=\"{within}\" data-figure=\"fig-{}\" data-axis=\"{from} {to} {left} {right} {bottom}\"",
                    self.figure().unwrap_or_default()
                );
                ("place", data)
            }
        };
        let Self { class, .. } = self;
        let id = self.id();
        format!(
            "<guess-first class=\"{class}\" id=\"{id}\" data-kind=\"{name}\"{data}>\n\n"
        )
    }

    /// An id that stays while the page, the question and its answers do: their FNV-1a hash.
    fn id(&self) -> String {
        let page = self.question.page;
        let words = page.text[self.question.range.start..self.end].split_whitespace();
        let path = page.path.to_string_lossy();
        let bytes = path.bytes().chain(words.flat_map(str::bytes));
        let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        format!("guess-{hash:08x}")
    }

    /// The name of the figure that it is answered in, if it is in one.
    fn figure(&self) -> Option<&'a str> {
        let name = self.question.text().strip_prefix(IN_FIGURE)?;
        name.split(']').next()
    }

    /// The answer that is right.
    ///
    /// # Errors
    ///
    /// When it is not one of several.
    fn right(&self) -> Result<&Answer<'a>> {
        let mut right = self.answers.iter().filter(|answer| answer.is_right());
        let first = right.next().context("no answer is marked as right: `- [x]`")?;
        ensure!(right.next().is_none(), "two answers are marked as right");
        ensure!(self.answers.len() > 1, "there is no wrong answer: `- [ ]`");
        Ok(first)
    }

    /// # Errors
    ///
    /// When an item has no words in bold or nothing to say, or nothing holds the order.
    fn check_order(&self) -> Result<()> {
        ensure!(self.answers.len() > 2, "an order has three items or more");
        for answer in &self.answers {
            answer.check_said()?;
        }
        let is_held = self.answers.iter().any(|answer| answer.check_held().is_ok());
        ensure!(is_held, "no item has a value, an equation or a claim");
        Ok(())
    }

    /// # Errors
    ///
    /// When a wrong answer is the right one, or two wrong ones are the same.
    fn check_apart(&self, right: &Answer, kind: Kind, values: &Values) -> Result<()> {
        let mut before: Vec<String> = right.all(values)?;
        for answer in self.answers.iter().filter(|answer| !answer.is_right()) {
            let said = answer.said(values)?;
            if let Kind::Number(within) | Kind::Place(within, _) = kind {
                let off = (answer.number(values)? - right.number(values)?).abs();
                ensure!(
                    off > within,
                    "the wrong answer {said} counts as the right one"
                );
            }
            ensure!(!before.contains(&said), "the answer {said} stands there twice");
            before.push(said);
        }
        Ok(())
    }
}

impl Answer<'_> {
    fn is_right(&self) -> bool {
        matches!(self.mark, Some((_, true)))
    }

    /// What marks it, in words, and for the script the number or the words that it is.
    fn edits(&self, kind: Kind, values: &Values) -> Result<Vec<Edit>> {
        let (mark, right) = self
            .mark
            .clone()
            .context("each answer begins with `- [ ]` or `- [x]`")?;
        self.check_said()?;
        let is = match kind {
            Kind::Number(_) | Kind::Place(..) => {
                format!(" data-is=\"{}\"", self.number(values)?)
            }
            _ => String::new(),
        };
        // mdBook has a class `right`.
        let (class, word) =
            if right { ("is-right", "Right:") } else { ("is-wrong", "Wrong:") };
        Ok(vec![(mark, format!("<span class=\"{class}\"{is}>{word}</span>"))])
    }

    /// # Errors
    ///
    /// When it has no answer in bold, or says nothing to those who give it.
    fn check_said(&self) -> Result<()> {
        let text = self.place.text().trim();
        let Some(bold) = self.bold.last() else {
            bail!("no words in bold are the answer: {text}");
        };
        let rest = &self.place.page.text[bold.end..self.place.range.end];
        let says = rest.split_whitespace().filter(|word| !word.starts_with("[test:"));
        ensure!(
            self.is_right() || says.count() > 1,
            "nothing is said to those who answer this: {text}"
        );
        Ok(())
    }

    /// # Errors
    ///
    /// When nothing that the code computes holds it.
    fn check_held(&self) -> Result<()> {
        let item = Page::new(&self.place.page.path, self.place.text());
        let holds = |kind: &pieces::Kind| match kind {
            pieces::Kind::Math { tex, .. } => formulas::tree::is_equation(tex),
            pieces::Kind::Claim(_) => true,
            pieces::Kind::Reference { label } => label.starts_with("value:"),
            _ => false,
        };
        ensure!(
            pieces::of(&item).iter().any(|piece| holds(&piece.kind)),
            "nothing holds the right answer: it has no value, no equation and no claim"
        );
        Ok(())
    }

    /// The first of what is bold in it, with its values.
    fn said(&self, values: &Values) -> Result<String> {
        self.all(values)?
            .into_iter()
            .next()
            .context("no words in bold are the answer")
    }

    /// All that is bold in it, with its values.
    fn all(&self, values: &Values) -> Result<Vec<String>> {
        let text = |range: &Range<usize>| {
            values.fill(self.place.page.text[range.clone()].trim_matches('*'))
        };
        self.bold.iter().map(text).collect()
    }

    /// The number that it is.
    ///
    /// # Errors
    ///
    /// When it is none.
    fn number(&self, values: &Values) -> Result<f64> {
        let said = self.said(values)?;
        number(&said).with_context(|| format!("the answer {said} is no number"))
    }

    /// How far off a number may be.
    ///
    /// # Errors
    ///
    /// When it does not say.
    fn tolerance(&self, values: &Values) -> Result<f64> {
        let after = self.place.text().split_once(TOLERANCE);
        let within = after.and_then(|(_, after)| Some(after.split_once(')')?.0));
        let within = within.context("a number has its tolerance: `(± 0.01)`")?;
        let of = match within.strip_suffix('%') {
            Some(_) => self.number(values)?.abs() / 100.0,
            None => 1.0,
        };
        let within = number(within);
        Ok(of * within.context("a tolerance is a number, or a number of percent")?)
    }
}

/// The number that `text` ends in: of an equation, its right side.
fn number(text: &str) -> Option<f64> {
    let result = text.replace("\\approx", "=").replace("\\,", "").replace("\\%", "");
    let result = result.rsplit(['=', '≈']).next()?.replace('−', "-");
    let digits: String = result.chars().filter(|c| !"$`{},% ".contains(*c)).collect();
    match digits.split_once('/') {
        Some((above, below)) => {
            Some(above.parse::<f64>().ok()? / below.parse::<f64>().ok()?)
        }
        None => digits.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const AXIS: &str = "<svg><text x=\"100\" y=\"50\" dy=\"0.76em\">0</text>\
                        <text x=\"200\" y=\"50\" dy=\"0.76em\">4</text></svg>";
    const VALUES: &str = "{\"loss.first\": \"1.154\"}";

    /// The page of `text` with its questions woven; or its faults.
    fn woven(text: &str) -> Result<String, String> {
        let root = tempfile::tempdir().unwrap();
        let figures = root.path().join("book/figures");
        fs::create_dir_all(&figures).unwrap();
        fs::write(figures.join("slope.svg"), AXIS).unwrap();
        fs::write(figures.join("values.json"), VALUES).unwrap();
        let files = Files::new(root.path(), Path::new("book"));
        let page = Page::new(Path::new("loss.md"), text);
        let (edits, faults) = edits(&page, &files, &Values::load(&files));
        match faults.first() {
            Some(fault) => Err(format!("{}: {}", fault.line, fault.cause)),
            None => Ok(page.edited(edits)),
        }
    }

    /// The attributes of the question with these words, and these answers below it.
    fn asked(question: &str, answers: &str) -> String {
        let woven = woven(&format!("{question}\n\n{answers}\n")).unwrap();
        let (_, head) = woven.split_once("data-kind=").unwrap();
        head.split_once('>').unwrap().0.to_owned()
    }

    fn fault(question: &str, answers: &str) -> String {
        woven(&format!("# A\n\n{question}\n\n{answers}\n")).unwrap_err()
    }

    const CHOICE: &str =
        "- [ ] **Up.** There the loss grows.\n- [x] **Down** it goes. [test:a]";

    #[test]
    fn a_guess_covers_what_follows_up_to_the_next_heading() {
        let text =
            format!("A\n\n**Guess first:** up?\n\n{CHOICE}\n\nB\n\n## C\n\nD\n");
        let woven = woven(&text).unwrap();
        assert_eq!(
            woven,
            "A\n\n<script src=\"theme/guess.js\"></script>\n\n\
             <guess-first class=\"guess\" id=\"guess-9df1f7fd\" data-kind=\"choice\">\n\n\
             **Guess first:** up?\n\n\
             - <span class=\"is-wrong\">Wrong:</span> **Up.** There the loss grows.\n\
             - <span class=\"is-right\">Right:</span> **Down** it goes. [test:a]\n\n\
             </guess-first>\n\n<after-guess>\n\n\n\nB\n\n\n\n</after-guess>\n\n## C\n\nD\n"
        );
    }

    #[test]
    fn a_question_from_memory_covers_nothing_but_its_answers() {
        let woven = woven(&format!("**Recall:** up?\n\n{CHOICE}\n\nB\n")).unwrap();
        assert!(woven.contains("class=\"recall\""), "{woven}");
        assert!(
            woven.ends_with("<after-guess>\n\n\n\n</after-guess>\n\n\n\nB\n"),
            "{woven}"
        );
    }

    #[test]
    fn a_second_guess_lies_in_what_the_first_covers() {
        let guess = |at| format!("**Guess first:** {at}?\n\n{CHOICE}\n\n");
        let text = format!("{}B\n\n{}C\n\n# D\n", guess("up"), guess("down"));
        let woven = woven(&text).unwrap();
        assert!(
            woven.contains("</after-guess>\n\n\n\n</after-guess>\n\n# D"),
            "{woven}"
        );
        assert_eq!(woven.matches("<script").count(), 1);
    }

    #[test]
    fn how_a_question_is_written_says_what_it_asks_for() {
        let number = "- [x] **[value:loss.first]** (± 0.01)\n- [ ] **2.5**: twice the number it is.";
        assert_eq!(
            asked("**Guess first:** it is ____.", number),
            "\"number\" data-within=\"0.01\""
        );
        let words =
            "- [x] **`x.dot(&w)`** is it. [test:a]\n- [ ] **2**: that is a number.";
        assert_eq!(asked("**Recall:** it is ____.", words), "\"words\"");
        assert_eq!(
            asked("**Guess in [fig:slope]:** where?", number),
            "\"place\" data-within=\"0.01\" data-figure=\"fig-slope\" data-axis=\"0 4 100 200 50\""
        );
        let order =
            "1. **Up** and away.\n2. **Down** it is. [test:a]\n3. **Left** it was.";
        assert_eq!(asked("**Guess first:** which first?", order), "\"order\"");
    }

    #[test]
    fn an_answer_says_its_number_to_the_script() {
        let text = "**Recall:** ____\n\n- [x] **$`3 - 3 \\times 0.175 = 2.475`$** (± 1 %)\n\
                    - [ ] **$`\\frac{7}{2} \\approx 3{,}500 \\%`$**, which is too much.\n";
        let woven = woven(text).unwrap();
        for part in ["data-is=\"2.475\"", "data-is=\"3500\"", "data-within=\"0.02475"]
        {
            assert!(woven.contains(part), "{part} in {woven}");
        }
        assert_eq!(number("−1/4"), Some(-0.25));
        assert_eq!(number("1,500"), Some(1500.0));
        assert_eq!(number("two"), None);
    }

    #[test]
    fn what_is_missing_or_twice_is_a_fault_with_its_line() {
        let guess = "**Guess first:** it is ____.";
        let right = "- [x] **1** (± 0.5) [value:loss.first]\n";
        for (answers, cause) in [
            (
                "- [ ] **1**: it is too low.\n- [ ] **2**: too high it is."
                    .to_owned(),
                "no answer is marked",
            ),
            (right.repeat(2), "two answers are marked"),
            (right.to_owned(), "no wrong answer"),
            (format!("{right}- [ ] **2**"), "nothing is said"),
            (format!("{right}- [ ] 2 is too much for it."), "no words in bold"),
            (format!("{right}- **2** is too much for it."), "begins with `- [ ]`"),
            (format!("{right}- [ ] **two** is no number at all."), "no number"),
            (
                format!("{right}- [ ] **1.5** is near the right one."),
                "counts as the right one",
            ),
            (
                format!("{right}{0}{0}", "- [ ] **7** is too much.\n"),
                "stands there twice",
            ),
            (
                "- [x] **1** [test:a]\n- [ ] **2** is too much.".to_owned(),
                "its tolerance",
            ),
            (
                "- [x] **1** (± much) [test:a]\n- [ ] **2** is too much.".to_owned(),
                "a tolerance is",
            ),
            (
                "- [x] **1** (± 0.5)\n- [ ] **2** is too much.".to_owned(),
                "nothing holds",
            ),
            (
                "- [x] **[value:loss.last]** (± 0.5)\n- [ ] **2** is too much."
                    .to_owned(),
                "`loss.first`",
            ),
            (
                "1. **Up** and away.\n2. **Down** it is.\n3. **Left** it was."
                    .to_owned(),
                "no item has",
            ),
            (
                "1. **Up** and away.\n2. **Down** it is. [test:a]".to_owned(),
                "three items",
            ),
            ("It is one.".to_owned(), UNANSWERED),
        ] {
            let said = fault(guess, &answers);
            assert!(
                said.starts_with("3: ") && said.contains(cause),
                "{cause}: {said}"
            );
        }
        let nowhere = fault(
            "**Guess in [fig:lope]:** where?",
            &format!("{right}- [ ] **2** is too much."),
        );
        assert!(nowhere.contains("lope.svg"), "{nowhere}");
    }

    #[test]
    fn a_page_asks_nothing_twice() {
        let guess = format!("**Guess first:** up?\n\n{CHOICE}\n\n");
        let said = woven(&guess.repeat(2)).unwrap_err();
        assert!(said.starts_with("6: ") && said.contains("twice"), "{said}");
    }

    #[test]
    fn a_list_below_another_paragraph_is_left_alone() {
        for text in [
            "**Guess:** up?\n\n- [x] **1**\n",
            "- **Guess first:** up?\n\n  - [x] a\n",
        ] {
            assert_eq!(woven(text).unwrap(), text);
        }
    }
}
