//! The symbols of *Autograd: the program that writes backward*.

use backprop::autograd::{Tape, Var};
use formulas::Names;
use ndarray::Array2;
use rand::rngs::ChaCha8Rng;

use crate::common::{World, array, number};

/// What `operation` makes of arrays of these shapes, with the slopes from the tape.
fn of_two(
    rng: &mut ChaCha8Rng,
    names: &mut Names,
    shapes: [(usize, usize); 2],
    operation: impl for<'t> Fn(Var<'t>, Var<'t>) -> Var<'t>,
) {
    let tape = Tape::default();
    let [a, b] = shapes.map(|shape| tape.var(array(rng, shape)));
    let c = operation(a, b);
    let d: Array2<f64> = array(rng, c.value().dim());
    let slopes = (c * tape.var(d.clone())).sum().backward();
    names.value("a", &*a.value()).value("b", &*b.value()).value("c", &*c.value());
    names.value("d", d);
    names.value(r"\frac{\partial L}{\partial a}", &slopes[a]);
    names.value(r"\frac{\partial L}{\partial b}", &slopes[b]);
}

/// The same of a single positive number.
fn of_one(
    rng: &mut ChaCha8Rng,
    names: &mut Names,
    operation: impl for<'t> Fn(Var<'t>) -> Var<'t>,
) {
    let tape = Tape::default();
    let a = tape.var(Array2::from_elem((1, 1), number(rng).abs()));
    let c = operation(a);
    let d = number(rng);
    let slopes = (c * tape.var(Array2::from_elem((1, 1), d))).backward();
    names.value("a", a.value()[[0, 0]]).value("c", c.value()[[0, 0]]).value("d", d);
    names.value(r"\frac{\partial L}{\partial a}", slopes[a][[0, 0]]);
}

/// A world for each operation, and those of the examples.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("twice two", |rng, names| {
            let tape = Tape::default();
            let a = tape.var(Array2::from_elem((1, 1), number(rng)));
            let b = a + a;
            let c = b + b;
            let [a_is, b_is, c_is] = [a, b, c].map(|var| var.value()[[0, 0]]);
            names.value("a", a_is).value("b", b_is).value("c", c_is);
            let slope = c.backward()[a][[0, 0]];
            names.value(r"\frac{\partial c}{\partial a}", slope);
        }),
        World::random("a sum", |rng, names| {
            of_two(rng, names, [(3, 5), (3, 5)], |a, b| a + b);
        }),
        World::random("a difference", |rng, names| {
            of_two(rng, names, [(3, 5), (3, 5)], |a, b| a - b);
        }),
        World::random("a product", |rng, names| {
            of_two(rng, names, [(3, 5), (3, 5)], |a, b| a * b);
        }),
        World::random("a matrix product", |rng, names| {
            of_two(rng, names, [(3, 5), (5, 2)], |a, b| a.dot(b));
        }),
        World::random("a sigmoid", |rng, names| of_one(rng, names, |a| a.sigmoid())),
        World::random("an exponential", |rng, names| of_one(rng, names, |a| a.exp())),
        World::random("a logarithm", |rng, names| of_one(rng, names, |a| a.ln())),
        World::random("a cube", |rng, names| {
            let a = number(rng);
            names.value("a", a).value("q", a * a).value("p", a * a * a);
        }),
        World::random("exercise 1", |rng, names| {
            let (a, b) = (number(rng), number(rng));
            names.value("a", a).value("b", b).value("p", a * b + a);
        }),
        World::random("two losses", |rng, names| {
            let a = number(rng);
            names.value("a", a).value("b", a * a);
            names.value("L_1", a * a).value("L_2", a * a * a * a);
        }),
    ]
}
