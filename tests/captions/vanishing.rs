//! The captions of the chapter *Vanishing gradients*.

use backprop::activation::{Activation, Gelu, LeakyRelu, Relu, Sigmoid, Tanh};
use backprop::learning_rate::two_inputs;
use backprop::what_it_learned::quantile;
use figures::activation_functions::seeded;
use figures::sequential::drawn;
use figures::vanishing::{after_long_step, dead_units, learns, slope_sizes};

use crate::drawn::{BLUE, Drawn, GREEN, GRID, PURPLE, VERMILION};
use crate::value::value;

/// The loss of seed 10 with two, three and four layers, on two inputs, at learning rate 0.5. All
/// fall to 1 at once. The deeper the network, the longer it stays there.
#[test]
fn the_losses_of_seed_10_are_drawn_with_two_three_and_four_layers() {
    let figure = Drawn::of("depth");
    let axes = &figure.axes()[0];
    let (x, y) = two_inputs();
    assert_eq!(x.ncols(), 2);
    let networks: [(&str, &[usize]); 3] = [
        ("2 layers", &[2, 4, 1]),
        ("3 layers", &[2, 4, 4, 1]),
        ("4 layers", &[2, 4, 4, 4, 1]),
    ];
    let waits = networks.map(|(name, widths)| {
        let curve = figure.curves_in(&figure.text(name).color)[0];
        let losses = drawn(widths, 10).train(&x, &y, 0.5, 5000);
        let points =
            losses.iter().enumerate().map(|(i, &loss)| (i as f64, loss.min(1.4)));
        axes.assert_through(curve, points.step_by(5));
        let along = axes.along(curve);
        assert!(along.iter().any(|&(i, loss)| i < 200.0 && loss < 1.1), "{name}");
        along.into_iter().find(|at| at.1 < 0.5).unwrap().0
    });
    assert!(waits[0] < waits[1] && waits[1] < waits[2], "{waits:?}");
}

/// The mean size of the slopes along the weighted sums in each of ten layers, the median of 100
/// seeds. From one grid line to the next is a factor of a hundred. With sigmoids they shrink at
/// every layer on the way back.
#[test]
fn the_sizes_of_slopes_in_ten_layers_are_drawn_on_a_grid_of_factors_of_100() {
    let figure = Drawn::of("slopes-by-layer");
    let axes = &figure.axes()[0];
    let networks: [(&str, &'static dyn Activation); 3] =
        [("sigmoid", &Sigmoid), ("tanh", &Tanh), ("ReLU", &Relu)];
    for (name, activation) in networks {
        let sizes: Vec<Vec<f64>> =
            (0..100).map(|seed| slope_sizes(&seeded(9, activation, seed))).collect();
        let median = |layer: usize| {
            let of_layer: Vec<f64> = sizes.iter().map(|sizes| sizes[layer]).collect();
            (layer as f64 + 1.0, quantile(&of_layer, 0.5))
        };
        let curve = figure.curves_in(&figure.text(name).color)[0];
        axes.assert_through(curve, (0..10).map(median));
    }
    let sigmoid = figure.curves_in(&figure.text("sigmoid").color)[0];
    assert!(sigmoid.points.windows(2).all(|pair| pair[0].1 > pair[1].1 + 10.0));
    let lines = figure.lines_in(GRID);
    let mut heights: Vec<f64> = lines
        .iter()
        .filter(|line| line.points[0].1 == line.points[1].1)
        .map(|line| axes.at(line.points[0]).1)
        .collect();
    heights.sort_by(f64::total_cmp);
    assert!(heights.len() > 2);
    for pair in heights.windows(2) {
        assert!((pair[1] / pair[0] / 100.0 - 1.0).abs() < 0.1, "{pair:?}");
    }
}

/// Networks with one hidden layer of six units. Above, the share of ReLU units that are dead
/// after one step at the learning rate on the axis. In the lower panel, the share of
/// [value:vanishing.seeds] seeds whose loss falls below 0.1 afterwards, within 300 iterations at
/// rate 0.3.
#[test]
fn above_are_the_units_that_one_step_kills_and_in_the_lower_panel_the_seeds_that_learn()
 {
    let figure = Drawn::of("one-long-step");
    let [above, lower] = &figure.axes()[..] else { panic!("two panels") };
    let net = after_long_step(&Relu, 0, 1.0);
    assert_eq!(
        net.stages.iter().map(|s| s.layer.outputs()).collect::<Vec<_>>(),
        [6, 1]
    );
    let rates = [0.0, 1.0, 2.0, 5.0, 10.0, 20.0];
    let dead = rates.map(|rate| {
        let dead = |seed| dead_units(&after_long_step(&Relu, seed, rate));
        (rate, (0..100).map(dead).sum::<usize>() as f64 / 6.0)
    });
    let orange = figure.curves_in(VERMILION);
    above.assert_through(orange[0], dead);
    let title = figure.text("dead ReLU units, %");
    assert!(title.at.1 < orange[0].corners()[0].1);
    let seeds = value("vanishing.seeds");
    let networks: [(&str, &'static dyn Activation, _); 4] = [
        ("tanh", &Tanh, BLUE),
        ("GELU", &Gelu, GREEN),
        ("leaky ReLU", &LeakyRelu, PURPLE),
        ("ReLU", &Relu, VERMILION),
    ];
    for (name, activation, color) in networks {
        assert_eq!(figure.text(name).color, color);
        let curve = *figure.curves_in(color).last().unwrap();
        let learns = |&seed: &u64| {
            learns(&mut after_long_step(activation, seed, 10.0), 0.3, 300)
        };
        let share = 100.0 * (0..seeds as u64).filter(learns).count() as f64 / seeds;
        let (rate, drawn) = lower.at(curve.points[4]);
        assert!(
            (rate - 10.0).abs() < 0.1 && (drawn - share).abs() < 100.0 / seeds + 0.5,
            "{name}"
        );
    }
    let title = figure.text("seeds that learn afterwards, %");
    assert!(
        title.at.1 > orange[0].corners()[1].1
            && title.at.1 < orange[1].corners()[0].1
    );
}
