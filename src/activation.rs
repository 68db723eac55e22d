//! The sigmoid, which ends both layers, and its slope in two forms.

/// The sigmoid of a weighted sum `z`: any number in, a number between 0 and 1 out.
#[doc = cell!("activation")]
// ANCHOR: sigmoid
pub fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}
// ANCHOR_END: sigmoid

/// The slope of the sigmoid at `z`, the number that goes *into* the sigmoid.
// ANCHOR: sigmoid_prime
pub fn sigmoid_prime(z: f64) -> f64 {
    sigmoid_prime_from_output(sigmoid(z))
}
// ANCHOR_END: sigmoid_prime

/// The slope of the sigmoid where `a = sigmoid(z)` is what came *out* of it.
// ANCHOR: sigmoid_prime_from_output
pub fn sigmoid_prime_from_output(a: f64) -> f64 {
    a * (1.0 - a)
}
// ANCHOR_END: sigmoid_prime_from_output

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sigmoid_is_one_half_at_zero_and_symmetric_about_it() {
        assert_eq!(sigmoid(0.0), 0.5);
        for z in [0.1, 1.0, 3.0, 30.0] {
            assert!((sigmoid(z) + sigmoid(-z) - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn sigmoid_stays_finite_however_large_its_input() {
        assert_eq!(sigmoid(1e9), 1.0);
        assert_eq!(sigmoid(-1e9), 0.0);
        assert_eq!(sigmoid_prime(-1e9), 0.0);
    }

    #[test]
    fn sigmoid_prime_is_a_quarter_at_zero_and_nowhere_larger() {
        assert_eq!(sigmoid_prime(0.0), 0.25);
        assert!((-80..=80).all(|i| sigmoid_prime(f64::from(i) / 8.0) <= 0.25));
    }

    #[test]
    fn sigmoid_prime_is_the_slope_of_the_sigmoid() {
        for z in [-4.0, -0.5, 0.0, 1.0, 3.0] {
            let h = 1e-5;
            let rise_over_run = (sigmoid(z + h) - sigmoid(z - h)) / (2.0 * h);
            // The central difference is off by about h² plus rounding of 1e-16 / h.
            assert!((sigmoid_prime(z) - rise_over_run).abs() < 1e-10);
        }
    }

    #[test]
    fn the_slope_from_the_output_is_wrong_when_fed_the_input() {
        assert_eq!(sigmoid_prime_from_output(sigmoid(2.0)), sigmoid_prime(2.0));
        assert_eq!(sigmoid_prime_from_output(2.0), -2.0);
    }
}
