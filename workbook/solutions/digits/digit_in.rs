// The chapter *Digits*, section *The small digits*.
//
// Write what makes an image and its label of a line of `data/digits.csv.gz`. The line has 65 whole
// numbers with commas between: the 64 pixels, row after row, from 0 for paper to 16 for ink, and then
// the label. The image `(1, 8, 8)` has shares of ink:
//
//     x = ink / 16

use backprop::digits::SMALL;
use mistakes::digits::DIGITS;
use ndarray::{Array1, Array3};

fn digit_in(line: &str) -> (Array3<f64>, usize) {
    let numbers: Vec<usize> = line
        .split(',')
        .map(|number| number.parse().expect("a whole number"))
        .collect();
    let ink = |&pixel: &usize| pixel as f64 / 16.0;
    let pixels = numbers[..SMALL.size()].iter().map(ink);
    (SMALL.image(pixels.collect::<Array1<f64>>().view()), numbers[SMALL.size()])
}

fn main() {
    let line = DIGITS.lines().next().expect("a digit");
    let (image, label) = digit_in(line);
    println!("{label}: {image}");
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
