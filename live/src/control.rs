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
