//! Walks down the loss along one weight of the network of seed 2.

use backprop::gradient_descent::loss_along_one;
use backprop::{central_difference, descend};

fn main() {
    let slope = |w| central_difference(loss_along_one, w);
    let path = descend(slope, 3.0, 3.0, 10);

    println!("     w    loss   slope");
    for &w in &path {
        println!("{w:6.3}  {:6.4}  {:6.3}", loss_along_one(w), slope(w));
    }

    assert!(
        path.windows(2).all(|pair| loss_along_one(pair[1]) < loss_along_one(pair[0]))
    );
}
