// The chapter *Digits*, section *The program*.
//
// TODO: find the wrong line. This reads twenty digits that the network has not learned from, and reads
// them right. But it is sure of every one of them: all shares are 1.00, also for the digits that one
// could take for another. See what it prints.

use backprop::classification::{decide, softmax};
use backprop::sequential::Sequential;
use mistakes::digits::{DIGITS, LEARNED, ink, network};
use ndarray::Array2;

fn read_digit(net: &Sequential, ink: &[u8]) -> (usize, f64) {
    let x = Array2::from_shape_fn((1, ink.len()), |(_, i)| f64::from(ink[i]) / 16.0);
    let logits = net.predict(&x);
    let label = decide(&logits)[0];
    (label, softmax(&logits)[[0, label]])
}

fn main() {
    for line in DIGITS.lines().skip(LEARNED) {
        let (label, share) = read_digit(network(), &ink(line));
        println!("{label}: {share:.2}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, digits};

    #[test]
    fn its_shares_are_right() -> Verdict {
        digits::sure_of_everything(read_digit)
    }
}
