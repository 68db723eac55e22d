//! The loss: how wrong the predictions are, as one number.

use ndarray::Array2;

/// The sum of the squared errors of `y_hat` `(n, outputs)` against `y` of the same shape.
#[doc = cell!("loss")]
// ANCHOR: sum_of_squares
pub fn sum_of_squares(y_hat: &Array2<f64>, y: &Array2<f64>) -> f64 {
    errors(y_hat, y).mapv(|error| error * error).sum()
}
// ANCHOR_END: sum_of_squares

/// The slope of [`sum_of_squares`] along each prediction, shaped like `y_hat`.
// ANCHOR: sum_of_squares_gradient
pub fn sum_of_squares_gradient(y_hat: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    2.0 * errors(y_hat, y)
}
// ANCHOR_END: sum_of_squares_gradient

// ANCHOR: errors
fn errors(y_hat: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
    // ndarray would stretch a (1, 1) over any shape and compare one target to all rows.
    assert_eq!(
        y_hat.dim(),
        y.dim(),
        "predictions and targets must have the same shape"
    );
    y_hat - y
}
// ANCHOR_END: errors

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_loss_of_a_perfect_prediction_is_zero() {
        let y = array![[0.0], [1.0]];
        assert_eq!(sum_of_squares(&y, &y), 0.0);
    }

    #[test]
    fn the_loss_adds_the_squares_of_all_errors() {
        let loss = sum_of_squares(&array![[0.5], [0.25]], &array![[0.0], [1.0]]);
        assert_eq!(loss, 0.25 + 0.5625);
    }

    /// The [loss](loss.md) chapter gave this slope, with its factor 2:
    #[test]
    fn the_gradient_is_twice_the_error_and_its_sign_is_prediction_minus_target() {
        let gradient =
            sum_of_squares_gradient(&array![[0.5], [0.25]], &array![[0.0], [1.0]]);
        assert_eq!(gradient, array![[1.0], [-1.5]]);
    }

    #[test]
    #[should_panic(expected = "predictions and targets must have the same shape")]
    fn one_target_for_many_predictions_is_refused() {
        sum_of_squares(&Array2::zeros((4, 1)), &Array2::zeros((1, 1)));
    }
}
