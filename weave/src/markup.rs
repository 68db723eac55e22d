//! Text that the Markdown pass after weave takes literally.

/// `text` with its ASCII punctuation as character references, so that nothing in it is markup.
pub fn inert(text: &str) -> String {
    text.chars().fold(String::new(), |mut inert, c| {
        match c {
            '\n' => inert += "&#10;",
            c if c.is_ascii_punctuation() => inert += &format!("&#{};", u32::from(c)),
            c => inert.push(c),
        }
        inert
    })
}

/// `xml` with the text between its tags [`inert`]. Its attributes hold no `<` or `>`.
pub fn inert_between_tags(xml: &str) -> String {
    let parts = xml.split_inclusive('>').map(|part| {
        let (text, tag) = part.split_at(part.find('<').unwrap_or(part.len()));
        inert(&unescaped(text)) + tag
    });
    parts.collect()
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_is_no_markup() {
        assert_eq!(inert("a*b_c"), "a&#42;b&#95;c");
        assert_eq!(inert("1 < 2 ⊙ é"), "1 &#60; 2 ⊙ é");
    }

    #[test]
    fn tags_are_kept_and_the_text_between_them_is_inert() {
        let xml = r#"<mi x="a_b">*</mi><mo>&lt;</mo><b/>&amp;lt;"#;
        let inert = r#"<mi x="a_b">&#42;</mi><mo>&#60;</mo><b/>&#38;lt&#59;"#;
        assert_eq!(inert_between_tags(xml), inert);
    }
}
