//! The numbers that the prose of the book refers to by name: `[value:loss.first]`.

use rand::{SeedableRng, rngs::ChaCha8Rng};

use super::network::largest;
use super::runs::{self, PRINTED, SEEDS, falling, final_losses, predictions_of_row};
use crate::gradient_descent::loss_along_one;
use crate::what_it_learned::{Run, quantile, train_seeds};
use crate::{
    Gradients, Network, central_difference, four_rows, measured_gradients,
    sigmoid_prime, sum_of_squares, train,
};

/// A measured number: its name, and its text with as many digits as the prose wants.
pub type Value = (String, String);

/// Measures every number of the book.
pub fn values() -> Vec<Value> {
    [
        first_steps(),
        training(),
        many_seeds(),
        stuck(),
        fewer_inputs(),
        printed(),
        errata(),
        super::dense::values(),
        super::activation_functions::values(),
        super::initialization::values(),
        super::learning_rate::values(),
        super::classification::values(),
        super::digits::values(),
        super::speed::values(),
    ]
    .concat()
}

fn first_steps() -> Vec<Value> {
    let (x, y) = four_rows();
    let nets = (0..100).map(Network::seeded);
    let weights: Vec<f64> =
        nets.flat_map(|net| net.w1.into_iter().chain(net.w2)).collect();
    let mut stepped = Network::seeded(2);
    train(&mut stepped, &x, &y, 1.0, 1);
    vec![
        number(
            "network.mean_weight",
            3,
            weights.iter().sum::<f64>() / weights.len() as f64,
        ),
        number("network.lowest_weight", 4, quantile(&weights, 0.0)),
        number(
            "backpropagation.loss_after_step",
            3,
            sum_of_squares(&stepped.predict(&x), &y),
        ),
        number("loss.first", 3, runs::book().history.losses()[0]),
        number(
            "gradient_descent.slope_at_3",
            3,
            central_difference(loss_along_one, 3.0),
        ),
    ]
}

/// How many of 100 seeds learn the four rows with so many hidden units.
fn learned_with(hidden: usize) -> usize {
    let (x, y) = four_rows();
    let learns = |&seed: &u64| {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let mut net = Network::random(3, hidden, 1, rng);
        train(&mut net, &x, &y, 1.0, 1500).final_loss() < 0.05
    };
    (0..100).filter(learns).count()
}

fn training() -> Vec<Value> {
    let Run { history, net, .. } = runs::book();

    vec![
        number("training.final_loss", 5, history.final_loss()),
        number("training.loss_at_1000", 5, history.losses()[1000]),
        count("training.below_nine_tenths", first_below(0.9, history.losses())),
        count("training.learned_with_2_units", learned_with(2)),
        count("training.learned_with_3_units", learned_with(3)),
        count("training.below_half", first_below(0.5, history.losses())),
        count("training.below_tenth", first_below(0.1, history.losses())),
        number("training.largest_weight", 1, largest(&net.w1).max(largest(&net.w2))),
    ]
}

fn many_seeds() -> Vec<Value> {
    let (one, two, tenth) =
        (runs::step_one(), runs::at_learning_rate(2.0), runs::at_learning_rate(0.1));
    vec![
        count("seeds", SEEDS as usize),
        count("step_1.falling", falling(one)),
        number("step_1.median", 4, quantile(&final_losses(one), 0.5)),
        number("step_1.worst", 4, quantile(&final_losses(one), 1.0)),
        // In whole percent: another rounding tips a run or two.
        number(
            "step_2.falling_percent",
            0,
            100.0 * falling(&two) as f64 / SEEDS as f64,
        ),
        number("step_2.median", 4, quantile(&final_losses(&two), 0.5)),
        count(
            "step_01.unfinished",
            final_losses(&tenth).iter().filter(|&&l| l > 0.5).count(),
        ),
        number("step_01.lowest", 2, quantile(&final_losses(&tenth), 0.0)),
    ]
}

fn stuck() -> Vec<Value> {
    let stuck = runs::stuck();
    let (x, y) = four_rows();
    let longer = train(&mut Network::seeded(stuck.seed), &x, &y, 1.0, 4000);
    let Gradients { dw1, dw2 } = stuck.net.backward(&x, &y, &stuck.net.forward(&x));

    let predictions: Vec<String> =
        stuck.net.predict(&x).iter().map(|y_hat| format!("{y_hat:.2}")).collect();
    vec![
        number("stuck.final_loss", 3, stuck.history.final_loss()),
        number("stuck.largest_slope", 4, largest(&dw1).max(largest(&dw2))),
        ("stuck.predictions".to_string(), predictions.join(", ")),
        count("stuck.below_tenth", first_below(0.1, longer.losses())),
    ]
}

fn fewer_inputs() -> Vec<Value> {
    let no_ones = final_losses(&runs::without_ones());
    let (_, y) = four_rows();
    let left_out = runs::left_out_predictions().iter().zip(&y);
    let distances: Vec<f64> = left_out
        .flat_map(|(row, target)| row.iter().map(move |y_hat| (y_hat - target).abs()))
        .collect();
    vec![
        count("no_ones.learned", no_ones.iter().filter(|&&loss| loss < 0.05).count()),
        number("no_ones.median", 4, quantile(&no_ones, 0.5)),
        count("left_out.runs", distances.len()),
        count("left_out.wrong", distances.iter().filter(|&&d| d > 0.5).count()),
    ]
}

/// Where the predictions that the tutorial prints lie among those of all seeds.
fn printed() -> Vec<Value> {
    let rows = [0, 1, 2, 3].map(predictions_of_row);
    let distance = |seed: usize| {
        let distances = rows
            .iter()
            .zip(PRINTED)
            .map(|(row, printed)| (row[seed] - printed).abs());
        distances.fold(0.0, f64::max)
    };
    let by_distance = |a: &usize, b: &usize| distance(*a).total_cmp(&distance(*b));
    let closest = (0..SEEDS as usize).min_by(by_distance).unwrap_or(0);
    let mut values = vec![count("closest.seed", closest)];
    for (i, (row, printed)) in rows.iter().zip(PRINTED).enumerate() {
        let name = |what| format!("row_{}.{what}", i + 1);
        values.extend([
            number(&name("lowest"), 3, quantile(row, 0.0)),
            number(&name("median"), 3, quantile(row, 0.5)),
            number(&name("highest"), 3, quantile(row, 1.0)),
            count(
                &name("below"),
                row.iter().filter(|&&y_hat| y_hat < printed).count(),
            ),
        ]);
    }
    values
}

fn errata() -> Vec<Value> {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let trace = net.forward(&x);
    let uphill = train_seeds(0..200, &x, &y, -1.0, 1500);
    let mut doubled = runs::book().net.clone();
    doubled.w2 *= 2.0;
    vec![
        count("errata.seeds", uphill.len()),
        number("errata.loss_doubled", 6, sum_of_squares(&doubled.predict(&x), &y)),
        number("errata.uphill", 3, quantile(&final_losses(&uphill), 0.5)),
        number("errata.absolute_first", 3, (&trace.y_hat - &y).mapv(f64::abs).sum()),
        number("errata.slope_at_2", 3, sigmoid_prime(2.0)),
        number(
            "errata.measured_slope",
            4,
            measured_gradients(&net, &x, &y).dw1[[2, 1]],
        ),
        number("errata.backward_slope", 4, net.backward(&x, &y, &trace).dw1[[2, 1]]),
    ]
}

fn first_below(height: f64, losses: &[f64]) -> usize {
    losses.iter().position(|&loss| loss < height).unwrap_or(losses.len())
}

pub(super) fn count(name: &str, count: usize) -> Value {
    (name.to_string(), count.to_string())
}

pub(super) fn number(name: &str, digits: usize, value: f64) -> Value {
    (name.to_string(), format!("{value:.digits$}"))
}
