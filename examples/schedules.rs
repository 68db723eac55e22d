//! Descends a parabola with noisy slopes, a thousand times by each of four schedules.

use backprop::Schedule;
use backprop::schedules::noisy_descent;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() {
    println!("typical distance from the minimum, after so many steps");
    println!("                      0     50    100    150    200");
    report("constant 0.5", Schedule::Constant, 0.5);
    report("constant 0.01", Schedule::Constant, 0.01);
    report("steps from 0.5", Schedule::Steps { every: 50, factor: 0.3 }, 0.5);
    report("cosine from 0.5", Schedule::Cosine, 0.5);
}

fn report(name: &str, schedule: Schedule, rate: f64) {
    let mut squares = [0.0; 5];
    for seed in 0..1000 {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let path = noisy_descent(schedule, rate, 3.0, 200, rng);
        for (i, square) in squares.iter_mut().enumerate() {
            *square += path[50 * i].powi(2);
        }
    }
    let typical = squares.map(|sum| format!("{:.3}", (sum / 1000.0).sqrt()));
    println!("{name:16}  {}", typical.join("  "));
}
