// The chapter *Any number of layers*, section *Backward*.
//
// Write the pass backward through all layers, from `d_output`, the slope along what the network
// gave:
//
//     ∂L/∂zₗ   = ∂L/∂aₗ ⊙ fₗ′(zₗ)
//     ∂L/∂aₗ₋₁ = ∂L/∂zₗ Wₗᵀ
//
// An activation's `backward` is the first move. A layer's is the second, and gives the slopes
// along its parameters, too. The lists of a `Backward` are in the order of the layers.

use backprop::activation::Sigmoid;
use backprop::dense::Dense;
use backprop::sequential::{Backward, Pass, Sequential};
use ndarray::Array2;

fn backward_all(
    net: &Sequential,
    x: &Array2<f64>,
    pass: &Pass,
    d_output: &Array2<f64>,
) -> Backward {
    let (mut all_dz, mut gradients) = (vec![], vec![]);
    let mut da = d_output.clone();
    for (l, stage) in net.stages.iter().enumerate().rev() {
        let dz = stage.activation.backward(&pass.z[l], &pass.a[l], &da);
        let x = if l == 0 { x } else { &pass.a[l - 1] };
        let (dx, dw_and_db) = stage.layer.backward(x, &dz);
        all_dz.push(dz);
        gradients.push(dw_and_db);
        da = dx;
    }
    all_dz.reverse();
    gradients.reverse();
    Backward { dz: all_dz, gradients }
}

fn main() {
    let net =
        Sequential::new(Dense::new(2, 4), &Sigmoid).then(Dense::new(4, 1), &Sigmoid);
    let (x, d_output) = (Array2::ones((3, 2)), Array2::ones((3, 1)));
    let backward = backward_all(&net, &x, &net.forward(&x), &d_output);
    println!("{}", backward.gradients[1].db);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, sequential};

    #[test]
    fn these_are_the_slopes_of_all_layers() -> Verdict {
        sequential::backward_all(backward_all)
    }
}
