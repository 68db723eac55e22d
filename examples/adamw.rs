//! What two kinds of decay leave of weights whose slopes differ in size.

use backprop::deeper::{AdamL2, AdamW};
use backprop::optimizers::{Adam, Optimizer};

/// What is left of three weights of 1 after 100 steps, if their slopes are `size` and −`size`
/// in turn.
fn left(mut rule: impl Optimizer) -> [f64; 3] {
    let mut weights = [1.0; 3];
    for step in 0..100 {
        let sign = if step % 2 == 0 { 1.0 } else { -1.0 };
        let slopes = [100.0, 1.0, 0.01].map(|size| sign * size);
        rule.step(0.001, &mut weights, &slopes);
    }
    weights
}

fn main() {
    let (adam, decay) = (Adam::default(), 1.0);
    println!("slopes of size 100, 1 and 0.01");
    println!("Adam alone    {:.3?}", left(adam.clone()));
    println!("Adam with L2  {:.3?}", left(AdamL2 { adam: adam.clone(), decay }));
    println!("AdamW         {:.3?}", left(AdamW { adam, decay }));
}
