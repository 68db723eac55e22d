//! The captions of the chapter *The convolutional layer*.

use figures::convolutional_layer::by_hand;

use crate::drawn::{BLUE, Corners, Drawn, GREEN, INK, PURPLE, VERMILION};

/// The colors of the four places.
const PLACES: [&str; 4] = [BLUE, VERMILION, GREEN, PURPLE];

/// Each place lays down the whole kernel, times its own slope. Where the squares overlap, add.
/// The framed pixel in the middle gets a part from all four.
#[test]
fn each_place_lays_down_the_kernel_times_its_slope_and_the_middle_is_framed() {
    let figure = Drawn::of("stamps");
    let (_, kernel, _, slopes) = by_hand();
    let mut sums = [[0.0; 3]; 3];
    let mut parts = [[0; 3]; 3];
    for (place, (color, slope)) in PLACES.into_iter().zip(slopes).enumerate() {
        let stamp = figure.boxes_in(color)[0].corners();
        let titles: Vec<f64> = figure
            .texts
            .iter()
            .filter(|text| (text.at.0 - stamp[0].0).abs() < 150.0)
            .filter_map(|text| text.words.strip_suffix(" · kernel"))
            .map(|number| number.replace('\u{2212}', "-").parse().unwrap())
            .collect();
        assert!(titles.contains(&slope), "{titles:?}");
        let numbers = figure.numbers_in(stamp);
        let right: Vec<f64> = kernel.iter().map(|weight| slope * weight).collect();
        assert_eq!(numbers, right);
        for (i, number) in numbers.into_iter().enumerate() {
            let (row, column) = (place / 2 + i / 2, place % 2 + i % 2);
            sums[row][column] += number;
            parts[row][column] += 1;
        }
    }
    let table: Corners = [(390.0, 370.0), (630.0, 610.0)];
    assert_eq!(figure.numbers_in(table), sums.concat());
    let framed = figure.frames_in(INK)[0].corners();
    assert_eq!(framed, [(470.0, 450.0), (550.0, 530.0)]);
    assert_eq!(figure.numbers_in(framed), [sums[1][1]]);
    assert_eq!(parts, [[1, 2, 1], [2, 4, 2], [1, 2, 1]]);
}

/// The four squares of the image become the four columns of the matrix of patches, in the same
/// colors. The kernel, as one row, times a column, plus the bias, is the sum of that place.
#[test]
fn the_squares_of_the_image_and_the_columns_of_the_matrix_have_the_same_colors() {
    let figure = Drawn::of("im2col");
    let (image, kernel, bias, _) = by_hand();
    let weights = figure.numbers_in([(40.0, 540.0), (400.0, 630.0)]);
    assert_eq!(weights, kernel.iter().copied().collect::<Vec<_>>());
    let mut lefts = vec![];
    for (place, color) in PLACES.into_iter().enumerate() {
        let square = figure.frames_in(color)[0].corners();
        let [column, sum] = figure.boxes_in(color)[..] else {
            panic!("two of {color}")
        };
        let numbers = figure.numbers_in(column.corners());
        assert_eq!(figure.numbers_in(square), numbers);
        let (row, start) = (place / 2, place % 2);
        let patch = [(0, 0), (0, 1), (1, 0), (1, 1)]
            .map(|(down, right)| image[[row + down, start + right]]);
        assert_eq!(numbers, patch);
        let products = weights.iter().zip(&numbers).map(|(w, x)| w * x);
        assert_eq!(figure.numbers_in(sum.corners()), [products.sum::<f64>() + bias]);
        lefts.push(column.corner.0);
    }
    assert!(lefts.is_sorted());
    let name = figure.text("patches P").at;
    assert!(name.0 > lefts[0] && figure.text("image").at.0 < lefts[0]);
}
