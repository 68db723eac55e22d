//! What the sections *Panics* and *Errors* of the documentation say, where no test beside the
//! code shows it.

use std::ops::ControlFlow;

use backprop::activation::{Activation, Identity, Sigmoid};
use backprop::classification::{Dataset, cross_entropy, squares};
use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::{Dense, Gradients, Layer};
use backprop::digits::digits_in;
use backprop::loss::sum_of_squares_gradient;
use backprop::memory_and_threads::batch::{in_pieces, on_two_threads};
use backprop::memory_and_threads::train_in_place;
use backprop::mini_batches::{
    Training, arms_net, arms_training, confusion, fit, mean_gradients,
};
use backprop::network::{Network, four_rows};
use backprop::optimizers::GradientDescent;
use backprop::pooling::MaxPool;
use backprop::sequential::Sequential;
use backprop::speed::{
    product_by_columns, product_by_rows, product_in_eight_sums, product_with_turned,
};
use backprop::what_it_learned::{quantile, three_rows};
use ndarray::{Array1, Array2, Array3, ShapeBuilder, array};
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(0)
}

fn zeros(rows: usize, columns: usize) -> Array2<f64> {
    Array2::zeros((rows, columns))
}

// Of what it learned.

#[test]
#[should_panic(expected = "index 4")]
fn there_is_no_fifth_row_to_leave_out() {
    three_rows(4);
}

#[test]
#[should_panic(expected = "no value is at 0.5")]
fn no_values_have_no_median() {
    quantile(&[], 0.5);
}

#[test]
#[should_panic(expected = "no value is at 1.1")]
fn no_value_is_above_all() {
    quantile(&[1.0, 2.0], 1.1);
}

// Of layers.

#[test]
#[should_panic(expected = "predictions and targets must have the same shape")]
fn slopes_of_a_loss_along_more_predictions_than_targets_are_refused() {
    sum_of_squares_gradient(&zeros(4, 1), &zeros(1, 1));
}

#[test]
#[should_panic(expected = "x and dz of ((4, 3), (5, 2)) for a layer of")]
fn a_dense_layer_refuses_slopes_of_more_samples() {
    Dense::new(3, 2).backward(&zeros(4, 3), &zeros(5, 2));
}

#[test]
#[should_panic(expected = "x and dz of ((5, 3), (5, 3)) for a layer of")]
fn a_dense_layer_refuses_slopes_along_more_sums() {
    Dense::new(3, 2).backward(&zeros(5, 3), &zeros(5, 3));
}

#[test]
#[should_panic(expected = "x and dz of ((5, 4), (5, 2)) for a layer of")]
fn a_dense_layer_refuses_longer_rows_on_the_way_back_too() {
    Dense::new(3, 2).backward(&zeros(5, 4), &zeros(5, 2));
}

#[test]
#[should_panic(expected = "equal_dim")]
fn an_activation_refuses_slopes_of_more_samples() {
    Sigmoid.backward(&zeros(4, 1), &zeros(4, 1), &zeros(5, 1));
}

#[test]
#[should_panic(expected = "slopes of ([3, 1], 1) along parameters of ([2, 1], 1)")]
fn a_step_refuses_slopes_of_another_layer() {
    let dw = zeros(3, 1).into_dyn();
    let gradients = [Gradients { dw, db: Array1::zeros(1) }];
    Sequential::new(Dense::new(2, 1), &Sigmoid).step(&gradients, 1.0);
}

#[test]
#[should_panic(expected = "slopes of ([1, 1], 1) along parameters of ([2, 1], 1)")]
fn a_step_does_not_stretch_a_slope() {
    let dw = zeros(1, 1).into_dyn();
    let gradients = [Gradients { dw, db: Array1::zeros(1) }];
    Sequential::new(Dense::new(2, 1), &Sigmoid).step(&gradients, 1.0);
}

// Of the learning rate.

#[test]
#[should_panic(expected = "numbers that lie row after row")]
fn an_optimizer_refuses_weights_that_lie_column_after_column() {
    let weights = Array2::zeros((2, 3).f());
    let layer = Dense { weights, biases: Array1::zeros(3) };
    let mut net = Sequential::new(layer, &Sigmoid);
    let (x, dz) = (zeros(1, 2), zeros(1, 3));
    let gradients = net.backward(&x, &net.forward(&x), &dz).gradients;
    let mut rules = net.rules(GradientDescent);
    net.step_with(&mut rules, 1.0, &gradients);
}

#[test]
#[should_panic(expected = "rules for 0 layers, and the network has 1")]
fn an_optimizer_refuses_rules_for_fewer_layers() {
    let mut net = Sequential::new(Dense::new(2, 1), &Sigmoid);
    let (x, dz) = (zeros(1, 2), zeros(1, 1));
    let gradients = net.backward(&x, &net.forward(&x), &dz).gradients;
    net.step_with::<GradientDescent>(&mut [], 1.0, &gradients);
}

// Of mini-batches.

/// Four points of three classes.
fn four() -> Dataset {
    Dataset { x: zeros(4, 2), labels: vec![0, 1, 2, 0], classes: 3 }
}

#[test]
#[should_panic(expected = "a share is 1.1, not 0 to 1")]
fn more_than_all_samples_cannot_be_split_off() {
    four().split(1.1);
}

#[test]
#[should_panic(expected = "there is no sample")]
fn there_are_no_outputs_for_no_sample() {
    arms_net(2, &Identity, &mut rng()).outputs(&four().select(&[]));
}

#[test]
#[should_panic(expected = "there is no sample")]
fn there_is_no_score_of_no_sample() {
    arms_net(2, &Identity, &mut rng()).score(&four().select(&[]), cross_entropy);
}

#[test]
#[should_panic(expected = "outputs and targets must have the same shape")]
fn the_mean_of_squares_needs_a_target_for_each_sample() {
    let net = arms_net(2, &Identity, &mut rng());
    mean_gradients(&net, squares, &zeros(4, 2), &zeros(3, 3));
}

#[test]
#[should_panic(expected = "a decision for each label")]
fn confusion_needs_a_decision_for_each_label() {
    confusion(&[0, 1], &[0], 2);
}

fn fit_in_batches_of(batch: usize, data: &Dataset, validation: &Dataset) {
    let mut net = arms_net(2, &Identity, &mut rng());
    let training = Training { batch, ..arms_training() };
    let optimizer = GradientDescent;
    fit(&mut net, data, validation, &training, optimizer, &mut rng(), |_, _| {
        ControlFlow::Break(())
    });
}

/// `fit` refuses to train on no samples or in empty batches, or to validate on no
/// samples.
#[test]
#[should_panic(expected = "there is no sample in a batch")]
fn there_is_no_batch_of_no_sample() {
    fit_in_batches_of(0, &four(), &four());
}

#[test]
#[should_panic(expected = "4 samples and 3 labels")]
fn training_refuses_a_sample_without_a_label() {
    let data = Dataset { labels: vec![0, 1, 2], ..four() };
    fit_in_batches_of(2, &data, &four());
}

#[test]
#[should_panic(expected = "4 samples and 5 labels")]
fn validating_refuses_a_label_without_a_sample() {
    let validation = Dataset { labels: vec![0; 5], ..four() };
    fit_in_batches_of(2, &four(), &validation);
}

#[test]
#[should_panic(expected = "a label is 3, and there are 3 classes")]
fn training_refuses_a_label_that_is_no_class() {
    let data = Dataset { labels: vec![0, 1, 2, 3], ..four() };
    fit_in_batches_of(2, &data, &four());
}

#[test]
#[should_panic(expected = "a label is 7, and there are 3 classes")]
fn validating_refuses_a_label_that_is_no_class() {
    let validation = Dataset { labels: vec![0, 7, 2, 0], ..four() };
    fit_in_batches_of(2, &four(), &validation);
}

// Of convolution.

const FIVE: ImageShape = ImageShape { channels: 1, height: 5, width: 5 };

#[test]
#[should_panic(expected = "a row of 24 numbers is no image of")]
fn a_row_shorter_than_an_image_is_refused() {
    FIVE.image(Array1::zeros(24).view());
}

#[test]
#[should_panic(expected = "an image of (1, 6, 6) for a convolution of (1, 5, 5)")]
fn the_loops_back_refuse_an_image_of_another_shape() {
    let (image, dz) = (Array3::zeros((1, 6, 6)), Array3::zeros((1, 3, 3)));
    Convolution::new(FIVE, 1, 3).backward_by_loops(&image, &dz);
}

#[test]
#[should_panic(expected = "x and dz of ((1, 25), (1, 10)) for a layer of")]
fn a_convolution_refuses_slopes_along_more_sums() {
    Convolution::new(FIVE, 1, 3).backward(&zeros(1, 25), &zeros(1, 10));
}

#[test]
#[should_panic(expected = "x and dz of ((1, 26), (1, 9)) for a layer of")]
fn a_convolution_refuses_longer_rows_on_the_way_back_too() {
    Convolution::new(FIVE, 1, 3).backward(&zeros(1, 26), &zeros(1, 9));
}

#[test]
#[should_panic(expected = "a row of 26 numbers is no image of")]
fn a_pool_refuses_longer_rows() {
    MaxPool { input: FIVE, size: 2 }.forward(&zeros(1, 26));
}

#[test]
#[should_panic(expected = "x and dz of ((1, 25), (1, 5)) for a layer of")]
fn a_pool_refuses_slopes_along_more_squares() {
    MaxPool { input: FIVE, size: 2 }.backward(&zeros(1, 25), &zeros(1, 5));
}

#[test]
#[should_panic(expected = "x and dz of ((2, 25), (1, 9)) for a layer of")]
fn a_convolution_refuses_slopes_of_fewer_samples() {
    Convolution::new(FIVE, 1, 3).backward(&zeros(2, 25), &zeros(1, 9));
}

#[test]
#[should_panic(expected = "x and dz of ((1, 25), (2, 4)) for a layer of")]
fn a_pool_refuses_slopes_of_more_samples() {
    MaxPool { input: FIVE, size: 2 }.backward(&zeros(1, 25), &zeros(2, 4));
}

// Of speed.

#[test]
#[should_panic(expected = "(2, 3) times (2, 2) is not (2, 2)")]
fn loops_over_columns_refuse_a_b_of_too_few_rows() {
    product_by_columns(&zeros(2, 3), &zeros(2, 2), &mut zeros(2, 2));
}

#[test]
#[should_panic(expected = "(2, 3) times (3, 4) is not (2, 3)")]
fn loops_over_rows_refuse_a_c_of_too_few_columns() {
    product_by_rows(&zeros(2, 3), &zeros(3, 4), &mut zeros(2, 3));
}

#[test]
#[should_panic(expected = "(2, 3) times (4, 2) is not (2, 2)")]
fn loops_over_columns_refuse_a_b_of_too_many_rows() {
    product_by_columns(&zeros(2, 3), &zeros(4, 2), &mut zeros(2, 2));
}

#[test]
#[should_panic(expected = "(2, 3) times (4, 2) is not (2, 2)")]
fn a_turned_b_is_refused_with_its_shape_before() {
    product_with_turned(&zeros(2, 3), &zeros(2, 4), &mut zeros(2, 2));
}

#[test]
#[should_panic(expected = "(2, 3) times (3, 2) is not (2, 3)")]
fn eight_sums_refuse_a_c_of_too_many_columns() {
    product_in_eight_sums(&zeros(2, 3), &zeros(2, 3), &mut zeros(2, 3));
}

/// The twin of a convolution of 3 by 3 pixels.
fn fast() -> Sequential {
    Sequential::new(Convolution::new(FIVE, 1, 3), &Identity).fast()
}

#[test]
#[should_panic(expected = "rows of 24 numbers for a layer of 25 inputs")]
fn the_twin_of_a_convolution_refuses_shorter_rows() {
    fast().forward(&zeros(1, 24));
}

#[test]
#[should_panic(expected = "rows of 26 numbers for a layer of 25 inputs")]
fn the_twin_of_a_pool_refuses_longer_rows() {
    let pool = MaxPool { input: FIVE, size: 2 };
    Sequential::new(pool, &Identity).fast().forward(&zeros(1, 26));
}

#[test]
#[should_panic(expected = "x and dz of ((2, 25), (1, 9)) for a layer of")]
fn the_twin_of_a_convolution_refuses_slopes_of_fewer_samples() {
    fast().stages[0].layer.backward(&zeros(2, 25), &zeros(1, 9));
}

#[test]
#[should_panic(expected = "slopes of (1, 10) along an output of (1, 9)")]
fn a_network_of_twins_refuses_slopes_along_more_sums() {
    let x = zeros(1, 25);
    fast().backward(&x, &fast().forward(&x), &zeros(1, 10));
}

// Of memory and threads.

#[test]
#[should_panic(expected = "4 × 1, and output 2 × 1")]
fn training_in_place_refuses_targets_of_too_few_rows() {
    let (x, _) = four_rows();
    train_in_place(&mut Network::seeded(2), &x, &array![[0.0], [1.0]], 1.0, 1);
}

#[test]
#[should_panic(expected = "as many rows of targets as of inputs")]
fn two_threads_refuse_a_target_too_many() {
    let net = arms_net(2, &Identity, &mut rng());
    on_two_threads(&net, cross_entropy, &zeros(4, 2), &zeros(5, 3));
}

#[test]
#[should_panic(expected = "logits and targets must have the same shape")]
fn one_piece_refuses_a_target_too_many() {
    let net = arms_net(2, &Identity, &mut rng());
    in_pieces(&net, cross_entropy, &zeros(4, 2), &zeros(5, 3));
}

// Of digits.

#[test]
#[should_panic(expected = "a whole number")]
fn a_pixel_that_is_no_number_is_refused() {
    digits_in("0,1,x");
}

#[test]
#[should_panic(expected = "no 64 pixels of 0 to 16 and a label")]
fn a_pixel_of_more_than_16_is_refused() {
    digits_in(&format!("17{}", ",0".repeat(64)));
}

#[test]
#[should_panic(expected = "no 64 pixels of 0 to 16 and a label")]
fn a_label_of_more_than_9_is_refused() {
    digits_in(&format!("{}10", "0,".repeat(64)));
}

#[test]
#[should_panic(expected = "no 64 pixels of 0 to 16 and a label")]
fn a_digit_without_a_label_is_refused() {
    digits_in(["0"; 64].join(",").as_str());
}
