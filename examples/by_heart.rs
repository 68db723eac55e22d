//! Twenty points learned by heart, with faults and without.

use backprop::when_it_does_not_learn::faults::fault;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() {
    for name in ["nothing", "all weights 0", "softmax twice", "labels one row late"] {
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let score = fault(name).planted(0).by_heart(20, rng);
        let right = (20.0 * score.accuracy).round();
        println!("{name:20} {right:2} of 20  loss {:.2}", score.loss);
    }
}
