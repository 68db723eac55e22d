//! What the tape of *Autograd* costs, beside the same slopes by hand: writes `data/autograd.csv`.
//!
//! `cargo run --release --example autograd` times the steps of a network of Part I's kind, and of larger
//! ones: so many rows, inputs and hidden units, and one output. Each number is the shortest of many runs,
//! in seconds; what is compared takes turns.

use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use backprop::activation::sigmoid_prime_from_output;
use backprop::autograd::{Tape, Var, loss_of_part_one};
use backprop::gradient_descent::Gradients;
use backprop::loss::sum_of_squares_gradient;
use backprop::memory_and_threads::keep_memory;
use backprop::network::{Network, four_rows};
use files::write_whole;
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// Rows, inputs and hidden units of the larger networks.
const SIZES: [usize; 4] = [8, 32, 128, 512];

fn main() -> Result<(), Box<dyn Error>> {
    keep_memory();
    let mut table = String::from("network,what,seconds\n");
    let (x, y) = four_rows();
    table += &lines("part one", &Network::seeded(2), &x, &y);
    for size in SIZES {
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let net = Network::random(size, size, 1, rng);
        let x = Array2::from_shape_simple_fn((size, size), || rng.random::<f64>());
        let y = Array2::from_elem((size, 1), 0.5);
        table += &lines(&size.to_string(), &net, &x, &y);
    }
    print!("{table}");
    let data =
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/autograd.csv"));
    Ok(write_whole(data, table)?)
}

/// What is timed, each beside the others.
fn lines(network: &str, net: &Network, x: &Array2<f64>, y: &Array2<f64>) -> String {
    let record = |tape: &Tape| {
        let [x, y, w1, w2] = [x, y, &net.w1, &net.w2].map(|m| tape.var(m.clone()));
        loss_of_part_one(x, y, w1, w2).value()[[0, 0]]
    };
    let programs: [(&str, &dyn Fn()); 5] = [
        ("forward by hand", &|| {
            black_box(net.forward(x));
        }),
        ("forward recorded", &|| {
            black_box(record(&Tape::default()));
        }),
        ("both by hand", &|| {
            black_box(net.backward(x, y, &net.forward(x)));
        }),
        ("both by hand and the slopes of the data", &|| {
            black_box(with_the_slopes_of_the_data(net, x, y));
        }),
        ("both on the tape", &|| {
            let tape = Tape::default();
            let vars: [Var; 4] =
                [x, y, &net.w1, &net.w2].map(|m| tape.var(m.clone()));
            let [x, y, w1, w2] = vars;
            let slopes = loss_of_part_one(x, y, w1, w2).backward();
            black_box((&slopes[w1], &slopes[w2]));
        }),
    ];
    let mut shortest = [f64::INFINITY; 5];
    let begun = Instant::now();
    while begun.elapsed().as_secs_f64() < 10.0 {
        for (shortest, (_, what)) in shortest.iter_mut().zip(&programs) {
            // A clock is too coarse for a single step of a small network.
            let times = (20_000 / x.len()).max(1);
            let start = Instant::now();
            (0..times).for_each(|_| what());
            *shortest = shortest.min(start.elapsed().as_secs_f64() / times as f64);
        }
    }
    let line = |((what, _), seconds): (&(&str, &dyn Fn()), f64)| {
        format!("{network},{what},{seconds:.4e}\n")
    };
    programs.iter().zip(shortest).map(line).collect()
}

/// Forward and backward of Part I with one product more: the slopes along `x`.
fn with_the_slopes_of_the_data(
    net: &Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
) -> (Gradients, Array2<f64>) {
    let trace = net.forward(x);
    let d_y_hat = sum_of_squares_gradient(&trace.y_hat, y);
    let dz2 = d_y_hat * trace.y_hat.mapv(sigmoid_prime_from_output);
    let dw2 = trace.a1.t().dot(&dz2);
    let da1 = dz2.dot(&net.w2.t());
    let dz1 = da1 * trace.a1.mapv(sigmoid_prime_from_output);
    let dw1 = x.t().dot(&dz1);
    let dx = dz1.dot(&net.w1.t());
    (Gradients { dw1, dw2 }, dx)
}
