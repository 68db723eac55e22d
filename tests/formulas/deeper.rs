//! The symbols of *Deeper*.

use backprop::autograd::{Tape, Var};
use backprop::deeper::{AdamW, gelu, normalize};
use backprop::optimizers::{Adam, Optimizer};
use ndarray::{Array1, Array2, array};
use rand::RngExt;

use crate::common::{World, array, number};

/// A residual block, a normalized row, a decay; the numbers of the page.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("a block", |rng, names| {
            let tape = Tape::default();
            let shapes = [(3, 4), (4, 4), (1, 4), (1, 1)];
            let vars: [Var; 4] = shapes.map(|shape| tape.var(array(rng, shape)));
            let [h_0, w, b, s] = vars;
            let x = h_0 + h_0 - h_0;
            let z = x.dot(w) + b;
            let a = z.relu();
            let around = s * h_0;
            let h_1 = around + a;
            let d_1 = array(rng, (3, 4));
            let slopes = (h_1 * tape.var(d_1.clone())).sum().backward();
            // The slope along the weighted sums, taken back through the weights.
            let d_f = slopes[z].dot(&w.value().t());
            for (name, var) in
                [("h_0", h_0), ("W", w), ("z", z), ("a", a), ("h_1", h_1)]
            {
                names.value(name, &*var.value());
            }
            names.value("b", b.value().row(0).to_owned());
            names.value("s", s.value()[[0, 0]]);
            names.value("d_0", &slopes[h_0]).value("d_1", d_1).value("d_f", d_f);
        }),
        World::random("a normalized row", |rng, names| {
            let x: Array1<f64> = array(rng, (5,));
            let (gain, shift): (Array1<f64>, Array1<f64>) =
                (array(rng, (5,)), array(rng, (5,)));
            let tape = Tape::default();
            let row = tape.var(x.clone().insert_axis(ndarray::Axis(0)));
            let x_hat = normalize(&tape, row).value().row(0).to_owned();
            let mean = x.sum() / 5.0;
            let variance = x.mapv(|c| (c - mean) * (c - mean)).sum() / 5.0;
            let y = &gain * &x_hat + &shift;
            names.value("m", 5.0).counter("j", 1..=5).value(r"\epsilon", 1e-5);
            names.value("x", x).value(r"\hat x", x_hat).value("y", y);
            names.value("g", gain).value("b", shift);
            names.value(r"\mu", mean).value("v", variance);
        }),
        World::random("the way back through a normalized row", |rng, names| {
            let x = array(rng, (1, 5));
            let (gain, shift): (Array2<f64>, Array2<f64>) =
                (array(rng, (1, 5)), array(rng, (1, 5)));
            let d: Array2<f64> = array(rng, (1, 5));
            let tape = Tape::default();
            let var = |row: &Array2<f64>| tape.var(row.clone());
            let (x_along, gain_along) = (var(&x), var(&gain));
            let x_hat = normalize(&tape, x_along);
            let y = x_hat * gain_along + var(&shift);
            let slopes = (y * var(&d)).sum().backward();
            let row = |row: &Array2<f64>| row.row(0).to_owned();
            let share = tape.var(array![[0.2]]);
            let mean = (x_along * share).sum();
            let away = x_along - mean;
            let variance = (away * away * share).sum();
            // √v is e to the power of ½ ln v.
            let root = (variance + tape.var(array![[1e-5]])).ln();
            let root = (root * tape.var(array![[0.5]])).exp();
            let number = |var: Var| var.value()[[0, 0]];
            names.value("m", 5.0).counter("j", 1..=5).value(r"\epsilon", 1e-5);
            names.value("v", number(variance)).value("r", number(root));
            names.value("x", row(&x)).value(r"\mu", number(mean));
            for (name, of) in [(r"\mu", mean), ("r", root)] {
                let slopes = of.backward();
                let name = format!(r"\frac{{\partial {name}}}{{\partial x}}");
                names.value(&name, row(&slopes[x_along]));
            }
            names.value("d", row(&d)).value("g", row(&gain));
            names.value(r"\hat x", row(&x_hat.value()));
            names.value("c", row(&slopes[x_hat]));
            names.value(r"\frac{\partial L}{\partial x}", row(&slopes[x_along]));
        }),
        World::random("a root", |rng, names| {
            names.value("v", number(rng).abs());
        }),
        World::random("two forms of GELU", |rng, names| {
            let z = number(rng);
            // From the function that the page shows: gelu(z) = z / 2 · (1 + tanh u).
            let tape = Tape::default();
            let gelu = gelu(&tape, tape.var(array![[z]])).value()[[0, 0]];
            names.value("z", z).value("u", (2.0 * gelu / z - 1.0).atanh());
        }),
        World::random("a decay", |rng, names| {
            let (eta, lambda, w) = (rng.random(), rng.random(), number(rng));
            names.value(r"\eta", eta).value(r"\lambda", lambda).value("w", w);
            // Without a slope AdamW decays, and no more.
            let mut decayed = [w];
            let mut rule = AdamW { adam: Adam::default(), decay: lambda };
            rule.step(eta, &mut decayed, &[0.0]);
            names.after("w", decayed[0]);
        }),
        World::chosen("a row of four", |names| {
            names.value("x", array![1.0, 3.0, 5.0, 7.0]);
        }),
    ]
}
