//! The table of names: what the symbols of a page stand for.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::rc::Rc;

use anyhow::{Context, Result, ensure};

use crate::tree::{Expr, expression};
use crate::value::Value;

/// A function of a whole list of values.
pub type Whole = Rc<dyn Fn(&[Value]) -> Result<Value>>;

/// What a function takes.
#[derive(Clone)]
pub enum Function {
    /// A number; of an array, each of its numbers.
    Scalar(Rc<dyn Fn(f64) -> f64>),
    /// All its arguments at once.
    Whole(Whole),
}

/// The names of a page. Each is given by its TeX: `\hat y`, `W_1`, `\frac{\partial L}{\partial W_1}`.
///
/// A symbol may have a value and a definition. Its value is what an equation is held against;
/// its definition says how it changes as another symbol is moved, for a slope.
#[derive(Clone, Default)]
pub struct Names {
    values: HashMap<String, Value>,
    origins: HashMap<String, usize>,
    definitions: HashMap<String, Expr>,
    functions: HashMap<String, Function>,
    counters: HashMap<String, RangeInclusive<usize>>,
    after: HashMap<String, Value>,
    variable: Option<String>,
}

/// The name that `tex` has in a table.
///
/// # Panics
///
/// If `tex` is no name.
pub fn key(tex: &str) -> String {
    match expression(tex) {
        Ok(Expr::Name(name)) => name.key(),
        Ok(Expr::Slope { key, .. }) => key,
        _ => panic!("`{tex}` is no name"),
    }
}

/// A table is code: a name or a definition in it that can't be read is a panic.
impl Names {
    /// `tex` is `value`. Indices count its entries from 1.
    pub fn value(&mut self, tex: &str, value: impl Into<Value>) -> &mut Self {
        self.values.insert(key(tex), value.into());
        self
    }

    /// `tex` is `value`, whose entries are counted from 0.
    pub fn from_zero(&mut self, tex: &str, value: impl Into<Value>) -> &mut Self {
        self.origins.insert(key(tex), 0);
        self.value(tex, value)
    }

    /// `tex` is what `formula` says.
    ///
    /// # Panics
    ///
    /// If `formula` can't be read.
    pub fn define(&mut self, tex: &str, formula: &str) -> &mut Self {
        let formula = expression(formula);
        self.definitions
            .insert(key(tex), formula.unwrap_or_else(|e| panic!("{tex}: {e}")));
        self
    }

    /// `tex` is a function of a number.
    pub fn function(
        &mut self,
        tex: &str,
        f: impl Fn(f64) -> f64 + 'static,
    ) -> &mut Self {
        self.functions.insert(key(tex), Function::Scalar(Rc::new(f)));
        self
    }

    /// `tex` is a function of all its arguments.
    pub fn function_of(
        &mut self,
        tex: &str,
        f: impl Fn(&[Value]) -> Result<Value> + 'static,
    ) -> &mut Self {
        self.functions.insert(key(tex), Function::Whole(Rc::new(f)));
        self
    }

    /// `tex` counts through `range`: in a sum without limits, or where an equation leaves it free.
    pub fn counter(&mut self, tex: &str, range: RangeInclusive<usize>) -> &mut Self {
        self.counters.insert(key(tex), range);
        self
    }

    /// A step makes `value` of `tex`.
    pub fn after(&mut self, tex: &str, value: impl Into<Value>) -> &mut Self {
        self.after.insert(key(tex), value.into());
        self
    }

    /// A prime on a symbol is its slope along `tex`.
    pub fn variable(&mut self, tex: &str) -> &mut Self {
        self.variable = Some(tex.to_owned());
        self
    }

    pub(crate) fn given(&self, key: &str) -> Option<&Value> {
        self.values.get(key)
    }

    pub(crate) fn definition(&self, key: &str) -> Option<&Expr> {
        self.definitions.get(key)
    }

    pub(crate) fn knows(&self, key: &str) -> bool {
        self.values.contains_key(key) || self.definitions.contains_key(key)
    }

    pub(crate) fn origin(&self, key: &str) -> usize {
        self.origins.get(key).copied().unwrap_or(1)
    }

    pub(crate) fn range(&self, key: &str) -> Result<RangeInclusive<usize>> {
        let range = self.counters.get(key).cloned();
        range.with_context(|| format!("`{key}` is no counter of this page"))
    }

    pub(crate) fn counts(&self, key: &str) -> bool {
        self.counters.contains_key(key)
    }

    pub(crate) fn after_step(&self, key: &str) -> Result<&Value> {
        let value = self.after.get(key);
        value.with_context(|| format!("no step of this page makes a new `{key}`"))
    }

    pub(crate) fn prime(&self) -> Option<Expr> {
        expression(self.variable.as_ref()?).ok()
    }

    /// The function of this name, from the table or from mathematics.
    pub(crate) fn function_named(&self, key: &str) -> Option<Function> {
        self.functions.get(key).cloned().or_else(|| mathematics(key))
    }
}

fn mathematics(name: &str) -> Option<Function> {
    let scalar: fn(f64) -> f64 = match name {
        "ln" => f64::ln,
        "exp" => f64::exp,
        "sin" => f64::sin,
        "cos" => f64::cos,
        "tanh" => f64::tanh,
        "max" => return Some(Function::Whole(Rc::new(maximum))),
        _ => return None,
    };
    Some(Function::Scalar(Rc::new(scalar)))
}

fn maximum(values: &[Value]) -> Result<Value> {
    let [first, rest @ ..] = values else { anyhow::bail!("a maximum of nothing") };
    ensure!(!rest.is_empty() || first.shape().is_empty(), "a maximum of one array");
    rest.iter()
        .try_fold(first.clone(), |largest, value| largest.combined(value, f64::max))
}
