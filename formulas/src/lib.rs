//! Formulas that run: an equation of a page, in TeX, is evaluated in a table of names.
//!
//! [`read()`] makes a [`Formula`] of TeX, [`Names`] says what its symbols stand for, and
//! [`check()`] says whether what it states is so. Nothing here knows where formulas and names
//! come from.
//!
//! | module | does |
//! |---|---|
//! | [`mod@read`] | TeX to atoms: what stands next to what |
//! | [`tree`] | atoms to statements, and expressions as trees |
//! | [`names`] | the table of names |
//! | [`value`] | intervals, and arrays of them |
//! | [`evaluate`] | the value of an expression |
//! | [`shapes`] | the shapes that stand beside an equation |
//! | [`mod@check`] | whether the two sides of a relation agree |
//!
//! # What a formula may say
//!
//! Statements are separated by `\quad` or `\qquad`. A statement is a chain of sides, joined by
//! `=`, `\approx`, `<`, `>`, `\le`, `\ge`, or `\leftarrow`, which says what a step makes of a
//! symbol. `(n, 3) \cdot (3, 4) \to (n, 4)` states shapes; elsewhere `\to` separates statements.
//!
//! A number with decimals, alone on its side, stands for all that round to it: `1/3 = 0.333`.
//! What is calculated from numbers is calculated from their digits, so `0.222 + 0.172 = 0.395` is
//! wrong. With `\approx`, and where symbols or two calculations are compared, each number with a
//! decimal point and three significant digits stands for all that round to it.

pub mod check;
pub mod evaluate;
pub mod names;
pub mod read;
pub mod shapes;
pub mod tree;
pub mod value;

pub use check::{check, check_shapes};
pub use names::Names;
pub use tree::{Formula, read};
pub use value::Value;
