//! Trains from a hundred seeds at three learning rates and counts the runs that never rise.

use backprop::four_rows;
use backprop::what_it_learned::{falls_at_every_step, quantile, train_seeds};

fn main() {
    let (x, y) = four_rows();
    println!("rate  never rise   median final loss");
    for learning_rate in [0.1, 1.0, 2.0] {
        let runs = train_seeds(0..100, &x, &y, learning_rate, 1500);
        let falling = runs
            .iter()
            .filter(|run| falls_at_every_step(run.history.losses()))
            .count();
        let losses: Vec<f64> =
            runs.iter().map(|run| run.history.final_loss()).collect();
        println!(
            "{learning_rate:4}   {falling:3} of 100   {:.4}",
            quantile(&losses, 0.5)
        );
    }
}
