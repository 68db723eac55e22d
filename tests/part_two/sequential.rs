//! Claims of the chapter *Any number of layers*.

use std::cmp::Ordering;
use std::sync::LazyLock;

use backprop::activation::Sigmoid;
use backprop::dense::Dense;
use backprop::gradient_descent::Gradients;
use backprop::learning_rate::{loss_and_gradients, two_inputs};
use backprop::loss::sum_of_squares;
use backprop::network::{Network, four_rows};
use backprop::sequential::{Sequential, in_one_list};
use backprop::training::train;
use backprop::what_it_learned::falls_at_every_step;
use figures::sequential::drawn;

use crate::dense::train_frozen;

/// The losses of networks of two inputs and these layers, from seeds 0 to 19.
pub fn losses_of_twenty(widths: &[usize]) -> Vec<Vec<f64>> {
    let (x, y) = two_inputs();
    (0..20).map(|seed| drawn(widths, seed).train(&x, &y, 1.0, 1500)).collect()
}

static TWO_LAYERS: LazyLock<Vec<Vec<f64>>> =
    LazyLock::new(|| losses_of_twenty(&[2, 4, 1]));
static THREE_LAYERS: LazyLock<Vec<Vec<f64>>> =
    LazyLock::new(|| losses_of_twenty(&[2, 4, 4, 1]));

/// Two sigmoid layers whose biases are 0 are the network of Part I:
///
/// They don't stay so, because training moves the biases as well. All weights and
/// predictions are the same **bit for bit** after 1500 iterations, although one
/// program names its two layers and the other loops over a list of them. A test
/// repeats it for 20 seeds, and compares all 1501 losses of each.
#[test]
fn two_sigmoid_layers_with_biases_frozen_at_0_are_part_one_bit_for_bit() {
    let (x, y) = four_rows();
    for seed in 0..20 {
        let mut net = Network::seeded(seed);
        let mut layers = Sequential::from(&net);
        let history = train(&mut net, &x, &y, 1.0, 1500);
        let losses = train_frozen(&mut layers, &x, &y, &[0, 1]);
        assert_eq!(losses.len(), 1501);
        assert_eq!(losses, history.losses());
        assert_eq!(layers.parameters(), Sequential::from(&net).parameters());
        assert_eq!(layers.predict(&x), net.predict(&x));

        let mut free = Sequential::from(&Network::seeded(seed));
        free.train(&x, &y, 1.0, 1500);
        let biases = |l: usize| free.stages[l].layer.parameters().1;
        assert!([0, 1].map(biases).iter().flatten().all(|&bias| bias != 0.0));
    }
}

/// All its parameters are 0, as `Dense::new` makes them, until somebody changes
/// them. Layer by layer that is $`2 \times 4 + 4 = 12`$ in the first, $`4 \times 4 + 4
/// = 20`$ in the second and $`4 \times 1 + 1 = 5`$ in the third. `in_one_list` lists
/// the slopes in the same order: in the network of [fig:layers], place 12, counted
/// from 0, is the first weight of the second layer in the one list, and its slope in
/// the other.
#[test]
fn the_network_of_the_figure_has_37_parameters_all_0_and_place_12_is_of_layer_two() {
    let mut net = Sequential::new(Dense::new(2, 4), &Sigmoid)
        .then(Dense::new(4, 4), &Sigmoid)
        .then(Dense::new(4, 1), &Sigmoid);
    assert_eq!(net.parameters(), [0.0; 37]);
    net.set_parameters(&(0..37).map(f64::from).collect::<Vec<_>>());
    let (weights, _) = net.stages[1].layer.parameters();
    assert_eq!(weights[[0, 0]], 12.0);

    let (x, y) = two_inputs();
    let (_, gradients) = loss_and_gradients(&drawn(&[2, 4, 4, 1], 0), &x, &y);
    let slopes = in_one_list(&gradients);
    assert_eq!((slopes.len(), slopes[12]), (37, gradients[1].dw[[0, 0]]));
}

/// Leave it out, and train as in Part I, from the weights of seed 2: after 1500
/// steps the loss is 0.75, not 0.0018.
#[test]
fn gradients_that_add_up_lead_to_a_loss_of_three_quarters() {
    let (x, y) = four_rows();
    let mut net = Network::seeded(2);
    let mut kept: Option<Gradients> = None;
    for _ in 0..1500 {
        let mut gradients = net.backward(&x, &y, &net.forward(&x));
        if let Some(kept) = kept {
            gradients.dw1 += &kept.dw1;
            gradients.dw2 += &kept.dw2;
        }
        net.step(&gradients, 1.0);
        kept = Some(gradients);
    }
    let kept = sum_of_squares(&net.predict(&x), &y);
    let fresh = train(&mut Network::seeded(2), &x, &y, 1.0, 1500).final_loss();
    crate::common::says(
        "sequential",
        &format!("the loss is {kept:.2}, not {fresh:.4}."),
    );
}

/// One layer never does: it ends at one half for every row, with biases or without.
/// One layer can't learn XOR.
#[test]
fn one_layer_ends_at_one_half_for_every_row() {
    let (x, y) = two_inputs();
    for seed in 0..20 {
        let mut net = drawn(&[2, 1], seed);
        let losses = net.train(&x, &y, 1.0, 1500);
        assert!((losses[1500] - 1.0).abs() < 1e-6);
        assert!(net.predict(&x).iter().all(|y_hat| (y_hat - 0.5).abs() < 1e-3));

        let mut without = drawn(&[2, 1], seed);
        without.stages[0].layer.parameters_mut().1.fill(0.0);
        let losses = train_frozen(&mut without, &x, &y, &[0]);
        assert!((losses[1500] - 1.0).abs() < 1e-6);
    }
}

/// Three layers learn later than two, from each of 20 seeds. After 1500 iterations
/// two and three layers tie, but after 500 they don't. After 1500 iterations, at
/// least 15 of 20 networks of three layers are below the one of two layers from the same
/// seed. Three layers arrive lower than two. Lower is not sooner.
#[test]
fn three_layers_learn_later_than_two_and_end_lower() {
    let first_below =
        |losses: &[f64]| losses.iter().position(|&loss| loss < 0.05).unwrap();
    let later = |two: &[f64], three: &[f64]| first_below(three) > first_below(two);
    let mut pairs = TWO_LAYERS.iter().zip(&*THREE_LAYERS);
    assert!(pairs.all(|(two, three)| later(two, three)));
    let pairs = TWO_LAYERS.iter().zip(&*THREE_LAYERS);
    let lower = pairs.filter(|(two, three)| three[1500] < two[1500]);
    assert!(lower.count() >= 15);

    let learned = |nets: &[Vec<f64>], iterations: usize| {
        nets[..5].iter().filter(|losses| losses[iterations] < 0.05).count()
    };
    let after = |iterations| {
        learned(&TWO_LAYERS, iterations).cmp(&learned(&THREE_LAYERS, iterations))
    };
    assert_eq!((after(500), after(1500)), (Ordering::Greater, Ordering::Equal));
}

/// Two layers can.
/// With two layers it falls at every step in all 20.
/// A step that is short enough for two layers can be too long for three.
#[test]
fn with_two_layers_the_loss_falls_at_every_step_and_with_three_it_seldom_does() {
    assert!(TWO_LAYERS.iter().all(|losses| falls_at_every_step(losses)));
    assert!(TWO_LAYERS.iter().all(|losses| losses[1500] < 0.05));
    let falling = THREE_LAYERS.iter().filter(|losses| falls_at_every_step(losses));
    assert!(falling.count() < 10);
}

/// When the loss of three layers has begun to fall toward 0, it can jump up: in most
/// of 20 runs by more than 0.1 in a single step.
#[test]
fn with_three_layers_the_loss_jumps_up_in_most_runs_and_only_below_the_plateau() {
    let jump = |losses: &[f64]| {
        losses
            .windows(2)
            .skip(10)
            .find(|pair| pair[1] > pair[0] + 0.1)
            .map(|pair| pair[0])
    };
    let jumps: Vec<f64> =
        THREE_LAYERS.iter().filter_map(|losses| jump(losses)).collect();
    assert!(jumps.len() > 10);
    assert!(jumps.iter().all(|&before| before < 0.7));
}

/// At half the learning rate, at least 15 of the 20 runs with three layers fall at
/// every step.
#[test]
fn at_half_the_learning_rate_the_loss_of_three_layers_falls_at_every_step_in_most_runs()
 {
    let (x, y) = two_inputs();
    let falls = |&seed: &u64| {
        falls_at_every_step(&drawn(&[2, 4, 4, 1], seed).train(&x, &y, 0.5, 3000))
    };
    let falling = (0..20).filter(falls).count();
    assert!(falling >= 15);
}

/// None of four layers has learned the rows after 1500 iterations, and of five only
/// one after 6000. Drawn from 0 to 1 none did.
#[test]
fn four_layers_are_on_the_plateau_still_after_1500_iterations() {
    let losses = losses_of_twenty(&[2, 4, 4, 4, 1]);
    assert!(losses.iter().all(|losses| losses[1500] > 0.5));

    let (x, y) = two_inputs();
    let five = |seed| drawn(&[2, 4, 4, 4, 4, 1], seed).train(&x, &y, 1.0, 6000);
    let learned = (0..5).map(five).filter(|losses| losses[6000] < 0.05);
    assert_eq!(learned.count(), 1);
}
