//! The captions of the chapter *Optimizers*.

use backprop::optimizers::{
    Adam, GradientDescent, Momentum, RmsProp, best_rate, valley, valley_path,
};

use crate::drawn::{BLUE, Drawn, GREEN, PURPLE, VERMILION};

type Path = fn(f64) -> Vec<(f64, f64)>;

/// The rules, the colors of their curves, their paths and their best rates.
fn rules() -> [(&'static str, &'static str, Path, f64); 4] {
    [
        (
            "descent",
            BLUE,
            valley_path::<GradientDescent>,
            best_rate::<GradientDescent>(),
        ),
        ("momentum", VERMILION, valley_path::<Momentum>, best_rate::<Momentum>()),
        ("RMSProp", GREEN, valley_path::<RmsProp>, best_rate::<RmsProp>()),
        ("Adam", PURPLE, valley_path::<Adam>, best_rate::<Adam>()),
    ]
}

/// Sixty steps of each rule in one valley, from (−4, 0.8); the bottom is in the middle.
#[test]
fn the_paths_of_the_rules_are_drawn_from_one_start_around_the_bottom() {
    let figure = Drawn::of("optimizer-paths");
    let axes = figure.axes();
    assert_eq!((axes.len(), valley(0.0, 0.0)), (4, 0.0));
    for (axes, (name, color, path, rate)) in axes.iter().zip(rules()) {
        figure.text(&format!("weight v: {name}, η = {rate:.3}"));
        let curve = figure.curves_in(color)[0];
        assert!(
            curve.opacity == 1.0 && figure.description.contains("a path of 60 steps")
        );
        let steps = path(rate)
            .into_iter()
            .map(|(u, v)| (u.clamp(-5.0, 5.0), v.clamp(-1.0, 1.0)));
        axes.assert_through(curve, steps.take(61));
        assert_eq!(curve.points.len(), 1 + 60);
        let (u, v) = axes.at(curve.points[0]);
        assert!((u + 4.0).abs() < 0.02 && (v - 0.8).abs() < 0.02, "{name}");
        let [left, right] = [-5.0, 5.0].map(|u| axes.place((u, 0.0)).0);
        let middle = axes.place((0.0, 0.0)).0;
        assert!((112.0 - left).abs() < 3.0 && (943.0 - right).abs() < 3.0);
        assert!((middle - (left + right) / 2.0).abs() < 3.0);
    }
}

/// The height after 60 steps at each rate.
#[test]
fn the_height_after_60_steps_is_drawn_at_each_rate() {
    let figure = Drawn::of("optimizer-sweep");
    let axes = &figure.axes()[0];
    for (name, color, path, _) in rules() {
        assert_eq!(figure.text(name).color, color);
        let curve = axes.along(figure.curves_in(color)[0]);
        assert!(curve.len() > 10);
        for (power, drawn) in curve {
            let power = (power * 10.0).round() / 10.0;
            let (u, v) = path(10_f64.powf(power))[60];
            let height = valley(u, v).max(1e-5);
            assert!(
                (drawn / height).ln().abs() < 0.15,
                "{name}: {drawn}, {height} at {power}"
            );
        }
    }
}
