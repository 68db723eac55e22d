//! Claims of the chapter *Classification*.

use std::f64::consts::{PI, TAU};

use backprop::activation::{Identity, sigmoid, sigmoid_prime};
use backprop::classification::{
    Dataset, cross_entropy, decide, softmax, spiral, squares,
};
use backprop::gradient_descent::central_difference;
use backprop::loss::{sum_of_squares, sum_of_squares_gradient};
use backprop::mini_batches::arms_net;
use backprop::when_it_does_not_learn::faults::softmax_twice;
use figures::style::signed as prose;
use ndarray::{Array2, array};
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("classification", words);
}

fn rng() -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(0)
}

/// The points of the first figure, each with its arm.
fn three_arms() -> Vec<([f64; 2], usize)> {
    let Dataset { x, labels, .. } = spiral(100, 0.15, &mut rng());
    let points = x.rows().into_iter().map(|at| [at[0], at[1]]);
    points.zip(labels).collect()
}

/// Whether `points` surround the place `at`: seen from there, no gap between them is half a turn.
fn surround(points: &[[f64; 2]], at: [f64; 2]) -> bool {
    let angle = |point: &[f64; 2]| (point[1] - at[1]).atan2(point[0] - at[0]);
    let mut angles: Vec<f64> = points.iter().map(angle).collect();
    angles.sort_by(f64::total_cmp);
    let around = TAU - (angles[angles.len() - 1] - angles[0]);
    angles.windows(2).map(|pair| pair[1] - pair[0]).fold(around, f64::max) < PI
}

/// 300 points of the plane in three arms of a spiral.
/// No straight line parts one arm from the others.
#[test]
fn no_straight_line_parts_one_arm_from_the_others() {
    let points = three_arms();
    says(&format!("{} points of the plane in three arms", points.len()));
    for arm in 0..3 {
        let (own, others): (Vec<&_>, Vec<&_>) =
            points.iter().partition(|(_, of)| *of == arm);
        let own: Vec<[f64; 2]> = own.into_iter().map(|(at, _)| *at).collect();
        // A line that has the arm on one side has all that it surrounds there, too.
        assert!(others.iter().any(|(at, _)| surround(&own, *at)));
    }
}

/// Each arm has `n` points. An arm winds outward by 0.6 of a turn; the next arm
/// starts a third of a turn further. Then each point is moved at random by up to
/// `noise` along each axis.
#[test]
fn an_arm_winds_outward_by_six_tenths_of_a_turn() {
    let n = 10;
    let still = spiral(n, 0.0, &mut rng());
    let of_arm = |arm| still.labels.iter().filter(|&&label| label == arm).count();
    assert_eq!([0, 1, 2].map(of_arm), [n; 3]);
    for (i, point) in still.x.rows().into_iter().enumerate() {
        let (way, arm) = ((i / 3 + 1) as f64 / n as f64, still.labels[i]);
        let turns = 0.6 * way + arm as f64 / 3.0;
        let angle = point[1].atan2(point[0]).rem_euclid(TAU);
        assert!((angle - TAU * turns.rem_euclid(1.0)).abs() < 1e-12);
        assert!((point[0].hypot(point[1]) - way).abs() < 1e-12);
    }
    let moved = spiral(n, 0.2, &mut rng()).x - still.x;
    let most = |sign: f64| moved.iter().fold(0.0, |most: f64, m| most.max(sign * m));
    assert!([-1.0, 1.0].map(most).iter().all(|most| (0.15..=0.2).contains(most)));
}

/// Near the middle the arms overlap.
#[test]
fn near_the_middle_the_arms_overlap() {
    let points = three_arms();
    let far = |a: &[f64; 2], b: &[f64; 2]| (a[0] - b[0]).hypot(a[1] - b[1]);
    let is_among_others = |(at, arm): &([f64; 2], usize)| {
        let others = points.iter().filter(|(point, _)| point != at);
        let nearest =
            others.min_by(|(a, _), (b, _)| far(a, at).total_cmp(&far(b, at)));
        nearest.is_some_and(|(_, of)| of != arm)
    };
    let share = |is_there: &dyn Fn(f64) -> bool| {
        let there = points.iter().filter(|(at, _)| is_there(far(at, &[0.0, 0.0])));
        let there: Vec<_> = there.collect();
        let mixed = there.iter().filter(|point| is_among_others(point)).count();
        mixed as f64 / there.len() as f64
    };
    assert!(
        share(&|radius| radius < 0.25) > 0.4 && share(&|radius| radius > 0.6) < 0.1
    );
}

/// No network can be right about all points there, and that will matter.
/// Where the arms overlap, nobody can be right about every point.
#[test]
fn at_one_place_near_the_middle_there_are_points_of_two_arms() {
    for noise in [0.15, 0.25] {
        let Dataset { x, labels, .. } = spiral(3000, noise, &mut rng());
        let points = x.rows().into_iter().map(|at| [at[0], at[1]]).zip(labels);
        let middle: Vec<_> =
            points.filter(|(at, _)| at[0].hypot(at[1]) < noise / 2.0).collect();
        let meet = |(a, arm): &([f64; 2], usize), (b, of): &([f64; 2], usize)| {
            arm != of && (a[0] - b[0]).hypot(a[1] - b[1]) < 0.001
        };
        let pairs = middle.iter().enumerate();
        let met =
            pairs.map(|(i, a)| middle[i + 1..].iter().filter(|b| meet(a, b)).count());
        assert!(met.sum::<usize>() >= 5);
    }
}

/// With such a target, an answer halfway between arm 0 and arm 2 would be arm 1,
/// and taking an arm 0 for an arm 2 would be a worse mistake than taking it for an
/// arm 1.
#[test]
fn a_class_number_as_the_target_would_say_what_is_not_so() {
    let (arm_0, arm_1, arm_2) = (array![[0.0]], array![[1.0]], array![[2.0]]);
    assert_eq!((&arm_0 + &arm_2) / 2.0, arm_1);
    assert!(squares(&arm_2, &arm_0).0 > squares(&arm_1, &arm_0).0);
}

/// So the network gets three outputs, one for each class, and the target is a row of
/// three: 1 at the class of the sample, 0 elsewhere.
/// With $`n`$ samples the targets $`y`$ have shape $`(n, 3)`$.
/// Classes count from zero.
#[test]
fn there_is_an_output_for_each_class_and_the_target_is_a_one_at_the_class() {
    for n in [2, 5] {
        let data = spiral(n, 0.1, &mut rng());
        let y = data.one_hot();
        assert_eq!(y.dim(), (3 * n, 3));
        let one = |(i, k)| f64::from(u8::from(data.labels[i] == k));
        assert_eq!(y, Array2::from_shape_fn((3 * n, 3), one));
        assert_eq!(arms_net(4, &Identity, &mut rng()).predict(&data.x).ncols(), 3);
    }
}

/// Any number is allowed; the larger, the more the network is for this class. Take
/// $`\mathrm{e}`$ to the power of each logit: that is always positive, and larger
/// for a larger logit.
#[test]
fn a_share_grows_with_its_logit() {
    let share = |z: f64| softmax(&array![[1.0, z, -2.0]])[[0, 1]];
    for z in [-30.0_f64, -8.0, -1.0, 0.0, 2.0] {
        assert!(z.exp() > 0.0 && (z + 0.5).exp() > z.exp());
        assert!(share(z) > 0.0 && share(z + 0.5) > share(z));
    }
    let sum = |logits| softmax(&logits).sum();
    assert!((sum(array![[1.0, -5.0, -2.0]]) - 1.0).abs() < 1e-15);
}

/// Every power is multiplied by $`\mathrm{e}^{100}`$, and so is the sum.
/// Only differences between logits count.
#[test]
fn only_differences_between_logits_count() {
    let logits = array![[2.0, 1.0, -1.0]];
    let more = &logits + 100.0;
    let factor = 100.0_f64.exp();
    let powers = |logits: &Array2<f64>| logits.mapv(f64::exp);
    let grown = powers(&more) / powers(&logits);
    assert!(grown.iter().all(|grown| (grown / factor - 1.0).abs() < 1e-12));
    let sums = powers(&more).sum() / powers(&logits).sum();
    assert!((sums / factor - 1.0).abs() < 1e-12);
    let apart = softmax(&more) - softmax(&logits);
    assert!(apart.iter().all(|apart| apart.abs() < 1e-13));
}

/// $`\mathrm{e}^{1000}`$ is too large for an `f64`: it becomes infinite, and
/// infinity divided by infinity is not a number.
///
/// The largest power is then $`\mathrm{e}^0 = 1`$, no other is larger, and the sum
/// is at least 1:
///
/// A power may still become 0, for a class that is far behind.
#[test]
fn less_the_largest_no_power_is_above_one_and_a_far_one_is_zero() {
    let infinite = 1000.0_f64.exp();
    assert!(infinite == f64::INFINITY && (infinite / infinite).is_nan());
    for logits in [[1000.0, 0.0, -1000.0], [2.0, 1.0, -1.0], [-3.0, -3.0, -4.0]] {
        let largest = logits.into_iter().fold(f64::NEG_INFINITY, f64::max);
        let powers = logits.map(|z| (z - largest).exp());
        assert!(powers.contains(&1.0) && powers.iter().all(|&power| power <= 1.0));
        assert!(powers.iter().sum::<f64>() >= 1.0);
    }
    let shares = softmax(&array![[1000.0, 0.0, -1000.0]]);
    assert_eq!(shares, array![[1.0, 0.0, 0.0]]);
    // Where all digits are cut, the smallest number that there is lies above the true share.
    let smallest = f64::from_bits(1);
    assert!(smallest.ln() > -1000.0);
}

/// So $`\ln 1 = 0`$, and for a share below 1 it is negative, the further the smaller
/// the share: $`\ln 0.5 = -0.69`$, $`\ln 0.01 = -4.61`$. Powers multiply where
/// exponents add. So the logarithm of a product is a sum, and that of a quotient a
/// difference.
#[test]
fn the_logarithm_undoes_the_power_of_e() {
    for (a, b) in [(0.5_f64, 0.01_f64), (0.9, 0.5), (1.0, 0.999)] {
        assert!(b.ln() < a.ln() && b.ln() < 0.0);
        assert!(((a * b).ln() - (a.ln() + b.ln())).abs() < 1e-14);
        assert!(((a / b).ln() - (a.ln() - b.ln())).abs() < 1e-14);
        assert!((a.exp() * b.exp() - (a + b).exp()).abs() < 1e-14);
    }
}

/// The right side says the same with the one-hot target $`y_k`$: all terms are 0 but
/// the one of class $`c`$.
#[test]
fn cross_entropy_looks_at_the_share_of_the_right_class_alone() {
    let logits = array![[2.0, 1.0, -1.0]];
    let shares = softmax(&logits);
    for c in 0..3 {
        let one = |(_, k)| f64::from(u8::from(c == k));
        let y = Array2::from_shape_fn((1, 3), one);
        let (loss, _) = cross_entropy(&logits, &y);
        assert!((loss + shares[[0, c]].ln()).abs() < 1e-14);
        let terms = &y * &shares.mapv(f64::ln);
        let other = terms.indexed_iter().filter(|((_, k), _)| *k != c);
        assert!(other.into_iter().all(|(_, term)| *term == 0.0));
        // With equal logits, whatever the class is.
        let (loss, _) = cross_entropy(&array![[4.0, 4.0, 4.0]], &y);
        assert!((loss - 3.0_f64.ln()).abs() < 1e-14);
    }
}

/// A share of 1 costs nothing. There is no upper end. The smaller the share of the
/// right class, the larger the loss. If you compute the shares first and then the
/// logarithm, a share that became 0 gives $`\ln 0`$, which is minus infinity. It can
/// overflow in the same way as softmax, and the same trick saves it.
#[test]
fn the_loss_starts_at_nothing_and_has_no_upper_end() {
    let loss =
        |z: f64| cross_entropy(&array![[z, 0.0, 0.0]], &array![[1.0, 0.0, 0.0]]);
    let share = |z: f64| softmax(&array![[z, 0.0, 0.0]])[[0, 0]];
    assert_eq!((share(1000.0), loss(1000.0).0), (1.0, 0.0));
    for z in [10.0, 1.0, 0.0, -1.0, -10.0, -100.0] {
        assert!(share(z - 1.0) < share(z) && loss(z - 1.0).0 > loss(z).0);
    }
    for limit in [1e3, 1e6, 1e9] {
        assert!(loss(-limit).0 >= limit);
    }
    // The shares first and then the logarithm: infinite. Both at once: not.
    assert_eq!((share(-1000.0), share(-1000.0).ln()), (0.0, f64::NEG_INFINITY));
    assert!(loss(-1000.0).0.is_finite());
    let naive = [1000.0_f64, 0.0].map(f64::exp).iter().sum::<f64>().ln();
    let (saved, _) = cross_entropy(&array![[1000.0, 0.0]], &array![[0.0, 1.0]]);
    assert!(naive == f64::INFINITY && saved == 1000.0);
}

/// Only one term of the sum moves, $`\mathrm{e}^{z_k}`$. It is the function that is
/// [its own slope](chain-rule.md): $`\mathrm{e}^{z_k}`$ again. The slope of the
/// logarithm at $`S`$ is $`\frac{1}{S}`$. (At 10 it rises by a tenth as much as
/// $`S`$ does. In $`\sum_j y_j z_j`$ the logit $`z_k`$ is multiplied by $`y_k`$, so
/// the slope is $`y_k`$, and there is a minus before it. The three slopes add up to
/// 0, since the shares and the targets both add up to 1. There is no factor 2, and
/// no $`\sigma'`$ or anything like it. The program measures each slope, too, and it
/// agrees. Take the long way to the slope: the slope of the loss along a share
/// $`p_k`$ is $`-y_k / p_k`$, and the slope of the share $`p_k`$ along the logit
/// $`z_j`$ is $`p_k (1 - p_j)`$ if $`j`$ is $`k`$, else $`-p_k p_j`$.
#[test]
fn the_slope_of_cross_entropy_step_by_step() {
    let (z, y) = (array![[2.0, 1.0, -1.0]], array![[0.0, 1.0, 0.0]]);
    let (p, (_, slopes)) = (softmax(&z), cross_entropy(&z, &y));
    let sum = z.mapv(f64::exp).sum();
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-8, "{a} {b}");
    close(central_difference(f64::ln, 10.0), 0.1);
    close(central_difference(f64::ln, sum), 1.0 / sum);
    for k in 0..3 {
        let moved = |value: f64| {
            let mut moved = z.clone();
            moved[[0, k]] = value;
            moved
        };
        let along = |f: &dyn Fn(Array2<f64>) -> f64| {
            central_difference(|value| f(moved(value)), z[[0, k]])
        };
        close(along(&|z| z.mapv(f64::exp).sum()), z[[0, k]].exp());
        close(along(&|z| z.mapv(f64::exp).sum().ln()), z[[0, k]].exp() / sum);
        close(z[[0, k]].exp() / sum, p[[0, k]]);
        close(along(&|z| (&y * &z).sum()), y[[0, k]]);
        close(along(&|z| cross_entropy(&z, &y).0), slopes[[0, k]]);
        assert_eq!(slopes[[0, k]], p[[0, k]] - y[[0, k]]);
        for j in 0..3 {
            let formula = if j == k {
                p[[0, k]] * (1.0 - p[[0, j]])
            } else {
                -p[[0, k]] * p[[0, j]]
            };
            close(along(&|z| softmax(&z)[[0, j]]), formula);
        }
        close(
            central_difference(|p| -y[[0, k]] * p.ln(), p[[0, k]]),
            -y[[0, k]] / p[[0, k]],
        );
    }
    assert!(slopes.sum().abs() < 1e-15);
}

/// `squares` is the loss of Part I in this form:
#[test]
fn squares_is_the_loss_of_part_one() {
    let (y_hat, y) = (array![[0.3], [0.9], [-0.4]], array![[0.0], [1.0], [1.0]]);
    let (loss, slope) = squares(&y_hat, &y);
    assert_eq!(loss, sum_of_squares(&y_hat, &y));
    assert_eq!(slope, sum_of_squares_gradient(&y_hat, &y));
}

/// To decide for a class you don't need shares either, as the largest share has the
/// largest logit:
#[test]
fn the_largest_share_has_the_largest_logit() {
    let logits = array![[2.0, 1.0, -1.0], [-3.0, -2.5, -7.0], [0.0, 0.1, 0.2]];
    assert_eq!(decide(&logits), decide(&softmax(&logits)));
}

/// The last two lines are of logits 1000, 0 and −1000, with the second class right.
/// The loss of 1000 is huge and finite: it is the distance from the right logit to
/// the largest.
#[test]
fn the_loss_of_far_logits_is_the_distance_from_the_right_one_to_the_largest() {
    let far = array![[1000.0, 0.0, -1000.0]];
    assert_eq!(cross_entropy(&far, &array![[0.0, 1.0, 0.0]]).0, 1000.0);
    assert_eq!(cross_entropy(&far, &array![[0.0, 0.0, 1.0]]).0, 2000.0);
}

/// Our example would then lose 1.212. Worse, with three classes no sample could lose
/// less than 0.551: that is the loss of logits 1, 0 and 0.
#[test]
fn softmax_before_the_loss_makes_the_example_lose_less_and_no_sample_little() {
    let loss = |logits, y| softmax_twice(&logits, &y).0;
    let example = loss(array![[2.0, 1.0, -1.0]], array![[0.0, 1.0, 0.0]]);
    says(&format!("Our example would then lose {example:.3}."));
    let right = array![[1.0, 0.0, 0.0]];
    let least = cross_entropy(&right, &right).0;
    says(&format!("no sample could lose less than {least:.3}: that is the loss of"));
    for z in [-5.0, 0.0, 5.0, 20.0, 1000.0] {
        assert!(loss(array![[z, 0.0, 0.0]], right.clone()) >= least);
        assert!(loss(array![[z, -z, 0.5]], right.clone()) >= least);
    }
}

/// ```math
/// 7.389 + 2.718 + 0.368 = 10.475
/// ```
///
/// Each divided by the sum gives the shares: 0.7054, 0.2595 and 0.0351. In our
/// example let class 1 be right, the second one: the loss is $`-\ln 0.2595 =
/// 1.349`$. In the example: $`\ln 10.475 - 1 = 2.349 - 1 = 1.349`$, the same. In the
/// example it is 0.7054, −0.7405 and 0.0351: the right class wants a larger logit,
/// the two others smaller ones, each by as much as it was wrong. A sample is then of
/// class 0 with a probability of 0.7054.
#[test]
fn one_row_of_three_logits_by_hand() {
    let logits = array![[2.0, 1.0, -1.0]];
    let powers = logits.mapv(f64::exp);
    let [a, b, c] = [0, 1, 2].map(|k| format!("{:.3}", powers[[0, k]]));
    let sum = powers.sum();
    says(&format!("{a} + {b} + {c} = {sum:.3}"));
    let shares = softmax(&logits);
    let [p, q, r] = [0, 1, 2].map(|k| prose(shares[[0, k]], 4));
    says(&format!("{p}, {q} and {r}"));
    let (loss, slope) = cross_entropy(&logits, &array![[0.0, 1.0, 0.0]]);
    says(&format!(r"-\ln {q} = {loss:.3}"));
    says(&format!(r"\ln {sum:.3} - 1 = {:.3} - 1 = {loss:.3}", sum.ln()));
    let [s, t, u] = [0, 1, 2].map(|k| prose(slope[[0, k]], 4));
    says(&format!("{s}, {t} and {u}"));
    says(&format!(r"\ln 3 = {:.4}", 3.0_f64.ln()));
    says(&format!("of class 0 with a probability of {p}"));
    for class in 0..3 {
        let y =
            Array2::from_shape_fn((1, 3), |(_, k)| f64::from(u8::from(k == class)));
        let (loss, _) = cross_entropy(&array![[7.0, 7.0, 7.0]], &y);
        assert!((loss - 3.0_f64.ln()).abs() < 1e-14);
    }
    // Each as much as it was wrong: the shares of the others, and what the right one lacks.
    assert!(slope[[0, 1]] < 0.0 && slope[[0, 0]] > 0.0 && slope[[0, 2]] > 0.0);
    assert!((slope[[0, 1]] + (1.0 - shares[[0, 1]])).abs() < 1e-15);
}

/// At −8 the slope is −0.0007 with the squares and −0.9998 with cross entropy, if
/// the other logits are 0: 1500 times as much. The logit of the right class is −8,
/// so its share or activation is almost 0 where it should be 1. To the left the
/// network is confident and wrong. Cross entropy (blue, the other logits at 0) pulls
/// with full force there. The squares with a sigmoid (orange) hardly pull at all.
/// With the squares the slope is $`2 (\hat y - 1) \, \sigma'(z)`$. The error is as
/// large as it can be, but $`\sigma'`$ is almost 0 on both sides. But whenever a
/// sample is badly wrong on the way, its slope is almost lost. $`p - y`$ does not
/// pay it.
#[test]
fn at_minus_eight_the_slope_of_the_squares_is_1500_times_smaller() {
    let y_hat = sigmoid(-8.0);
    let of_squares = 2.0 * (y_hat - 1.0) * y_hat * (1.0 - y_hat);
    let loss = |z| squares(&array![[sigmoid(z)]], &array![[1.0]]).0;
    assert!((central_difference(loss, -8.0) - of_squares).abs() < 1e-8);
    let share = softmax(&array![[-8.0, 0.0, 0.0]])[[0, 0]];
    // Almost 0 where 1 is the target: the error is almost −1, and can be no larger.
    assert!(share < 0.001 && y_hat < 0.001);
    assert!([-8.0, 8.0].iter().all(|&z| sigmoid_prime(z) < 0.001));
    let (_, slope) =
        cross_entropy(&array![[-8.0, 0.0, 0.0]], &array![[1.0, 0.0, 0.0]]);
    let of_entropy = slope[[0, 0]];
    says(&format!("the slope is {} with the squares", prose(of_squares, 4)));
    says(&format!("and {} with cross entropy", prose(of_entropy, 4)));
    assert!((1450.0..1550.0).contains(&(of_entropy / of_squares)));
    // Full force would be −1.
    assert!(of_entropy < -0.99 && of_squares > -0.001);
}
