//! The captions of the chapter *Convolution*.

use backprop::convolution::{Convolution, ImageShape};
use figures::convolution::{right_minus_left, seven};
use ndarray::{Array2, Axis, array};

use crate::drawn::{BLUE, Corners, Drawn, GREEN, INK, VERMILION, is_inside};

fn middle([(left, top), (right, bottom)]: Corners) -> (f64, f64) {
    ((left + right) / 2.0, (top + bottom) / 2.0)
}

/// A kernel at the middle place of a 7 drawn in 5 by 5 pixels, from 0 for paper to 2 for ink.
/// Blue: the pixels that it covers. Orange: the kernel. Green: the sum of their products.
#[test]
fn the_pixels_are_blue_the_kernel_orange_and_the_sum_green() {
    let figure = Drawn::of("convolution-window");
    let [pixels, kernel, sum] =
        [BLUE, VERMILION, GREEN].map(|color| figure.boxes_in(color)[0].corners());
    let image: Corners = [(16.0, 80.0), (376.0, 440.0)];
    let numbers = figure.numbers_in(image);
    assert_eq!(numbers, seven().into_iter().collect::<Vec<_>>());
    assert_eq!(numbers.len(), 5 * 5);
    assert_eq!(numbers.iter().copied().fold(0.0, f64::max), 2.0);
    assert_eq!(numbers.iter().copied().fold(2.0, f64::min), 0.0);
    assert_eq!(figure.frames_in(BLUE)[0].middle(), middle(image));
    assert_eq!(figure.frames_in(BLUE)[0].corners(), pixels);
    let [pixels, weights, sum] =
        [pixels, kernel, sum].map(|at| figure.numbers_in(at));
    assert_eq!(weights, right_minus_left().into_iter().collect::<Vec<_>>());
    assert_eq!(pixels.len(), weights.len());
    let products = pixels.iter().zip(&weights).map(|(pixel, weight)| pixel * weight);
    assert_eq!(sum, [products.sum::<f64>()]);
    for (color, name) in [(BLUE, "image"), (VERMILION, "kernel"), (GREEN, "output")] {
        let [(left, top), (right, _)] = figure.boxes_in(color)[0].corners();
        let name = figure.text(name).at;
        assert!((left..=right).contains(&name.0) && name.1 < top, "{color}");
    }
}

/// The colored squares of a table of 10 by 10 whose frame this is: 1 for ink, and of the others
/// 1 for blue and −1 for orange.
fn signs(figure: &Drawn, frame: Corners) -> Array2<f64> {
    let [(left, top), (right, bottom)] = frame;
    let mut signs = Array2::zeros((10, 10));
    assert_eq!((right - left, bottom - top), (300.0, 300.0));
    for one in
        figure.boxes.iter().filter(|one| is_inside(middle(one.corners()), frame))
    {
        let (row, column) =
            ((one.corner.1 - top) / 30.0, (one.corner.0 - left) / 30.0);
        assert_eq!((one.width, one.height), (30.0, 30.0));
        signs[[row as usize, column as usize]] = match one.color.as_str() {
            VERMILION => -1.0,
            BLUE | INK => 1.0,
            other => panic!("a square of {other}"),
        };
        assert!(one.color != INK || one.opacity == 1.0);
    }
    signs
}

/// A larger 7, and what the kernel and its turned twin give: blue is positive, orange negative.
/// Below, the same 7 moved by two pixels. (A frame of zeros, explained below, keeps them as large
/// as the image.)
#[test]
fn what_two_kernels_give_is_blue_where_positive_and_the_moved_7_stands_below() {
    let figure = Drawn::of("edges");
    let tables: Vec<Array2<f64>> = figure
        .frames_in(INK)
        .into_iter()
        .map(|frame| signs(&figure, frame.corners()))
        .collect();
    let [image, by_kernel, by_twin, moved, ..] = &tables[..] else {
        panic!("six tables")
    };
    let heights: Vec<f64> =
        figure.frames_in(INK).into_iter().map(|frame| frame.corners()[0].1).collect();
    assert!(heights[..3].iter().all(|&top| top + 300.0 < heights[3]));
    assert_eq!(heights.len(), 6);
    for (row, column) in
        (0..10).flat_map(|row| (2..10).map(move |column| (row, column)))
    {
        assert_eq!(moved[[row, column]], image[[row, column - 2]]);
    }
    let kernel = right_minus_left();
    let twin = kernel.t().to_owned();
    for (image, tables) in
        [(image, [by_kernel, by_twin]), (moved, [&tables[4], &tables[5]])]
    {
        for (kernel, table) in [&kernel, &twin].into_iter().zip(tables) {
            let convolution = Convolution {
                input: ImageShape { channels: 1, height: 10, width: 10 },
                kernels: kernel.clone().insert_axis(Axis(0)).insert_axis(Axis(0)),
                biases: array![0.0],
                stride: 1,
                padding: 1,
            };
            let z = convolution.by_loops(&image.clone().insert_axis(Axis(0)));
            assert_eq!(z.dim(), (1, 10, 10));
            let sign = |z: f64| if z == 0.0 { 0.0 } else { z.signum() };
            assert_eq!(&z.index_axis_move(Axis(0), 0).mapv(sign), table);
        }
    }
}

/// A side of 8 pixels, and a bar for each place of a kernel of size 3. Padding is marked 0 and
/// lies outside the frame. Orange squares at the end are in no place.
#[test]
fn a_bar_stands_for_each_place_and_orange_squares_are_in_none() {
    let figure = Drawn::of("places");
    let frames = figure.frames_in(INK);
    assert_eq!(frames.len(), 4);
    for (frame, (stride, padding)) in
        frames.into_iter().zip([(1, 0), (2, 0), (3, 0), (2, 1)])
    {
        let input = ImageShape { channels: 1, height: 8, width: 8 };
        let convolution =
            Convolution { stride, padding, ..Convolution::new(input, 1, 3) };
        let [(left, top), (right, bottom)] = frame.corners();
        let side = (right - left) / 8.0;
        assert_eq!(side, bottom - top);
        let start = left - side * padding as f64;
        let end = right + side * padding as f64;
        let near = |at: f64| (top..bottom + 150.0).contains(&at);
        let (squares, mut bars): (Vec<_>, Vec<_>) = figure
            .boxes
            .iter()
            .filter(|one| near(one.corner.1))
            .partition(|one| one.corner.1 < bottom);
        bars.sort_by(|a, b| a.corner.0.total_cmp(&b.corner.0));
        let covered: Vec<[f64; 2]> = (0..convolution.places(8))
            .map(|place| start + side * (place * stride) as f64)
            .map(|from| [from, from + 3.0 * side])
            .collect();
        assert_eq!(bars.len(), covered.len());
        for (bar, [from, to]) in bars.iter().zip(&covered) {
            let [(left, _), (right, _)] = bar.corners();
            assert!(
                (left - from - 8.0).abs() < 1.0 && (to - right - 8.0).abs() < 1.0
            );
        }
        let last = covered[covered.len() - 1][1];
        let left_over: f64 = squares.iter().map(|one| one.width).sum();
        assert!((end - last - left_over).abs() < 1.0, "{left_over}");
        assert!(
            squares.iter().all(|one| one.color == VERMILION && one.corner.0 >= last)
        );
        let zeros = figure.find("0").into_iter().filter(|text| near(text.at.1));
        let zeros: Vec<_> = zeros.map(|text| text.at).collect();
        assert_eq!(zeros.len(), 2 * padding);
        assert!(zeros.iter().all(|&at| !frame.holds(at)));
        assert!(
            zeros
                .iter()
                .all(|at| (start..end).contains(&at.0)
                    && (top..bottom).contains(&at.1))
        );
    }
}
