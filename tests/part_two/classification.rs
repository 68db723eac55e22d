//! Claims of the chapter *Classification*.

use backprop::activation::sigmoid;
use backprop::classification::{cross_entropy, softmax};
use figures::style::signed as prose;
use ndarray::array;

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("classification", words);
}

/// ```math 7.389 + 2.718 + 0.368 = 10.475 ```
///
/// Each divided by the sum gives the shares: 0.7054, 0.2595 and 0.0351.
/// In our example let class 1 be right, the second one: the loss is $`-\ln 0.2595 =
/// 1.349`$.
/// In the example: $`\ln 10.475 - 1 = 2.349 - 1 = 1.349`$, the same.
/// In the example it is 0.7054, −0.7405 and 0.0351: the right class wants a larger
/// logit, the two others smaller ones, each by as much as it was wrong.
/// It loses $`-\ln \frac{1}{3} = \ln 3 = 1.0986`$, whatever the class is.
#[test]
fn one_row_of_three_logits_by_hand() {
    let logits = array![[2.0, 1.0, -1.0]];
    let powers = logits.mapv(f64::exp);
    let [a, b, c] = [0, 1, 2].map(|k| format!("{:.3}", powers[[0, k]]));
    let sum = powers.sum();
    says(&format!("{a} + {b} + {c} = {sum:.3}"));
    let shares = softmax(&logits);
    let [p, q, r] = [0, 1, 2].map(|k| prose(shares[[0, k]], 4));
    says(&format!("{p}, {q} and {r}"));
    let (loss, slope) = cross_entropy(&logits, &array![[0.0, 1.0, 0.0]]);
    says(&format!(r"-\ln {q} = {loss:.3}"));
    says(&format!(r"\ln {sum:.3} - 1 = {:.3} - 1 = {loss:.3}", sum.ln()));
    let [s, t, u] = [0, 1, 2].map(|k| prose(slope[[0, k]], 4));
    says(&format!("{s}, {t} and {u}"));
    says(&format!(r"\ln 3 = {:.4}", 3.0_f64.ln()));
}

/// At −8 the slope is −0.0007 with the squares and −0.9998 with cross entropy, if the
/// other logits are 0: 1500 times as much.
#[test]
fn at_minus_eight_the_slope_of_the_squares_is_1500_times_smaller() {
    let y_hat = sigmoid(-8.0);
    let of_squares = 2.0 * (y_hat - 1.0) * y_hat * (1.0 - y_hat);
    let (_, slope) =
        cross_entropy(&array![[-8.0, 0.0, 0.0]], &array![[1.0, 0.0, 0.0]]);
    let of_entropy = slope[[0, 0]];
    says(&format!("the slope is {} with the squares", prose(of_squares, 4)));
    says(&format!("and {} with cross entropy", prose(of_entropy, 4)));
    assert!((1450.0..1550.0).contains(&(of_entropy / of_squares)));
}
