//! The captions of the chapter *Gradient descent*.

use backprop::gradient_descent::{
    central_difference, descend, descend_surface, gradient, loss_along_one,
    loss_along_two,
};

use crate::{
    drawn::{BLUE, Drawn, GREEN, INK, PURPLE, VERMILION},
    picture::Picture,
};

/// The two weights that this chapter moves, u and v, and the way from them to the loss.
#[test]
fn u_and_v_stand_on_the_way_to_the_loss() {
    let picture = Picture::of("one-weight-moves");
    let (u, v) = ((0, 0, 1), (1, 1, 0));
    assert_eq!(picture.lit_lines(), [u, v]);
    assert_eq!((picture.on_line(u), picture.on_line(v)), ("u", "v"));
    assert_eq!(picture.lit_units(), [1]);
    let (output, loss) = (picture.output(), picture.loss());
    assert!(output.is_lit() && loss.is_lit());
    let [arrow] = &picture.arrows()[..] else { panic!("not one arrow") };
    assert!(output.holds(arrow.from) && loss.holds(arrow.to));

    let moved = picture.0.text("v: 0.80 → 3");
    assert!(moved.at.1 < output.middle().1 && moved.at.0 == output.middle().0);
    let [before, after] = [0.804, 3.0].map(loss_along_one);
    assert_eq!(loss.words(), [format!("{before:.2} → {after:.2}")]);
}

/// The loss (blue) as one weight moves and all others stay. The straight line touches
/// the curve at w = 3; its steepness is the slope there.
#[test]
fn the_straight_line_touches_the_curve_at_3() {
    let figure = Drawn::of("slope");
    let axes = &figure.axes()[0];
    for (w, loss) in axes.along(figure.curves_in(BLUE)[0]) {
        assert!((loss - loss_along_one(w)).abs() < 0.01, "{loss} at {w}");
    }
    let lines = figure.lines_in(VERMILION);
    let [from, to] = axes.along(lines[0])[..] else { panic!("not straight") };
    let steepness = (to.1 - from.1) / (to.0 - from.0);
    let slope = central_difference(loss_along_one, 3.0);
    assert!((steepness - slope).abs() < 0.005, "{steepness}");
    assert_eq!(lines.len(), 1);
    assert_eq!(figure.text(&format!("slope {slope:.3}")).color, VERMILION);
    let at_3 = from.1 + steepness * (3.0 - from.0);
    assert!((at_3 - loss_along_one(3.0)).abs() < 0.01);
    let touch = axes.at(figure.circles[0].center);
    assert!((touch.0 - 3.0).abs() < 0.03 && (touch.1 - at_3).abs() < 0.01);
}

/// Ten steps from w = 3.
#[test]
fn ten_steps_start_at_3_in_each_of_three_panels() {
    let figure = Drawn::of("three-learning-rates");
    let panels = figure.axes();
    let rates = [(0.5, GREEN), (3.0, BLUE), (12.0, VERMILION)];
    assert_eq!(panels.len(), rates.len());
    let mut above = 0.0;
    for (axes, (rate, color)) in panels.iter().zip(rates) {
        let title = figure.text(&format!("loss L, learning rate η = {rate}")).at.1;
        let dots = figure.circles.iter().filter(|circle| circle.color == color);
        let dots: Vec<_> = dots.collect();
        assert!(title > above && dots.iter().all(|dot| dot.center.1 > title));
        above = dots[0].center.1;

        let slope = |w| central_difference(loss_along_one, w);
        let path = descend(slope, 3.0, rate, 10);
        assert_eq!(dots.len(), path.len());
        for (dot, w) in dots.into_iter().zip(path) {
            let w = w.clamp(-8.0, 8.0);
            let at = axes.at(dot.center);
            assert!((at.0 - w).abs() < 0.05, "{} for {w}", at.0);
            assert!((at.1 - loss_along_one(w)).abs() < 0.02, "{} at {w}", at.1);
        }
    }
}

/// Lines of equal loss over two weights, and two paths of 40 steps from the purple point
/// at the upper right.
#[test]
fn two_paths_of_40_steps_begin_at_the_purple_point() {
    let figure = Drawn::of("two-weight-surface");
    let axes = &figure.axes()[0];
    let contours: Vec<_> =
        figure.lines_in(INK).into_iter().filter(|line| line.opacity < 1.0).collect();
    assert!(contours.len() > 100);
    for line in contours {
        let [one, other] = [0, 1]
            .map(|end| axes.at(line.points[end]))
            .map(|(u, v)| loss_along_two(u, v));
        assert!((one - other).abs() < 0.02, "{one} and {other}");
    }
    let purple: Vec<_> =
        figure.circles.iter().filter(|circle| circle.color == PURPLE).collect();
    assert_eq!(purple.len(), 1);
    let start = axes.at(purple[0].center);
    assert!(start.0 > 2.0 && start.1 > 2.0);
    let start = (start.0.round(), start.1.round());
    for (color, rate) in [(BLUE, 2.0), (VERMILION, 10.0)] {
        let slopes = |at| gradient(loss_along_two, at);
        let path = descend_surface(slopes, start, rate, 40);
        let drawn = axes.along(figure.curves_in(color)[0]);
        assert_eq!(drawn.len(), path.len());
        for (at, (u, v)) in drawn.into_iter().zip(path) {
            let off = (at.0 - u.clamp(-6.0, 6.0)).hypot(at.1 - v.clamp(-6.0, 6.0));
            assert!(off < 0.05, "{at:?} for {u}, {v}");
        }
    }
}
