//! The captions of the chapter *Introduction*.

use backprop::{
    feedforward::Trace,
    network::{Network, four_rows},
    training::train,
};
use ndarray::Array2;

use crate::{
    drawn::{BLUE, Drawn, GREEN, INK, PURPLE, Point, VERMILION},
    picture::arrows,
};

/// Four lines, one for each row of a table.
#[test]
fn each_row_of_the_table_has_its_line() {
    let figure = Drawn::of("predictions-over-training");
    let axes = &figure.axes()[0];
    let colors = [VERMILION, BLUE, GREEN, PURPLE];
    let (x, y) = four_rows();
    for (i, row) in x.rows().into_iter().enumerate() {
        let curves = figure.curves_in(colors[i]);
        assert_eq!(curves.len(), 1);
        let name = format!("row {} {} {}", row[0], row[1], row[2]);
        assert_eq!(figure.text(&name).color, colors[i]);
        let points = axes.along(curves[0]);
        assert_eq!(points.len(), 151);
        let mut net = Network::seeded(2);
        for (at, (iteration, prediction)) in points.into_iter().enumerate() {
            assert!((iteration - 10.0 * at as f64).abs() < 2.0);
            let expected = net.predict(&x)[[i, 0]];
            assert!((prediction - expected).abs() < 0.01, "{name} at {iteration}");
            train(&mut net, &x, &y, 1.0, 10);
        }
    }
}

/// The loop of training. *Forward* turns inputs into predictions. The *loss* says how
/// wrong they are. *Backward* finds out which way each weight should move. *Step* moves
/// them.
#[test]
fn the_loop_of_training_has_four_stations() {
    let figure = Drawn::of("training-loop");
    let stations = ["forward", "loss", "backward", "step"];
    let given = ["predictions ŷ", "how wrong: L", "slopes ∂L/∂W", "W − η ∂L/∂W"];
    let frames: Vec<_> = stations
        .iter()
        .map(|name| {
            let at = figure.text(name).at;
            let frames = figure.curves_in(INK);
            frames.into_iter().find(|frame| frame.holds(at)).unwrap()
        })
        .collect();
    let arrows = arrows(&figure);
    assert_eq!(arrows.len(), 4);
    for (i, what) in given.into_iter().enumerate() {
        assert!(frames[i].holds(figure.text(what).at), "{what}");
        let [here, there] = [frames[i].middle(), frames[(i + 1) % 4].middle()];
        let leads = |from: Point, to: Point| {
            distance(from, here) < distance(from, there)
                && distance(to, there) < distance(to, here)
                && distance(from, here) + distance(to, there) < distance(here, there)
        };
        assert!(arrows.iter().any(|arrow| leads(arrow.from, arrow.to)), "{what}");
    }

    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let trace = net.forward(&x);
    let Trace { y_hat, .. } = &trace;
    assert_eq!(y_hat.dim(), y.dim());
    let slopes = net.backward(&x, &y, &trace);
    let moved: Array2<f64> = &net.w1 - 0.5 * &slopes.dw1;
    net.step(&slopes, 0.5);
    assert!((moved - net.w1).iter().all(|off| off.abs() < 1e-12));
}

fn distance(a: Point, b: Point) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}
