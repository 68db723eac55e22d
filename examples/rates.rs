//! Short trainings at the learning rate and at multiples of it, with faults and without.

use backprop::when_it_does_not_learn::{DECADES, faults::fault};
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() {
    println!("{:24} 1/1000 1/100  1/10     1    10   100  1000", "");
    for name in [
        "nothing",
        "rate 100 times too large",
        "rate 100 times too small",
        "labels one row late",
    ] {
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let losses = fault(name).planted(0).sweep(&DECADES, 5, rng);
        let row = losses.iter().map(|&loss| match loss {
            ..2.0 => format!("{loss:5.1}"),
            _ => "   >2".to_string(),
        });
        println!("{name:25} {}", row.collect::<Vec<_>>().join(" "));
    }
}
