//! Takes one step that is much too long, and counts the hidden units that it kills.

use backprop::{
    Dense, Relu, Sequential, Sigmoid, four_rows, sum_of_squares,
    sum_of_squares_gradient,
};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

fn main() {
    let (x, y) = four_rows();
    let mut net =
        Sequential::new(Dense::new(3, 6), &Relu).then(Dense::new(6, 1), &Sigmoid);
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    net.for_each_parameter(|w| *w = 2.0 * rng.random::<f64>() - 1.0);

    for iteration in 0..=1000 {
        let pass = net.forward(&x);
        if [0, 1, 1000].contains(&iteration) {
            // A unit is dead if its sum is positive in no row.
            let units = pass.z[0].columns().into_iter();
            let dead = units.filter(|z| z.iter().all(|&z| z <= 0.0)).count();
            let loss = sum_of_squares(pass.output(), &y);
            assert_eq!(dead, if iteration == 0 { 2 } else { 5 });
            println!("{iteration:4}  dead units {dead} of 6  loss {loss:.3}");
        }
        let d_output = sum_of_squares_gradient(pass.output(), &y);
        let backward = net.backward(&x, &pass, &d_output);
        net.step(&backward.gradients, if iteration == 0 { 10.0 } else { 0.1 });
    }
}
