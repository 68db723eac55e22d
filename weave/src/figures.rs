//! Figures: a number, a caption, and the drawing in the page itself, so that it follows the
//! reader's theme.

use std::{ops::Range, path::Path};

use anyhow::{Context, Result, ensure};

use crate::{
    files::Files,
    labels::{Labels, id},
    page::{Edit, Place},
    values::COMMAND,
};

const CROWDED: &str = "a figure starts at the left margin, between blank lines";
const UNCAPTIONED: &str = "a figure has a caption: ![Caption](figures/NAME.svg)";

/// An image of a drawing in the folder `figures`.
#[derive(Debug, PartialEq)]
pub struct Figure {
    /// The name of the drawing, without `.svg`.
    pub name: String,
    target: String,
    caption: Range<usize>,
}

impl Figure {
    /// The image of `target` at `place`, if it is a figure.
    pub fn of(place: &Place, target: &str) -> Option<Self> {
        let path = Path::new(target);
        let is_figure =
            path.parent()?.ends_with("figures") && path.extension()? == "svg";
        // `![caption](target)`; a caption may hold links, so the last of them ends it.
        let start = place.range.start;
        let caption = start + 2..start + place.text().rfind("](")?;
        is_figure.then_some(Self {
            name: path.file_stem()?.to_str()?.to_owned(),
            target: target.to_owned(),
            caption,
        })
    }

    /// What a reference to it says: `fig:loss`.
    pub fn label(&self) -> String {
        format!("fig:{}", self.name)
    }

    /// Where the drawing is, as the page says it.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// What to put before and after the caption, which stays Markdown.
    ///
    /// # Errors
    ///
    /// When it is shown before, does not stand alone, has no caption, or its drawing is missing
    /// or not described.
    pub fn edits(
        &self,
        files: &Files,
        labels: &Labels,
        place: &Place,
    ) -> Result<Vec<Edit>> {
        ensure!(place.stands_alone(), CROWDED);
        ensure!(!self.caption.is_empty(), UNCAPTIONED);
        let label = self.label();
        let shown = labels.get(&label)?;
        ensure!(shown.is_at(place), "shown before: {shown}");
        let id = id(&label);
        let path = files.resolve(&place.page.path, &self.target);
        let svg = files
            .read(&path)
            .with_context(|| format!("`{COMMAND}` draws the figures"))?;
        let svg = inlined(&svg, &id).with_context(|| path.display().to_string())?;
        let Range { start, end } = self.caption;
        let head = format!(
            "<figure id=\"{id}\">\n{svg}\n<figcaption>\n\n**{}.** ",
            shown.title
        );
        let tail = "\n\n</figcaption>\n</figure>".to_owned();
        Ok(vec![(place.range.start..start, head), (end..place.range.end, tail)])
    }
}

/// `svg` for a page of HTML: sized by the page, described to those who do not see it, and without
/// the blank line that would end HTML in Markdown.
fn inlined(svg: &str, id: &str) -> Result<String> {
    let (_, svg) = svg.split_once("<svg").context("not an SVG")?;
    let (attributes, content) = svg.split_once('>').context("not an SVG")?;
    let view = attribute(attributes, "viewBox").context("no viewBox, so no size")?;
    let mut content = content.to_owned();
    for tag in ["title", "desc"] {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        let (_, after) =
            content.split_once(&open).with_context(|| format!("no {open}"))?;
        let (text, _) =
            after.split_once(&close).with_context(|| format!("no {close}"))?;
        ensure!(!text.trim().is_empty(), "{open} is empty");
        content = content.replacen(&open, &format!("<{tag} id=\"{id}-{tag}\">"), 1);
    }
    let svg = format!(
        "<svg viewBox=\"{view}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">{content}"
    );
    let lines: Vec<&str> =
        svg.lines().filter(|line| !line.trim().is_empty()).collect();
    Ok(lines.join("\n"))
}

fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let (_, value) = attributes.split_once(&format!("{name}=\""))?;
    Some(value.split_once('"')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;

    const SVG: &str = "<svg width=\"9\" height=\"6\" viewBox=\"0 0 9 6\" xmlns=\"x\">\n\
        <title>T</title>\n<desc>D</desc>\n\n<line x1=\"0\"/>\n</svg>\n";

    /// The image of `target` that is all of the page `text`, if it is a figure.
    fn figure(text: &str, target: &str) -> Option<Figure> {
        let page = Page::new(Path::new("page.md"), text);
        Figure::of(&Place { page: &page, range: 0..text.len() }, target)
    }

    #[test]
    fn a_caption_ends_where_the_target_starts() {
        let text = "![See [a](b.md) and *c*.](figures/d.svg)";
        let figure = figure(text, "figures/d.svg").unwrap();
        assert_eq!(figure.label(), "fig:d");
        assert_eq!(&text[figure.caption], "See [a](b.md) and *c*.");
    }

    #[test]
    fn other_images_are_left_alone() {
        for target in ["b.svg", "figures/d.png", "https://f.org/g.svg"] {
            assert_eq!(figure(&format!("![a]({target})"), target), None);
        }
    }

    #[test]
    fn an_inlined_drawing_is_sized_by_the_page_and_described() {
        let svg = inlined(SVG, "fig-a").unwrap();
        assert!(svg.starts_with("<svg viewBox=\"0 0 9 6\" role=\"img\""), "{svg}");
        assert!(svg.contains("aria-labelledby=\"fig-a-title fig-a-desc\""), "{svg}");
        assert!(svg.contains("<title id=\"fig-a-title\">T</title>"), "{svg}");
        assert!(svg.contains("<desc id=\"fig-a-desc\">D</desc>"), "{svg}");
    }

    #[test]
    fn an_inlined_drawing_has_no_blank_line() {
        let svg = inlined(SVG, "fig-a").unwrap();
        assert!(svg.lines().all(|line| !line.trim().is_empty()), "{svg}");
        assert!(svg.ends_with("</svg>"), "{svg}");
    }

    #[test]
    fn a_drawing_without_title_or_description_is_an_error() {
        for (from, to) in
            [("<title>T</title>", ""), ("<desc>D</desc>", ""), (">D<", "> <")]
        {
            assert!(inlined(&SVG.replace(from, to), "fig-a").is_err(), "{from}");
        }
        assert!(inlined("<html>", "fig-a").is_err());
    }
}
