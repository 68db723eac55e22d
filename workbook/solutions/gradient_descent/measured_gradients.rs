// The chapter *Gradient descent*, section *Sixteen weights*.
//
// Measure the slope of the loss along every weight w of the network, one at a time, while
// all others stay:
//
//     ∂L/∂w ≈ (L(w + h) − L(w − h)) / 2h
//
// L is the sum of squares of all rows. The test makes h large: then a slip shows.

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
    let loss = |net: &Network| sum_of_squares(&net.predict(x), y);
    let mut net = net.clone();
    let dw1 = Array2::from_shape_fn(net.w1.dim(), |place| {
        let w = net.w1[place];
        net.w1[place] = w + h;
        let right = loss(&net);
        net.w1[place] = w - h;
        let left = loss(&net);
        net.w1[place] = w;
        (right - left) / (2.0 * h)
    });
    let dw2 = Array2::from_shape_fn(net.w2.dim(), |place| {
        let w = net.w2[place];
        net.w2[place] = w + h;
        let right = loss(&net);
        net.w2[place] = w - h;
        let left = loss(&net);
        net.w2[place] = w;
        (right - left) / (2.0 * h)
    });
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
