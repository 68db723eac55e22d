//! Walks down the loss along two weights, with careful and with hasty steps.

use backprop::gradient_descent::loss_along_two;
use backprop::{descend_surface, gradient};

fn main() {
    let slopes = |at| gradient(loss_along_two, at);
    for learning_rate in [2.0, 10.0] {
        println!("learning rate {learning_rate}");
        let path = descend_surface(slopes, (3.0, 3.0), learning_rate, 40);
        for step in [0, 1, 2, 3, 4, 10, 20, 40] {
            let (u, v) = path[step];
            println!(
                "{step:3}: u {u:6.3}  v {v:6.3}  loss {:.4}",
                loss_along_two(u, v)
            );
        }
    }
}
