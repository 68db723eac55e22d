//! The captions of the chapter *The learning rate*.

use backprop::activation::{Activation, Identity, Sigmoid};
use backprop::learning_rate::end_losses;
use backprop::what_it_learned::quantile;

use crate::drawn::{BLUE, Drawn, Point, VERMILION};
use crate::value::value;

/// What one step leaves of the distance: the size of 1 − ηc. It is less than 1 up to ηc = 2, the
/// edge.
#[test]
fn what_one_step_leaves_is_drawn_and_less_than_1_up_to_2() {
    let figure = Drawn::of("edge");
    let axes = &figure.axes()[0];
    let curves = figure.lines.iter().filter(|line| line.points.len() == 3);
    let points: Vec<(f64, f64)> = curves.flat_map(|line| axes.along(line)).collect();
    assert_eq!(points.len(), 9);
    for (rate, left) in points {
        assert!((left - (1.0 - rate).abs()).abs() < 0.01, "{left} at {rate}");
        assert_eq!(left > 1.01, rate > 2.01, "{left} at {rate}");
    }
}

/// Above the median loss, below the share of seeds that learned, at rates from 0.0003 to 30. Each
/// network has a range where it learns. Beyond it, the one with an unbounded output (blue) leaves
/// the finite numbers; the one with the sigmoid (orange) stands at 2. Points on the lower border
/// lie below it.
#[test]
fn the_sweep_is_blue_with_the_identity_and_orange_with_the_sigmoid() {
    let figure = Drawn::of("learning-rate-sweep");
    let [above, below] = &figure.axes()[..] else { panic!("two panels") };
    let middle = figure.text("seeds that learned, %").at.1;
    assert!(figure.text("median loss after 300 steps").at.1 < middle);
    let border = above.place((0.0, 0.001)).1;
    let seeds = value("learning_rate.seeds") as u64;
    let networks: [(&str, &'static dyn Activation, _); 2] =
        [("identity", &Identity, BLUE), ("sigmoid", &Sigmoid, VERMILION)];
    let mut on_border = 0;
    for (name, end, color) in networks {
        assert_eq!(figure.text(name).color, color);
        let dots: Vec<Point> =
            figure.circles_in(color).into_iter().map(|dot| dot.center).collect();
        let (losses, shares): (Vec<Point>, Vec<Point>) =
            dots.iter().partition(|at| at.1 < middle);
        let powers: Vec<f64> = shares.iter().map(|&at| below.at(at).0).collect();
        let [first, last] =
            [powers[0], powers[powers.len() - 1]].map(|p| 10_f64.powf(p));
        assert!((0.0003..0.00035).contains(&first) && (30.0..33.0).contains(&last));
        assert!(shares.iter().any(|&at| below.at(at).1 > 99.0), "{name}");
        let ends = |power: f64| end_losses(end, 10_f64.powf(power), 0..seeds, 300);
        let at_tenth = ends(-1.0);
        let near = |points: &[Point], power: f64| {
            let x = below.place((power, 0.0)).0;
            points.iter().copied().find(|at| (at.0 - x).abs() < 2.0).unwrap()
        };
        let median = quantile(&at_tenth, 0.5).max(0.001);
        let drawn = above.at(near(&losses, -1.0)).1;
        assert!((drawn / median - 1.0).abs() < 0.05, "{name}: {drawn}, {median}");
        let learned = at_tenth.iter().filter(|&&loss| loss < 0.05).count();
        let share = 100.0 * learned as f64 / seeds as f64;
        assert!((below.at(near(&shares, -1.0)).1 - share).abs() < 1.0, "{name}");
        for &at in losses.iter().filter(|at| (at.1 - border).abs() < 2.0) {
            on_border += 1;
            let power = (above.at(at).0 * 4.0).round() / 4.0;
            assert!(quantile(&ends(power), 0.5) < 0.001, "{name} at {power}");
        }
        let (power, loss) = above.at(losses[losses.len() - 1]);
        if name == "identity" {
            assert!(power < 0.1);
            let beyond = (power * 4.0).round() / 4.0 + 0.25;
            assert_eq!(quantile(&ends(beyond), 0.5), f64::INFINITY);
            assert_eq!(figure.text("not finite").color, BLUE);
        } else {
            assert!(power > 1.4 && (loss - 2.0).abs() < 0.1, "{loss} at {power}");
        }
    }
    assert!(on_border > 0);
}
