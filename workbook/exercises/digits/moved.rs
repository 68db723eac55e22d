// The chapter *Digits*, section *Digits that moved*.
//
// Write the image x `(channels, height, width)` moved by so many pixels to the right and down. If a
// number is negative it moves to the left, or up. What leaves the image is lost, and paper comes in,
// which is 0:
//
//     x′[c, r + down, q + right] = x[c, r, q]     where that lies on the image

use ndarray::Array3;

fn moved(image: &Array3<f64>, right: isize, down: isize) -> Array3<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin moved`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, digits};

    #[test]
    fn it_is_the_image_moved() -> Verdict {
        digits::moved(moved)
    }
}
