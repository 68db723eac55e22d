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

use backprop::convolution::{Convolution, ImageShape};
use ndarray::{Array1, Array3, Array4, indices};

fn convolve_backward(
    convolution: &Convolution,
    image: &Array3<f64>,
    dz: &Array3<f64>,
) -> (Array3<f64>, Array4<f64>, Array1<f64>) {
    let Convolution { kernels, stride, padding, .. } = convolution;
    let (_, channels, size, _) = kernels.dim();
    let padded = pad(image, *padding);
    let mut d_kernels = Array4::zeros(kernels.dim());
    let mut d_biases = Array1::zeros(convolution.filters());
    let mut d_padded = Array3::zeros(padded.dim());
    for ((f, row, column), dz) in dz.indexed_iter() {
        d_biases[f] += dz;
        for (c, i, j) in indices((channels, size, size)) {
            let pixel = [c, row * stride + i, column * stride + j];
            d_kernels[[f, c, i, j]] += dz * padded[pixel];
            d_padded[pixel] += dz * kernels[[f, c, i, j]];
        }
    }
    (unpad(&d_padded, *padding), d_kernels, d_biases)
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

fn unpad(padded: &Array3<f64>, padding: usize) -> Array3<f64> {
    let (channels, height, width) = padded.dim();
    let around = 2 * padding;
    let image = (channels, height - around, width - around);
    Array3::from_shape_fn(image, |(c, row, column)| {
        padded[[c, row + padding, column + padding]]
    })
}

fn main() {
    let input = ImageShape { channels: 1, height: 3, width: 3 };
    let convolution = Convolution::new(input, 1, 2);
    let dz = Array3::ones(convolution.output().dim());
    let (_, _, d_biases) =
        convolve_backward(&convolution, &Array3::zeros(input.dim()), &dz);
    println!("{d_biases}");
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
