//! The symbols of *Your own data*.

use files::table::recipe::Scale;

use crate::common::{World, array, number};

/// Any column; any predictions.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any column", |rng, names| {
            let column = array(rng, (7, 1));
            let scale = Scale::of(&column.iter().copied().collect::<Vec<_>>());
            names.value("n", 7.0).counter("i", 1..=7);
            names.value("m", scale.mean).value("d", scale.deviation);
            names.value("x", column);
        }),
        World::random("any number and scale", |rng, names| {
            let (x, mean) = (number(rng), number(rng));
            let scale = Scale { mean, deviation: number(rng).abs() + 0.1 };
            names.value("m", scale.mean).value("d", scale.deviation);
            names.value("x", x).value("z", scale.scaled(x));
            assert!((scale.unscaled(scale.scaled(x)) - x).abs() < 1e-12);
        }),
        World::random("any predictions", |rng, names| {
            let (y_hat, y) = (array(rng, (5, 1)), array(rng, (5, 1)));
            let squares =
                y_hat.iter().zip(&y).map(|(a, b): (&f64, &f64)| (a - b).powi(2));
            names.value("E", (squares.sum::<f64>() / 5.0).sqrt());
            names.value("n", 5.0).counter("i", 1..=5);
            names.value(r"\hat y", y_hat).value("y", y);
        }),
    ]
}
