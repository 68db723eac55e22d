// The chapter *Gradient descent*, section *Sixteen weights*.
//
// Measure the slope of the loss along every weight w of the network, one at a time, while
// all others stay:
//
//     ∂L/∂w ≈ (L(w + h) − L(w − h)) / 2h
//
// L is the sum of squares of all rows. The test makes h large: then a slip shows.
// `measured_slope` has an h of its own: write out what it does, with the h that you are given.

use backprop::gradient_descent::Gradients;
use backprop::loss::sum_of_squares;
use backprop::network::Network;
use ndarray::Array2;

fn measured_gradients(
    net: &Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    h: f64,
) -> Gradients {
    let loss_at = |weight: &dyn Fn(&mut Network) -> &mut f64, distance: f64| {
        let mut moved = net.clone();
        *weight(&mut moved) += distance;
        sum_of_squares(&moved.predict(x), y)
    };
    let slope = |weight: &dyn Fn(&mut Network) -> &mut f64| {
        (loss_at(weight, h) - loss_at(weight, -h)) / (2.0 * h)
    };
    let dw1 =
        Array2::from_shape_fn(net.w1.dim(), |place| slope(&|net| &mut net.w1[place]));
    let dw2 =
        Array2::from_shape_fn(net.w2.dim(), |place| slope(&|net| &mut net.w2[place]));
    Gradients { dw1, dw2 }
}

fn main() {
    let (x, y) = backprop::network::four_rows();
    println!("{:.3}", measured_gradients(&Network::seeded(2), &x, &y, 1e-5).dw2);
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, gradient_descent};

    #[test]
    fn every_weight_was_moved_and_put_back() -> Verdict {
        gradient_descent::measured_gradients(measured_gradients)
    }
}
