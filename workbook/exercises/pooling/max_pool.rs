// The chapter *Pooling*, section *The largest of four*.
//
// Write what a pool of squares of `size` k by k makes of an image x `(channels, height, width)`:
//
//     z[c, r, q] = the largest x[c, r k + i, q k + j]     over all i, j

use backprop::pooling::MaxPool;
use ndarray::Array3;

fn max_pool(pool: &MaxPool, image: &Array3<f64>) -> Array3<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin max_pool`.
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
