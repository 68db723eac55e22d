//! The slopes of twenty blocks before the first step, with and without each remedy.

use backprop::deeper::{Bend, Deep, Norm, Plan};
use backprop::initialization::size;
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

fn main() {
    // Ten rows, one of each class, whose inputs are random.
    let rng = &mut ChaCha8Rng::seed_from_u64(3);
    let x = Array2::from_shape_simple_fn((10, 64), || rng.random::<f64>());
    let y = Array2::eye(10);

    let (small, he) = (1.0 / 3.0, 2.0);
    println!("size of ∂L/∂h      block 1  block 11   the end");
    for (name, start, skip, norm) in [
        ("plain", small, 0.0, Norm::Off),
        ("He", he, 0.0, Norm::Off),
        ("residual", small, 1.0, Norm::Off),
        ("normalized", small, 0.0, Norm::Learned),
        ("residual and He", he, 1.0, Norm::Off),
        ("all three", he, 1.0, Norm::Learned),
    ] {
        let plan =
            Plan { blocks: 20, units: 32, bend: Bend::Relu, start, skip, norm };
        let net = Deep::new(plan, 64, 10, &mut ChaCha8Rng::seed_from_u64(3));
        let (_, _, along_states) = net.loss_and_slopes(&x, &y);
        let [first, middle, end] = [0, 10, 20].map(|k| size(&along_states[k]));
        println!("{name:<16} {first:>9.0e} {middle:>9.0e} {end:>9.0e}");
    }
}
