//! The captions of the chapter *What it learned*.

use backprop::{
    loss::sum_of_squares,
    network::{Network, four_rows},
    training::train,
    what_it_learned::{falls_at_every_step, quantile, three_rows},
};
use ndarray::Axis;

use crate::{
    drawn::{BLUE, Drawn, VERMILION},
    value::value,
};

/// The share of 200 runs whose loss falls at every step, for learning rates from 0.25 to
/// 3.
#[test]
fn the_share_of_200_runs_is_drawn_for_twelve_learning_rates() {
    let figure = Drawn::of("monotone-share");
    let axes = &figure.axes()[0];
    let told = figure.description.split_once(": ").unwrap().1.trim_end_matches('.');
    let told: Vec<(f64, f64)> = told
        .split(", ")
        .map(|pair| {
            let (share, rate) = pair.split_once(" % at ").unwrap();
            (rate.parse().unwrap(), share.parse().unwrap())
        })
        .collect();
    assert_eq!(figure.circles.len(), 12);
    assert_eq!(told.len(), 12);
    for (i, (dot, (rate, share))) in figure.circles.iter().zip(&told).enumerate() {
        assert_eq!(*rate, 0.25 * (i + 1) as f64);
        assert_eq!((2.0 * share).fract(), 0.0, "{share} % of 200 runs");
        let at = axes.at(dot.center);
        assert!((at.0 - rate).abs() < 0.01 && (at.1 - share).abs() < 0.3);
    }

    let (x, y) = four_rows();
    let falls = |&seed: &u64| {
        let history = train(&mut Network::seeded(seed), &x, &y, 1.75, 1500);
        falls_at_every_step(history.losses())
    };
    let share = (0..200).filter(falls).count() as f64 / 2.0;
    // Another rounding tips a run or two.
    assert!((told[6].1 - share).abs() <= 1.0, "{share} % at 1.75");
    figure.text("share of runs that never rise, %");
}

/// The loss of a hundred seeds (blue, thin), and of seed 3793 (orange).
#[test]
fn a_hundred_seeds_are_thin_and_blue_and_seed_3793_is_orange() {
    let figure = Drawn::of("many-seeds");
    let axes = &figure.axes()[0];
    let (x, y) = four_rows();
    let [stuck] = figure.curves_in(VERMILION)[..] else { panic!("not one") };
    assert_eq!(figure.text("seed 3793").color, VERMILION);
    let history = train(&mut Network::seeded(3793), &x, &y, 1.0, 1500);
    for (at, (_, loss)) in axes.along(stuck).into_iter().enumerate() {
        assert!((loss - history.losses()[5 * at]).abs() < 0.02);
    }
    let curves = figure.curves_in(BLUE);
    assert_eq!(curves.len(), 100);
    for (seed, curve) in curves.into_iter().enumerate() {
        assert!(curve.width < stuck.width);
        let mut net = Network::seeded(seed as u64);
        for (_, loss) in axes.along(curve).into_iter().take(8) {
            let expected = sum_of_squares(&net.predict(&x), &y);
            assert!((loss - expected).abs() < 0.01 || expected > 1.6);
            train(&mut net, &x, &y, 1.0, 15);
        }
    }
}

/// Trained on three rows: the answer (orange dot, the median of 1000 seeds) for the row
/// that was left out, and its target (ring).
#[test]
fn an_orange_dot_stands_far_from_the_ring_of_its_target() {
    let figure = Drawn::of("left-out-rows");
    let of = |filled| {
        let circles = figure.circles.iter().filter(move |c| c.filled == filled);
        circles.collect::<Vec<_>>()
    };
    let (rings, dots) = (of(false), of(true));
    assert_eq!((rings.len(), dots.len()), (4, 4));
    let [zero, one] = ["0", "1"].map(|number| figure.text(number).at.0);
    let at = |x: f64| (x - zero) / (one - zero);
    let (x, y) = four_rows();
    for (row, (ring, dot)) in rings.into_iter().zip(dots).enumerate() {
        let bits: Vec<String> = x.row(row).iter().map(f64::to_string).collect();
        let height = figure.text(&bits.join(" ")).at.1;
        assert_eq!((ring.center.1, dot.center.1), (height, height));
        assert!((at(ring.center.0) - y[[row, 0]]).abs() < 0.01);

        let (three, targets) = three_rows(row);
        let answers = (0..9).map(|seed| {
            let mut net = Network::seeded(seed);
            train(&mut net, &three, &targets, 1.0, 1500);
            net.predict(&x.select(Axis(0), &[row]))[[0, 0]]
        });
        let median = quantile(&answers.collect::<Vec<_>>(), 0.5);
        assert!((at(dot.center.0) - median).abs() < 0.01, "{median}");
        assert_eq!(dot.color, VERMILION);
        assert!(ring.radius > dot.radius);
    }
    assert_eq!(value("seeds"), 1000.0);
}
