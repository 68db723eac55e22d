//! TeX to MathML, which browsers draw without a script.

use anyhow::{Result, anyhow, ensure};
use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::markup::inert_between_tags;

/// Converts formulas.
#[derive(Debug)]
pub struct Converter(LatexToMathML);

impl Default for Converter {
    fn default() -> Self {
        let config = MathCoreConfig { annotation: true, ..MathCoreConfig::default() };
        Self(
            LatexToMathML::new(config)
                .expect("only a macro can be wrong, and there is none"),
        )
    }
}

impl Converter {
    /// The MathML of `tex`, with `tex` as its annotation.
    ///
    /// # Errors
    ///
    /// What is wrong with `tex`.
    pub fn convert(&self, tex: &str, display: MathDisplay) -> Result<String> {
        let tex = tex.trim();
        ensure!(!tex.is_empty(), "a formula of nothing");
        let formula = self.0.convert_with_local_state(tex, display);
        let formula = formula.map_err(|error| anyhow!("not TeX: {error}"))?;
        ensure!(!formula.warnings.has_any(), "not TeX: a reference to no equation");
        let mathml = inert_between_tags(&lower_primes(formula.mathml));
        Ok(match display {
            MathDisplay::Inline => mathml,
            // The blank line ends the HTML, so that what follows is Markdown again.
            MathDisplay::Block => format!("<div class=\"math\">{mathml}</div>\n"),
        })
    }
}

/// Puts primes on the base line. As superscripts, Chromium draws them too small to see: the
/// glyph is small and high already.
fn lower_primes(mut mathml: String) -> String {
    for (script, base) in [("msup", "mrow"), ("msubsup", "msub")] {
        for prime in ["′", "″", "‴", "⁗"] {
            let raised = format!("<mo>{prime}</mo></{script}>");
            let lowered = format!("</{base}><mo>{prime}</mo></mrow>");
            while let Some((start, end)) = element(&mathml, script, &raised) {
                mathml.replace_range(end..end + raised.len(), &lowered);
                mathml.replace_range(
                    start..=start + script.len() + 1,
                    &format!("<mrow><{base}>"),
                );
            }
        }
    }
    mathml
}

/// Where the first element `name` that ends in `ending` starts, and where that ending does.
fn element(xml: &str, name: &str, ending: &str) -> Option<(usize, usize)> {
    let end = xml.find(ending)?;
    let mut inner = 0;
    for (at, _) in xml[..end].rmatch_indices(&format!("{name}>")) {
        match &xml[..at] {
            before if before.ends_with("</") => inner += 1,
            before if before.ends_with('<') && inner == 0 => {
                return Some((at - 1, end));
            }
            before if before.ends_with('<') => inner -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inline(tex: &str) -> Result<String> {
        Converter::default().convert(tex, MathDisplay::Inline)
    }

    #[test]
    fn the_tex_is_kept_as_annotation() {
        let mathml = inline("x").unwrap();
        let annotation = r#"<annotation encoding="application/x-tex">x</annotation>"#;
        assert!(mathml.contains(annotation), "{mathml}");
    }

    #[test]
    fn markdown_finds_no_markup_in_a_formula() {
        let mathml = inline(r"a_1 * [b]_2 | c").unwrap();
        let text: String =
            mathml.split('>').filter_map(|part| part.split('<').next()).collect();
        assert!(!text.contains(['_', '*', '[', '|', '\\']), "{text}");
    }

    #[test]
    fn a_formula_on_its_own_line_is_one_line_of_html() {
        let tex = "\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n";
        let html = Converter::default().convert(tex, MathDisplay::Block).unwrap();
        assert!(
            html.starts_with("<div class=\"math\"><math display=\"block\">"),
            "{html}"
        );
        assert_eq!(html.matches('\n').count(), 1);
        assert!(html.ends_with("</div>\n"));
    }

    #[test]
    fn a_prime_stands_on_the_base_line() {
        let sigma = inline(r"\sigma'(z)").unwrap();
        assert!(
            sigma.contains("<mrow><mrow><mi>σ</mi></mrow><mo>′</mo></mrow>"),
            "{sigma}"
        );
        let w = inline("W_1''").unwrap();
        assert!(
            w.contains("<mrow><msub><mi>W</mi><mn>1</mn></msub><mo>″</mo></mrow>"),
            "{w}"
        );
    }

    #[test]
    fn a_prime_belongs_to_the_nearest_element() {
        let nested = inline(r"x^2 + e^{f'} + {a^b}'").unwrap();
        assert!(nested.contains("<msup><mi>x</mi><mn>2</mn></msup>"), "{nested}");
        assert!(
            nested.contains("<msup><mi>e</mi><mrow><mrow><mi>f</mi></mrow>"),
            "{nested}"
        );
        assert!(
            nested.contains("<msup><mi>a</mi><mi>b</mi></msup></mrow><mo>′</mo>"),
            "{nested}"
        );
        assert_eq!(
            nested.matches("<mrow>").count(),
            nested.matches("</mrow>").count()
        );
    }

    #[test]
    fn tex_that_is_none_is_an_error_with_its_cause() {
        let error = inline(r"\frob{x}").unwrap_err().to_string();
        assert!(error.contains(r"\frob"), "{error}");
        let error = |tex| inline(tex).unwrap_err().to_string();
        assert_eq!(error(" "), "a formula of nothing");
        assert!(error(r"\frac{1}").contains("not TeX: "));
        assert!(error(r"\eqref{a}").contains("a reference to no equation"));
    }
}
