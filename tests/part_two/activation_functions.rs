//! Claims of the chapter *Activation functions*.

use backprop::activation::{ACTIVATIONS, Activation, Gelu, Softplus};

/// Asserts that the page has these words.
fn says(words: &str) {
    crate::common::says("activation-functions", words);
}

fn slope(f: &dyn Activation, z: f64) -> f64 {
    f.slope(z, f.value(z))
}

/// | function | largest slope | where the slope goes to 0 | |---|---|---| | sigmoid | $`\frac{1}{4}`$ | on both sides | | tanh | 1 | on both sides | | ReLU | 1 | it *is* 0 on the left | | leaky ReLU | 1 | nowhere: 0.01 on the left | | softplus | below 1 | on the left | | GELU | 1.129 | on the left |
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

#[test]
fn far_out_each_slope_is_what_the_table_says() {
    let [left, right] = [-30.0, 30.0].map(|z| ACTIVATIONS.map(|f| slope(f, z)));
    let nearly = |slopes: [f64; 6], expected: [f64; 6]| {
        slopes.iter().zip(expected).all(|(s, e)| (s - e).abs() < 1e-12)
    };
    assert!(nearly(left, [0.0, 0.0, 0.0, 0.01, 0.0, 0.0]));
    assert!(nearly(right, [0.0, 0.0, 1.0, 1.0, 1.0, 1.0]));
}

/// At $`z = -0.2`$ and at $`z = -1.6290`$ it has the same value, −0.0841.
/// But its slope is 0.3425 at the one and −0.1208 at the other.
#[test]
fn gelu_has_one_value_and_two_slopes_at_two_places() {
    let (near, far) = (-0.2, -1.6290);
    assert!((Gelu.value(near) - Gelu.value(far)).abs() < 1e-5);
    says(&format!("\u{2212}{:.4}. But its slope is", -Gelu.value(near)));
    let slopes = [slope(&Gelu, near), -slope(&Gelu, far)].map(|s| format!("{s:.4}"));
    says(&format!("{} at the one and \u{2212}{} at the other", slopes[0], slopes[1]));
    // It falls to the left of its lowest point.
    assert!(slope(&Gelu, -0.7519) < 0.0 && slope(&Gelu, -0.7517) > 0.0);
}

#[test]
fn softplus_is_both_of_its_forms() {
    for z in [-5.0, -1.0, 0.0, 0.5, 20.0_f64] {
        let first = (1.0 + z.exp()).ln();
        assert!((first - (z + (1.0 + (-z).exp()).ln())).abs() < 1e-12);
        let value = Softplus.value(z);
        assert!((value - first).abs() < 1e-12);
    }
    assert!(1000.0_f64.exp().is_infinite());
}
