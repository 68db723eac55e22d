//! What the reader can change: each control becomes an element of a form.

/// A control of a live figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Control {
    /// What the figure calls it.
    pub name: &'static str,
    /// What the reader reads.
    pub label: String,
    /// What it looks like.
    pub kind: Kind,
    /// Its present value.
    pub value: f64,
}

/// What a control looks like, and which values it has.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A slider, from the first to the second number, by steps of the third.
    Range(f64, f64, f64),
    /// A field for a whole number, from the first to the second.
    Number(f64, f64),
    /// A list to choose from; the value counts from 0.
    Choice(&'static [&'static str]),
    /// On, 1, or off, 0.
    Switch,
    /// A button to press.
    Button,
    /// A button that starts and pauses the run, with so many steps for each picture.
    Run(u32),
}

impl Control {
    /// A slider.
    pub fn range(
        name: &'static str,
        label: impl Into<String>,
        [low, high, step]: [f64; 3],
        value: f64,
    ) -> Self {
        let kind = Kind::Range(low, high, step);
        Control { name, label: label.into(), kind, value }
    }

    /// A field for a whole number.
    pub fn number(
        name: &'static str,
        label: &str,
        [low, high]: [f64; 2],
        value: f64,
    ) -> Self {
        Control {
            name,
            label: label.to_string(),
            kind: Kind::Number(low, high),
            value,
        }
    }

    /// A list to choose from.
    pub fn choice(
        name: &'static str,
        label: &str,
        of: &'static [&'static str],
        value: usize,
    ) -> Self {
        let (label, kind) = (label.to_string(), Kind::Choice(of));
        Control { name, label, kind, value: value as f64 }
    }

    /// A switch.
    pub fn switch(name: &'static str, label: &str, on: bool) -> Self {
        let value = f64::from(u8::from(on));
        Control { name, label: label.to_string(), kind: Kind::Switch, value }
    }

    /// A button.
    pub fn button(name: &'static str, label: &str) -> Self {
        Control { name, label: label.to_string(), kind: Kind::Button, value: 0.0 }
    }

    /// The button that starts and pauses.
    pub fn run(steps: u32) -> Self {
        let label = "Run".to_string();
        Control { name: "run", label, kind: Kind::Run(steps), value: 0.0 }
    }

    /// The value nearest to this one that the control can have, if it has values and this
    /// is a number: an address may ask for anything.
    pub fn nearest(&self, value: f64) -> Option<f64> {
        let (low, high) = match self.kind {
            Kind::Range(low, high, _) => return value_within(value, low, high),
            Kind::Number(low, high) => (low, high),
            Kind::Choice(of) => (0.0, of.len() as f64 - 1.0),
            Kind::Switch => (0.0, 1.0),
            Kind::Button | Kind::Run(_) => return None,
        };
        value_within(value.round(), low, high)
    }

    /// Name, label, kind, value and what the kind has besides, between tabs.
    pub fn line(&self) -> String {
        let (kind, more) = match &self.kind {
            Kind::Range(low, high, step) => {
                ("range", format!("{low}\t{high}\t{step}"))
            }
            Kind::Number(low, high) => ("number", format!("{low}\t{high}\t1")),
            Kind::Choice(of) => ("choice", of.join("\t")),
            Kind::Switch => ("switch", String::new()),
            Kind::Button => ("button", String::new()),
            Kind::Run(steps) => ("run", steps.to_string()),
        };
        let Control { name, label, value, .. } = self;
        format!("{name}\t{label}\t{kind}\t{value}\t{more}")
    }
}

/// To one digit, as a slider by tenths has it.
pub(crate) fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn value_within(value: f64, low: f64, high: f64) -> Option<f64> {
    (!value.is_nan()).then(|| value.clamp(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_takes_the_nearest_value_that_it_can_have() {
        let range = Control::range("rate", "rate", [0.5, 2.0, 0.1], 1.0);
        assert_eq!(range.nearest(1.25), Some(1.25));
        assert_eq!(range.nearest(-1.0), Some(0.5));
        assert_eq!(range.nearest(f64::INFINITY), Some(2.0));
        assert_eq!(range.nearest(f64::NAN), None);
        let number = Control::number("seed", "seed", [0.0, 99.0], 2.0);
        assert_eq!(number.nearest(67.4), Some(67.0));
        let choice = Control::choice("which", "which", &["a", "b"], 0);
        assert_eq!(choice.nearest(7.0), Some(1.0));
        assert_eq!(Control::switch("on", "on", true).nearest(-3.0), Some(0.0));
        assert_eq!(Control::button("reset", "Reset").nearest(1.0), None);
    }

    #[test]
    fn a_line_holds_the_parts_of_a_control_between_tabs() {
        let range = Control::range("rate", "learning rate η", [0.5, 2.0, 0.1], 1.0);
        assert_eq!(range.line(), "rate\tlearning rate η\trange\t1\t0.5\t2\t0.1");
        assert_eq!(Control::run(100).line(), "run\tRun\trun\t0\t100");
    }
}
