//! The caption of the chapter *Pooling*.

use crate::drawn::{BLUE, Drawn, GREEN, PURPLE, VERMILION};

/// Above: each square of four becomes its largest number, framed. Below: the slope along that
/// number goes back to where it came from.
#[test]
fn above_the_largest_of_each_square_is_framed_and_below_its_slope_comes_back_to_it() {
    let figure = Drawn::of("max-pooling");
    for color in [BLUE, VERMILION, GREEN, PURPLE] {
        let [image, image_slopes, largest, slope] = figure.boxes_in(color)[..] else {
            panic!("four of {color}")
        };
        let [framed, reached] = figure.frames_in(color)[..] else {
            panic!("two frames")
        };
        let numbers = figure.numbers_in(image.corners());
        assert_eq!(numbers.len(), 4);
        let most = numbers.into_iter().fold(f64::NEG_INFINITY, f64::max);
        assert_eq!(figure.numbers_in(framed.corners()), [most]);
        assert_eq!(figure.numbers_in(largest.corners()), [most]);
        assert!(image_slopes.corner.1 > image.corners()[1].1 + 100.0);
        let slope = figure.numbers_in(slope.corners());
        assert_eq!(figure.numbers_in(reached.corners()), slope);
        let slopes = figure.numbers_in(image_slopes.corners());
        assert_eq!(slopes.iter().filter(|&&slope| slope != 0.0).count(), 1);
        let within = |part: [(f64, f64); 2], whole: (f64, f64)| {
            (part[0].0 - whole.0, part[0].1 - whole.1)
        };
        assert_eq!(
            within(framed.corners(), image.corner),
            within(reached.corners(), image_slopes.corner)
        );
    }
}
