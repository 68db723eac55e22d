// The chapter *Pooling*, section *The largest of four*.
//
// Write what a pool of squares of `size` k by k makes of an image x `(channels, height, width)`:
//
//     z[c, r, q] = the largest x[c, r k + i, q k + j]     over all i, j

use backprop::convolution::ImageShape;
use backprop::pooling::MaxPool;
use ndarray::{Array3, array, indices};

fn max_pool(pool: &MaxPool, image: &Array3<f64>) -> Array3<f64> {
    let size = pool.size;
    Array3::from_shape_fn(pool.output().dim(), |(c, row, column)| {
        let mut largest = image[[c, row * size, column * size]];
        for (i, j) in indices((size, size)) {
            largest = largest.max(image[[c, row * size + i, column * size + j]]);
        }
        largest
    })
}

fn main() {
    let input = ImageShape { channels: 1, height: 2, width: 4 };
    let image = array![[[1.0, 3.0, -1.0, -4.0], [0.0, 2.0, -2.0, -3.0]]];
    println!("{}", max_pool(&MaxPool { input, size: 2 }, &image));
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, pooling};

    #[test]
    fn these_are_the_largest() -> Verdict {
        pooling::max_pool(max_pool)
    }
}
