// The chapter *Pooling*, section *The winner takes the slope*.
//
// Write the slopes of the loss along the image, from those along what `max_pool` gave: the whole slope
// of a square goes to its largest number, the first if there are several.

use backprop::pooling::MaxPool;
use ndarray::Array3;

fn max_pool_backward(
    pool: &MaxPool,
    image: &Array3<f64>,
    dz: &Array3<f64>,
) -> Array3<f64> {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin max_pool_backward`.
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
