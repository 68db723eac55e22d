//! Claims of the chapter *Activation functions*.

use std::f64::consts::PI;

use backprop::activation::{
    ACTIVATIONS, Activation, Gelu, LeakyRelu, Relu, Sigmoid, Softplus, Tanh, sigmoid,
};
use backprop::dense::Dense;
use backprop::initialization::Initialization;
use backprop::network::four_rows;
use backprop::sequential::Sequential;
use figures::activation_functions::{NAMES, named, seeded};
use ndarray::Array2;
use rand::{SeedableRng, rngs::ChaCha8Rng};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("activation-functions", words);
}

fn slope(f: &dyn Activation, z: f64) -> f64 {
    f.slope(z, f.value(z))
}

/// | function | largest slope | where the slope goes to 0 |
/// |---|---|---|
/// | sigmoid | $`\frac{1}{4}`$ | on both sides |
/// | tanh | 1 | on both sides |
/// | ReLU | 1 | it *is* 0 on the left |
/// | leaky ReLU | 1 | nowhere: 0.01 on the left |
/// | softplus | below 1 | on the left |
/// | GELU | 1.129 | on the left |
///
/// It dips below 0 and comes back to it on the far left (exercise 4 asks where it
/// turns), and at $`\sqrt{2}`$ the slope is 1.129.
#[test]
fn the_largest_slopes_are_those_of_the_table() {
    let places = || (-4000..=4000).map(|i| f64::from(i) / 500.0);
    let largest = |f| places().map(|z| slope(f, z)).fold(0.0, f64::max);
    let [sigmoid, tanh, relu, leaky_relu, softplus, gelu] = ACTIVATIONS.map(largest);
    assert_eq!((sigmoid, tanh, relu, leaky_relu), (0.25, 1.0, 1.0, 1.0));
    assert!(softplus < 1.0);
    assert!(gelu - slope(&Gelu, 2.0_f64.sqrt()) < 1e-6);
    says(&format!("GELU | {gelu:.3} |"));
    says(&format!(r"at $`\sqrt{{2}}`$ the slope is {gelu:.3}"));
}

/// **Guess first:** the slope of the sigmoid is at most $`\frac{1}{4}`$, and it is
/// almost 0 for large $`z`$ on either side.
/// It saturates on both sides all the same.
/// Above, the two that flatten out on both sides.
/// The other four go on rising on the right, and their slope stays near 1 there.
/// So tanh mends the first of the two faults only; ReLU, softplus and GELU mend the
/// first, and the second on the right only.
/// Leaky ReLU has neither, though 0.01 is little.
/// The larger of $`0.01\,z`$ and $`z`$: far out its slope is 1 on the right, and 0.01
/// on the left.
#[test]
fn far_out_each_slope_is_what_the_table_says() {
    let [left, right] = [-30.0, 30.0].map(|z| ACTIVATIONS.map(|f| slope(f, z)));
    let nearly = |slopes: [f64; 6], expected: [f64; 6]| {
        slopes.iter().zip(expected).all(|(s, e)| (s - e).abs() < 1e-12)
    };
    assert!(nearly(left, [0.0, 0.0, 0.0, 0.01, 0.0, 0.0]));
    assert!(nearly(right, [0.0, 0.0, 1.0, 1.0, 1.0, 1.0]));
    let places = || (-4000..=4000).map(|i| f64::from(i) / 500.0);
    assert!(places().all(|z| slope(&Sigmoid, z) <= 0.25));
    assert!(ACTIVATIONS[1..].iter().all(|f| places().any(|z| slope(*f, z) > 0.9)));
    // Where the pictures end, and a little before.
    for z in (250..=300).map(|i| f64::from(i) / 100.0) {
        let [slopes @ .., _, _, _, _] = ACTIVATIONS.map(|f| slope(f, z));
        assert!(slopes.iter().all(|slope| *slope < 0.1));
        let [_, _, slopes @ ..] = ACTIVATIONS.map(|f| slope(f, z));
        assert!(slopes.iter().all(|slope| (slope - 1.0).abs() < 0.1));
    }
}

/// **tanh**, the *hyperbolic tangent*, is a sigmoid that has been stretched: it runs
/// from −1 to 1, through 0. Its slope at 0 is 1, four times that of the sigmoid.
///
/// **GELU**, the *Gaussian error linear unit*, is $`z`$ times a share between 0 and
/// 1:
///
/// $`\Phi(z)`$, *capital phi*, is another S-shaped curve from 0 to 1, and
/// $`\varphi(z)`$, *small phi*, is its slope: a bell.
///
/// in GELU: an S-shaped curve from 0 to 1, and its slope, a bell
///
/// The S-shaped function $`\sigma`$ from all numbers to those between 0 and 1. A
/// stretched sigmoid, from −1 to 1.
#[test]
fn the_curves_run_from_where_to_where_the_page_says() {
    let ends = |f: &dyn Fn(f64) -> f64| [-30.0, 0.0, 30.0].map(f);
    let near =
        |a: [f64; 3], b: [f64; 3]| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9);
    assert!(near(ends(&|z| Tanh.value(z)), [-1.0, 0.0, 1.0]));
    assert_eq!(slope(&Tanh, 0.0), 4.0 * slope(&Sigmoid, 0.0));
    assert_eq!(slope(&Tanh, 0.0), 1.0);
    assert!(near(ends(&sigmoid), [0.0, 0.5, 1.0]));
    // Φ, from the values of GELU; where z is 0 that says nothing.
    let phi = |z: f64| Gelu.value(z + 1e-9) / (z + 1e-9);
    assert!(near(ends(&phi), [0.0, 0.5, 1.0]));
    let bell = |z: f64| (phi(z + 1e-4) - phi(z - 1e-4)) / 2e-4;
    for z in (1..40).map(|i| f64::from(i) / 10.0) {
        assert!(phi(-z) > 0.0 && phi(-z) < phi(0.1 - z) && phi(z) < 1.0);
        assert!(bell(z) > 0.0 && bell(z) < bell(z - 0.1));
        assert!((bell(z) - bell(-z)).abs() < 1e-6);
    }
}

/// **ReLU**, the *rectified linear unit*, is $`z`$ where that is positive, and 0
/// elsewhere: $`\max(0, z)`$. Its slope is 1 for every positive $`z`$, however
/// large. On the left its slope is exactly 0. To its left the slope is 0, to its
/// right 1, and at the corner there is none. **Leaky ReLU** lets a little through on
/// the left: $`0.01\,z`$. Its slope there is a hundredth, not 0.
///
/// (At 0 both are 0.)
///
/// It is 0. Yet where all four sums of a unit are negative, its slopes are a
/// hundredth of what they are on the right, and the unit is a straight line,
/// $`0.01\,z`$. Left of 0 it is the straight line $`0.01\,z`$. $`z`$ where it is
/// positive, else 0. ReLU that lets a hundredth through on the left.
#[test]
fn relu_has_a_corner_and_leaky_relu_lets_a_hundredth_through() {
    for z in [1e-300, 0.01, 1.0, 1e9] {
        assert_eq!((Relu.value(z), Relu.value(-z)), (z, 0.0));
        assert_eq!((slope(&Relu, z), slope(&Relu, -z)), (1.0, 0.0));
        assert_eq!((LeakyRelu.value(-z), slope(&LeakyRelu, -z)), (-0.01 * z, 0.01));
    }
    assert_eq!(
        (Relu.value(0.0), LeakyRelu.value(0.0), slope(&Relu, 0.0)),
        (0.0, 0.0, 0.0)
    );
    // Rise over run to the left and to the right of the corner.
    let run = 1e-3;
    assert_eq!((Relu.value(0.0) - Relu.value(-run)) / run, 0.0);
    assert_eq!((Relu.value(run) - Relu.value(0.0)) / run, 1.0);
}

/// Random weights hardly ever give a sum of exactly 0.
/// (A row of zeros does, where the biases are 0.
#[test]
fn random_weights_give_no_sum_of_0_and_a_row_of_zeros_without_biases_does() {
    let (x, _) = four_rows();
    for seed in 0..200 {
        let net = seeded(3, &Relu, seed);
        // Behind a layer of dead units a sum may be its bias, and no more.
        assert!(net.forward(&x).z.iter().flatten().all(|&z| z != 0.0));
    }
    let net = Sequential::new(Dense::new(3, 4), &Relu)
        .initialized(Initialization::He, &mut ChaCha8Rng::seed_from_u64(0));
    let pass = net.forward(&Array2::zeros((1, 3)));
    assert!(pass.z[0].iter().all(|&z| z == 0.0));
}

/// Sigmoid and tanh use `a`. Their slope is $`a (1 - a)`$ and $`1 - a^2`$: a product
/// instead of another power of $`\mathrm{e}`$. ReLU, leaky ReLU, softplus and GELU
/// use `z`. Sigmoid and tanh then compute $`z (1 - z)`$ and $`1 - z^2`$. Softplus
/// and GELU compute their slope at the wrong place.
#[test]
fn sigmoid_and_tanh_use_a_alone_and_the_others_z_alone() {
    let nan = f64::NAN;
    for z in [-2.0, -0.3, 0.4, 1.7] {
        let by_a: [(&dyn Activation, f64); 2] =
            [(&Sigmoid, Sigmoid.value(z)), (&Tanh, Tanh.value(z))];
        let slopes = by_a.map(|(f, a)| f.slope(nan, a));
        let [(_, s), (_, t)] = by_a;
        assert_eq!(slopes, [s * (1.0 - s), 1.0 - t * t]);
        // With the two exchanged.
        assert_eq!(Sigmoid.slope(s, z), z * (1.0 - z));
        assert_eq!(Tanh.slope(t, z), 1.0 - z * z);
        for f in &ACTIVATIONS[2..] {
            assert_eq!(f.slope(z, nan), slope(*f, z));
            assert_eq!(f.slope(f.value(z), z), slope(*f, f.value(z)));
        }
    }
}

/// ```math
/// \tfrac{1}{2} \, z \left( 1 + \tanh \left( \sqrt{2/\pi} \, (z + 0.044715 \, z^3) \right) \right)
/// ```
///
/// It is `nn.GELU(approximate="tanh")` and `Gelu::new_approximate()`, and nowhere
/// further than 0.0005 from the exact one, which is the default.
#[test]
fn the_approximate_gelu_is_nowhere_far_from_the_exact_one() {
    let approximate = |z: f64| {
        let inner = (2.0 / PI).sqrt() * (z + 0.044715 * z.powi(3));
        0.5 * z * (1.0 + inner.tanh())
    };
    let places = (-10_000..=10_000).map(|i| f64::from(i) / 1000.0);
    let far = places.map(|z| (approximate(z) - Gelu.value(z)).abs());
    let furthest = far.fold(0.0, f64::max);
    assert!((0.0004..0.0005).contains(&furthest), "{furthest}");
}

/// GELU and SiLU are smooth, and on the left their slope is 0 at one place only.
#[test]
fn on_the_left_the_slopes_of_gelu_and_silu_are_0_at_one_place_only() {
    let silu = |z: f64| sigmoid(z) + z * sigmoid(z) * (1.0 - sigmoid(z));
    let gelu = |z: f64| slope(&Gelu, z);
    for slope in [&silu as &dyn Fn(f64) -> f64, &gelu] {
        let places = || (-1000..=0).map(|i| f64::from(i) / 100.0);
        let turns = places().filter(|z| (slope(*z) > 0.0) != (slope(z + 0.01) > 0.0));
        assert_eq!(turns.count(), 1);
        // Smooth: the slope has no jump.
        assert!(places().all(|z| (slope(z + 0.01) - slope(z)).abs() < 0.02));
    }
}

/// One of them needs more time.
/// Which two activations have not brought its loss below 0.1 after 500 iterations?
#[test]
fn after_500_iterations_two_of_the_seven_activations_have_not_learned() {
    let (x, y) = four_rows();
    let after = |i: usize, iterations| {
        let mut net = seeded(1, named(i), 2);
        *net.train(&x, &y, 0.1, iterations).last().unwrap()
    };
    let late: Vec<&str> =
        (0..7).filter(|&i| after(i, 500) > 0.1).map(|i| NAMES[i]).collect();
    assert_eq!(late, ["sigmoid", "identity"]);
    assert!(after(0, 2000) < 0.1 && after(6, 2000) > 0.9);
}

/// At $`z = -0.2`$ and at $`z = -1.6290`$ it has the same value, −0.0841.
/// GELU has one value at two places, and two slopes.
/// But its slope is 0.3425 at the one and −0.1208 at the other.
#[test]
fn gelu_has_one_value_and_two_slopes_at_two_places() {
    let (near, far) = (-0.2, -1.6290);
    assert!((Gelu.value(near) - Gelu.value(far)).abs() < 1e-5);
    says(&format!("\u{2212}{:.4}.", -Gelu.value(near)));
    let slopes = [slope(&Gelu, near), -slope(&Gelu, far)].map(|s| format!("{s:.4}"));
    says(&format!("{} at the one and \u{2212}{} at the other", slopes[0], slopes[1]));
    // It falls to the left of its lowest point.
    assert!(slope(&Gelu, -0.7519) < 0.0 && slope(&Gelu, -0.7517) > 0.0);
}

/// $`\mathrm{e}^{1000}`$ is too large for an `f64`, and the result would be infinite
/// instead of 1000. And for $`z = -40`$, $`1 + \mathrm{e}^{z}`$ rounds to 1, and the
/// result would be 0. Now the power is never above 1. For a negative $`z`$ the power
/// in the first form is below 1 already. The two together are $`\max(0, z) + \ln(1 +
/// \mathrm{e}^{-\lvert z \rvert})`$. Rust's `ln_1p` computes $`\ln(1 + c)`$ without
/// rounding $`1 + c`$ first, and so mends the −40, too. **Softplus** is ReLU without
/// the corner. ReLU without the corner.
#[test]
fn softplus_is_both_of_its_forms() {
    for z in [-5.0, -1.0, 0.0, 0.5, 20.0_f64] {
        let first = (1.0 + z.exp()).ln();
        assert!((first - (z + (1.0 + (-z).exp()).ln())).abs() < 1e-12);
        let value = Softplus.value(z);
        assert!((value - first).abs() < 1e-12);
    }
    assert!((1.0 + 1000.0_f64.exp()).ln().is_infinite());
    assert_eq!(Softplus.value(1000.0), 1000.0);
    let power = (-40.0_f64).exp();
    assert_eq!((1.0 + power, (1.0 + power).ln()), (1.0, 0.0));
    assert!((Softplus.value(-40.0) / power - 1.0).abs() < 1e-12);
    for z in [-700.0, -3.0, -0.1, 0.1, 3.0, 700.0_f64] {
        assert!((-z.abs()).exp() < 1.0);
        let together = z.max(0.0) + (1.0 + (-z.abs()).exp()).ln();
        assert!((Softplus.value(z) - together).abs() < 1e-12);
        // Without the corner: close to ReLU far out, and its slope makes no jump.
        assert!((Softplus.value(10.0 * z) - Relu.value(10.0 * z)).abs() < 0.4);
        let jump = slope(&Softplus, 1e-9 * z) - slope(&Softplus, -1e-9 * z);
        assert!(jump.abs() < 1e-6);
    }
}
