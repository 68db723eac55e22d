//! Wrong answers that the catalog was not written from: the ideas of public programs, in the
//! functions of the workbook, and slips of a reader. What it says of each is what is wrong in it.
//!
//! Above each stands where it was found: a repository with a file or an issue. Those that no
//! entry explains must stay without a name, or get the right one.

use std::ops::Range;

use backprop::activation::{
    Activation, sigmoid, sigmoid_prime, sigmoid_prime_from_output,
};
use backprop::chain_rule::NeuronGradients;
use backprop::classification::{Dataset, Loss, cross_entropy, decide, softmax};
use backprop::convolution::Convolution;
use backprop::dense::{Dense, Layer};
use backprop::feedforward::Trace;
use backprop::gradient_descent::{self, Gradients};
use backprop::initialization::Initialization;
use backprop::loss::sum_of_squares;
use backprop::network::Network;
use backprop::optimizers::Optimizer;
use backprop::pooling::MaxPool;
use backprop::sequential::{Backward, Pass, Sequential};
use mistakes::{Diagnosis, Verdict};
use ndarray::{Array1, Array2, Array3, Array4, ArrayView1, Axis, indices};

#[track_caller]
fn assert_named(verdict: Verdict, names: &[&str]) {
    match verdict {
        Err(it @ Diagnosis::Known { .. }) => assert_eq!(it.names(), names, "{it}"),
        other => panic!("not {names:?} but: {other:?}"),
    }
}

/// No name: it is not known, and that is said.
#[track_caller]
fn assert_unknown(verdict: Verdict) {
    assert!(matches!(verdict, Err(Diagnosis::Unknown { .. })), "{verdict:?}");
}

#[track_caller]
fn assert_passes(verdict: Verdict) {
    assert!(verdict.is_ok(), "{verdict:?}");
}

// parasdahal/deepnet, deepnet/layers.py at 2ccde25
#[test]
fn a_sigmoid_that_falls_has_the_slope_of_one_that_rises() {
    fn falling(z: f64) -> f64 {
        let power = z.exp();
        1.0 / (1.0 + power)
    }
    assert_named(mistakes::activation::sigmoid(falling), &["without-the-minus"]);
    assert_passes(mistakes::activation::sigmoid_prime(|z| {
        let out = falling(z);
        out * (1.0 - out)
    }));
}

// stats.stackexchange.com/questions/464262
#[test]
fn the_slope_along_a_weight_is_multiplied_by_the_weight() {
    assert_named(
        mistakes::chain_rule::neuron_backward(|x, trace| {
            let w = trace.z / x;
            let d_error = 2.0 * trace.error;
            let d_y_hat = d_error;
            let dz = d_y_hat * sigmoid_prime(trace.z);
            NeuronGradients { d_error, d_y_hat, dz, dw: dz * w }
        }),
        &["weight-for-input"],
    );
}

// jackm321/RustNN, src/lib.rs at 05e098a, `do_run`
#[test]
fn both_layers_read_the_inputs() {
    fn sums(x: &Array2<f64>, weights: &Array2<f64>) -> Array2<f64> {
        Array2::from_shape_fn((x.nrows(), weights.ncols()), |(row, node)| {
            weights.column(node).iter().zip(x.row(row)).map(|(w, v)| w * v).sum()
        })
    }
    assert_named(
        mistakes::feedforward::forward(|net, x| {
            let z1 = sums(x, &net.w1);
            let a1 = z1.mapv(sigmoid);
            let z2 = sums(x, &net.w2);
            let y_hat = z2.mapv(sigmoid);
            Trace { z1, a1, z2, y_hat }
        }),
        &["both-layers-read-x"],
    );
}

// jackm321/RustNN, src/lib.rs at 05e098a, `modified_dotprod`
#[test]
fn the_first_weight_is_taken_for_a_threshold() {
    fn sum<'a>(
        weights: impl IntoIterator<Item = &'a f64>,
        inputs: impl IntoIterator<Item = &'a f64>,
    ) -> f64 {
        let mut weights = weights.into_iter();
        let threshold = weights.next().unwrap();
        threshold + weights.zip(inputs).map(|(w, v)| w * v).sum::<f64>()
    }
    fn sums(x: &Array2<f64>, w: &Array2<f64>) -> Array2<f64> {
        Array2::from_shape_fn((x.nrows(), w.ncols()), |(row, node)| {
            sum(w.column(node), x.row(row))
        })
    }
    assert_named(
        mistakes::feedforward::neuron(|inputs, weights| {
            sigmoid(sum(weights, inputs))
        }),
        &["first-weight-for-threshold"],
    );
    assert_named(
        mistakes::feedforward::layer(|x, w| {
            let z = sums(x, w);
            let a = z.mapv(sigmoid);
            (z, a)
        }),
        &["first-weights-for-threshold"],
    );
    assert_named(
        mistakes::feedforward::forward(|net, x| {
            let z1 = sums(x, &net.w1);
            let a1 = z1.mapv(sigmoid);
            let z2 = sums(&a1, &net.w2);
            let y_hat = z2.mapv(sigmoid);
            Trace { z1, a1, z2, y_hat }
        }),
        &["first-weights-for-threshold"],
    );
}

// davisking/dlib#1169
#[test]
fn the_slope_of_the_loss_lacks_its_two() {
    assert_named(
        mistakes::loss::sum_of_squares_gradient(|y_hat, y| {
            let mut slope = Array2::zeros(y_hat.dim());
            for ((g, out), target) in slope.iter_mut().zip(y_hat).zip(y) {
                let difference = target - out;
                *g = -difference;
            }
            slope
        }),
        &["no-two"],
    );
}

/// Moves each weight of a matrix to both sides and leaves it there.
fn left_where_it_was_moved(
    net: &mut Network,
    weights: fn(&mut Network) -> &mut Array2<f64>,
    h: f64,
    error: impl Fn(&Network) -> f64,
) -> Array2<f64> {
    let mut slopes = Array2::zeros(weights(net).dim());
    for (place, slope) in slopes.indexed_iter_mut() {
        weights(net)[place] += h;
        let error1 = error(net);
        weights(net)[place] -= 2.0 * h;
        let error2 = error(net);
        *slope = (error2 - error1) / (2.0 * h);
    }
    slopes
}

// hanbt/learn_dl, bp.py at eff712e; there the error is half of the squares, too
#[test]
fn a_weight_is_not_put_back_and_the_sign_is_turned_round() {
    let measured = |net: &Network, x: &Array2<f64>, y: &Array2<f64>, h| {
        let mut net = net.clone();
        let error = |net: &Network| sum_of_squares(&net.predict(x), y);
        Gradients {
            dw1: left_where_it_was_moved(&mut net, |net| &mut net.w1, h, error),
            dw2: left_where_it_was_moved(&mut net, |net| &mut net.w2, h, error),
        }
    };
    assert_named(
        mistakes::gradient_descent::measured_gradients(measured),
        &["not-put-back", "sign"],
    );
}

// z.id.vn/?p=348969
#[test]
fn a_slope_is_measured_to_one_side_over_too_small_a_distance() {
    assert_named(
        mistakes::gradient_descent::central_difference(|f, w| {
            let h = 1e-10;
            (f(w + h) - f(w)) / h
        }),
        &["one-sided", "h-too-small"],
    );
}

// The same: its cost is divided by the outputs
#[test]
fn the_slopes_of_a_mean_over_the_outputs_are_measured_to_one_side() {
    assert_named(
        mistakes::gradient_descent::measured_gradients(|net, x, y, h| {
            let cost =
                |net: &Network| sum_of_squares(&net.predict(x), y) / y.ncols() as f64;
            let slope = |weight: &dyn Fn(&mut Network) -> &mut f64| {
                let mut moved = net.clone();
                *weight(&mut moved) += h;
                (cost(&moved) - cost(net)) / h
            };
            Gradients {
                dw1: Array2::from_shape_fn(net.w1.dim(), |place| {
                    slope(&|net| &mut net.w1[place])
                }),
                dw2: Array2::from_shape_fn(net.w2.dim(), |place| {
                    slope(&|net| &mut net.w2[place])
                }),
            }
        }),
        &["one-sided", "mean-over-outputs"],
    );
}

// CodingTrain/Toy-Neural-Network-JS, lib/nn.js at 01f4254
#[test]
fn w2_moves_first_and_the_raw_error_is_sent_back() {
    assert_named(
        mistakes::training::whole_program(|net, x, y, learning_rate, iterations| {
            let mut losses = Vec::new();
            for _ in 0..iterations {
                let trace = net.forward(x);
                losses.push(sum_of_squares(&trace.y_hat, y));
                let mut error = y - &trace.y_hat;
                let slope = trace.y_hat.mapv(|a| a * (1.0 - a));
                let mut gradient = slope * &error * learning_rate;
                net.w2 += &trace.a1.t().dot(&gradient);
                error = error.dot(&net.w2.t());
                gradient = trace.a1.mapv(|a| a * (1.0 - a)) * &error * learning_rate;
                net.w1 += &x.t().dot(&gradient);
            }
            losses.push(sum_of_squares(&net.predict(x), y));
            losses
        }),
        &["w2-too-early", "no-two", "error-sent-back"],
    );
}

// jiexunsee/Neural-Network-with-Python#1, 3layer.py at 3a0661f
#[test]
fn the_output_lacks_its_slope_and_the_transposes_only_look_odd() {
    assert_named(
        mistakes::backpropagation::backward(|net, x, y, trace| {
            let delta3 = &trace.y_hat - y;
            let slope = trace.a1.mapv(|a| a * (1.0 - a));
            let delta2 = net.w2.dot(&delta3.t()) * slope.t();
            let dw2 = trace.a1.t().dot(&delta3);
            let dw1 = x.t().dot(&delta2.t());
            Gradients { dw1, dw2 }
        }),
        &["no-two", "output-slope-missing"],
    );
    assert_passes(mistakes::backpropagation::hidden_layer(|net, x, trace, dz2| {
        let slope = trace.a1.mapv(|a| a * (1.0 - a));
        let da1 = net.w2.dot(&dz2.t());
        let dz1 = &da1 * &slope.t();
        let dw1 = x.t().dot(&dz1.t());
        [da1.t().to_owned(), dz1.t().to_owned(), dw1]
    }));
}

// farzaa/SimpleMultilayerPerceptron, simple_mlp.py at 25b7008
#[test]
fn the_slope_is_taken_of_what_is_activated_already() {
    fn nonlinear(x: f64, slope: bool) -> f64 {
        if slope {
            return nonlinear(x, false) * (1.0 - nonlinear(x, false));
        }
        1.0 / (1.0 + (-x).exp())
    }
    assert_named(
        mistakes::backpropagation::backward(|net, x, y, trace| {
            let error = &trace.y_hat - y;
            let dz2 = error * trace.y_hat.mapv(|p| nonlinear(p, true));
            let dw2 = trace.a1.t().dot(&dz2);
            let da1 = dz2.dot(&net.w2.t());
            let dz1 = da1 * trace.a1.mapv(|p| nonlinear(p, true));
            let dw1 = x.t().dot(&dz1);
            Gradients { dw1, dw2 }
        }),
        &["no-two", "output-slope-twice", "hidden-slope-twice"],
    );
}

// maziarraissi/backprop#1
#[test]
fn dw2_is_a_product_with_the_sums() {
    assert_named(
        mistakes::backpropagation::backward(|net, x, y, trace| {
            let d_y_hat = 2.0 * (&trace.y_hat - y);
            let dz2 = d_y_hat * trace.z2.mapv(sigmoid_prime);
            let dw2 = trace.z1.t().dot(&dz2);
            let da1 = dz2.dot(&net.w2.t());
            let dz1 = da1 * trace.z1.mapv(sigmoid_prime);
            let dw1 = x.t().dot(&dz1);
            Gradients { dw1, dw2 }
        }),
        &["sums-for-activations"],
    );
}

// joelgrus/data-science-from-scratch#31, code/neural_networks.py at 452855e
#[test]
fn every_row_takes_a_step_and_w2_before_w1_is_computed() {
    assert_named(
        mistakes::training::whole_program(|net, x, y, rate, iterations| {
            let mut losses = Vec::new();
            for _ in 0..iterations {
                losses.push(sum_of_squares(&net.predict(x), y));
                for row in 0..x.nrows() {
                    let x = x.select(Axis(0), &[row]);
                    let y = y.select(Axis(0), &[row]);
                    let trace = net.forward(&x);
                    let output_deltas =
                        trace.y_hat.mapv(|o| o * (1.0 - o)) * (&trace.y_hat - &y);
                    for (j, hidden) in trace.a1.iter().enumerate() {
                        for (i, delta) in output_deltas.iter().enumerate() {
                            net.w2[[j, i]] -= rate * delta * hidden;
                        }
                    }
                    let hidden_deltas = trace.a1.mapv(|h| h * (1.0 - h))
                        * output_deltas.dot(&net.w2.t());
                    net.w1 -= &(rate * x.t().dot(&hidden_deltas));
                }
            }
            losses.push(sum_of_squares(&net.predict(x), y));
            losses
        }),
        &["step-after-every-row-noted-once", "w2-too-early", "no-two"],
    );
}

// Bot-Academy/NeuralNetworkFromScratch, nn.py at 14a6fcf
#[test]
fn one_number_is_the_slope_of_all_biases() {
    assert_named(
        mistakes::dense::dense_backward(|x, weights, dz| {
            let db = Array1::from_elem(weights.ncols(), dz.sum());
            (x.t().dot(dz), db, dz.dot(&weights.t()))
        }),
        &["one-db-for-all"],
    );
}

// rust0258/Deeplearning.ai-Natural-Language-Processing-Specialization#62
#[test]
fn the_slopes_of_the_biases_are_added_up_from_those_of_the_weights() {
    assert_named(
        mistakes::dense::dense_backward(|x, weights, dz| {
            let m = x.nrows() as f64;
            let product = x.t().dot(dz);
            let db = product.sum_axis(Axis(0)) / m;
            (product / m, db, dz.dot(&weights.t()))
        }),
        &["dw-averaged", "db-from-dw"],
    );
}

// TheAlgorithms/Python, neural_network/dropout.py at 113ba65
#[test]
fn the_slopes_of_the_biases_are_averaged() {
    assert_named(
        mistakes::dense::dense_backward(|x, weights, dz| {
            let db = dz.mean_axis(Axis(0)).expect("a row");
            (x.t().dot(dz), db, dz.dot(&weights.t()))
        }),
        &["db-averaged"],
    );
}

// AlessandroSaviolo/CNN-from-Scratch, src/layer.py at 4a68c9a, without its step
#[test]
fn the_slope_of_the_activation_is_computed_and_thrown_away() {
    fn backward(
        net: &Sequential,
        x: &Array2<f64>,
        pass: &Pass,
        d_output: &Array2<f64>,
    ) -> Backward {
        let (mut all_dz, mut gradients) = (vec![], vec![]);
        let mut da = d_output.clone();
        for (l, stage) in net.stages.iter().enumerate().rev() {
            let _ = stage.activation.backward(&pass.z[l], &pass.a[l], &da);
            let x = if l == 0 { x } else { &pass.a[l - 1] };
            let (dx, dw_and_db) = stage.layer.backward(x, &da);
            all_dz.push(da);
            gradients.push(dw_and_db);
            da = dx;
        }
        all_dz.reverse();
        gradients.reverse();
        Backward { dz: all_dz, gradients }
    }
    assert_named(mistakes::sequential::backward_all(backward), &["slope-forgotten"]);
}

// BrainJS/brain.js#560, src/neural-network.js at 007db55
#[test]
fn leaky_relu_leaks_on_the_right() {
    #[derive(Debug)]
    struct LeakyRelu;

    impl Activation for LeakyRelu {
        fn value(&self, z: f64) -> f64 {
            if z < 0.0 { 0.0 } else { 0.01 * z }
        }

        fn slope(&self, _z: f64, a: f64) -> f64 {
            if a > 0.0 { 1.0 } else { 0.01 }
        }
    }

    assert_named(
        mistakes::activation_functions::leaky_relu(&LeakyRelu),
        &["cut-left-and-leak-right"],
    );
}

// TheAlgorithms/Python, neural_network/backpropagation_weight_decay.py at 1146cc0
#[test]
fn relu_rises_at_its_corner() {
    #[derive(Debug)]
    struct Relu;

    impl Activation for Relu {
        fn value(&self, z: f64) -> f64 {
            z.max(0.0)
        }

        fn slope(&self, z: f64, _a: f64) -> f64 {
            if z >= 0.0 { 1.0 } else { 0.0 }
        }
    }

    assert_named(mistakes::activation_functions::relu(&Relu), &["one-at-the-corner"]);
}

// rickwierenga/MLFundamentals#1
#[test]
fn the_whole_matrix_adds_up_to_one() {
    assert_named(
        mistakes::classification::softmax(|logits| {
            let powers = logits.mapv(f64::exp);
            let total = powers.sum();
            powers / total
        }),
        &["no-maximum", "sum-of-everything"],
    );
}

// TheAlgorithms/Python, neural_network/dropout.py at 113ba65; keras-team/keras#9606
#[test]
fn all_rows_lose_the_largest_logit_of_all() {
    assert_named(
        mistakes::classification::softmax(|logits| {
            let largest = logits.fold(f64::NEG_INFINITY, |m, &z| m.max(z));
            let mut shares = logits.mapv(|z| (z - largest).exp());
            for mut row in shares.rows_mut() {
                let total = row.sum();
                row /= total;
            }
            shares
        }),
        &["largest-of-all"],
    );
}

// eriklindernoren/ML-From-Scratch, mlfromscratch/utils/loss_functions.py at 203c955
#[test]
fn the_loss_of_two_classes_has_the_slope_of_many() {
    assert_named(
        mistakes::classification::cross_entropy(|logits, y| {
            let p = softmax(logits).mapv(|p| p.clamp(1e-15, 1.0 - 1e-15));
            let mut loss = 0.0;
            let mut d_logits = Array2::zeros(p.dim());
            for ((place, &p), &y) in p.indexed_iter().zip(y) {
                loss += -y * p.ln() - (1.0 - y) * (1.0 - p).ln();
                let dp = -y / p + (1.0 - y) / (1.0 - p);
                d_logits[place] = dp * p * (1.0 - p);
            }
            (loss, d_logits)
        }),
        &["at-least-1e-15", "two-classes"],
    );
}

// mlverse/torch#555
#[test]
fn xavier_lacks_its_brackets() {
    assert_named(
        mistakes::initialization::limits(|how, inputs, outputs| {
            let (inputs, outputs) = (inputs as f64, outputs as f64);
            let std = match how {
                Initialization::Zeros => 0.0,
                Initialization::Unit => return 0.0..1.0,
                Initialization::Xavier => (2.0 / inputs + outputs).sqrt(),
                Initialization::He => (2.0 / inputs).sqrt(),
            };
            let bound = 3.0_f64.sqrt() * std;
            -bound..bound
        }),
        &["outputs-outside-of-the-fraction"],
    );
}

#[derive(Clone)]
struct Momentum {
    keep: f64,
    velocity: Vec<f64>,
}

// mdenil/dropout#4
impl Optimizer for Momentum {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        let old = self.velocity.clone();
        for (v, g) in self.velocity.iter_mut().zip(gradient) {
            *v = self.keep * *v + (1.0 - self.keep) * g;
        }
        for (w, v) in parameters.iter_mut().zip(&old) {
            *w -= (1.0 - self.keep) * learning_rate * v;
        }
    }
}

#[test]
fn the_old_velocity_is_damped_twice() {
    let rule = |n| Momentum { keep: 0.9, velocity: vec![0.0; n] };
    assert_named(
        mistakes::optimizers::momentum(rule),
        &["damped-twice", "old-velocity"],
    );
}

#[derive(Clone)]
struct RmsProp {
    mean_square: Vec<f64>,
}

// eriklindernoren/ML-From-Scratch, mlfromscratch/deep_learning/optimizers.py at 2067d12
impl Optimizer for RmsProp {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        let numbers = parameters.iter_mut().zip(gradient).zip(&mut self.mean_square);
        for ((w, g), s) in numbers {
            *s = 0.9 * *s + (1.0 - 0.9) * g.powi(2);
            *w -= learning_rate * g / (*s + 1e-8).sqrt();
        }
    }
}

#[test]
fn epsilon_is_inside_of_the_root() {
    let rule = |n| RmsProp { mean_square: vec![0.0; n] };
    assert_named(mistakes::optimizers::rms_prop(rule), &["epsilon-inside"]);
}

#[derive(Clone)]
struct Adam {
    mean: Vec<f64>,
    mean_square: Vec<f64>,
}

// eriklindernoren/ML-From-Scratch#35, mlfromscratch/deep_learning/optimizers.py
impl Optimizer for Adam {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        let Adam { mean, mean_square } = self;
        for (i, g) in gradient.iter().enumerate() {
            mean[i] = 0.9 * mean[i] + (1.0 - 0.9) * g;
            mean_square[i] = 0.999 * mean_square[i] + (1.0 - 0.999) * g * g;
            let m = mean[i] / (1.0 - 0.9);
            let s = mean_square[i] / (1.0 - 0.999);
            parameters[i] -= learning_rate * m / (s.sqrt() + 1e-8);
        }
    }
}

#[test]
fn the_corrections_of_adam_have_no_power() {
    let rule = |n| Adam { mean: vec![0.0; n], mean_square: vec![0.0; n] };
    assert_named(mistakes::optimizers::adam(rule), &["power-forgotten"]);
}

#[derive(Clone)]
struct OneMemory {
    steps: i32,
    epsilon: f64,
    memory: Vec<f64>,
}

// parasdahal/deepnet, deepnet/solver.py at 28c2731
impl Optimizer for OneMemory {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        self.steps += 1;
        for (i, g) in gradient.iter().enumerate() {
            let c = &mut self.memory[i];
            *c = 0.9 * *c + (1.0 - 0.9) * g;
            *c = 0.999 * *c + (1.0 - 0.999) * g * g;
            let m = *c / (1.0 - 0.9_f64.powi(self.steps));
            let s = *c / (1.0 - 0.999_f64.powi(self.steps));
            parameters[i] -= learning_rate * m / (s.sqrt() + self.epsilon);
        }
    }
}

#[test]
fn the_mean_and_the_mean_square_share_a_memory() {
    let rule = |n| OneMemory { steps: 0, epsilon: 1e-8, memory: vec![0.0; n] };
    assert_named(mistakes::optimizers::adam(rule), &["one-memory"]);
    // With an ε of its own, as it stands there.
    let rule = |n| OneMemory { steps: 0, epsilon: 1e-4, memory: vec![0.0; n] };
    assert_unknown(mistakes::optimizers::adam(rule));
}

// andersbll/nnet#4, nnet/layers.py at dbfb49b
#[test]
fn the_decay_has_its_sign_turned_round() {
    assert_named(
        mistakes::generalization::weight_decay(|layer, gradients, rate, decay| {
            let dw = &gradients.dw - &(decay * &layer.weights).into_dyn();
            layer.weights.scaled_add(-rate, &dw);
            layer.biases.scaled_add(-rate, &gradients.db);
        }),
        &["growing", "biases-spared"],
    );
}

// TheAlgorithms/Python, neural_network/backpropagation_weight_decay.py at 1146cc0
#[test]
fn the_decay_is_in_the_slope_and_in_the_step() {
    assert_named(
        mistakes::generalization::weight_decay(|layer, gradients, rate, decay| {
            let dw = &gradients.dw + &(decay * &layer.weights).into_dyn();
            let db = &gradients.db + decay * &layer.biases;
            layer.weights *= 1.0 - rate * decay;
            layer.weights.scaled_add(-rate, &dw);
            layer.biases *= 1.0 - rate * decay;
            layer.biases.scaled_add(-rate, &db);
        }),
        &["twice-the-decay"],
    );
}

// chainer/chainer#777
#[test]
fn the_score_of_the_last_batch_is_that_of_all() {
    assert_unknown(mistakes::mini_batches::accuracy(|layer, data, last| {
        let (batch, mut sum) = (2, 0.0);
        let samples: Vec<usize> = (data.len() - last..data.len()).collect();
        for samples in samples.chunks(batch) {
            let part = data.select(samples);
            let decided = decide(&(part.x.dot(&layer.weights) + &layer.biases));
            let right = decided.iter().zip(&part.labels).filter(|(a, b)| a == b);
            let accuracy = right.count() as f64 / part.len() as f64;
            sum = accuracy * batch as f64;
        }
        sum / last as f64
    }));
}

// anuragranj/coma#5, facemesh.py at 0d5d9a2
#[test]
fn the_samples_set_aside_are_cut_from_those_to_train_on() {
    assert_named(
        mistakes::mini_batches::fair_split(|data, order, share| {
            let held = (share * data.len() as f64).round() as usize;
            let train = data.select(&order[..order.len() - held]);
            let rows: Vec<usize> = (0..train.len()).collect();
            let validation = train.select(&rows[rows.len() - held..]);
            (train, validation)
        }),
        &["cut-twice"],
    );
}

// eriklindernoren/ML-From-Scratch, mlfromscratch/utils/data_manipulation.py at 2067d12
#[test]
fn the_test_rows_are_scaled_by_their_own_numbers() {
    fn standardized(x: &Array2<f64>) -> Array2<f64> {
        let mean = x.mean_axis(Axis(0)).expect("a row");
        let std = x.std_axis(Axis(0), 0.0);
        (x - &mean) / std
    }
    assert_named(
        mistakes::mini_batches::standardize(|train, test| {
            (standardized(train), standardized(test))
        }),
        &["test-by-itself"],
    );
}

/// `image` with `padding` rows and columns of zeros on each side.
fn pad(image: &Array3<f64>, padding: usize) -> Array3<f64> {
    let (channels, height, width) = image.dim();
    let around = 2 * padding;
    let mut padded = Array3::zeros((channels, height + around, width + around));
    for (c, row, column) in indices(image.dim()) {
        padded[[c, row + padding, column + padding]] = image[[c, row, column]];
    }
    padded
}

// LazaroHurtado/micrograd-rs#20, src/utils/kernel.rs at 022a10d
#[test]
fn the_bias_is_added_at_every_weight() {
    fn convolve(convolution: &Convolution, image: &Array3<f64>) -> Array3<f64> {
        let Convolution { kernels, biases, stride, padding, .. } = convolution;
        let (_, channels, size, _) = kernels.dim();
        let image = pad(image, *padding);
        let mut z = Array3::zeros(convolution.output().dim());
        for ((f, row, column), z) in z.indexed_iter_mut() {
            for (c, i, j) in indices((channels, size, size)) {
                let pixel = [c, row * stride + i, column * stride + j];
                *z += image[pixel] * kernels[[f, c, i, j]] + biases[f];
            }
        }
        z
    }
    assert_named(
        mistakes::convolution::convolve(convolve),
        &["bias-at-every-weight"],
    );
}

// mengxinZHANG/numpy-realizes-CNN#2, layers/conv_fast.py at 830d57a
#[test]
fn the_pixel_counts_the_places() {
    fn im2col(convolution: &Convolution, image: &Array3<f64>) -> Array2<f64> {
        let image = pad(image, convolution.padding);
        let (channels, height, width) = image.dim();
        let (size, stride) = (convolution.size(), convolution.stride);
        let (_, rows, columns) = convolution.output().dim();
        let mut patches = Array2::zeros((channels * size * size, rows * columns));
        for i in (0..=height - size).step_by(stride) {
            for j in (0..=width - size).step_by(stride) {
                let weights = indices((channels, size, size)).into_iter();
                for (weight, (c, k, l)) in weights.enumerate() {
                    // Numpy drops without a word what falls outside.
                    if let Some(entry) = patches.get_mut((weight, i * columns + j)) {
                        *entry = image[[c, i + k, j + l]];
                    }
                }
            }
        }
        patches
    }
    assert_named(
        mistakes::convolutional_layer::im2col(im2col),
        &["pixel-counts-the-places"],
    );
}

// sebgao/cTensor#3
#[test]
fn the_slopes_of_the_kernels_are_divided_by_the_places() {
    fn convolve_backward(
        convolution: &Convolution,
        image: &Array3<f64>,
        dz: &Array3<f64>,
    ) -> (Array3<f64>, Array4<f64>, Array1<f64>) {
        let Convolution { kernels, stride, padding, .. } = convolution;
        let (_, channels, size, _) = kernels.dim();
        let padded = pad(image, *padding);
        let mut d_kernels = Array4::zeros(kernels.dim());
        let mut d_padded = Array3::zeros(padded.dim());
        for ((f, row, column), dz) in dz.indexed_iter() {
            for (c, i, j) in indices((channels, size, size)) {
                let pixel = [c, row * stride + i, column * stride + j];
                d_kernels[[f, c, i, j]] += dz * padded[pixel];
                d_padded[pixel] += dz * kernels[[f, c, i, j]];
            }
        }
        let d_image = Array3::from_shape_fn(image.dim(), |(c, row, column)| {
            d_padded[[c, row + padding, column + padding]]
        });
        let (_, height, width) = dz.dim();
        let d_biases = dz.sum_axis(Axis(2)).sum_axis(Axis(1));
        (d_image, d_kernels / (height * width) as f64, d_biases)
    }
    assert_named(
        mistakes::convolutional_layer::convolve_backward(convolve_backward),
        &["kernels-mean"],
    );
}

/// The largest number of a square.
fn largest(image: &Array3<f64>, size: usize, [c, row, column]: [usize; 3]) -> f64 {
    let square = indices((size, size)).into_iter();
    square.fold(f64::NEG_INFINITY, |largest, (i, j)| {
        largest.max(image[[c, row * size + i, column * size + j]])
    })
}

// vzhou842/cnn-from-scratch, maxpool.py at 2db86fc
#[test]
fn the_width_is_computed_from_the_height() {
    assert_named(
        mistakes::pooling::max_pool(|pool, image| {
            let (channels, height, width) = image.dim();
            let size = pool.size;
            let new_height = height / size;
            let new_width = height / size;
            let mut z = Array3::zeros((channels, height / size, width / size));
            for (c, row, column) in indices((channels, new_height, new_width)) {
                z[[c, row, column]] = largest(image, size, [c, row, column]);
            }
            z
        }),
        &["columns-from-the-height"],
    );
}

// mengxinZHANG/numpy-realizes-CNN, layers/pooling.py at 830d57a
#[test]
fn all_that_are_the_largest_get_the_slope() {
    fn max_pool_backward(
        pool: &MaxPool,
        image: &Array3<f64>,
        dz: &Array3<f64>,
    ) -> Array3<f64> {
        let size = pool.size;
        Array3::from_shape_fn(image.dim(), |(c, row, column)| {
            let place = [c, row / size, column / size];
            match dz.get(place) {
                Some(dz)
                    if image[[c, row, column]] == largest(image, size, place) =>
                {
                    *dz
                }
                _ => 0.0,
            }
        })
    }
    assert_named(
        mistakes::pooling::max_pool_backward(max_pool_backward),
        &["to-all-largest"],
    );
}

// 0809zheng/CS231n-assignment2019#19: wrong only where windows overlap, and squares do not
#[test]
fn squares_that_do_not_overlap_may_overwrite() {
    assert_passes(mistakes::pooling::max_pool_backward(|pool, image, dz| {
        let size = pool.size;
        let mut dx = Array3::zeros(image.dim());
        for ((c, row, column), &slope) in dz.indexed_iter() {
            let (top, left) = (row * size, column * size);
            let mut best = [c, top, left];
            for (i, j) in indices((size, size)) {
                if image[[c, top + i, left + j]] > image[best] {
                    best = [c, top + i, left + j];
                }
            }
            dx[best] = slope;
        }
        dx
    }));
}

// From here on: written as a reader would, by someone who had not seen the catalog.

#[test]
fn a_reader_forgets_parentheses() {
    assert_named(
        mistakes::activation::sigmoid(|z| 1.0 / 1.0 + (-z).exp()),
        &["not-divided"],
    );
    assert_named(
        mistakes::loss::sum_of_squares_gradient(|y_hat, y| 2.0 * y_hat - y),
        &["parentheses"],
    );
    assert_named(
        mistakes::gradient_descent::central_difference(|f, w| {
            let h = 1e-5;
            (f(w + h) - f(w - h)) / 2.0 * h
        }),
        &["parentheses"],
    );
}

#[test]
fn a_reader_does_two_things_in_the_wrong_order() {
    assert_named(
        mistakes::feedforward::neuron(|inputs, weights| {
            inputs.iter().zip(weights).map(|(x, w)| sigmoid(x * w)).sum()
        }),
        &["each-squeezed"],
    );
    assert_named(
        mistakes::loss::sum_of_squares(|y_hat, y| (y_hat - y).sum().powi(2)),
        &["square-of-the-sum"],
    );
    assert_named(
        mistakes::chain_rule::two_paths(|neuron, x, y| {
            let (x, y) = (x[0] + x[1], y[0] + y[1]);
            neuron.backward(x, &neuron.forward(x, y)).dw
        }),
        &["inputs-added-first"],
    );
}

#[test]
fn a_reader_takes_one_array_for_another() {
    assert_named(
        mistakes::feedforward::forward(|net, x| {
            let z1 = x.dot(&net.w1);
            let a1 = z1.mapv(sigmoid);
            let z2 = z1.dot(&net.w2);
            let y_hat = z2.mapv(sigmoid);
            Trace { z1, a1, z2, y_hat }
        }),
        &["sums-handed-on"],
    );
    assert_named(
        mistakes::backpropagation::hidden_layer(|net, x, trace, dz2| {
            let da1 = dz2.dot(&net.w2.t());
            let dz1 = &da1 * trace.z1.mapv(sigmoid_prime_from_output);
            let dw1 = x.t().dot(&dz1);
            [da1, dz1, dw1]
        }),
        &["hidden-slope-of-sum"],
    );
    assert_named(
        mistakes::chain_rule::neuron_backward(|x, trace| {
            let d_error = 2.0 * trace.error;
            let d_y_hat = d_error;
            let dz = d_y_hat * sigmoid_prime(trace.z);
            NeuronGradients { d_error, d_y_hat, dz, dw: d_y_hat * x }
        }),
        &["z-left-out"],
    );
}

#[test]
fn a_reader_counts_wrongly() {
    assert_named(
        mistakes::gradient_descent::descend(|slope, start, learning_rate, steps| {
            let mut w = start;
            let mut path = vec![start];
            for _ in 1..steps {
                w -= learning_rate * slope(w);
                path.push(w);
            }
            path
        }),
        &["one-step-too-few"],
    );
}

#[test]
fn a_reader_moves_too_early_or_never() {
    assert_named(
        mistakes::gradient_descent::train_by_measuring(
            |net, x, y, rate, iterations| {
                let mut losses = Vec::new();
                for _ in 0..iterations {
                    losses.push(sum_of_squares(&net.predict(x), y));
                    let dw1 = gradient_descent::measured_gradients(net, x, y).dw1;
                    net.w1 -= &(rate * dw1);
                    let dw2 = gradient_descent::measured_gradients(net, x, y).dw2;
                    net.w2 -= &(rate * dw2);
                }
                losses
            },
        ),
        &["second-slopes-too-late"],
    );
    assert_named(
        mistakes::training::step(|net, gradients, learning_rate| {
            let mut moved = net.clone();
            moved.w1 -= &(learning_rate * &gradients.dw1);
            moved.w2 -= &(learning_rate * &gradients.dw2);
        }),
        &["nothing-moves"],
    );
}

#[test]
fn a_reader_sums_over_rows_by_overwriting() {
    fn backward(
        net: &Network,
        x: &Array2<f64>,
        y: &Array2<f64>,
        trace: &Trace,
    ) -> Gradients {
        let mut dw1 = Array2::zeros(net.w1.dim());
        let mut dw2 = Array2::zeros(net.w2.dim());
        for row in 0..x.nrows() {
            let mut dz2 = vec![0.0; y.ncols()];
            for (k, dz2) in dz2.iter_mut().enumerate() {
                let y_hat = trace.y_hat[[row, k]];
                *dz2 = 2.0 * (y_hat - y[[row, k]]) * y_hat * (1.0 - y_hat);
                for j in 0..net.w2.nrows() {
                    dw2[[j, k]] = *dz2 * trace.a1[[row, j]];
                }
            }
            for j in 0..net.w2.nrows() {
                let da1: f64 = (0..y.ncols()).map(|k| dz2[k] * net.w2[[j, k]]).sum();
                let dz1 = da1 * trace.a1[[row, j]] * (1.0 - trace.a1[[row, j]]);
                for i in 0..x.ncols() {
                    dw1[[i, j]] = dz1 * x[[row, i]];
                }
            }
        }
        Gradients { dw1, dw2 }
    }
    assert_named(mistakes::backpropagation::backward(backward), &["last-row-only"]);
}

#[derive(Clone)]
struct OfACopy {
    velocity: Vec<f64>,
}

impl Optimizer for OfACopy {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        let mut moved = parameters.to_vec();
        for ((w, v), g) in moved.iter_mut().zip(&mut self.velocity).zip(gradient) {
            *v = 0.9 * *v + g;
            *w -= learning_rate * *v;
        }
    }
}

#[derive(Clone)]
struct AdamWithoutBrackets {
    steps: i32,
    mean: Vec<f64>,
    mean_square: Vec<f64>,
}

impl Optimizer for AdamWithoutBrackets {
    fn step(&mut self, learning_rate: f64, parameters: &mut [f64], gradient: &[f64]) {
        let AdamWithoutBrackets { steps, mean, mean_square } = self;
        *steps += 1;
        for (i, g) in gradient.iter().enumerate() {
            mean[i] = 0.9 * mean[i] + (1.0 - 0.9) * g;
            mean_square[i] = 0.999 * mean_square[i] + (1.0 - 0.999) * g * g;
            let m = mean[i] / 1.0 - 0.9_f64.powi(*steps);
            let s = mean_square[i] / 1.0 - 0.999_f64.powi(*steps);
            parameters[i] -= learning_rate * m / (s.sqrt() + 1e-8);
        }
    }
}

#[test]
fn the_parameters_of_a_reader_stay_where_they_are_or_are_lost() {
    let copy = |n| OfACopy { velocity: vec![0.0; n] };
    assert_named(mistakes::optimizers::momentum(copy), &["nothing-moves"]);
    let adam = |n| AdamWithoutBrackets {
        steps: 0,
        mean: vec![0.0; n],
        mean_square: vec![0.0; n],
    };
    // What is said names both reasons: the numbers can't tell them apart.
    assert_named(mistakes::optimizers::adam(adam), &["steps-from-zero"]);
}

#[test]
fn a_reader_divides_whole_numbers() {
    assert_named(
        mistakes::schedules::cosine(|t, epochs| {
            let angle = std::f64::consts::PI * t as f64 / epochs as f64;
            (1 / 2) as f64 * (1.0 + angle.cos())
        }),
        &["half-of-whole-numbers"],
    );
    assert_named(
        mistakes::schedules::cosine(|t, epochs| {
            0.5 * (1.0 + (std::f64::consts::PI * (t / epochs) as f64).cos())
        }),
        &["integer-division"],
    );
}

#[test]
fn a_reader_closes_a_bracket_too_late_or_too_early() {
    use std::f64::consts::PI;
    assert_named(
        mistakes::schedules::cosine(|t, epochs| {
            0.5 * (1.0 + PI * t as f64 / epochs as f64).cos()
        }),
        &["one-inside-of-the-cosine"],
    );
    assert_named(
        mistakes::schedules::cosine(|t, epochs| {
            (0.5 * (1.0 + PI * t as f64 / epochs as f64)).cos()
        }),
        &["all-inside-of-the-cosine"],
    );
    assert_named(
        mistakes::schedules::cosine(|t, epochs| {
            0.5 * (1.0 + (PI * t as f64).cos() / epochs as f64)
        }),
        &["cosine-divided"],
    );
    assert_unknown(mistakes::schedules::cosine(|_, _| 0.5));
}

#[test]
fn a_reader_overwrites_the_bias_with_the_products() {
    assert_named(
        mistakes::convolution::convolve(|convolution, image| {
            let Convolution { kernels, biases, stride, padding, .. } = convolution;
            let (_, channels, size, _) = kernels.dim();
            let image = pad(image, *padding);
            let mut z = Array3::zeros(convolution.output().dim());
            for ((f, row, column), z) in z.indexed_iter_mut() {
                *z = biases[f];
                for (c, i, j) in indices((channels, size, size)) {
                    let pixel = [c, row * stride + i, column * stride + j];
                    *z = image[pixel] * kernels[[f, c, i, j]];
                }
            }
            z
        }),
        &["last-product-without-bias"],
    );
}

#[test]
fn a_reader_makes_squares_beyond_the_border() {
    assert_named(
        mistakes::pooling::max_pool(|pool, image| {
            let (channels, height, width) = image.dim();
            let squares = |side: usize| side.div_ceil(pool.size);
            let output = (channels, squares(height), squares(width));
            Array3::from_shape_fn(output, |(c, row, column)| {
                largest(image, pool.size, [c, row, column])
            })
        }),
        &["stops-where-pixels-are-left-over"],
    );
}

#[test]
fn a_reader_does_not_use_what_was_given() {
    assert_named(
        mistakes::mini_batches::shuffle_together(|data, _| data.clone()),
        &["order-ignored"],
    );
    assert_named(
        mistakes::mini_batches::batches(|order, size| {
            let mut order = order.to_vec();
            order.sort_unstable();
            order.chunks(size).map(<[usize]>::to_vec).collect()
        }),
        &["order-ignored"],
    );
    assert_named(
        mistakes::mini_batches::epoch(|layer, data, _, _, rate| {
            let (_, dz) = cross_entropy(&layer.forward(&data.x), &data.one_hot());
            let dz = dz / data.len() as f64;
            layer.weights -= &(rate * data.x.t().dot(&dz));
            layer.biases -= &(rate * dz.sum_axis(Axis(0)));
        }),
        &["one-batch-of-all"],
    );
}

#[test]
fn a_reader_takes_the_slope_of_another_loss() {
    fn epoch(
        layer: &mut Dense,
        data: &Dataset,
        order: &[usize],
        (size, rate): (usize, f64),
        slope: fn(&Array2<f64>, &Array2<f64>) -> Array2<f64>,
    ) {
        for samples in order.chunks(size) {
            let batch = data.select(samples);
            let dz = slope(&layer.forward(&batch.x), &batch.one_hot());
            let dz = dz / batch.len() as f64;
            layer.weights -= &(rate * batch.x.t().dot(&dz));
            layer.biases -= &(rate * dz.sum_axis(Axis(0)));
        }
    }
    assert_named(
        mistakes::mini_batches::epoch(|layer, data, order, size, rate| {
            epoch(layer, data, order, (size, rate), |z, y| z - y);
        }),
        &["softmax-left-out"],
    );
    assert_named(
        mistakes::mini_batches::epoch(|layer, data, order, size, rate| {
            epoch(layer, data, order, (size, rate), |z, y| 2.0 * (softmax(z) - y));
        }),
        &["two-of-the-squares"],
    );
}

#[test]
fn a_reader_keeps_an_epoch_that_was_not_reached_or_gives_it_back_second() {
    fn best_and_last(losses: &[f64], patience: usize) -> (usize, usize) {
        let (mut lowest, mut best) = (f64::INFINITY, 0);
        for (i, &loss) in losses.iter().enumerate() {
            if loss < lowest {
                (lowest, best) = (loss, i + 1);
            }
            if i + 1 - best == patience {
                return (best, i + 1);
            }
        }
        (best, losses.len())
    }
    assert_passes(mistakes::generalization::early_stopping(best_and_last));
    assert_named(
        mistakes::generalization::early_stopping(|losses, patience| {
            let (best, last) = best_and_last(losses, patience);
            (last, best)
        }),
        &["exchanged"],
    );
    assert_named(
        mistakes::generalization::early_stopping(|losses, patience| {
            let mut best = 0;
            for (i, loss) in losses.iter().enumerate() {
                if loss < &losses[best] {
                    best = i;
                }
            }
            (best + 1, best_and_last(losses, patience).1)
        }),
        &["best-of-all-kept"],
    );
}

#[test]
fn a_reader_is_one_step_or_one_loss_off() {
    type Matrix = Array2<f64>;
    fn once_more(
        net: &mut Network,
        x: &Matrix,
        y: &Matrix,
        rate: f64,
        iterations: usize,
    ) -> Vec<f64> {
        let iterate = |_| {
            let trace = net.forward(x);
            let gradients = net.backward(x, y, &trace);
            net.step(&gradients, rate);
            sum_of_squares(&trace.y_hat, y)
        };
        (0..=iterations).map(iterate).collect()
    }
    fn after_each_step(
        net: &mut Network,
        x: &Matrix,
        y: &Matrix,
        rate: f64,
        iterations: usize,
    ) -> Vec<f64> {
        let iterate = |_| {
            let trace = net.forward(x);
            let gradients = net.backward(x, y, &trace);
            net.step(&gradients, rate);
            sum_of_squares(&net.predict(x), y)
        };
        (0..iterations).map(iterate).collect()
    }
    for check in [mistakes::training::train, mistakes::training::whole_program] {
        assert_named(check(once_more), &["step-after-last-loss"]);
        assert_named(check(after_each_step), &["first-loss-missing"]);
    }
}

#[test]
fn a_reader_takes_the_loss_for_its_slope() {
    assert_named(
        mistakes::chain_rule::neuron_backward(|x, trace| {
            let d_error = trace.loss;
            let dz = d_error * sigmoid_prime(trace.z);
            NeuronGradients { d_error, d_y_hat: d_error, dz, dw: dz * x }
        }),
        &["loss-for-slope"],
    );
    assert_named(
        mistakes::loss::sum_of_squares_gradient(|y_hat, y| {
            (y_hat - y).mapv(|e| e * e)
        }),
        &["loss-for-slope"],
    );
}

#[test]
fn a_reader_turns_the_curve_of_the_sigmoid_round() {
    let power_above = |z: f64| (-z).exp() / (1.0 + (-z).exp());
    assert_named(mistakes::activation::sigmoid(power_above), &["power-above"]);
}

#[test]
fn a_reader_raises_e_to_nothing() {
    assert_named(
        mistakes::classification::softmax(|z| {
            z / z.sum_axis(Axis(1)).insert_axis(Axis(1))
        }),
        &["logits-divided-by-their-sum"],
    );
}

#[test]
fn a_reader_squeezes_before_the_bias_is_added_or_adds_it_elsewhere() {
    use mistakes::dense::dense_forward;

    assert_named(
        dense_forward(|x, weights, biases| x.dot(weights).mapv(sigmoid) + biases),
        &["activation-before-the-bias"],
    );
    assert_named(
        dense_forward(|x, weights, biases| x.dot(weights) * biases),
        &["bias-multiplied"],
    );
    assert_named(
        dense_forward(|x, weights, biases| x.dot(&(weights + biases))),
        &["bias-added-to-the-weights"],
    );
    assert_named(
        dense_forward(|x, weights, biases| {
            let mut z = x.dot(weights);
            for _ in x.rows() {
                z += biases;
            }
            z
        }),
        &["bias-with-every-row"],
    );
    assert_named(
        dense_forward(|x, weights, biases| {
            let mut z = x.dot(weights);
            let mut row = z.row_mut(0);
            row += biases;
            z
        }),
        &["bias-in-the-first-row"],
    );
}

#[test]
fn a_reader_turns_or_divides_one_of_three_slopes() {
    use mistakes::dense::dense_backward;

    assert_named(
        dense_backward(|x, weights, dz| {
            (x.t().dot(dz), dz.sum_axis(Axis(0)), weights.dot(&dz.t()))
        }),
        &["dx-turned"],
    );
    assert_named(
        dense_backward(|x, weights, dz| {
            let dx = dz.dot(&weights.t()) / x.nrows() as f64;
            (x.t().dot(dz), dz.sum_axis(Axis(0)), dx)
        }),
        &["dx-averaged"],
    );
    assert_named(
        dense_backward(|x, weights, dz| {
            (x.dot(&dz.t()), dz.sum_axis(Axis(0)), dz.dot(&weights.t()))
        }),
        &["dz-turned"],
    );
    assert_named(
        dense_backward(|x, weights, dz| {
            (dz.dot(&weights.t()), dz.sum_axis(Axis(0)), x.t().dot(dz))
        }),
        &["exchanged"],
    );
    assert_named(
        dense_backward(|x, weights, dz| {
            (x.t().dot(dz), Array1::zeros(weights.ncols()), dz.dot(&weights.t()))
        }),
        &["db-of-zeros"],
    );
}

#[test]
fn a_reader_keeps_what_a_layer_took() {
    assert_named(
        mistakes::sequential::forward_all(|net, x| {
            let mut pass = Pass { z: vec![], a: vec![] };
            let mut a = x.clone();
            for stage in &net.stages {
                let z = stage.layer.forward(&a);
                pass.a.push(a);
                a = stage.activation.forward(&z);
                pass.z.push(z);
            }
            pass
        }),
        &["inputs-in-the-list"],
    );
    assert_named(
        mistakes::sequential::forward_all(|net, x| {
            let mut pass = Pass { z: vec![], a: vec![] };
            for stage in &net.stages {
                let z = stage.layer.forward(pass.a.first().unwrap_or(x));
                pass.a.push(stage.activation.forward(&z));
                pass.z.push(z);
            }
            pass
        }),
        &["first-for-last"],
    );
}

/// What a layer took, on the way back.
fn taken<'a>(l: usize, x: &'a Array2<f64>, pass: &'a Pass) -> &'a Array2<f64> {
    if l == 0 { x } else { &pass.a[l - 1] }
}

#[test]
fn a_reader_goes_back_through_the_layer_first() {
    fn backward(
        net: &Sequential,
        x: &Array2<f64>,
        pass: &Pass,
        d_output: &Array2<f64>,
    ) -> Backward {
        let (mut dz, mut gradients) = (vec![], vec![]);
        let mut d = d_output.clone();
        for (l, stage) in net.stages.iter().enumerate().rev() {
            let (dx, of_layer) = stage.layer.backward(taken(l, x, pass), &d);
            d = stage.activation.backward(&pass.z[l], &pass.a[l], &dx);
            dz.push(d.clone());
            gradients.push(of_layer);
        }
        dz.reverse();
        gradients.reverse();
        Backward { dz, gradients }
    }
    // Where the layers differ in size, it stops the program.
    assert_named(
        mistakes::sequential::backward_all(backward),
        &["layer-before-activation"],
    );
}

#[test]
fn a_reader_hands_on_the_wrong_slope() {
    type Push = fn(dz: Array2<f64>, dx: Array2<f64>) -> [Array2<f64>; 2];

    fn backward(
        net: &Sequential,
        x: &Array2<f64>,
        pass: &Pass,
        d_output: &Array2<f64>,
        push: Push,
    ) -> Backward {
        let (mut all_dz, mut gradients) = (vec![], vec![]);
        let mut da = d_output.clone();
        for (l, stage) in net.stages.iter().enumerate().rev() {
            let dz = stage.activation.backward(&pass.z[l], &pass.a[l], &da);
            let (dx, of_layer) = stage.layer.backward(taken(l, x, pass), &dz);
            let [pushed, next] = push(dz, dx);
            all_dz.push(pushed);
            da = next;
            gradients.push(of_layer);
        }
        all_dz.reverse();
        gradients.reverse();
        Backward { dz: all_dz, gradients }
    }
    assert_named(
        mistakes::sequential::backward_all(|net, x, pass, d_output| {
            backward(net, x, pass, d_output, |_, dx| [dx.clone(), dx])
        }),
        &["dx-in-the-list"],
    );
    assert_named(
        mistakes::sequential::backward_all(|net, x, pass, d_output| {
            backward(net, x, pass, d_output, |dz, _| [dz.clone(), dz])
        }),
        &["dz-passed-on"],
    );
    assert_named(
        mistakes::sequential::backward_all(|net, x, pass, d_output| {
            let n = x.nrows() as f64;
            backward(net, x, pass, &(d_output / n), |dz, dx| [dz, dx])
        }),
        &["averaged"],
    );
}

#[test]
fn a_reader_takes_the_slope_of_one_activation_for_all_layers() {
    type End = fn(
        net: &Sequential,
        z: &Array2<f64>,
        a: &Array2<f64>,
        da: &Array2<f64>,
    ) -> Array2<f64>;

    fn backward(
        net: &Sequential,
        x: &Array2<f64>,
        pass: &Pass,
        d_output: &Array2<f64>,
        end: End,
    ) -> Backward {
        let (mut all_dz, mut gradients) = (vec![], vec![]);
        let mut da = d_output.clone();
        for (l, stage) in net.stages.iter().enumerate().rev() {
            let dz = end(net, &pass.z[l], &pass.a[l], &da);
            let (dx, of_layer) = stage.layer.backward(taken(l, x, pass), &dz);
            all_dz.push(dz);
            gradients.push(of_layer);
            da = dx;
        }
        all_dz.reverse();
        gradients.reverse();
        Backward { dz: all_dz, gradients }
    }
    assert_named(
        mistakes::sequential::backward_all(|net, x, pass, d_output| {
            let end: End = |_, _, a, da| da * a * (1.0 - a);
            backward(net, x, pass, d_output, end)
        }),
        &["sigmoid-everywhere"],
    );
    assert_named(
        mistakes::sequential::backward_all(|net, x, pass, d_output| {
            let end: End = |net, z, a, da| {
                net.stages[net.stages.len() - 1].activation.backward(z, a, da)
            };
            backward(net, x, pass, d_output, end)
        }),
        &["activation-of-the-last-layer"],
    );
}

#[test]
fn a_reader_gives_leaky_relu_a_smallest_value() {
    #[derive(Debug)]
    struct LeakyRelu;

    impl Activation for LeakyRelu {
        fn value(&self, z: f64) -> f64 {
            z.max(0.01)
        }

        fn slope(&self, z: f64, _a: f64) -> f64 {
            if z > 0.0 { 1.0 } else { 0.01 }
        }
    }

    assert_named(
        mistakes::activation_functions::leaky_relu(&LeakyRelu),
        &["constant-value"],
    );
}

#[test]
fn a_reader_takes_the_root_of_a_part_of_a_fraction() {
    type Ends = fn(inputs: f64, outputs: f64) -> [f64; 2];

    fn limits(ends: Ends, how: Initialization, n: usize, m: usize) -> Range<f64> {
        let [xavier, he] = ends(n as f64, m as f64);
        match how {
            Initialization::Zeros => 0.0..0.0,
            Initialization::Unit => 0.0..1.0,
            Initialization::Xavier => -xavier..xavier,
            Initialization::He => -he..he,
        }
    }
    assert_named(
        mistakes::initialization::limits(|how, n, m| {
            let ends: Ends = |n, m| [6.0 / (n + m).sqrt(), (6.0 / n).sqrt()];
            limits(ends, how, n, m)
        }),
        &["xavier-root-below-the-line"],
    );
    assert_named(
        mistakes::initialization::limits(|how, n, m| {
            limits(|n, m| [(6.0 / (n + m)).sqrt(), 6.0 / n.sqrt()], how, n, m)
        }),
        &["he-root-below-the-line"],
    );
    assert_named(
        mistakes::initialization::limits(|how, n, m| {
            limits(|n, m| [6.0 / (n + m).sqrt(), 6.0 / n.sqrt()], how, n, m)
        }),
        &["xavier-root-below-the-line", "he-root-below-the-line"],
    );
    assert_named(
        mistakes::initialization::limits(|how, n, m| {
            let ends: Ends = |n, m| [6.0_f64.sqrt() / (n + m), 6.0_f64.sqrt() / n];
            limits(ends, how, n, m)
        }),
        &["xavier-root-above-the-line", "he-root-above-the-line"],
    );
    assert_named(
        mistakes::initialization::limits(|how, n, m| {
            let ends: Ends = |n, m| [6.0_f64.sqrt() / (n + m), (6.0 / n).sqrt()];
            limits(ends, how, n, m)
        }),
        &["xavier-root-above-the-line"],
    );
    assert_named(
        mistakes::initialization::limits(|how, n, m| {
            let ends: Ends = |n, m| [(24.0 / (n + m)).sqrt(), (24.0 / n).sqrt()];
            limits(ends, how, n, m)
        }),
        &["width-as-end"],
    );
}

#[test]
fn a_reader_divides_powers_by_something_else_or_raises_none() {
    use mistakes::classification::softmax;

    fn powers(logits: &Array2<f64>) -> Array2<f64> {
        let mut powers = logits.clone();
        for mut row in powers.rows_mut() {
            let largest = row.fold(f64::NEG_INFINITY, |m, &z| m.max(z));
            row.mapv_inplace(|z| (z - largest).exp());
        }
        powers
    }
    assert_named(
        softmax(|logits| powers(logits) / logits.ncols() as f64),
        &["divided-by-classes"],
    );
    assert_named(softmax(|logits| logits.mapv(sigmoid)), &["sigmoid-for-softmax"]);
    assert_named(
        softmax(|logits| {
            let powers = powers(logits);
            let sums = powers.sum_axis(Axis(1)).insert_axis(Axis(1));
            (powers / sums).ln()
        }),
        &["logarithms-of-shares"],
    );
    assert_named(
        softmax(|logits| {
            let means = logits.mean_axis(Axis(1)).expect("a class");
            let powers = (logits - means.insert_axis(Axis(1))).exp();
            let sums = powers.sum_axis(Axis(1)).insert_axis(Axis(1));
            powers / sums
        }),
        &["mean-taken-away"],
    );
}

#[test]
fn a_reader_mixes_up_the_parts_of_log_sum_exp() {
    type OfRow = fn(row: ArrayView1<f64>, largest: f64, class: f64) -> f64;

    fn loss(logits: &Array2<f64>, y: &Array2<f64>, of: OfRow) -> (f64, Array2<f64>) {
        let mut loss = 0.0;
        for (row, y) in logits.rows().into_iter().zip(y.rows()) {
            let largest = row.fold(f64::NEG_INFINITY, |m, &z| m.max(z));
            loss += of(row, largest, row.dot(&y));
        }
        (loss, softmax(logits) - y)
    }
    let bodies: [(Loss, &str); 6] = [
        (
            |z, y| loss(z, y, |z, m, _| m + (&z - m).exp().sum().ln() - m),
            "largest-for-the-logit",
        ),
        (
            |z, y| loss(z, y, |z, m, _| (&z - m).exp().sum().ln()),
            "largest-for-the-logit",
        ),
        (
            |z, y| loss(z, y, |z, m, class| m + (&z - m).exp().ln().sum() - class),
            "logarithm-before-the-sum",
        ),
        (
            |z, y| loss(z, y, |z, m, class| m + (&z - m).exp().sum().log2() - class),
            "log-two-of-the-sum",
        ),
        (
            |z, y| loss(z, y, |z, m, class| m + (&z - m).exp().sum().log10() - class),
            "log-ten-of-the-sum",
        ),
        (|z, y| (-(y * softmax(z)).ln().sum(), softmax(z) - y), "exchanged"),
    ];
    for (yours, name) in bodies {
        assert_named(mistakes::classification::cross_entropy(yours), &[name]);
    }
    assert_named(
        mistakes::classification::cross_entropy(|z, y| {
            let errors = softmax(z) - y;
            (errors.mapv(|e| e * e).sum(), 2.0 * errors)
        }),
        &["squares", "slope-with-two"],
    );
}

#[test]
fn a_reader_does_not_begin_anew_in_each_row() {
    assert_named(
        mistakes::classification::decide(|outputs| {
            let (mut largest, mut class) = (f64::NEG_INFINITY, 0);
            let mut decided = vec![];
            for row in outputs.rows() {
                for (k, &output) in row.iter().enumerate() {
                    if output > largest {
                        (largest, class) = (output, k);
                    }
                }
                decided.push(class);
            }
            decided
        }),
        &["largest-of-rows-before"],
    );
    assert_named(
        mistakes::classification::decide(|outputs| {
            let mut largest = f64::NEG_INFINITY;
            let mut decided = vec![];
            for row in outputs.rows() {
                let mut class = 0;
                for (k, &output) in row.iter().enumerate() {
                    if output > largest {
                        (largest, class) = (output, k);
                    }
                }
                decided.push(class);
            }
            decided
        }),
        &["largest-of-rows-before-or-class-0"],
    );
}

#[test]
fn a_reader_treats_weights_and_biases_differently() {
    type Epoch = fn(&mut Dense, &Dataset, &[usize], usize, f64);

    /// What each step of the weights and of the biases is, of the rate and the samples.
    type Rates = fn(rate: f64, n: f64) -> [f64; 2];

    fn epoch(
        layer: &mut Dense,
        data: &Dataset,
        order: &[usize],
        (size, rate): (usize, f64),
        rates: Rates,
    ) {
        for samples in order.chunks(size) {
            let batch = data.select(samples);
            let (_, dz) = cross_entropy(&layer.forward(&batch.x), &batch.one_hot());
            let [of_weights, of_biases] = rates(rate, batch.len() as f64);
            layer.weights -= &(of_weights * batch.x.t().dot(&dz));
            layer.biases -= &(of_biases * dz.sum_axis(Axis(0)));
        }
    }
    let bodies: [(Epoch, &str); 7] = [
        (
            |layer, data, order, size, rate| {
                epoch(layer, data, order, (size, rate), |rate, n| [rate, rate / n]);
            },
            "weight-slopes-not-divided",
        ),
        (
            |layer, data, order, size, rate| {
                epoch(layer, data, order, (size, rate), |rate, n| [rate / n, rate]);
            },
            "bias-slopes-not-divided",
        ),
        (
            |layer, data, order, size, rate| {
                let rates: Rates = |rate, n| [rate / n / n, rate / n];
                epoch(layer, data, order, (size, rate), rates);
            },
            "weight-slopes-divided-twice",
        ),
        (
            |layer, data, order, size, rate| {
                let rates: Rates = |rate, n| [rate / n, rate / n / n];
                epoch(layer, data, order, (size, rate), rates);
            },
            "bias-slopes-divided-twice",
        ),
        (
            |layer, data, order, size, rate| {
                let rates: Rates = |rate, n| [rate / n, -rate / n];
                epoch(layer, data, order, (size, rate), rates);
            },
            "biases-climb",
        ),
        (
            |layer, data, order, size, rate| {
                let rates: Rates = |rate, n| [-rate / n, rate / n];
                epoch(layer, data, order, (size, rate), rates);
            },
            "weights-climb",
        ),
        (
            |layer, data, order, size, rate| {
                epoch(layer, data, order, (size, rate), |rate, n| [0.0, rate / n]);
            },
            "weights-left",
        ),
    ];
    for (yours, name) in bodies {
        assert_named(mistakes::mini_batches::epoch(yours), &[name]);
    }
}

#[test]
fn a_reader_takes_the_labels_of_the_first_rows() {
    assert_named(
        mistakes::mini_batches::epoch(|layer, data, order, size, rate| {
            let y = data.one_hot();
            for samples in order.chunks(size) {
                let n = samples.len();
                let x = data.x.select(Axis(0), samples);
                let labels: Vec<usize> = (0..n).collect();
                let y = y.select(Axis(0), &labels);
                let (_, dz) = cross_entropy(&layer.forward(&x), &y);
                layer.weights -= &(rate * x.t().dot(&dz) / n as f64);
                layer.biases -= &(rate * dz.sum_axis(Axis(0)) / n as f64);
            }
        }),
        &["labels-of-first-rows"],
    );
}

#[test]
fn a_reader_counts_one_at_most_or_scales_nothing() {
    assert_named(
        mistakes::mini_batches::accuracy(|layer, data, last| {
            let first = data.len() - last;
            let decided = decide(&layer.forward(&data.x));
            let mut right = 0;
            for (i, decided) in decided.into_iter().enumerate().skip(first) {
                if decided == data.labels[i] {
                    right = 1;
                }
            }
            right as f64 / last as f64
        }),
        &["one-at-most"],
    );
    assert_named(
        mistakes::mini_batches::accuracy(|layer, data, last| {
            let first = data.len() - last;
            let decided = decide(&layer.forward(&data.x));
            let mut right = 0;
            for (i, decided) in decided.into_iter().enumerate().skip(first) {
                right = usize::from(decided == data.labels[i]);
            }
            right as f64 / last as f64
        }),
        &["one-at-most"],
    );
    assert_named(
        mistakes::mini_batches::standardize(|train, test| {
            (train.clone(), test.clone())
        }),
        &["nothing-scaled"],
    );
}

#[test]
fn a_reader_counts_epochs_wrongly() {
    use mistakes::generalization::early_stopping;

    assert_named(
        early_stopping(|losses, patience| {
            let (mut lowest, mut best) = (f64::INFINITY, 0);
            for (i, &loss) in losses.iter().enumerate() {
                if loss < lowest {
                    (lowest, best) = (loss, i + 1);
                } else if i + 1 - best >= patience {
                    return (best, i);
                }
            }
            (best, losses.len())
        }),
        &["stop-counted-from-zero"],
    );
    assert_named(
        early_stopping(|losses, patience| {
            let (mut lowest, mut best) = (f64::INFINITY, 0);
            for (i, &loss) in losses.iter().enumerate() {
                if loss < lowest {
                    (lowest, best) = (loss, i);
                } else if i - best >= patience {
                    return (best, i);
                }
            }
            (best, losses.len())
        }),
        &["stop-counted-from-zero", "kept-counted-from-zero"],
    );
    assert_named(
        early_stopping(|losses, patience| {
            let (lowest, mut best) = (losses[0], 1);
            for (i, &loss) in losses.iter().enumerate() {
                if loss < lowest {
                    best = i + 1;
                }
                if i + 1 - best == patience {
                    return (best, i + 1);
                }
            }
            (best, losses.len())
        }),
        &["compared-with-the-first"],
    );
    assert_named(
        early_stopping(|losses, patience| {
            let (mut lowest, mut best, mut waited) = (f64::INFINITY, 0, 0);
            for (i, &loss) in losses.iter().enumerate() {
                if loss < lowest {
                    (lowest, best) = (loss, i + 1);
                }
                if i > 0 {
                    waited = if loss < losses[i - 1] { 0 } else { waited + 1 };
                }
                if waited == patience {
                    return (best, i + 1);
                }
            }
            (best, losses.len())
        }),
        &["renewed-by-any-fall"],
    );
    assert_named(
        early_stopping(|losses, patience| {
            let (mut lowest, mut best, mut waited) = (f64::INFINITY, 0, 1);
            for (i, &loss) in losses.iter().enumerate() {
                if loss < lowest {
                    (lowest, best, waited) = (loss, i + 1, 1);
                } else {
                    waited += 1;
                    if waited == patience {
                        return (best, i + 1);
                    }
                }
            }
            (best, losses.len())
        }),
        &["one-epoch-too-early"],
    );
    assert_named(
        early_stopping(|losses, _| {
            let (mut lowest, mut best) = (f64::INFINITY, 0);
            for (i, &loss) in losses.iter().enumerate() {
                if loss < lowest {
                    (lowest, best) = (loss, i + 1);
                } else {
                    return (best, i + 1);
                }
            }
            (best, losses.len())
        }),
        &["patience-ignored"],
    );
}

#[test]
fn a_reader_shrinks_by_another_share() {
    use mistakes::generalization::weight_decay;

    assert_named(
        weight_decay(|layer, gradients, rate, decay| {
            layer.weights *= (1.0 - rate) * decay;
            layer.biases *= (1.0 - rate) * decay;
            layer.weights -= &(rate * &gradients.dw);
            layer.biases -= &(rate * &gradients.db);
        }),
        &["rate-alone-in-parentheses"],
    );
    assert_named(
        weight_decay(|layer, gradients, rate, decay| {
            layer.weights *= 1.0 - rate * decay;
            layer.biases *= 1.0 - decay;
            layer.weights -= &(rate * &gradients.dw);
            layer.biases -= &(rate * &gradients.db);
        }),
        &["no-rate-in-the-decay-of-the-biases"],
    );
    assert_named(
        weight_decay(|layer, gradients, rate, decay| {
            layer.weights *= 1.0 - decay;
            layer.biases *= 1.0 - rate * decay;
            layer.weights -= &(rate * &gradients.dw);
            layer.biases -= &(rate * &gradients.db);
        }),
        &["no-rate-in-the-decay-of-the-weights"],
    );
    assert_named(
        weight_decay(|layer, gradients, rate, decay| {
            layer.weights.mapv_inplace(|w| 1.0 - rate * decay * w);
            layer.biases.mapv_inplace(|b| 1.0 - rate * decay * b);
            layer.weights -= &(rate * &gradients.dw);
            layer.biases -= &(rate * &gradients.db);
        }),
        &["parentheses"],
    );
    assert_named(
        weight_decay(|layer, gradients, rate, decay| {
            let mut moved = layer.clone();
            moved.weights *= 1.0 - rate * decay;
            moved.weights -= &(rate * &gradients.dw);
        }),
        &["nothing-moves"],
    );
}

#[test]
fn zeros_and_what_is_no_number_are_not_told_by_mistakes_made_together() {
    assert_unknown(mistakes::training::whole_program(|net, _, _, _, iterations| {
        net.w1.fill(f64::NAN);
        net.w2.fill(f64::NAN);
        vec![f64::NAN; iterations + 1]
    }));
    assert_unknown(mistakes::mini_batches::standardize(|train, test| {
        (Array2::zeros(train.dim()), Array2::zeros(test.dim()))
    }));
}

#[test]
fn a_reader_may_write_it_another_way() {
    assert_passes(mistakes::activation::sigmoid(|z| ((z / 2.0).tanh() + 1.0) / 2.0));
    assert_passes(mistakes::activation::sigmoid_prime(|z| sigmoid(z) * sigmoid(-z)));
    assert_passes(mistakes::gradient_descent::central_difference(|f, w| {
        let h = 1e-3;
        let near = f(w + h) - f(w - h);
        let far = f(w + 2.0 * h) - f(w - 2.0 * h);
        (8.0 * near - far) / (12.0 * h)
    }));
    assert_passes(mistakes::convolution::places(|side, size, padding, stride| {
        (side + 2 * padding - size + 1).div_ceil(stride)
    }));
}

#[test]
fn what_nobody_would_expect_gets_no_name() {
    assert_unknown(mistakes::loss::sum_of_squares(|y_hat, y| {
        (y_hat - y).mapv(|e| e.powi(3)).sum()
    }));
    assert_unknown(mistakes::activation::sigmoid(|z| (z.tanh() + 1.0) / 2.0));
    assert_unknown(mistakes::classification::cross_entropy(|logits, y| {
        let (loss, slope) = cross_entropy(logits, y);
        (loss * loss, slope)
    }));
    assert_unknown(mistakes::training::step(|net, gradients, rate| {
        net.w1 -= &(rate * &gradients.dw1);
        net.w2 = net.w1.t().dot(&net.w1).dot(&net.w2) - rate * &gradients.dw2;
    }));
}

#[test]
fn a_reader_moves_a_copy_that_was_moved_before_or_measures_the_one_that_was_not() {
    type Matrix = Array2<f64>;
    type Weights = fn(&mut Network) -> &mut Matrix;
    const LAYERS: [Weights; 2] = [|net| &mut net.w1, |net| &mut net.w2];
    fn kept(net: &Network, x: &Matrix, y: &Matrix, h: f64) -> Gradients {
        let [mut plus, mut minus] = [net.clone(), net.clone()];
        let [dw1, dw2] = LAYERS.map(|weights| {
            Array2::from_shape_fn(weights(&mut plus).dim(), |place| {
                weights(&mut plus)[place] += h;
                weights(&mut minus)[place] -= h;
                let [right, left] =
                    [&plus, &minus].map(|net| sum_of_squares(&net.predict(x), y));
                (right - left) / (2.0 * h)
            })
        });
        Gradients { dw1, dw2 }
    }
    fn unmoved(net: &Network, x: &Matrix, y: &Matrix, h: f64) -> Gradients {
        let [dw1, dw2] = LAYERS.map(|weights| {
            Array2::from_shape_fn(weights(&mut net.clone()).dim(), |place| {
                weights(&mut net.clone())[place] += h;
                let loss = sum_of_squares(&net.predict(x), y);
                (loss - sum_of_squares(&net.predict(x), y)) / (2.0 * h)
            })
        });
        Gradients { dw1, dw2 }
    }
    fn in_numbers(net: &Network, x: &Matrix, y: &Matrix, h: f64) -> Gradients {
        let [mut dw1, mut dw2] = [&net.w1, &net.w2].map(|it| Array2::zeros(it.dim()));
        let mut net = net.clone();
        let mut slope = |weights: Weights, place| {
            let w = weights(&mut net)[place];
            weights(&mut net)[place] = w + h;
            let right = sum_of_squares(&net.predict(x), y);
            weights(&mut net)[place] = w - h;
            let left = sum_of_squares(&net.predict(x), y);
            weights(&mut net)[place] = w;
            0.5 * (right - left) / (2.0 * h)
        };
        for i in 0..3 {
            for j in 0..4 {
                dw1[[i, j]] = slope(LAYERS[0], (i, j));
            }
        }
        for j in 0..4 {
            dw2[[j, 0]] = slope(LAYERS[1], (j, 0));
        }
        Gradients { dw1, dw2 }
    }
    let check = mistakes::gradient_descent::measured_gradients;
    assert_named(check(kept), &["copies-kept"]);
    assert_named(check(unmoved), &["nothing-moved"]);
    assert_named(
        check(in_numbers),
        &["half-of-the-loss", "three-by-four-only", "four-by-one-only"],
    );
}

#[test]
fn a_reader_gives_what_is_right_in_another_order() {
    assert_named(
        mistakes::backpropagation::one_slope(|x, a1, w2, y_hat, y| {
            let d_y_hat = 2.0 * (y_hat - y);
            let dz2 = d_y_hat * y_hat * (1.0 - y_hat);
            let da1 = dz2 * w2;
            let dz1 = da1 * a1 * (1.0 - a1);
            [dz1 * x, dz1, da1, dz2, d_y_hat]
        }),
        &["order-reversed"],
    );
    assert_named(
        mistakes::backpropagation::output_layer(|y, trace| {
            let dz2 = 2.0
                * (&trace.y_hat - y)
                * trace.y_hat.mapv(sigmoid_prime_from_output);
            (trace.a1.t().dot(&dz2), dz2)
        }),
        &["swapped"],
    );
    assert_named(
        mistakes::backpropagation::hidden_layer(|net, x, trace, dz2| {
            let da1 = dz2.dot(&net.w2.t());
            let dz1 = &da1 * trace.a1.mapv(sigmoid_prime_from_output);
            [x.t().dot(&dz1), dz1, da1]
        }),
        &["order-reversed"],
    );
    assert_named(
        mistakes::backpropagation::backward(|net, x, y, trace| {
            let Gradients { dw1, dw2 } = net.backward(x, y, trace);
            Gradients { dw1: dw2, dw2: dw1 }
        }),
        &["fields-exchanged"],
    );
}

#[test]
fn a_reader_forgets_parentheses_on_the_way_back() {
    assert_named(
        mistakes::backpropagation::one_slope(|x, a1, w2, y_hat, y| {
            let d_y_hat = 2.0 * (y_hat - y);
            let dz2 = d_y_hat * y_hat * 1.0 - y_hat;
            let da1 = dz2 * w2;
            let dz1 = da1 * a1 * 1.0 - a1;
            [d_y_hat, dz2, da1, dz1, dz1 * x]
        }),
        &["output-parentheses", "hidden-parentheses"],
    );
    assert_named(
        mistakes::backpropagation::output_layer(|y, trace| {
            let dz2 = (&trace.y_hat - y) * &trace.y_hat * 1.0 - &trace.y_hat;
            let dw2 = trace.a1.t().dot(&dz2);
            (dz2, dw2)
        }),
        &["no-two", "output-parentheses"],
    );
}

#[test]
fn a_reader_undoes_a_sign_or_sends_the_error_back() {
    assert_named(
        mistakes::backpropagation::backward(|net, x, y, trace| {
            let dz2 = 2.0
                * (y - &trace.y_hat)
                * trace.y_hat.mapv(sigmoid_prime_from_output);
            let dw2 = trace.a1.t().dot(&dz2);
            let dz1 =
                -dz2.dot(&net.w2.t()) * trace.a1.mapv(sigmoid_prime_from_output);
            Gradients { dw1: x.t().dot(&dz1), dw2 }
        }),
        &["dw2-turned-round"],
    );
    assert_named(
        mistakes::backpropagation::backward(|net, x, y, trace| {
            let error = (&trace.y_hat - y) / y.ncols() as f64;
            let dz2 = 2.0 * &error * trace.y_hat.mapv(sigmoid_prime_from_output);
            let dw2 = trace.a1.t().dot(&dz2);
            let dz1 =
                error.dot(&net.w2.t()) * trace.a1.mapv(sigmoid_prime_from_output);
            Gradients { dw1: x.t().dot(&dz1), dw2 }
        }),
        &["mean-over-outputs", "raw-error-sent-back"],
    );
}

/// A training from its slopes, with a pass forward that may hand on the sums.
macro_rules! training {
    ($handed_on:ident, |$net:ident, $x:ident, $y:ident, $trace:ident| $gradients:expr) => {
        |$net, $x, $y, rate, iterations| {
            let forward = |net: &Network| {
                let z1 = $x.dot(&net.w1);
                let a1 = z1.mapv(sigmoid);
                let z2 = $handed_on(&z1, &a1).dot(&net.w2);
                let y_hat = z2.mapv(sigmoid);
                Trace { z1, a1, z2, y_hat }
            };
            let mut losses = Vec::new();
            for _ in 0..iterations {
                let $trace = forward($net);
                losses.push(sum_of_squares(&$trace.y_hat, $y));
                let gradients: Gradients = $gradients;
                $net.step(&gradients, rate);
            }
            losses.push(sum_of_squares(&$net.predict($x), $y));
            losses
        }
    };
}

#[test]
fn the_whole_program_of_a_reader_has_the_mistakes_of_its_parts() {
    type Matrix = Array2<f64>;
    fn sums<'a>(z1: &'a Matrix, _: &'a Matrix) -> &'a Matrix {
        z1
    }
    fn activations<'a>(_: &'a Matrix, a1: &'a Matrix) -> &'a Matrix {
        a1
    }
    fn slopes(
        net: &Network,
        x: &Matrix,
        y: &Matrix,
        trace: &Trace,
        [output, hidden]: [fn(f64) -> f64; 2],
    ) -> Gradients {
        let dz2 = 2.0 * (&trace.y_hat - y) * trace.y_hat.mapv(output);
        let dz1 = dz2.dot(&net.w2.t()) * trace.a1.mapv(hidden);
        Gradients { dw1: x.t().dot(&dz1), dw2: trace.a1.t().dot(&dz2) }
    }
    let check = mistakes::training::whole_program;
    assert_named(
        check(training!(sums, |net, x, y, trace| net.backward(x, y, &trace))),
        &["sums-handed-on"],
    );
    assert_named(
        check(training!(activations, |net, x, y, trace| {
            slopes(net, x, y, &trace, [|a| 1.0 - a * a; 2])
        })),
        &["output-slope-of-tanh", "hidden-slope-of-tanh"],
    );
    assert_named(
        check(training!(activations, |net, x, y, trace| {
            let Gradients { dw1, .. } = net.backward(x, y, &trace);
            let dz2 = 2.0 * (&trace.y_hat - y) * trace.z2.mapv(sigmoid_prime);
            Gradients { dw1, dw2: trace.z1.t().dot(&dz2) }
        })),
        &["sums-for-activations"],
    );
    assert_named(
        check(training!(activations, |net, x, y, trace| {
            let Gradients { dw1, dw2 } = net.backward(x, y, &trace);
            let outputs = y.ncols() as f64;
            Gradients { dw1: 2.0 * dw1 / outputs, dw2: 2.0 * dw2 / outputs }
        })),
        &["two-twice", "mean-over-outputs"],
    );
    assert_named(
        check(training!(activations, |net, x, y, trace| {
            slopes(net, x, y, &trace, [|a| a * 1.0 - a, sigmoid_prime_from_output])
        })),
        &["no-step"],
    );
    assert_named(
        check(training!(activations, |net, x, y, trace| {
            slopes(net, x, y, &trace, [|a| a * (a - 1.0), |a| a * (a - 1.0)])
        })),
        &["plus-for-w2"],
    );
}

#[test]
fn a_reader_notes_the_last_loss_in_the_last_iteration() {
    fn in_the_loop(
        net: &mut Network,
        x: &Array2<f64>,
        y: &Array2<f64>,
        rate: f64,
        iterations: usize,
    ) -> Vec<f64> {
        let mut losses = Vec::new();
        for i in 0..iterations {
            let trace = net.forward(x);
            losses.push(sum_of_squares(&trace.y_hat, y));
            let gradients = net.backward(x, y, &trace);
            net.step(&gradients, rate);
            if i == iterations - 1 {
                losses.push(sum_of_squares(&net.predict(x), y));
            }
        }
        losses
    }
    for check in [mistakes::training::train, mistakes::training::whole_program] {
        assert_named(check(in_the_loop), &["no-loss-without-iterations"]);
    }
}
