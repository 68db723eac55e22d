//! The shapes of training and validation loss, with faults and without.

use backprop::when_it_does_not_learn::{Shape, faults::fault};
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() {
    for (name, expected) in [
        ("nothing", Shape::Falls),
        ("all weights 0", Shape::Flat),
        ("labels one row late", Shape::Flat),
        ("20 training points", Shape::Parts),
        ("split by class", Shape::Parts),
        ("rate 100 times too large", Shape::Jumps),
        ("validation trained on", Shape::Falls),
    ] {
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let shape = Shape::of(&fault(name).planted(0).curves(rng), 3);
        println!("{name:25} {shape:?}");
        assert_eq!(shape, expected);
    }
}
