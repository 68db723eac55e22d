//! What is right holds, and nothing that is planted in it does.

use formulas::{Names, check, check_shapes, read};
use ndarray::Array2;

/// A network of two layers with biases, all sizes different.
fn network() -> Names {
    let array = |rows, columns, seed: f64| {
        Array2::from_shape_fn((rows, columns), |(i, j)| {
            (seed + 1.7 * i as f64 + 2.9 * j as f64).sin()
        })
    };
    let mut names = Names::default();
    names
        .value("x", array(5, 3, 1.0))
        .value("W_1", array(3, 4, 2.0))
        .value("b_1", array(1, 4, 3.0).remove_axis(ndarray::Axis(0)))
        .value("W_2", array(4, 2, 4.0))
        .value("y", array(5, 2, 5.0))
        .define("z_1", "x W_1 + b_1")
        .define("a_1", r"\sigma(z_1)")
        .define("z_2", "a_1 W_2")
        .define(r"\hat y", r"\sigma(z_2)")
        .define("L", r"\sum_i \sum_k (\hat y_{ik} - y_{ik})^2");
    names.value("n", 5.0).value("m", 4.0).value("q", 2.0);
    names.counter("i", 1..=5).counter("j", 1..=4).counter("k", 1..=2);
    names.function(r"\sigma", |z| 1.0 / (1.0 + (-z).exp()));
    names
}

fn error(tex: &str, names: &Names) -> Option<String> {
    read(tex)
        .and_then(|formula| check(&formula, names))
        .err()
        .map(|e| format!("{e:#}"))
}

#[track_caller]
fn holds(tex: &str) {
    assert_eq!(error(tex, &network()), None, "{tex}");
}

#[track_caller]
fn fails(tex: &str, why: &str) {
    let error = error(tex, &network()).unwrap_or_else(|| panic!("{tex} holds"));
    assert!(error.contains(why), "{tex}: {error}");
}

#[test]
fn the_slopes_of_a_network_hold() {
    holds(r"\frac{\partial L}{\partial \hat y_{ik}} = 2 (\hat y_{ik} - y_{ik})");
    holds(
        r"\frac{\partial L}{\partial z_2} = \frac{\partial L}{\partial \hat y} \odot \sigma'(z_2)
        \qquad (n, q) \odot (n, q) \to (n, q)",
    );
    holds(
        r"\frac{\partial L}{\partial W_2} = a_1^\top \, \frac{\partial L}{\partial z_2}
        \qquad (m, n) \cdot (n, q) \to (m, q)",
    );
    holds(
        r"\frac{\partial L}{\partial b_1} = \frac{\partial L}{\partial b_1} \qquad (4)",
    );
    holds(
        r"\frac{\partial L}{\partial a_1} = \frac{\partial L}{\partial z_2} W_2^\top",
    );
    holds(r"\sigma'(z_1) = a_1 \odot (1 - a_1) = \sigma(z_1) \odot \sigma(-z_1)");
}

#[test]
fn a_missing_transpose_fails() {
    fails(
        r"\frac{\partial L}{\partial W_2} = a_1 \, \frac{\partial L}{\partial z_2}",
        "do not fit",
    );
    fails(
        r"\frac{\partial L}{\partial a_1} = \frac{\partial L}{\partial z_2} W_2",
        "do not fit",
    );
}

#[test]
fn a_factor_a_sign_an_exponent_and_an_index_fail() {
    fails(r"\frac{\partial L}{\partial \hat y} = \hat y - y", "left is");
    fails(r"\frac{\partial L}{\partial \hat y} = 2 (y - \hat y)", "left is");
    fails(r"L = \sum_i \sum_k (\hat y_{ik} - y_{ik})^3", "left is");
    fails(r"L = \sum_i \sum_k (\hat y_{ik} - y_{1k})^2", "left is");
    fails(
        r"\frac{\partial L}{\partial \hat y_{ik}} = 2 (\hat y_{ik} - y_{1k})",
        "at i = 2",
    );
    fails(r"L = \sum_{i=2}^{n} \sum_k (\hat y_{ik} - y_{ik})^2", "left is");
    fails(r"\sigma'(z_1) = a_1 \odot (1 + a_1)", "left is");
    fails("z_1 = x W_1", "left is");
}

#[test]
fn a_wrong_shape_fails() {
    let slope = r"\frac{\partial L}{\partial W_2} = a_1^\top \, \frac{\partial L}{\partial z_2} \qquad";
    fails(&format!(r"{slope} (n, m) \cdot (n, q) \to (m, q)"), "do not fit");
    fails(
        &format!(r"{slope} (m, n) \cdot (n, q) \to (m, n)"),
        "the shapes give [4, 2]",
    );
    fails(
        &format!(r"{slope} (m, 3) \cdot (3, q) \to (m, q)"),
        "the right side has the shapes",
    );
    fails(&format!(r"{slope} (q, m)"), "the left side has the shape [4, 2]");
    fails(r"L = 2 \qquad (n) \to (n)", "left is");
    fails(r"(n, q) \to (n)", "beside no equation");
}

#[test]
fn shapes_in_a_cell_of_their_own_are_those_of_the_equation() {
    let beside = |shapes, equation| {
        check_shapes(&read(shapes).unwrap(), &read(equation).unwrap(), &network())
    };
    let slope = r"\frac{\partial L}{\partial z_1} = \frac{\partial L}{\partial z_1}";
    assert!(
        beside(r"(n, 3) \cdot (3, m) + (m) \to (n, m)", "z_1 = x W_1 + b_1").is_ok()
    );
    assert!(beside(r"(n, m) \to (n, m)", slope).is_ok());
    assert!(beside(r"(m, n) \to (n, m)", slope).is_err());
    assert!(beside(r"(n, 3) \cdot (3, q) \to (n, q)", "z_1 = x W_1").is_err());
}

#[test]
fn digits_are_what_the_other_side_rounds_to() {
    holds("0 \\times 0.881 + 1 \\times 0.222 + 1 \\times 0.172 = 0.394");
    holds(r"\sigma(0.394) = 0.597");
    fails(r"\sigma(0.394) = 0.598", "left is");
    fails("0.222 + 0.172 = 0.395", "left is 0.394, right is 0.395");
    holds(r"1 / 2.718^2 = 0.135");
    fails(r"1 / 2.718^2 = 0.136", "left is");
    fails("5 \\times 7 = 36", "left is 35, right is 36");
    holds(r"\mathrm{e} = 2.718\ldots");
    fails(r"\mathrm{e} = 2.719\ldots", "left is");
    fails("0.4 / 3 = 1/3", "left is");
    holds(r"\mathrm{e}^7 \approx 1097");
    fails(r"\mathrm{e}^7 = 1097", "left is");
}

#[test]
fn where_numbers_are_rounded_three_digits_stand_for_all_that_round_to_them() {
    holds(r"1.46212 \times 0.19661 \times 2 \approx 0.57494");
    holds(r"1.462 \times 0.197 \times 2 \approx 0.57494");
    fails(r"1.462 \times 0.197 \times 2 \approx 0.57394", "left is");
    fails(r"1.5 \times 0.2 \times 2 \approx 0.57494", "left is");
    holds(r"\sigma'(1) = 0.73106 \times 0.26894");
    fails(r"\sigma'(1) = 0.73206 \times 0.26894", "left is");
}

#[test]
fn functions_take_their_brackets_or_the_product_after_them() {
    holds(r"\ln \frac{1}{3} = -\ln 3 = -1.0986");
    holds(r"\tanh(1)^2 = \tanh(1) \tanh(1)");
    holds(r"\ln 10.475 - 1 = 2.349 - 1 = 1.349");
    holds(r"\cos \frac{\pi \, 2}{2} = -1");
    holds(r"\max(2, 3) = 3 \qquad \max_{i, k} y_{ik} \le 1");
    holds(r"\lfloor \frac{5}{2} \rfloor + 1 = 3 \qquad \lvert 2 - 3 \rvert = 1");
    holds(r"\tanh'(1) = 1 - \tanh(1)^2");
    fails(r"\ln = 3", "`ln` is a function of nothing");
}

#[test]
fn dots_stand_for_the_terms_or_the_entries_between() {
    let mut names = Names::default();
    names
        .value("a", ndarray::array![1.0, 2.0, 4.0])
        .value("w", ndarray::array![3.0, 5.0, 7.0]);
    names.value("n", 3.0);
    assert_eq!(error(r"41 = w_1 a_1 + \ldots + w_n a_n", &names), None);
    assert!(error(r"41 = w_2 a_2 + \ldots + w_n a_n", &names).is_some());
    assert_eq!(error(r"4 = \max(a_1, \ldots, a_3) = \max(a_2, a_3)", &names), None);
    assert!(error(r"4 = \max(a_1, \ldots, a_2)", &names).is_some());
    let several = error(r"41 = w_1 a_2 + \ldots + w_n a_n", &names).unwrap();
    assert!(several.contains("differ in more than an index"), "{several}");
}

#[test]
fn a_step_gives_what_the_table_says_and_later_statements_start_there() {
    let mut names = Names::default();
    names.value("v", 1.0).value("w", 2.0).value("g", 3.0);
    names.after("v", 4.0).after("w", -2.0);
    let error = |tex| error(tex, &names);
    assert_eq!(error(r"v \leftarrow v + g \qquad w \leftarrow w - v"), None);
    assert_eq!(error(r"v \leftarrow v + g = g + v"), None);
    assert!(error(r"w \leftarrow w - v \qquad v \leftarrow v + g").is_some());
    assert!(error(r"v \leftarrow v - g").unwrap().contains("left is -2, right is 4"));
    assert!(error(r"g \leftarrow g").unwrap().contains("no step"));
}

#[test]
fn a_prime_on_a_symbol_is_its_slope_along_the_variable() {
    let mut names = Names::default();
    names.value("t", 0.7).variable("t");
    names.define("q", "t^2").define("b", r"\sin(t)").define("a", "q b");
    assert_eq!(error("a' = q' b + q b'", &names), None);
    assert!(error("a' = q' b - q b'", &names).is_some());
}

#[test]
fn a_given_slope_is_preferred_to_a_measured_one() {
    let mut names = Names::default();
    names.value("w", 3.0).define("L", "w^2");
    assert_eq!(error(r"\frac{\partial L}{\partial w} = 6", &names), None);
    names.value(r"\frac{\partial L}{\partial w}", 7.0);
    assert_eq!(error(r"\frac{\partial L}{\partial w} = 7", &names), None);
}

#[test]
fn a_name_that_the_table_lacks_is_an_error_that_says_so() {
    fails(r"u = 3", "`u` is no name of this page");
    fails(r"\frac{\partial L}{\partial u} = 3", "`u` is no name of this page");
    fails(r"x_{9, 1} = 3", "no entry");
}

#[test]
fn the_shapes_of_a_function_of_whole_arrays_are_those_of_what_it_takes() {
    let mut names = network();
    names.function_of(r"\operatorname{turned}", |arrays| arrays[0].transposed());
    names.value("t", Array2::from_elem((4, 3), 0.5).t().to_owned());
    names.value("u", Array2::from_elem((4, 3), 0.5));
    let error = |shapes: &str| {
        error(&format!(r"u = \operatorname{{turned}}(t) \qquad {shapes}"), &names)
    };
    assert_eq!(error(r"(3, 4) \to (4, 3)"), None);
    assert!(error(r"(4, 3) \to (4, 3)").unwrap().contains("not [[4, 3]]"));
}
