//! The captions of the chapter *Generalization*.

use std::ops::ControlFlow;

use backprop::classification::{decide, softmax, spiral};
use backprop::generalization::train_on_few;
use backprop::mini_batches::Epoch;
use ndarray::Array2;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::drawn::{BLUE, Drawn, GREEN, INK, VERMILION};

/// The colors of the arms.
const ARMS: [&str; 3] = [BLUE, VERMILION, GREEN];

/// The mean loss of each epoch, on a run from seed 0. The training loss keeps falling. The
/// validation loss falls with it up to the marked epoch, and then it rises above where it began.
#[test]
fn the_losses_of_each_epoch_of_seed_0_are_drawn_and_the_lowest_is_marked() {
    let figure = Drawn::of("overfitting");
    let axes = &figure.axes()[0];
    let mut epochs: Vec<Epoch> = vec![];
    train_on_few(0, 0.0, |_, epoch| {
        epochs.push(epoch);
        if epoch.number < 10 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    let [training, validation] = ["training", "validation"]
        .map(|name| figure.curves_in(&figure.text(name).color)[0]);
    let [falls, rises] = [training, validation].map(|curve| axes.along(curve));
    for (i, epoch) in epochs.iter().enumerate() {
        assert!((falls[i].1 - epoch.loss).abs() < 0.02);
        assert!((rises[i].1 - epoch.validation.loss).abs() < 0.02);
        assert!((falls[i].0 - epoch.number as f64).abs() < 0.2);
    }
    assert!(falls.windows(30).all(|part| part[29].1 < part[0].1 + 0.01));
    let lowest = rises.iter().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
    let mark = figure.lines_in(INK).into_iter().find(|line| {
        let [from, to] = line.points[..] else { return false };
        from.0 == to.0 && from.0 > 120.0 && from.1 > to.1 + 60.0
    });
    let marked = axes.at(mark.unwrap().points[0]).0;
    assert!((marked - lowest.0).abs() < 3.0, "{marked}, {lowest:?}");
    figure.text(&format!("epoch {marked:.0}"));
    assert!(rises[0].1 > lowest.1 + 0.1 && rises[149].1 > rises[0].1 + 0.5);
}

/// What four networks decide, everywhere. Strong color: a share of 90 % or more; pale: less than
/// 60 %; in between: 60 to 90 %. The dots of the first three are those of the 90 training points
/// that lie in the square. The last one saw 1500 points; some are drawn.
#[test]
fn the_surer_a_network_the_stronger_the_color_and_the_dots_are_the_training_points() {
    let figure = Drawn::of("regions");
    let frames = figure.frames_in(INK);
    assert_eq!(frames.len(), 4);
    let titles = ["150 epochs", "stopped: 26 epochs", "weight decay", "1500 points"];
    for (frame, title) in frames.iter().zip(titles) {
        let [(left, top), (right, _)] = frame.corners();
        let title = figure.text(title).at;
        assert!(
            (left..right).contains(&title.0)
                && (0.0..50.0).contains(&(top - title.1))
        );
        let inside = figure.boxes.iter().filter(|one| frame.holds(one.corner));
        let area: f64 = inside.map(|one| one.width * one.height).sum();
        assert_eq!(area, 450.0 * 450.0);
    }
    let (net, [train, ..]) = train_on_few(0, 0.0, |_, epoch| {
        if epoch.number < 26 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    let [(left, top), (right, bottom)] = frames[1].corners();
    let place = |x: f64, low: f64, high: f64| low + (x + 1.0) / 2.0 * (high - low);
    let number = |at: f64, low: f64, high: f64| 2.0 * (at - low) / (high - low) - 1.0;
    let (mut fields, mut agreed) = (0, 0);
    for one in figure.boxes.iter().filter(|one| frames[1].holds(one.corner)) {
        let columns = (one.width / 9.0).round() as usize;
        let x = Array2::from_shape_fn((columns, 2), |(i, axis)| match axis {
            0 => number(one.corner.0 + 9.0 * i as f64 + 4.5, left, right),
            _ => -number(one.corner.1 + 4.5, top, bottom),
        });
        let shares = softmax(&net.predict(&x));
        for (arm, row) in decide(&shares).into_iter().zip(shares.rows()) {
            let [pale, between, strong] = [0.08, 0.28, 0.55];
            let strength = match row[arm] {
                share if share >= 0.9 => strong,
                share if share < 0.6 => pale,
                _ => between,
            };
            fields += 1;
            agreed += usize::from(one.color == ARMS[arm] && one.opacity == strength);
        }
    }
    assert_eq!(fields, 50 * 50);
    // Another rounding tips a field or two over a border.
    assert!(agreed > fields - 10, "{agreed} of {fields}");
    assert_eq!(train.len(), 90);
    for frame in &frames[..3] {
        let [(left, top), (right, bottom)] = frame.corners();
        let dots = figure.circles.iter();
        let dots: Vec<_> = dots.filter(|dot| frame.holds(dot.center)).collect();
        let points = train.x.rows().into_iter().zip(&train.labels);
        let points: Vec<_> = points
            .filter(|(at, _)| at.iter().all(|along| along.abs() < 1.0))
            .collect();
        assert_eq!(dots.len(), points.len());
        for (dot, (at, &arm)) in dots.into_iter().zip(points) {
            let (x, y) = (place(at[0], left, right), place(-at[1], top, bottom));
            assert!((dot.center.0 - x).hypot(dot.center.1 - y) < 2.0);
            assert_eq!(dot.color, ARMS[arm]);
        }
    }
    let many = spiral(500, 0.25, &mut ChaCha8Rng::seed_from_u64(0));
    assert_eq!(many.len(), 1500);
    let [(left, top), (right, bottom)] = frames[3].corners();
    let dots = figure.circles.iter().filter(|dot| frames[3].holds(dot.center));
    let dots: Vec<_> = dots.collect();
    assert!((1..1500).contains(&dots.len()));
    for dot in dots {
        let mut points = many.x.rows().into_iter().zip(&many.labels);
        let found = points.any(|(at, &arm)| {
            let (x, y) = (place(at[0], left, right), place(-at[1], top, bottom));
            (dot.center.0 - x).hypot(dot.center.1 - y) < 2.0 && dot.color == ARMS[arm]
        });
        assert!(found, "{:?}", dot.center);
    }
}
