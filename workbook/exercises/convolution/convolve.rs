// The chapter *Convolution*, section *Channels and filters*.
//
// Write the frame of zeros around an image x `(channels, height, width)`, `padding` rows and columns
// on each side, and then the sums of all filters at all places. x̄ is the image with its frame, s the
// stride:
//
//     z[f, r, q] = b[f] + Σ K[f, c, i, j] x̄[c, r s + i, q s + j]     over all c, i, j

use backprop::convolution::Convolution;
use ndarray::Array3;

fn pad(image: &Array3<f64>, padding: usize) -> Array3<f64> {
    // TODO
    todo!()
}

fn convolve(convolution: &Convolution, image: &Array3<f64>) -> Array3<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin convolve`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, convolution};

    #[test]
    fn these_are_the_sums() -> Verdict {
        convolution::convolve(convolve)
    }
}
