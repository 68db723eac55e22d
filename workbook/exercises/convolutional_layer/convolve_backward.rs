// The chapter *The convolutional layer*, section *Three slopes*.
//
// Write the slopes of the loss along the image, the kernels and the biases, from those along the
// sums. x̄ is the image with its frame, s the stride:
//
//     ∂L/∂b[f]          = Σ ∂L/∂z[f, r, q]                            over all r, q
//     ∂L/∂K[f, c, i, j] = Σ ∂L/∂z[f, r, q] x̄[c, r s + i, q s + j]     over all r, q
//     ∂L/∂x̄[c, u, v]    = Σ ∂L/∂z[f, r, q] K[f, c, i, j]              over all r s + i = u, q s + j = v
//
// The slopes along the image are those along x̄ without its frame. `pad` is given.

use backprop::convolution::Convolution;
use ndarray::{Array1, Array3, Array4, indices};

fn convolve_backward(
    convolution: &Convolution,
    image: &Array3<f64>,
    dz: &Array3<f64>,
) -> (Array3<f64>, Array4<f64>, Array1<f64>) {
    // TODO
    todo!()
}

fn pad(image: &Array3<f64>, padding: usize) -> Array3<f64> {
    let (channels, height, width) = image.dim();
    let around = 2 * padding;
    let mut padded = Array3::zeros((channels, height + around, width + around));
    for (c, row, column) in indices(image.dim()) {
        padded[[c, row + padding, column + padding]] = image[[c, row, column]];
    }
    padded
}

fn main() {
    // Try it here: `cargo run --bin convolve_backward`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, convolutional_layer};

    #[test]
    fn these_are_the_slopes() -> Verdict {
        convolutional_layer::convolve_backward(convolve_backward)
    }
}
