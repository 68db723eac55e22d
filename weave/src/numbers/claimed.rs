//! Where on a page a test holds what the text says.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::{page::Page, pieces};

/// What a sentence may end in.
const ENDS: [&str; 5] = [". ", "? ", "! ", ".) ", "] "];

/// The places on `page` of the sentences before a `[test:NAME]`. A mark that is alone in its
/// paragraph holds the block above.
pub fn claimed(page: &Page) -> Vec<Range<usize>> {
    let mut claimed = Vec::new();
    let mut open = vec![0..0];
    let mut above = 0..0;
    for (event, range) in pieces::events(&page.text) {
        match event {
            Event::Start(Tag::Link { link_type, id, .. }) => {
                if link_type == LinkType::ShortcutUnknown && id.starts_with("test:") {
                    let start = open.last().map_or(0, |block| block.start);
                    let sentence = sentence(&page.text, start..range.start);
                    let alone = page.text[sentence.clone()].trim().is_empty();
                    claimed.push(if alone { above.clone() } else { sentence });
                }
            }
            Event::Start(tag) if is_block(&tag.to_end()) => open.push(range),
            Event::End(tag) if is_block(&tag) => {
                open.pop();
                above = range;
            }
            _ => {}
        }
    }
    claimed
}

/// The last sentence of `text` in `block`, which ends at a mark.
fn sentence(text: &str, block: Range<usize>) -> Range<usize> {
    let block_text = text[block.clone()].trim_end().replace('\n', " ");
    let marks = block_text.find("[test:").filter(|_| block_text.ends_with(']'));
    let end = marks.unwrap_or(block_text.len());
    let body = block_text[..end].trim_end();
    let starts = ENDS.iter().filter_map(|end| Some(body.rfind(end)? + end.len()));
    block.start + starts.max().unwrap_or(0)..block.end
}

fn is_block(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Table
            | TagEnd::TableCell
            | TagEnd::CodeBlock
            | TagEnd::BlockQuote(_)
            | TagEnd::Image
    )
}
