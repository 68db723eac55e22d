// The chapter *Your own data*, section *The answer to beat*.
//
// Write how far off a network is, in the unit of the target. Its outputs `z` are scaled: the target
// had this `mean` and this `deviation` in the training rows. The targets `y` are as the table has
// them.
//
//     ŷ = m + d z
//     E = √(1/n Σᵢ (ŷᵢ − yᵢ)²)

use ndarray::Array1;

fn off_by(z: &Array1<f64>, mean: f64, deviation: f64, y: &Array1<f64>) -> f64 {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin off_by`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, own_data};

    #[test]
    fn the_network_is_off_by_this_much() -> Verdict {
        own_data::off_by(off_by)
    }
}
