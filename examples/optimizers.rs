//! Takes 60 steps down one valley by each of four rules, each at its best learning rate.

use backprop::optimizers::{best_rate, valley, valley_path};
use backprop::{Adam, GradientDescent, Momentum, Optimizer, RmsProp};

fn main() {
    println!("rule      best rate  height after 20, 40, 60 steps");
    report::<GradientDescent>("descent");
    report::<Momentum>("momentum");
    report::<RmsProp>("RMSProp");
    report::<Adam>("Adam");
}

fn report<O: Optimizer + Default>(name: &str) {
    let rate = best_rate::<O>();
    let path = valley_path::<O>(rate);
    let [a, b, c] = [20, 40, 60].map(|step| valley(path[step].0, path[step].1));
    println!("{name:8}  {rate:9.3}  {a:8.1e}  {b:8.1e}  {c:8.1e}");
}
