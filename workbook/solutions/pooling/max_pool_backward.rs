// The chapter *Pooling*, section *The winner takes the slope*.
//
// Write the slopes of the loss along the image, from those along what `max_pool` gave: the whole slope
// of a square goes to its largest number, the first if there are several.

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
        let mut winner = [c, row * size, column * size];
        for (i, j) in indices((size, size)) {
            let pixel = [c, row * size + i, column * size + j];
            if image[pixel] > image[winner] {
                winner = pixel;
            }
        }
        d_image[winner] += dz;
    }
    d_image
}

fn main() {
    let input = ImageShape { channels: 1, height: 2, width: 4 };
    let image = array![[[1.0, 3.0, -1.0, -4.0], [0.0, 2.0, -2.0, -3.0]]];
    let pool = MaxPool { input, size: 2 };
    println!("{}", max_pool_backward(&pool, &image, &array![[[5.0, 7.0]]]));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, pooling};

    #[test]
    fn these_are_the_slopes() -> Verdict {
        pooling::max_pool_backward(max_pool_backward)
    }
}
