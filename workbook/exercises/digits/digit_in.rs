// The chapter *Digits*, section *The small digits*.
//
// Write what makes an image and its label of a line of `data/digits.csv.gz`. The line has 65 whole
// numbers with commas between: the 64 pixels, row after row, from 0 for paper to 16 for ink, and then
// the label. The image `(1, 8, 8)` has shares of ink:
//
//     x = ink / 16

use ndarray::Array3;

fn digit_in(line: &str) -> (Array3<f64>, usize) {
    // TODO
    todo!()
}

fn main() {
    // Try it here: `cargo run --bin digit_in`.
}

#[cfg(test)]
mod tests {
    use super::*;
    use mistakes::{Verdict, digits};

    #[test]
    fn this_is_the_digit() -> Verdict {
        digits::digit_in(digit_in)
    }
}
