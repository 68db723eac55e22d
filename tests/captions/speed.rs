//! The captions of the chapter *Speed*.

use crate::drawn::{Corners, Drawn, is_inside};
use crate::times::ratio;

/// Asserts that the panel with this title holds these bars and no others, from above to below,
/// each as long as its number is large, with a name before and the number, rounded, behind.
pub fn assert_bars(figure: &Drawn, title: &str, bars: &[(String, f64)]) {
    let top = figure.text(title).at.1;
    let panel: Corners =
        [(0.0, top + 1.0), (1000.0, top + 92.0 + 64.0 * (bars.len() - 1) as f64)];
    let there = figure.boxes.iter();
    let there: Vec<_> = there.filter(|bar| is_inside(bar.corner, panel)).collect();
    assert_eq!(there.len(), bars.len(), "{title}");
    let longest = bars.iter().fold(0.0_f64, |longest, bar| longest.max(bar.1));
    for (bar, (name, number)) in there.into_iter().zip(bars) {
        let [(left, top), (right, bottom)] = bar.corners();
        let texts = figure.texts_in([(0.0, top), (1000.0, bottom)]);
        let [before, behind] = texts[..] else { panic!("two texts beside a bar") };
        assert!(before.at.0 < left && behind.at.0 > right);
        assert_eq!(&before.words, name);
        let shown = behind.number();
        assert!((shown / number - 1.0).abs() < 0.05, "{name}: {shown}, {number}");
        let length = (450.0 * number / longest).max(2.0);
        assert!((bar.width - length).abs() < 1.0, "{name}: {}", bar.width);
    }
}

/// The bars of the steps of a workload, from their programs and names.
pub fn steps(workload: &str, steps: &[(&str, &str)]) -> Vec<(String, f64)> {
    let first = steps[0].0;
    let step = |(program, name): &(&str, &str)| {
        (name.to_string(), ratio(workload, first, program))
    };
    steps.iter().map(step).collect()
}

/// How many times as fast as the definition: with `b` turned, then with eight sums in the place
/// of one, both explained below; by rows; and the library's product.
#[test]
fn the_bars_of_the_products_are_as_long_as_they_are_fast() {
    let bars = steps(
        "product_64_784_128",
        &[
            ("by_columns", "definition"),
            ("with_turned", "b turned"),
            ("in_eight_sums", "in eight sums"),
            ("by_rows", "by rows"),
            ("library", "library"),
        ],
    );
    assert_bars(&Drawn::of("speed-product"), "A product, times as fast", &bars);
}

/// How many times as fast as six loops: im2col and a product, and the twin. Forward and backward,
/// for 16 filters of 5 by 5 over 8 channels of 14 by 14 pixels with a padding of 2.
#[test]
fn the_bars_of_the_convolutions_are_as_long_as_they_are_fast() {
    let bars = steps(
        "convolution",
        &[
            ("six_loops", "six loops"),
            ("one_product", "one product"),
            ("runs", "with runs"),
        ],
    );
    let title = "A convolution, times as fast";
    assert_bars(&Drawn::of("speed-convolution"), title, &bars);
    let bench = include_str!("../../benches/steps/mod.rs");
    let (_, measured) = bench.split_once("mod convolution {").unwrap();
    let (measured, _) = measured.split_once("\n}").unwrap();
    for words in [
        "ImageShape { channels: 8, height: 14, width: 14 }",
        "Convolution { padding: 2, ..Convolution::new(input, 16, 5) }",
        "layer.forward(&x)",
        "layer.backward(&x, &z)",
        "convolution.by_loops(&image)",
        "convolution.backward_by_loops(&image, &z)",
        "layer(bencher, Box::new(convolution()))",
        "layer(bencher, twin(Box::new(convolution()), true))",
    ] {
        assert!(measured.contains(words), "{words}");
    }
}
