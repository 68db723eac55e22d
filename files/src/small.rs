//! The 1,797 small digits, which are compiled in.

use std::io::Read;

use backprop::classification::Dataset;
use backprop::digits::digits_in;
use flate2::read::MultiGzDecoder;

/// The 1,797 digits that come with the book, `(1797, 64)`, from 0 for paper to 1 for ink.
///
/// Source: E. Alpaydin, C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine
/// Learning Repository, 1998 (CC BY 4.0): the test part. 13 people wrote them; those of
/// one person stand close together.
#[doc = cell!("small_digits")]
///
/// Which of them look most alike:
///
#[doc = cell!("most_alike")]
// ANCHOR: small
pub fn small() -> Dataset {
    let file = include_bytes!("../../data/digits.csv.gz");
    let mut text = String::new();
    let mut decoder = MultiGzDecoder::new(&file[..]);
    decoder.read_to_string(&mut text).expect("a file that a test reads");
    digits_in(&text)
}
// ANCHOR_END: small

#[cfg(test)]
mod tests {
    use super::*;

    /// The repository holds 1,797 digits of 8 by 8 pixels, from a [well-known
    /// collection](references.md). Each pixel is a whole number from 0 for paper to
    /// 16 for ink, and each digit comes with its label, 0 to 9. The result is a
    /// `Dataset` as in [Classification](classification.md): `x` has the shape
    /// $`(1797, 64)`$ and holds numbers from 0 to 1. The ten digits are about
    /// equally frequent. So a program that always gives the same answer is right
    /// about one time in ten. `data/digits.csv.gz` holds the small digits as text,
    /// one in a line: 64 whole numbers for the pixels, then the label, with commas
    /// between.
    #[test]
    fn the_embedded_digits_are_1797_of_64_pixels_from_0_to_1_and_near_180_of_each() {
        let data = small();
        assert_eq!((data.x.dim(), data.classes), ((1797, 64), 10));
        assert!(data.x.iter().all(|ink| (0.0..=1.0).contains(ink)));
        assert!(data.x.iter().all(|ink| (16.0 * ink).fract() == 0.0));
        let mut counts = [0; 10];
        data.labels.iter().for_each(|&label| counts[label] += 1);
        assert_eq!(counts, [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    }
}
