//! Prints the size of the weighted sums in ten layers, from three initializations.

use backprop::initialization::size;
use backprop::{Activation, Dense, Initialization, Relu, Sequential, Tanh};
use ndarray::Array2;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

fn main() {
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    // Between −√3 and √3 the variance is 1.
    let draw = || 3.0_f64.sqrt() * (2.0 * rng.random::<f64>() - 1.0);
    let x = Array2::from_shape_simple_fn((16, 64), draw);

    println!("               layer 1   layer 2   layer 5  layer 10");
    for activation in [&Tanh as &'static dyn Activation, &Relu] {
        for how in [Initialization::Unit, Initialization::Xavier, Initialization::He]
        {
            let mut net = Sequential::new(Dense::new(64, 64), activation);
            for _ in 1..10 {
                net = net.then(Dense::new(64, 64), activation);
            }
            let net = net.initialized(how, rng);
            let pass = net.forward(&x);
            let row =
                [1, 2, 5, 10].map(|l| format!("{:10.1e}", size(&pass.z[l - 1])));
            let name = format!("{activation:?} {how:?}");
            println!("{name:12}{}", row.concat());
        }
    }
}
