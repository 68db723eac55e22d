//! Claims of the chapter *Generalization*.

use backprop::classification::softmax;
use backprop::sequential::Sequential;
use figures::generalization::{DECAYED, PLAIN, Run};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("generalization", words);
}

/// Now make it hard on purpose: 90 points to train on, arms that overlap, and a network
/// of 4547 weights and biases.
#[test]
fn the_network_for_few_points_has_4547_parameters() {
    says(&format!("{} weights and biases", PLAIN[0].net.parameters().len()));
}

#[test]
fn trained_too_long_the_loss_of_new_points_rises_and_both_cures_help() {
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        let [train, _, test] = plain.losses(&plain.net);
        assert!(train < 0.2 && test > 0.6);
        assert!(plain.losses(&plain.stopped())[2] < test - 0.1);
        assert!(decayed.losses(&decayed.net)[2] < test - 0.1);
        let last = plain.epochs[plain.epochs.len() - 1];
        assert!(last.validation.loss > plain.best.0.validation.loss + 0.3);
    }
    let first = PLAIN[0].epochs[0].validation.loss;
    let last = PLAIN[0].epochs[149].validation.loss;
    assert!(last > first + 0.3, "{first} {last}");
}

#[test]
fn neither_of_the_two_cures_is_always_the_better_one() {
    let decay_wins = PLAIN.iter().zip(&*DECAYED).filter(|(plain, decayed)| {
        decayed.losses(&decayed.net)[2] < plain.losses(&plain.stopped())[2]
    });
    assert!((3..=8).contains(&decay_wins.count()));
}

#[test]
fn both_cures_raise_the_accuracy_from_most_seeds() {
    let runs = || PLAIN.iter().zip(&*DECAYED);
    let stopping = runs()
        .filter(|(plain, _)| {
            plain.accuracy(&plain.stopped()) > plain.accuracy(&plain.net)
        })
        .count();
    let decaying = runs()
        .filter(|(plain, decayed)| {
            decayed.accuracy(&decayed.net) > plain.accuracy(&plain.net)
        })
        .count();
    assert!(stopping >= 7 && decaying >= 7, "{stopping} {decaying}");
}

/// [Further on](generalization.md#overfitting), a network is sure and wrong.
#[test]
fn most_of_the_loss_of_new_points_is_of_confident_mistakes_before_the_cures() {
    /// The part of the test loss that is of points whose class has a share below a tenth.
    fn part(run: &Run, net: &Sequential) -> f64 {
        let shares = softmax(&net.outputs(&run.points[2]));
        let rows = shares.rows().into_iter().zip(&run.points[2].labels);
        let losses: Vec<f64> = rows.map(|(p, &label)| -p[label].ln()).collect();
        let sure = losses.iter().filter(|&&loss| loss > -0.1_f64.ln());
        sure.sum::<f64>() / losses.iter().sum::<f64>()
    }
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        let (long, early) = (part(plain, &plain.net), part(plain, &plain.stopped()));
        let decay = part(decayed, &decayed.net);
        println!("{long:.2} {early:.2} {decay:.2}");
        assert!(long > 0.5 && early < long - 0.2 && decay < long - 0.2);
    }
}

#[test]
fn without_decay_the_squares_of_the_parameters_add_up_to_three_times_as_much() {
    let squares = |run: &Run| run.net.parameters().iter().map(|w| w * w).sum::<f64>();
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        assert!(squares(plain) > 3.0 * squares(decayed));
    }
}

#[test]
fn trained_too_long_a_network_is_sure_of_more_points() {
    // The part of the test points whose arm, right or wrong, gets a share of 90 % or more.
    let sure = |run: &Run, net: &Sequential| {
        let shares = softmax(&net.outputs(&run.points[2]));
        let rows = shares.rows().into_iter();
        let sure = rows.filter(|row| row.iter().any(|&share| share >= 0.9)).count();
        sure as f64 / run.points[2].len() as f64
    };
    for (plain, decayed) in PLAIN.iter().zip(&*DECAYED) {
        let long = sure(plain, &plain.net);
        let (early, decay) =
            (sure(plain, &plain.stopped()), sure(decayed, &decayed.net));
        println!("{long:.2} {early:.2} {decay:.2}");
        assert!(early < long - 0.1 && decay < long - 0.1);
    }
}
