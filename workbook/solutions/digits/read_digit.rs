// The chapter *Digits*, section *The program*.
//
// Read a digit. `ink` has its 64 pixels, row after row, from 0 for paper to 16 for ink. `net` has
// learned from shares of ink, one digit in a row, and gives ten logits z. Decide for a label, and say
// what its share is:
//
//     x = ink / 16
//     z = net(x)
//     p = softmax(z)
//     label = the class k with the largest z[k]          share = p[label]
//
// `softmax` and `decide` are those of `backprop::classification`.

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
    fn it_is_read() -> Verdict {
        digits::read_digit(read_digit)
    }
}
