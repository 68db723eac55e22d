//! Where the slopes of the pass backward differ from measured ones.

use backprop::when_it_does_not_learn::faults::fault;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() {
    for name in ["nothing", "mean slope of biases", "blame with a minus"] {
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let mut slopes = fault(name).planted(0).check_slopes(5, rng);
        slopes.retain(|slope| slope.apart > 1e-4);
        assert_eq!(slopes.is_empty(), name == "nothing");
        println!("{name}: {} of 6 arrays are wrong", slopes.len());
        for s in slopes {
            let place = format!("layer {}, {} {}", s.layer, s.array, s.place);
            println!(
                "  {place:19} {:6.3} {:6.3} {:5.2}",
                s.backward, s.measured, s.apart
            );
        }
    }
}
