// The chapter *The convolutional layer*, section *One product of matrices*.
//
// Write the matrix of patches of an image: in each column the pixels under the kernels at one place,
// x̄[c, r s + i, q s + j]. The places go row after row, and the pixels of one go as the weights of a
// filter do: channel after channel, and in each of them row after row.
//
//     (C, height, width) → (C k², places)
//
// `pad` is given.

use backprop::convolution::{Convolution, ImageShape};
use ndarray::{Array2, Array3, array, indices};

fn im2col(convolution: &Convolution, image: &Array3<f64>) -> Array2<f64> {
    let Convolution { input, stride, padding, .. } = convolution;
    let (size, output) = (convolution.size(), convolution.output());
    let image = pad(image, *padding);
    let mut patches =
        Array2::zeros((input.channels * size * size, output.height * output.width));
    let weights = indices((input.channels, size, size));
    for (weight, (c, i, j)) in weights.into_iter().enumerate() {
        let places = indices((output.height, output.width));
        for (place, (row, column)) in places.into_iter().enumerate() {
            let pixel = [c, row * stride + i, column * stride + j];
            patches[[weight, place]] = image[pixel];
        }
    }
    patches
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
    let input = ImageShape { channels: 1, height: 3, width: 3 };
    let image = array![[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]]];
    println!("{}", im2col(&Convolution::new(input, 1, 2), &image));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, convolutional_layer};

    #[test]
    fn these_are_the_patches() -> Verdict {
        convolutional_layer::im2col(im2col)
    }
}
