//! Trains the network of seed 2 rightly, and with each of three wrong slopes.

use backprop::Network;
use backprop::errata::{Slopes, losses_with};

fn main() {
    for (name, slopes) in [
        ("as it should be", Slopes::RIGHT),
        ("|error| for error²", Slopes::ABSOLUTE),
        ("a(1 − a) of z", Slopes::OF_INPUT),
        ("σ′ of a", Slopes::TWICE),
    ] {
        let losses = losses_with(slopes, &mut Network::seeded(2));
        println!(
            "{name:20} {:.3}  {:.3}  {:.3}",
            losses[0], losses[100], losses[1000]
        );
    }
}
