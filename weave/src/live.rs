//! The figures that move: a page that has one loads what moves it.
//!
//! `<live-figure name="NAME">` stands around a figure; without the script it shows that figure.

use std::path::Path;

use crate::labels::href;

/// `text`, the woven page at `path`, with the script at its end if it has a live figure.
pub fn with_script(path: &Path, text: String) -> String {
    if !text.contains("<live-figure") {
        return text;
    }
    let script = href(path, Path::new("live/live.js"));
    format!("{text}\n\n<script src=\"{script}\" defer></script>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_with_a_live_figure_loads_the_script() {
        let page =
            |path: &str, text: &str| with_script(Path::new(path), text.to_owned());
        assert_eq!(page("a.md", "text"), "text");
        let live = page("a.md", "<live-figure name=\"b\">");
        assert!(
            live.ends_with("<script src=\"live/live.js\" defer></script>\n"),
            "{live}"
        );
        let deeper = page("folder/a.md", "<live-figure name=\"b\">");
        assert!(deeper.contains("src=\"../live/live.js\""), "{deeper}");
    }
}
