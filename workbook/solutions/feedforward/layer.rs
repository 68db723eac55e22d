// The chapter *Feedforward*, section *All rows at once*.
//
// Write one layer for all rows of x. Give both arrays, z first:
//
//     z = x W
//     a = σ(z)
//
// Both x and w are references already: write `w` where the chapter has `&w1`.

use backprop::activation::sigmoid;
use ndarray::Array2;

fn layer(x: &Array2<f64>, w: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
    let z = x.dot(w);
    let a = z.mapv(sigmoid);
    (z, a)
}

fn main() {
    let (z, a) = layer(&Array2::ones((2, 3)), &Array2::ones((3, 4)));
    println!("{z}\n{a:.3}");
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, feedforward};

    #[test]
    fn these_are_its_sums_and_activations() -> Verdict {
        feedforward::layer(layer)
    }
}
