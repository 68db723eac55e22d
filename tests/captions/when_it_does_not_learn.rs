//! The captions of the chapter *When it does not learn*.

use backprop::when_it_does_not_learn::faults::fault;
use figures::when_it_does_not_learn::ladder;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::drawn::{BLUE, Corners, Drawn, VERMILION};

/// The training loss (blue) and the validation loss (orange) of the first 30 epochs, from seed 0.
/// Each title is the one fault that is planted.
#[test]
fn training_losses_are_blue_validation_losses_orange_under_the_name_of_the_fault() {
    let figure = Drawn::of("four-shapes");
    let axes = figure.axes();
    let faults = [
        "nothing",
        "all weights 0",
        "20 training points",
        "rate 100 times too large",
    ];
    assert_eq!(axes.len(), faults.len());
    let (blue, orange) = (figure.curves_in(BLUE), figure.curves_in(VERMILION));
    for (panel, name) in faults.into_iter().enumerate() {
        let (left, top) = blue[panel].corners()[0];
        let title = figure.text(name).at;
        assert!(
            (left - title.0).abs() < 150.0 && (0.0..420.0).contains(&(top - title.1)),
            "{name}"
        );
        let epochs = fault(name).planted(0).curves(&mut ChaCha8Rng::seed_from_u64(0));
        let number = |at: usize| epochs[at].number as f64;
        axes[panel].assert_through(
            blue[panel],
            (0..30).map(|at| (number(at), epochs[at].loss)),
        );
        let losses = (0..30).map(|at| (number(at), epochs[at].validation.loss));
        axes[panel].assert_through(orange[panel], losses);
    }
    assert_eq!(figure.text("training").color, BLUE);
    assert_eq!(figure.text("validation").color, VERMILION);
}

/// From how many of 200 seeds each of the five rungs finds something wrong. An empty field is
/// none. The first row is the right program.
#[test]
fn a_field_is_the_number_of_seeds_and_empty_where_it_is_none() {
    let figure = Drawn::of("ladder");
    assert_eq!(figures::when_it_does_not_learn::SEEDS, 200);
    for (row, (name, found)) in ladder().into_iter().enumerate() {
        let top = 60.0 + 50.0 * row as f64;
        let before = figure.texts_in([(0.0, top), (499.0, top + 50.0)]);
        assert_eq!(before[0].words, name);
        assert_eq!(row == 0, name == "nothing");
        for (rung, seeds) in found.into_iter().enumerate() {
            let left = 500.0 + 96.0 * rung as f64;
            let field: Corners = [(left, top), (left + 96.0, top + 50.0)];
            let numbers = figure.numbers_in(field);
            let right = if seeds == 0 { vec![] } else { vec![seeds as f64] };
            assert_eq!(numbers, right, "{name}, rung {}", rung + 1);
            assert!(seeds <= 200);
        }
    }
    let rungs = figure.numbers_in([(500.0, 0.0), (1000.0, 59.0)]);
    assert_eq!(rungs, [1.0, 2.0, 3.0, 4.0, 5.0]);
}
