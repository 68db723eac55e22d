//! Solutions of the chapter *The learning rate*.

use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: learning_rate_5
#[test]
fn at_rates_of_1_over_t_descent_ends_at_minus_the_mean_of_the_noise() {
    let mut square = 0.0;
    for seed in 0..1000 {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (mut w, mut noises) = (3.0, 0.0);
        for t in 1..=200 {
            let noise = 2.0 * rng.random::<f64>() - 1.0;
            w -= (w + noise) / f64::from(t);
            noises += noise;
        }
        assert!((w + noises / 200.0).abs() < 1e-12);
        square += w * w / 1000.0;
    }
    assert!((square.sqrt() - 0.041).abs() < 0.002);
}
// ANCHOR_END: learning_rate_5
