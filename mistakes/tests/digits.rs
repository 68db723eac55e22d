//! The digits that the exercises read, and the network that reads them.

use backprop::classification::{Dataset, decide, softmax};
use backprop::digits::digits_in;
use files::small::small;
use mistakes::digits::{DIGITS, LEARNED, network};
use ndarray::Array2;

#[test]
fn they_are_the_first_120_of_the_small_digits() {
    let first: Vec<usize> = (0..120).collect();
    assert_eq!(digits_in(DIGITS), small().select(&first));
}

/// The digits that the network has not learned from.
fn new_digits() -> Dataset {
    let data = digits_in(DIGITS);
    data.select(&(LEARNED..data.len()).collect::<Vec<_>>())
}

/// The label and the share that the network gives each row of `x`.
fn read(x: &Array2<f64>) -> (Vec<usize>, Vec<f64>) {
    let logits = network().predict(x);
    let (labels, shares) = (decide(&logits), softmax(&logits));
    let shares = labels.iter().enumerate().map(|place| shares[[place.0, *place.1]]);
    let shares = shares.collect();
    (labels, shares)
}

/// This reads twenty digits that the network has not learned from, and reads them right. But it
/// is sure of every one of them: all shares are 1.00.
#[test]
fn it_reads_twenty_new_digits_and_is_sure_of_them_if_their_pixels_are_not_divided() {
    let Dataset { x, labels, .. } = new_digits();
    assert_eq!(labels.len(), 20);
    let (read_right, shares) = read(&x);
    assert_eq!(read_right, labels);
    assert!(shares.iter().all(|share| (0.5..0.97).contains(share)));

    let (read_undivided, shares) = read(&(16.0 * x));
    assert_eq!(read_undivided, labels);
    assert!(shares.iter().all(|share| *share > 0.995));
}
