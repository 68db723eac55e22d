// The chapter *Your own pictures*, section *One shape, in its frame*.
//
// Write the center of mass of an image of ink: how far it is from the top, Y, and from the left, X,
// in pixels, in this order. A pixel weighs as much as it has ink, from 0 to 1, and is taken to lie
// at its middle: that of the pixel in row 0 and column 0 is half a pixel from both sides.
//
//     Y = Σᵢ kᵢ yᵢ / Σᵢ kᵢ
//     X = Σᵢ kᵢ xᵢ / Σᵢ kᵢ

use ndarray::Array2;

fn center_of_mass(ink: &Array2<f64>) -> (f64, f64) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin center_of_mass`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, own_pictures};

    #[test]
    fn the_ink_weighs() -> Verdict {
        own_pictures::center_of_mass(center_of_mass)
    }
}
