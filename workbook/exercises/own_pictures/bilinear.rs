// The chapter *Your own pictures*, section *A picture in another size*.
//
// Write the brightness of an image at a point: `y` from its top and `x` from its left, in pixels. A
// pixel is a square of side 1, so that the middle of the one in row 0 and column 0 is half a pixel
// from both.
//
//     b = (1 − d) ((1 − e) p + e q) + d ((1 − e) s + e t)
//
// p and q are the pixels above the point, left and right, and s and t those below it; e is how far
// it is to the right of the left middles, and d how far below the upper ones. Beyond the outermost
// middles, the nearest pixels go on.

use ndarray::Array2;

fn bilinear(image: &Array2<f64>, y: f64, x: f64) -> f64 {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin bilinear`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, own_pictures};

    #[test]
    fn between_the_middles_it_goes_straight() -> Verdict {
        own_pictures::bilinear(bilinear)
    }
}
