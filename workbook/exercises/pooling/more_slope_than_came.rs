// The chapter *Pooling*, section *The winner takes the slope*.
//
// TODO: find the wrong line. On images of random numbers, these are the slopes. On digits, where much
// is paper, the slopes along the image add up to more than those that came. See what it prints.

use backprop::convolution::ImageShape;
use backprop::pooling::MaxPool;
use ndarray::{Array3, array, indices};

fn max_pool_backward(
    pool: &MaxPool,
    image: &Array3<f64>,
    dz: &Array3<f64>,
) -> Array3<f64> {
    let size = pool.size;
    let mut d_image = Array3::zeros(image.dim());
    for ((c, row, column), dz) in dz.indexed_iter() {
        let square = || {
            indices((size, size))
                .into_iter()
                .map(move |(i, j)| [c, row * size + i, column * size + j])
        };
        let largest = square()
            .fold(f64::NEG_INFINITY, |largest, pixel| largest.max(image[pixel]));
        for pixel in square() {
            if image[pixel] == largest {
                d_image[pixel] += dz;
            }
        }
    }
    d_image
}

fn main() {
    let input = ImageShape { channels: 1, height: 4, width: 4 };
    let image = array![[
        [0.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.2, 0.9],
        [0.0, 0.4, 1.0, 0.3],
        [0.0, 0.8, 0.6, 0.0],
    ]];
    let dz = array![[[1.0, 2.0], [3.0, 4.0]]];
    let d_image = max_pool_backward(&MaxPool { input, size: 2 }, &image, &dz);
    println!("{} came, {} went on", dz.sum(), d_image.sum());
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, pooling};

    #[test]
    fn as_much_slope_goes_on_as_came() -> Verdict {
        pooling::more_slope_than_came(max_pool_backward)
    }
}
