//! The captions of the chapter *Initialization*.

use backprop::activation::{Activation, Relu, Tanh};
use backprop::initialization::Initialization;
use backprop::what_it_learned::quantile;
use figures::initialization::{losses, sizes_in_ten_layers};

use crate::drawn::Drawn;

const COMPARED: [Initialization; 3] =
    [Initialization::Unit, Initialization::Xavier, Initialization::He];

/// Of many lists, the median at each place.
fn medians(lists: &[Vec<f64>]) -> impl Iterator<Item = f64> {
    let at = |i: usize| lists.iter().map(move |list| list[i]).collect::<Vec<_>>();
    (0..lists[0].len()).map(move |i| quantile(&at(i), 0.5))
}

/// The size of the weighted sums in ten layers of 64 units, the median of 20 seeds, on a scale of
/// powers of ten. Weights between 0 and 1 saturate tanh, and with ReLU they leave the picture
/// after layer 2.
#[test]
fn the_sizes_of_sums_are_drawn_and_those_that_blow_up_leave_after_layer_2() {
    let figure = Drawn::of("sizes-by-layer");
    let axes = figure.axes();
    let panels: [(&str, &'static dyn Activation); 2] =
        [("tanh", &Tanh), ("ReLU", &Relu)];
    for (panel, (name, activation)) in panels.into_iter().enumerate() {
        let title = format!("size of z with {name}, powers of ten");
        let top = figure.text(&title).at.1;
        for how in COMPARED {
            let names = figure.find(&format!("{how:?}"));
            assert!(names[panel].at.1 > top);
            let mut curves = figure.lines_in(&names[panel].color);
            curves.retain(|line| line.width == 5.0);
            let of = |seed| sizes_in_ten_layers(activation, how, seed).0;
            let sizes: Vec<f64> =
                medians(&(0..20).map(of).collect::<Vec<_>>()).collect();
            assert_eq!(sizes.len(), 10);
            let blows_up = name == "ReLU" && how == Initialization::Unit;
            let shown = if blows_up { 2 } else { 10 };
            let points = (1..).map(f64::from).zip(sizes.iter().copied());
            axes[panel].assert_through(curves[panel], points.take(shown));
            if blows_up {
                assert!(axes[panel].place((3.0, sizes[2])).1 < top, "{}", sizes[2]);
            }
        }
    }
}

/// The loss with ReLU, the median of 20 seeds. From weights between 0 and 1 it stays at 2, where
/// every answer is 1. From He it falls first, from Xavier later.
#[test]
fn the_loss_is_drawn_from_each_initialization_and_that_of_he_falls_first() {
    let figure = Drawn::of("losses-by-initialization");
    let axes = &figure.axes()[0];
    let [unit, xavier, he] = COMPARED.map(|how| {
        let curve = figure.curves_in(&figure.text(&format!("{how:?}")).color)[0];
        let losses = losses(&Relu, how);
        assert_eq!(losses.len(), 20);
        axes.assert_through(curve, (0..).map(f64::from).zip(medians(&losses)));
        axes.along(curve)
    });
    assert!(unit.iter().all(|at| (at.1 - 2.0).abs() < 0.02));
    let fallen =
        |curve: Vec<(f64, f64)>| curve.into_iter().find(|at| at.1 < 0.5).unwrap().0;
    assert!(fallen(he) < fallen(xavier));
}
