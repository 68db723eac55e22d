//! The training run of `tests/numpy/tutorial.py`, repeated from the same weights.

use backprop::{Network, four_rows, train};
use ndarray::Array2;
use serde_json::Value;

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn matrix(value: &Value) -> Array2<f64> {
    let rows: Vec<Vec<f64>> = value.as_array().unwrap().iter().map(numbers).collect();
    let shape = (rows.len(), rows[0].len());
    Array2::from_shape_vec(shape, rows.concat()).unwrap()
}

/// As close as two programs get that add the same numbers in different orders.
fn assert_close<'a>(
    ours: impl IntoIterator<Item = &'a f64>,
    theirs: impl IntoIterator<Item = &'a f64>,
) {
    for (i, (a, b)) in ours.into_iter().zip(theirs).enumerate() {
        assert!((a / b - 1.0).abs() < 1e-12, "number {i}: {a} and {b}");
    }
}

#[test]
fn every_loss_and_every_final_weight_is_that_of_numpy() {
    let fixture: Value =
        serde_json::from_str(include_str!("numpy/fixture.json")).unwrap();
    let mut net = Network::new(
        matrix(&fixture["initial"]["w1"]),
        matrix(&fixture["initial"]["w2"]),
    );
    let (x, y) = four_rows();
    let history = train(&mut net, &x, &y, 1.0, 1500);

    let losses = numbers(&fixture["losses"]);
    assert_eq!(history.losses().len(), losses.len());
    assert_close(history.losses(), &losses);
    assert_close(&net.w1, &matrix(&fixture["final"]["w1"]));
    assert_close(&net.w2, &matrix(&fixture["final"]["w2"]));
}
