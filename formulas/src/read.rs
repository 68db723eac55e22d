//! TeX to atoms: what stands next to what, above it and below it.

use std::iter::Peekable;

use anyhow::{Context, Result, bail};
use pulldown_latex::event::{
    Content, EnvironmentFlow, Event, Font, Grouping, RelationContent, ScriptPosition,
    ScriptType, StateChange, Visual,
};
use pulldown_latex::{Parser, Storage};

/// The accents, and the characters that put them over the letter before.
const ACCENTS: [(char, char); 3] =
    [('^', '\u{302}'), ('‾', '\u{304}'), ('~', '\u{303}')];

/// A part of a formula, with the parts inside it.
#[derive(Debug, Clone, PartialEq)]
pub enum Atom {
    /// Digits, perhaps with a point.
    Number(String),
    /// A letter, a word or the name of a function.
    Symbol(String),
    /// Words.
    Text(String),
    /// `+`, `−`, `⋅`, `×`, `⊙`, `/`
    Operator(char),
    /// `=`, `≈`, `<`, `→`, …
    Relation(char),
    /// `∑`
    Large(char),
    /// `,`
    Comma,
    /// A space as wide as a letter M, or wider.
    Wide,
    /// `′`
    Prime,
    /// What braces hold.
    Group(Vec<Atom>),
    /// What a pair of brackets holds, after the opening one.
    Fenced(char, Vec<Atom>),
    /// A numerator and a denominator.
    Fraction(Vec<Atom>, Vec<Atom>),
    /// What a square root is of.
    Root(Vec<Atom>),
    /// The entries of a matrix, row by row.
    Matrix(Vec<Vec<Vec<Atom>>>),
    /// A base, what stands below it and what stands above it; nothing may stand there.
    Scripted(Box<Atom>, Vec<Atom>, Vec<Atom>),
}

/// The atoms of `tex`.
///
/// # Errors
///
/// What is not TeX, or has no meaning in an equation.
pub fn atoms(tex: &str) -> Result<Vec<Atom>> {
    let storage = Storage::new();
    let events = Parser::new(tex, &storage).collect::<Result<Vec<_>, _>>();
    let events =
        events.map_err(|error| anyhow::anyhow!("no TeX to read: {error}"))?;
    let mut reader = Reader { events: events.into_iter().peekable() };
    let mut atoms = Vec::new();
    while reader.events.peek().is_some() {
        atoms.extend(reader.next()?);
    }
    fenced(atoms)
}

/// How `atoms` look in a line: the name of a symbol, and what an error quotes.
pub fn text(atoms: &[Atom]) -> String {
    atoms.iter().map(Atom::text).collect()
}

impl Atom {
    fn text(&self) -> String {
        match self {
            Atom::Number(text) | Atom::Symbol(text) | Atom::Text(text) => {
                text.clone()
            }
            Atom::Operator(sign) | Atom::Relation(sign) | Atom::Large(sign) => {
                sign.to_string()
            }
            Atom::Comma => ",".to_owned(),
            Atom::Wide => " ".to_owned(),
            Atom::Prime => "'".to_owned(),
            Atom::Group(inner) => text(inner),
            Atom::Fenced(open, inner) => {
                format!("{open}{}{}", text(inner), closing(*open))
            }
            Atom::Fraction(above, below) => {
                format!("{}/{}", text(above), text(below))
            }
            Atom::Root(inner) => format!("√({})", text(inner)),
            Atom::Matrix(_) => "a matrix".to_owned(),
            Atom::Scripted(base, below, above) => {
                let script = |sign: &str, atoms: &[Atom]| match text(atoms) {
                    script if script.is_empty() => script,
                    script if script.chars().count() == 1 => {
                        format!("{sign}{script}")
                    }
                    script => format!("{sign}{{{script}}}"),
                };
                base.text() + &script("_", below) + &script("^", above)
            }
        }
    }

    /// The atoms that it holds if it is a group, else itself.
    fn ungrouped(self) -> Vec<Atom> {
        match self {
            Atom::Group(inner) => inner,
            atom => vec![atom],
        }
    }
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        '⌊' => '⌋',
        '⌈' => '⌉',
        other => other,
    }
}

struct Reader<'a, I: Iterator<Item = Event<'a>>> {
    events: Peekable<I>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Reader<'a, I> {
    /// The atom of the next event; none if it is a narrow space or a change of style.
    fn next(&mut self) -> Result<Option<Atom>> {
        let event = self.events.next().context("the formula ends too soon")?;
        Ok(Some(match event {
            Event::Content(content) => content_atom(content)?,
            Event::Begin(grouping) => self.grouping(grouping)?,
            Event::Script { ty, position } => self.script(ty, position)?,
            Event::Visual(Visual::Fraction(_)) => {
                Atom::Fraction(self.argument()?, self.argument()?)
            }
            Event::Visual(Visual::SquareRoot) => Atom::Root(self.argument()?),
            Event::Space { width: Some(width), .. } if width.value >= 1.0 => {
                Atom::Wide
            }
            Event::Space { .. } | Event::StateChange(_) => return Ok(None),
            other => bail!("{other:?} has no meaning in an equation"),
        }))
    }

    /// The next atom, whatever spaces stand before it.
    fn atom(&mut self) -> Result<Atom> {
        loop {
            if let Some(atom) = self.next()? {
                return Ok(atom);
            }
        }
    }

    fn argument(&mut self) -> Result<Vec<Atom>> {
        fenced(self.atom()?.ungrouped())
    }

    fn script(&mut self, ty: ScriptType, position: ScriptPosition) -> Result<Atom> {
        let base = self.atom()?;
        let mut argument =
            |is_there| if is_there { self.argument() } else { Ok(vec![]) };
        let below = argument(ty != ScriptType::Superscript)?;
        let above = argument(ty != ScriptType::Subscript)?;
        match (position, &above[..]) {
            (ScriptPosition::AboveBelow, [Atom::Symbol(accent)]) => {
                accented(&base, accent)
            }
            _ => Ok(Atom::Scripted(Box::new(base), below, above)),
        }
    }

    fn grouping(&mut self, grouping: Grouping) -> Result<Atom> {
        let upright = Event::StateChange(StateChange::Font(Some(Font::UpRight)));
        match grouping {
            Grouping::Normal if self.events.peek() == Some(&upright) => {
                Ok(Atom::Symbol(format!("\\mathrm{{{}}}", text(&self.until_end()?))))
            }
            Grouping::Normal => Ok(Atom::Group(fenced(self.until_end()?)?)),
            Grouping::LeftRight(open, _) => match &self.until_end()?[..] {
                [matrix @ Atom::Matrix(_)] => Ok(matrix.clone()),
                inner => {
                    Ok(Atom::Fenced(open.unwrap_or('.'), fenced(inner.to_vec())?))
                }
            },
            Grouping::Matrix { .. } => self.matrix(),
            other => bail!("{other:?} has no meaning in an equation"),
        }
    }

    fn until_end(&mut self) -> Result<Vec<Atom>> {
        let mut atoms = Vec::new();
        while self.events.next_if_eq(&Event::End).is_none() {
            atoms.extend(self.next()?);
        }
        Ok(atoms)
    }

    fn matrix(&mut self) -> Result<Atom> {
        let mut rows = vec![vec![vec![]]];
        loop {
            match self.events.peek() {
                Some(Event::End) => break,
                Some(Event::EnvironmentFlow(EnvironmentFlow::Alignment)) => {
                    rows.last_mut().context("a matrix without rows")?.push(vec![]);
                }
                Some(Event::EnvironmentFlow(EnvironmentFlow::NewLine { .. })) => {
                    rows.push(vec![vec![]]);
                }
                _ => {
                    let atom = self.next()?;
                    let entry = rows.last_mut().and_then(|row| row.last_mut());
                    entry.context("a matrix without entries")?.extend(atom);
                    continue;
                }
            }
            self.events.next();
        }
        self.events.next();
        Ok(Atom::Matrix(rows))
    }
}

/// The atom of an event without arguments. A bracket is a fence of nothing until [`fenced`].
fn content_atom(content: Content) -> Result<Atom> {
    Ok(match content {
        Content::Number(digits) => Atom::Number(digits.to_owned()),
        Content::Function(name) => Atom::Symbol(name.to_owned()),
        Content::Text(words) => Atom::Text(words.trim().to_owned()),
        Content::Ordinary { content: '′', .. } => Atom::Prime,
        Content::Ordinary { content, .. } => Atom::Symbol(content.to_string()),
        Content::LargeOp { content, .. } => Atom::Large(content),
        Content::BinaryOp { content, .. } => Atom::Operator(content),
        Content::Relation { content, .. } => Atom::Relation(relation(&content)?),
        Content::Delimiter { content, .. } => Atom::Operator(content),
        Content::Punctuation(',') => Atom::Comma,
        Content::Punctuation(sign) => bail!("`{sign}` has no meaning in an equation"),
    })
}

fn relation(content: &RelationContent) -> Result<char> {
    let mut buffer = [0; 8];
    let text = str::from_utf8(content.encode_utf8_to_buf(&mut buffer))?;
    text.chars().next().context("a relation without a sign")
}

fn accented(base: &Atom, accent: &str) -> Result<Atom> {
    let mark = ACCENTS.iter().find(|(sign, _)| accent.starts_with(*sign));
    let (_, mark) =
        mark.with_context(|| format!("the accent {accent} is not known"))?;
    Ok(Atom::Symbol(format!("{}{mark}", base.text())))
}

/// What a bracket is: the one that opens, and whether this one closes it.
fn bracket(atom: &Atom) -> Option<char> {
    match atom {
        Atom::Operator(sign @ ('(' | '[' | ')' | ']' | '⌊' | '⌋' | '|' | '‖')) => {
            Some(*sign)
        }
        Atom::Scripted(base, ..) => {
            bracket(base).filter(|sign| !"([⌊".contains(*sign))
        }
        _ => None,
    }
}

/// `atoms` with what stands between two brackets inside one atom.
fn fenced(atoms: Vec<Atom>) -> Result<Vec<Atom>> {
    let mut open: Vec<(char, Vec<Atom>)> = Vec::new();
    let mut done = Vec::new();
    for atom in atoms {
        let Some(sign) = bracket(&atom) else {
            done.push(atom);
            continue;
        };
        let closes = open.last().is_some_and(|(first, _)| closing(*first) == sign);
        if !closes && "([⌊|‖".contains(sign) {
            open.push((sign, std::mem::take(&mut done)));
            continue;
        }
        let Some((first, before)) = open.pop().filter(|_| closes) else {
            bail!("`{sign}` closes no bracket");
        };
        let inner = std::mem::replace(&mut done, before);
        let fence = Atom::Fenced(first, inner);
        done.push(match atom {
            Atom::Scripted(_, below, above) => {
                Atom::Scripted(Box::new(fence), below, above)
            }
            _ => fence,
        });
    }
    match open.last() {
        Some((sign, _)) => bail!("`{sign}` is not closed"),
        None => Ok(done),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(tex: &str) -> String {
        text(&atoms(tex).unwrap())
    }

    #[test]
    fn a_name_looks_the_same_however_its_tex_is_spaced() {
        assert_eq!(looks(r"\hat y_i"), looks(r"{\hat{y}}_{i}"));
        assert_eq!(looks(r"a_{\ell-1}"), looks(r"a_{\ell - 1}"));
        assert_ne!(looks(r"\mathrm{e}"), looks("e"));
    }

    #[test]
    fn brackets_hold_what_stands_between_them_and_carry_its_power() {
        let fence = |inner: &str| Atom::Fenced('(', atoms(inner).unwrap());
        let square =
            |base| Atom::Scripted(Box::new(base), vec![], atoms("2").unwrap());
        assert_eq!(atoms("(a + b)^2").unwrap(), [square(fence("a + b"))]);
        assert_eq!(atoms(r"\left(a\right)").unwrap(), [fence("a")]);
        assert_eq!(atoms("((a)b)").unwrap(), [fence("(a)b")]);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let error = |tex| atoms(tex).unwrap_err().to_string();
        assert!(error(r"a \frob").contains(r"\frob"));
        assert_eq!(error("(a"), "`(` is not closed");
        assert_eq!(error("a)"), "`)` closes no bracket");
    }
}
