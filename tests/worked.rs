//! The numbers that the prose works out by hand: the code gives them, and the page says them.

#[path = "common/says.rs"]
mod common;

use backprop::activation::{sigmoid_prime, sigmoid_prime_from_output};
use backprop::chain_rule::Neuron;
use backprop::gradient_descent::{
    central_difference, descend, descend_surface, gradient, loss_along_one,
    loss_along_two,
};
use backprop::loss::sum_of_squares_gradient;
use backprop::network::{Network, four_rows};
use backprop::what_it_learned::falls_at_every_step;
use common::says;
use figures::style::signed as prose;

#[test]
fn the_widest_and_the_thinnest_line_of_the_network() {
    let net = Network::seeded(2);
    says("network", &format!("fourth hidden unit is {:.3}", net.w1[[2, 3]]));
    says("network", &format!("to the output is {:.3}", net.w2[[2, 0]]));
    assert!(net.w1.iter().chain(&net.w2).all(|&w| w <= net.w1[[2, 3]]));
    assert!(net.w1.iter().chain(&net.w2).all(|&w| w >= net.w2[[2, 0]]));
}

#[test]
fn the_second_row_run_forward_by_hand() {
    let (x, _) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let [u, v, w] = [0, 1, 2].map(|i| net.w1[[i, 0]]);
    let sum = format!(r"0 \times {u:.3} + 1 \times {v:.3} + 1 \times {w:.3}");
    says("feedforward", &format!("{sum} = {:.3}", trace.z1[[1, 0]]));
    says(
        "feedforward",
        &format!(r"\sigma({:.3}) = {:.3}", trace.z1[[1, 0]], trace.a1[[1, 0]]),
    );
    let [u, v] = [1, 2].map(|i| net.w1[[i, 1]]);
    says("feedforward", &format!("{u:.3} + {v:.3} = {:.3}", trace.z1[[1, 1]]));

    let terms = (0..4)
        .map(|j| format!(r"{:.3} \times {:.3}", trace.a1[[1, j]], net.w2[[j, 0]]));
    let sum = terms.collect::<Vec<_>>().join(" + ");
    says("feedforward", &format!("{sum} = {:.3}", trace.z2[[1, 0]]));
    says(
        "feedforward",
        &format!(r"\sigma({:.3}) = {:.3}", trace.z2[[1, 0]], trace.y_hat[[1, 0]]),
    );
}

#[test]
fn the_errors_before_training_and_their_sum() {
    let (x, y) = four_rows();
    let errors = Network::seeded(2).predict(&x) - y;
    let [a, b, c, d] = [0, 1, 2, 3].map(|i| prose(errors[[i, 0]], 3));
    let sum = errors.sum();
    says("loss", &format!("{a}, {b}, {c} and {d}. Their sum is {sum:.3}"));
    let (first, last) = (errors[[0, 0]], errors[[3, 0]]);
    let part = first * first + last * last;
    says("loss", &format!("{first:.5}^2 + {last:.5}^2 = {part:.5}"));
}

#[test]
fn the_first_step_down_the_valley() {
    let slope = central_difference(loss_along_one, 3.0);
    let path = descend(|_| slope, 3.0, 3.0, 1);
    says("gradient-descent", &format!(r"3 - 3 \times {slope:.3} = {:.3}", path[1]));
    let start = Network::seeded(2).w2[[1, 0]];
    says("gradient-descent", &format!("and not at the {start:.3} of seed 2"));
}

#[test]
fn ten_steps_at_a_rate_of_one_half_cover_less_than_a_third_of_the_way() {
    let slope = |w| central_difference(loss_along_one, w);
    let bottom = descend(slope, 3.0, 3.0, 100)[100];
    let end = descend(slope, 3.0, 0.5, 10)[10];
    assert!((3.0 - end) / (3.0 - bottom) < 1.0 / 3.0);
}

#[test]
fn the_careful_path_creeps_and_the_hasty_one_climbs_now_and_then_and_ends_lower() {
    let slopes = |at| gradient(loss_along_two, at);
    let losses = |rate| -> Vec<f64> {
        let path = descend_surface(slopes, (3.0, 3.0), rate, 40);
        path.into_iter().map(|(u, v)| loss_along_two(u, v)).collect()
    };
    let (careful, hasty) = (losses(2.0), losses(10.0));
    says("gradient-descent", &format!("at a loss of {:.4}.", careful[10]));
    says("gradient-descent", &format!("ends lower, at {:.4}.", hasty[40]));
    assert!(falls_at_every_step(&careful) && careful[10] - careful[40] < 2e-4);
    assert!(!falls_at_every_step(&hasty));
}

#[test]
fn the_factors_of_the_one_neuron() {
    let neuron = Neuron { w: 0.5 };
    let trace = neuron.forward(2.0, 0.0);
    let dw = neuron.backward(2.0, &trace).dw;
    let slope = sigmoid_prime(trace.z);
    let (a, b) = (trace.y_hat, 1.0 - trace.y_hat);
    says("chain-rule", &format!(r"{a:.3} \times {b:.3} = {slope:.3}"));
    says("chain-rule", &format!(r"{slope:.3} \times 0.002"));
    says("chain-rule", &format!("The slope `dw` is {dw:.3}"));
    let error = 2.0 * trace.error;
    says("chain-rule", &format!(r"{error:.5} \times {slope:.5} \times 2 = {dw:.5}"));
}

#[test]
fn one_slope_of_the_second_layer_added_up_by_hand() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let d_y_hat = sum_of_squares_gradient(&trace.y_hat, &y);
    let slopes = trace.y_hat.mapv(sigmoid_prime_from_output);
    let dz2 = &d_y_hat * &slopes;
    let list = |values: [f64; 4]| values.map(|value| prose(value, 4)).join(", ");
    let [a, b, c, d] = [0, 1, 2, 3].map(|i| dz2[[i, 0]]);
    says("backpropagation", &format!("is {}.", list([a, b, c, d])));
    let first = (d_y_hat[[0, 0]], slopes[[0, 0]]);
    says("backpropagation", &format!(r"{:.5} \times {:.5}", first.0, first.1));
    let a1 = [0, 1, 2, 3].map(|i| trace.a1[[i, 0]]);
    says("backpropagation", &format!("column of $`a_1`$ is {}.", list(a1)));
    let [a, b, c, d] = [0, 1, 2, 3].map(|i| (dz2[[i, 0]] * a1[i]).abs());
    let dw2 = net.backward(&x, &y, &trace).dw2[[0, 0]];
    says("backpropagation", &format!("{a:.4} - {b:.4} - {c:.4} + {d:.4} = {dw2:.4}"));
}
