// The chapter *Convolution*, section *Channels and filters*.
//
// Write the frame of zeros around an image x `(channels, height, width)`, `padding` rows and columns
// on each side, and then the sums of all filters at all places. x̄ is the image with its frame, s the
// stride:
//
//     z[f, r, q] = b[f] + Σ K[f, c, i, j] x̄[c, r s + i, q s + j]     over all c, i, j

use backprop::convolution::{Convolution, ImageShape};
use ndarray::{Array3, indices};

fn pad(image: &Array3<f64>, padding: usize) -> Array3<f64> {
    let (channels, height, width) = image.dim();
    let around = 2 * padding;
    let mut padded = Array3::zeros((channels, height + around, width + around));
    for (c, row, column) in indices(image.dim()) {
        padded[[c, row + padding, column + padding]] = image[[c, row, column]];
    }
    padded
}

fn convolve(convolution: &Convolution, image: &Array3<f64>) -> Array3<f64> {
    let Convolution { kernels, biases, stride, padding, .. } = convolution;
    let (_, channels, size, _) = kernels.dim();
    let image = pad(image, *padding);
    let mut z = Array3::zeros(convolution.output().dim());
    for (f, row, column) in indices(z.dim()) {
        z[[f, row, column]] = biases[f];
        for (c, i, j) in indices((channels, size, size)) {
            let pixel = [c, row * stride + i, column * stride + j];
            z[[f, row, column]] += kernels[[f, c, i, j]] * image[pixel];
        }
    }
    z
}

fn main() {
    let input = ImageShape { channels: 1, height: 4, width: 4 };
    let mut convolution = Convolution::new(input, 1, 3);
    convolution.kernels.fill(1.0);
    println!("{}", convolve(&convolution, &Array3::ones(input.dim())));
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
