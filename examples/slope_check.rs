//! Where the slopes of the pass backward differ from measured ones.

use backprop::when_it_does_not_learn::faults::fault;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() {
    for name in
        ["nothing", "mean slope of biases", "blame with a minus", "no slope of ReLU"]
    {
        println!("{name}");
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        for slope in fault(name).planted(0).check_slopes(5, rng) {
            let wrong = slope.apart > 1e-4;
            assert!(!wrong || name != "nothing");
            println!(
                "  layer {} {} {:3}  {:7.4} {:7.4}  {}",
                slope.layer,
                slope.array,
                slope.place,
                slope.backward,
                slope.measured,
                if wrong { format!("apart {:.2}", slope.apart) } else { "ok".into() },
            );
        }
    }
}
