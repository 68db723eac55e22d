//! What the chapter *Autograd: the program that writes backward* claims.

use std::cell::Cell;
use std::collections::HashMap;

use backprop::autograd::{Tape, Var, cross_entropy, loss_of_part_one, train_on_tape};
use backprop::chain_rule::Dual;
use backprop::gradient_descent::central_difference;
use backprop::loss::sum_of_squares;
use backprop::network::{Network, four_rows};
use backprop::training::train;
use ndarray::{Array2, array};

/// The operands of each entry of a tape, as a list; a sum hands its slope to both.
type Sums = Vec<Vec<usize>>;

/// b = a + a; c = b + b.
fn twice_two() -> Sums {
    vec![vec![], vec![0, 0], vec![1, 1]]
}

/// The wrong walk: each entry hands on its slope and goes on into each term.
fn follow_paths(sums: &Sums, at: usize, slopes: &mut [f64]) {
    for &term in &sums[at] {
        slopes[term] += slopes[at];
    }
    for &term in &sums[at] {
        follow_paths(sums, term, slopes);
    }
}

/// The slope of the last entry along the first, by the wrong walk.
fn by_following(sums: &Sums) -> f64 {
    let mut slopes = vec![0.0; sums.len()];
    slopes[sums.len() - 1] = 1.0;
    follow_paths(sums, sums.len() - 1, &mut slopes);
    slopes[0]
}

/// And **the order counts**: $`b`$ may hand on its slope when all of it has arrived, and
/// once. The first visit hands two to each $`a`$ of $`a + a`$, and the second does so
/// again: four times two. The answer is 8. Nothing warns: in a chain, where
/// each number is used once, the wrong walk gives the right slopes.
#[test]
fn a_walk_that_follows_each_path_from_b_again_counts_its_slope_twice() {
    assert_eq!(by_following(&twice_two()), 8.0);
    let tape = Tape::default();
    let a = tape.var(array![[3.0]]);
    let b = a + a;
    let c = b + b;
    assert_eq!(c.backward()[a], array![[4.0]]);
    let chain = vec![vec![], vec![0], vec![1], vec![2]];
    assert_eq!(by_following(&chain), 1.0);
}

/// So whoever reads the tape from its end meets every use of a number before the number.
/// **Record each result** after what it was computed from.
#[test]
fn every_entry_of_a_tape_comes_after_what_it_was_computed_from() {
    // A slope along a value that stands later on the tape is 0, and along one that it
    // was computed from it is not.
    let tape = Tape::default();
    let (a, b) = (tape.var(array![[2.0]]), tape.var(array![[3.0]]));
    let vars = [a, b, a * b, (a * b).exp(), (a * b).exp().ln() + b];
    for (k, var) in vars.iter().enumerate() {
        let slopes = var.backward();
        for (place, &other) in vars.iter().enumerate() {
            assert!(place <= k || slopes[other] == array![[0.0]]);
        }
    }
    let slopes = vars[4].backward();
    assert!((slopes[a][[0, 0]] - 3.0).abs() < 1e-12);
    assert!((slopes[b][[0, 0]] - 3.0).abs() < 1e-12);
}

/// **What is added up forward is copied backward; what is copied forward is added up
/// backward.** In `x + b` the row is stretched over five rows. The slope along `b` has
/// the shape ____. The sum of each column is left.
#[test]
fn what_is_copied_forward_is_added_up_backward() {
    let tape = Tape::default();
    let x = tape.var(Array2::from_shape_fn((5, 4), |(i, j)| (4 * i + j) as f64));
    let b = tape.var(array![[1.0, 2.0, 3.0, 4.0]]);
    let d = Array2::from_shape_fn((5, 4), |(i, j)| (i * i + j) as f64);
    let slopes = ((x + b) * tape.var(d.clone())).sum().backward();
    assert_eq!(slopes[b].row(0), d.sum_axis(ndarray::Axis(0)));
    assert_eq!(slopes[b].dim(), (1, 4));
    assert_eq!(slopes[x], d);
    // Added up forward: one slope is copied to all.
    assert_eq!(x.sum().backward()[x], Array2::<f64>::ones((5, 4)));
    // Copied by name.
    let copies = x.gather(array![[Some((1, 2)), Some((1, 2)), None]]);
    let slopes = (copies * tape.var(array![[2.0, 5.0, 9.0]])).sum().backward();
    assert_eq!(slopes[x][[1, 2]], 7.0);
    assert_eq!(slopes[x].sum(), 7.0);
}

/// The weights of both matrices in one list.
fn list(w1: &Array2<f64>, w2: &Array2<f64>) -> Vec<f64> {
    w1.iter().chain(w2).copied().collect()
}

/// The loss of Part I in dual numbers.
fn loss_of_duals(w: &[Dual]) -> Dual {
    let (x, y) = four_rows();
    let constant = Dual::constant;
    (0..4).fold(constant(0.0), |loss, row| {
        let z2 = (0..4).fold(constant(0.0), |sum, unit| {
            let z1 = (0..3).fold(constant(0.0), |sum, input| {
                sum + constant(x[[row, input]]) * w[4 * input + unit]
            });
            sum + z1.sigmoid() * w[12 + unit]
        });
        let error = z2.sigmoid() - constant(y[[row, 0]]);
        loss + error * error
    })
}

/// **Measured slopes**: two runs for each of the weights, one on either side. **Dual
/// numbers**: one run for each weight, which is the variable then. **The tape**: one run,
/// and one walk back, for any number of weights. The measured slopes are those by hand up
/// to $`10^{-9}`$, and the other two up to $`10^{-15}`$. A network has many weights and
/// one loss.
#[test]
fn sixteen_slopes_take_32_runs_or_16_or_one() {
    let (x, y) = four_rows();
    for seed in 0..20 {
        let net = Network::seeded(seed);
        let by_hand = net.backward(&x, &y, &net.forward(&x));
        let by_hand = list(&by_hand.dw1, &by_hand.dw2);
        let weights = list(&net.w1, &net.w2);
        assert_eq!(weights.len(), 16);
        let apart = |slopes: &[f64]| {
            assert_eq!(slopes.len(), 16);
            let pairs = slopes.iter().zip(&by_hand);
            pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
        };

        let runs = Cell::new(0);
        let measured: Vec<f64> = (0..16)
            .map(|k| {
                let loss_at = |w| {
                    runs.set(runs.get() + 1);
                    let mut moved = net.clone();
                    *moved.w1.iter_mut().chain(&mut moved.w2).nth(k).unwrap() = w;
                    sum_of_squares(&moved.predict(&x), &y)
                };
                central_difference(loss_at, weights[k])
            })
            .collect();
        assert_eq!(runs.replace(0), 32);
        assert!(apart(&measured) < 1e-9);

        let duals: Vec<f64> = (0..16)
            .map(|k| {
                runs.set(runs.get() + 1);
                let mut w: Vec<_> =
                    weights.iter().map(|&w| Dual::constant(w)).collect();
                w[k] = Dual::variable(weights[k]);
                loss_of_duals(&w).slope
            })
            .collect();
        assert_eq!(runs.replace(0), 16);
        assert!(apart(&duals) < 1e-15, "seed {seed}: {}", apart(&duals));

        let run = |tape: &Tape| {
            runs.set(runs.get() + 1);
            let vars: [Var; 4] =
                [&x, &y, &net.w1, &net.w2].map(|m| tape.var(m.clone()));
            let [x, y, w1, w2] = vars;
            let slopes = loss_of_part_one(x, y, w1, w2).backward();
            list(&slopes[w1], &slopes[w2])
        };
        let on_tape = run(&Tape::default());
        assert_eq!(runs.get(), 1);
        assert!(apart(&on_tape) < 1e-15, "seed {seed}: {}", apart(&on_tape));
    }
}

/// The rule of the product hands it `d * error` twice, and they add up: the factor two of
/// the [loss](loss.md) comes by itself.
#[test]
fn the_factor_two_of_a_square_comes_from_two_uses() {
    let tape = Tape::default();
    let error = tape.var(array![[0.5], [-3.0]]);
    let slopes = (error * error).sum().backward();
    assert_eq!(slopes[error], 2.0 * &*error.value());
}

/// From each of 20 seeds, all 1501 losses are those of Part I up to $`10^{-12}`$.
#[test]
fn on_the_tape_the_losses_of_twenty_seeds_are_those_of_part_one() {
    let (x, y) = four_rows();
    for seed in 0..20 {
        let (mut by_hand, mut on_tape) =
            (Network::seeded(seed), Network::seeded(seed));
        let history = train(&mut by_hand, &x, &y, 1.0, 1500);
        let losses = train_on_tape(&mut on_tape, &x, &y, 1.0, 1500);
        assert_eq!((losses.len(), history.losses().len()), (1501, 1501));
        let pairs = losses.iter().zip(history.losses());
        assert!(pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max) < 1e-12);
    }
}

/// None is missing: the same number on all logits changes no loss.
#[test]
fn the_largest_logit_may_be_taken_off_as_data() {
    let loss = |logits: Array2<f64>| {
        let tape = Tape::default();
        let y = tape.var(array![[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]);
        let logits = tape.var(logits);
        let loss = cross_entropy(logits, y);
        (loss.value()[[0, 0]], loss.backward()[logits].clone())
    };
    let logits = array![[2.0, 1.0, -1.0], [0.5, 3.0, 0.25]];
    let (before, slopes) = loss(logits.clone());
    let (after, _) = loss(logits + 100.0);
    assert!((before - after).abs() < 1e-12);
    // A loss that does not change as all logits of a row rise: their slopes add up to 0.
    assert!(slopes.rows().into_iter().all(|row| row.sum().abs() < 1e-15));
}

/// In Part I's network the arithmetic is the least of it: to *record* the way forward
/// alone takes [value:autograd.recorded] times as long as to compute it. The larger the
/// arrays, the smaller that part. It is a third large product beside two. At 512 the tape
/// then costs little.
#[test]
fn the_table_of_the_tape_says_where_its_time_goes() {
    let table = include_str!("../../data/autograd.csv");
    let seconds: HashMap<(&str, &str), f64> = table
        .lines()
        .skip(1)
        .map(|line| {
            let columns: Vec<&str> = line.split(',').collect();
            ((columns[0], columns[1]), columns[2].parse().unwrap())
        })
        .collect();
    let recorded = |network| {
        seconds[&(network, "forward recorded")]
            / seconds[&(network, "forward by hand")]
    };
    let data = |network| {
        let by_hand = seconds[&(network, "both by hand and the slopes of the data")];
        seconds[&(network, "both on the tape")] / by_hand
    };
    assert!(recorded("part one") > 2.0);
    let networks = ["part one", "8", "32", "128"];
    assert!(networks.map(recorded).is_sorted_by(|a, b| a > b));
    assert!(recorded("512") < 1.35);
    let with = seconds[&("512", "both by hand and the slopes of the data")];
    let without = seconds[&("512", "both by hand")];
    assert!((1.35..1.65).contains(&(with / without)));
    assert!(data("8") > 1.5 && data("512") < 1.25);
}
