//! Handwritten digits, small ones and those of MNIST, and networks that read them.

use ndarray::{Array2, Axis, concatenate, indices};
use rand::Rng;

use crate::activation::{Identity, Relu};
use crate::classification::{Dataset, cross_entropy};
use crate::convolution::{Convolution, ImageShape};
use crate::dense::Dense;
use crate::initialization::Initialization;
use crate::memory_and_threads::batch::on_two_threads;
use crate::mini_batches::Training;
use crate::pooling::MaxPool;
use crate::schedules::Schedule;
use crate::sequential::Sequential;

/// The shape of a small digit.
// ANCHOR: SMALL
pub const SMALL: ImageShape = ImageShape { channels: 1, height: 8, width: 8 };
// ANCHOR_END: SMALL

/// The small digits in `text`: a line for each, 64 pixels from 0 to 16 and the label.
///
/// # Panics
///
/// If a line has anything else.
// ANCHOR: digits_in
pub fn digits_in(text: &str) -> Dataset {
    let number = |text: &str| -> usize { text.parse().expect("a whole number") };
    let rows: Vec<Vec<usize>> =
        text.lines().map(|line| line.split(',').map(number).collect()).collect();
    for row in &rows {
        let fits =
            row.len() == 65 && row[..64].iter().all(|&ink| ink <= 16) && row[64] < 10;
        assert!(fits, "no 64 pixels of 0 to 16 and a label: {row:?}");
    }
    // A pixel says how many of 4 by 4 finer ones have ink: 0 to 16.
    let ink = |(i, pixel): (usize, usize)| rows[i][pixel] as f64 / 16.0;
    Dataset {
        x: Array2::from_shape_fn((rows.len(), SMALL.size()), ink),
        labels: rows.iter().map(|row| row[SMALL.size()]).collect(),
        classes: 10,
    }
}
// ANCHOR_END: digits_in

/// For each sample of `data`, which other sample is most like it: the one with the least
/// sum of squares of the differences, pixel by pixel.
// ANCHOR: most_alike
pub fn most_alike(data: &Dataset) -> Vec<usize> {
    let squares = (&data.x * &data.x).sum_axis(Axis(1));
    let products = data.x.dot(&data.x.t());
    // The sum of (a − b)² is that of a², less twice that of a·b, plus that of b².
    let distance =
        |i: usize, j: usize| squares[i] - 2.0 * products[[i, j]] + squares[j];
    let others = |i: usize| (0..data.len()).filter(move |&j| j != i);
    let closest = |i: usize| {
        others(i).min_by(|&a, &b| distance(i, a).total_cmp(&distance(i, b)))
    };
    (0..data.len()).map(|i| closest(i).expect("another sample")).collect()
}
// ANCHOR_END: most_alike

/// The digits of `data` without the `k`-th of `n` equal parts in their order, and that part.
// ANCHOR: fold
pub fn fold(data: &Dataset, k: usize, n: usize) -> (Dataset, Dataset) {
    let end = |k: usize| (k * data.len() + n / 2) / n;
    let part = end(k - 1)..end(k);
    let (part, rest): (Vec<usize>, Vec<usize>) =
        (0..data.len()).partition(|i| part.contains(i));
    (data.select(&rest), data.select(&part))
}
// ANCHOR_END: fold

/// Every image of `data` moved by so many pixels to the right and down; paper comes in.
// ANCHOR: moved
pub fn moved(
    data: &Dataset,
    image: ImageShape,
    right: isize,
    down: isize,
) -> Dataset {
    let mut x = Array2::zeros(data.x.dim());
    for (c, row, column) in indices(image.dim()) {
        let to = (row.checked_add_signed(down), column.checked_add_signed(right));
        if let (Some(to_row), Some(to_column)) = to
            && to_row < image.height
            && to_column < image.width
        {
            let pixel = data.x.column(image.at(c, row, column));
            x.column_mut(image.at(c, to_row, to_column)).assign(&pixel);
        }
    }
    Dataset { x, labels: data.labels.clone(), classes: data.classes }
}
// ANCHOR_END: moved

/// `data`, and every image of it moved by so many pixels to each of the four sides.
// ANCHOR: with_moved
pub fn with_moved(data: &Dataset, image: ImageShape, by: isize) -> Dataset {
    let moves = [(0, 0), (by, 0), (-by, 0), (0, by), (0, -by)];
    let parts = moves.map(|(right, down)| moved(data, image, right, down));
    let x = parts.each_ref().map(|part| part.x.view());
    Dataset {
        x: concatenate(Axis(0), &x).expect("rows of one length"),
        labels: data.labels.repeat(moves.len()),
        classes: data.classes,
    }
}
// ANCHOR_END: with_moved

/// A network of dense layers for images of ten classes, with `hidden` hidden units.
// ANCHOR: mlp
pub fn mlp(image: ImageShape, hidden: usize, rng: &mut impl Rng) -> Sequential {
    Sequential::new(Dense::new(image.size(), hidden), &Relu)
        .then(Dense::new(hidden, 10), &Identity)
        .initialized(Initialization::He, rng)
        .fast()
}
// ANCHOR_END: mlp

/// Two convolutions of `filters` filters of `size` by `size`, a pool of 2 by 2 after each,
/// then dense layers: one of `hidden` units and one of the ten classes.
///
/// Padding keeps the size of the image that goes into a convolution, if `size` is odd.
///
/// Source: LeNet-5, in Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, *Gradient-based learning
/// applied to document recognition*, 1998, with max pooling and ReLU.
// ANCHOR: lenet
pub fn lenet(
    image: ImageShape,
    size: usize,
    filters: [usize; 2],
    hidden: usize,
    rng: &mut impl Rng,
) -> Sequential {
    let pair = |input, filters| {
        let convolution = Convolution::new(input, filters, size);
        let convolution = Convolution { padding: size / 2, ..convolution };
        let pool = MaxPool { input: convolution.output(), size: 2 };
        (convolution, pool)
    };
    let (first, first_pool) = pair(image, filters[0]);
    let (second, second_pool) = pair(first_pool.output(), filters[1]);
    let features = second_pool.output().size();
    Sequential::new(first, &Identity)
        .then(first_pool, &Relu)
        .then(second, &Identity)
        .then(second_pool, &Relu)
        .then(Dense::new(features, hidden), &Relu)
        .then(Dense::new(hidden, 10), &Identity)
        .initialized(Initialization::He, rng)
        .fast()
}
// ANCHOR_END: lenet

/// How the small digits are learned well by [`mlp`].
// ANCHOR: dense_training
pub fn dense_training() -> Training {
    Training {
        loss: cross_entropy,
        gradients: on_two_threads,
        batch: 32,
        epochs: 60,
        learning_rate: 0.003,
        schedule: Schedule::Cosine,
        weight_decay: 0.1,
    }
}
// ANCHOR_END: dense_training

/// How the small digits, [`with_moved`] ones among them, are learned well by [`lenet`].
// ANCHOR: convolutional_training
pub fn convolutional_training() -> Training {
    Training { epochs: 20, ..dense_training() }
}
// ANCHOR_END: convolutional_training

#[cfg(test)]
mod tests {
    use ndarray::{Axis, array};
    use rand::{SeedableRng, rngs::ChaCha8Rng};

    use super::*;

    #[test]
    fn the_most_alike_is_the_nearest_other_sample() {
        let x = array![[0.0, 0.0], [3.0, 0.0], [0.0, 1.0], [3.0, 0.5]];
        let data = Dataset { x, labels: vec![0; 4], classes: 1 };
        assert_eq!(most_alike(&data), [2, 3, 0, 1]);
        // Neither the smallest is the nearest to the first, nor the one at the least angle.
        for (x, nearest) in [
            (array![[1.0, 0.0], [2.0, 0.0], [0.0, 1.0]], [1, 0, 0]),
            (array![[1.0, 0.0], [4.0, 0.0], [0.0, 2.0]], [2, 0, 0]),
        ] {
            let data = Dataset { x, labels: vec![0; 3], classes: 1 };
            assert_eq!(most_alike(&data), nearest);
        }
    }

    #[test]
    fn a_line_of_text_is_64_shares_of_ink_and_a_label() {
        let pixels: Vec<usize> = (0..64).map(|pixel| pixel % 17).collect();
        let text = pixels.iter().map(|ink| format!("{ink},")).collect::<String>();
        let data = digits_in(&format!("{text}9"));
        assert_eq!((data.labels.as_slice(), data.classes), (&[9][..], 10));
        let ink = data.x.iter().map(|share| (16.0 * share) as usize);
        assert_eq!(ink.collect::<Vec<_>>(), pixels);
    }

    #[test]
    fn the_folds_are_all_samples_in_parts_as_equal_as_can_be() {
        let x = Array2::from_shape_fn((7, 1), |(i, _)| i as f64);
        let data = Dataset { x, labels: (0..7).collect(), classes: 7 };
        let parts = [1, 2, 3, 4].map(|k| fold(&data, k, 4));
        let numbers = parts.each_ref().map(|(_, part)| part.labels.as_slice());
        assert_eq!(numbers, [&[0, 1][..], &[2, 3], &[4], &[5, 6]]);
        for (rest, part) in &parts {
            let rest = rest.labels.iter().copied();
            assert!(rest.eq((0..7).filter(|i| !part.labels.contains(i))));
        }
    }

    #[test]
    fn padding_keeps_the_size_of_the_image_and_each_pool_halves_it() {
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let net = lenet(SMALL, 5, [2, 3], 7, rng);
        let outputs = net.stages.iter().map(|stage| stage.layer.outputs());
        let expected = [2 * 8 * 8, 2 * 4 * 4, 3 * 4 * 4, 3 * 2 * 2, 7, 10];
        assert_eq!(outputs.collect::<Vec<_>>(), expected);
    }

    const TWO_BY_THREE: ImageShape = ImageShape { channels: 1, height: 2, width: 3 };

    fn one(pixels: [f64; 6]) -> Dataset {
        let x = Array2::from_shape_vec((1, 6), pixels.to_vec()).unwrap();
        Dataset { x, labels: vec![0], classes: 1 }
    }

    #[test]
    fn a_moved_image_loses_what_leaves_it_and_gets_paper() {
        let data = one([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let move_by = |right, down| moved(&data, TWO_BY_THREE, right, down);
        assert_eq!(move_by(0, 0), data);
        assert_eq!(move_by(1, 0), one([0.0, 1.0, 2.0, 0.0, 4.0, 5.0]));
        assert_eq!(move_by(-1, 0), one([2.0, 3.0, 0.0, 5.0, 6.0, 0.0]));
        assert_eq!(move_by(0, 1), one([0.0, 0.0, 0.0, 1.0, 2.0, 3.0]));
        assert_eq!(move_by(0, -1), one([4.0, 5.0, 6.0, 0.0, 0.0, 0.0]));
        assert_eq!(move_by(9, -9), one([0.0; 6]));
    }

    #[test]
    fn channels_move_alone() {
        let image = ImageShape { channels: 2, height: 1, width: 3 };
        let data = one([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        let to_the_right = one([0.0, 1.0, 2.0, 0.0, 4.0, 5.0]);
        assert_eq!(moved(&data, image, 1, 0), to_the_right);
    }

    #[test]
    fn every_moved_copy_keeps_its_label() {
        let ink = |(i, pixel)| (64 * i + pixel) as f64;
        let x = Array2::from_shape_fn((3, SMALL.size()), ink);
        let data = Dataset { x, labels: vec![3, 1, 4], classes: 10 };
        let all = with_moved(&data, SMALL, 1);
        assert_eq!(all.labels, [3, 1, 4].repeat(5));
        assert_eq!(all.select(&[0, 1, 2]), data);
        for (part, (right, down)) in
            [(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)].into_iter().enumerate()
        {
            let copy = all.x.slice_axis(Axis(0), (3 * part..3 * part + 3).into());
            assert_eq!(copy, moved(&data, SMALL, right, down).x);
        }
    }
}
