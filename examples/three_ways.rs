//! The slopes of Part I's loss along its sixteen weights, in three ways; and how often each runs
//! the network.

use std::cell::Cell;

use backprop::autograd::{Tape, loss_of_part_one};
use backprop::{Dual, Network, central_difference, four_rows, sum_of_squares};
use ndarray::Array2;

/// The weights of the hidden layer, then those of the output, in one list.
fn list(w1: &Array2<f64>, w2: &Array2<f64>) -> Vec<f64> {
    w1.iter().chain(w2).copied().collect()
}

/// The loss of a network of these weights, in dual numbers.
fn loss_of_duals(w: &[Dual]) -> Dual {
    let (x, y) = four_rows();
    let mut loss = Dual::constant(0.0);
    for (x, y) in x.rows().into_iter().zip(y.column(0)) {
        let mut z2 = Dual::constant(0.0);
        for unit in 0..4 {
            let mut z1 = Dual::constant(0.0);
            for input in 0..3 {
                z1 = z1 + Dual::constant(x[input]) * w[4 * input + unit];
            }
            z2 = z2 + z1.sigmoid() * w[12 + unit];
        }
        let error = z2.sigmoid() - Dual::constant(*y);
        loss = loss + error * error;
    }
    loss
}

fn main() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let weights = list(&net.w1, &net.w2);
    let by_hand = net.backward(&x, &y, &net.forward(&x));
    let by_hand = list(&by_hand.dw1, &by_hand.dw2);

    let runs = Cell::new(0);
    let measured = |k: usize| {
        let loss_at = |w| {
            runs.set(runs.get() + 1);
            let mut moved = net.clone();
            *moved.w1.iter_mut().chain(&mut moved.w2).nth(k).unwrap() = w;
            sum_of_squares(&moved.predict(&x), &y)
        };
        central_difference(loss_at, weights[k])
    };
    let dual = |k: usize| {
        runs.set(runs.get() + 1);
        let mut duals: Vec<Dual> =
            weights.iter().map(|&w| Dual::constant(w)).collect();
        duals[k] = Dual::variable(weights[k]);
        loss_of_duals(&duals).slope
    };
    let tape = || {
        runs.set(runs.get() + 1);
        let tape = Tape::default();
        let [w1, w2] = [&net.w1, &net.w2].map(|w| tape.var(w.clone()));
        let loss = loss_of_part_one(tape.var(x.clone()), tape.var(y.clone()), w1, w2);
        let slopes = loss.backward();
        list(&slopes[w1], &slopes[w2])
    };

    let check = |way: &str, slopes: Vec<f64>, wants: usize, tolerance: f64| {
        let apart = slopes.iter().zip(&by_hand).map(|(a, b)| (a - b).abs());
        assert!(apart.fold(0.0, f64::max) < tolerance);
        assert_eq!(runs.replace(0), wants);
        println!("{way}  {wants:2} runs, {} slopes", slopes.len());
    };
    check("measured     ", (0..16).map(measured).collect(), 32, 1e-9);
    check("dual numbers ", (0..16).map(dual).collect(), 16, 1e-15);
    check("tape         ", tape(), 1, 1e-15);
}
