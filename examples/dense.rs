//! Trains on the four rows without their ones: without biases, and with them.

use backprop::{Network, Sequential, four_rows, train};
use ndarray::Axis;

fn main() {
    let (x, y) = four_rows();
    let two_columns = x.select(Axis(1), &[0, 1]);
    let Network { w1, w2 } = Network::seeded(2);
    let mut without = Network::new(w1.select(Axis(0), &[0, 1]), w2);
    let mut with = Sequential::from(&without);

    let history = train(&mut without, &two_columns, &y, 1.0, 1500);
    let losses = with.train(&two_columns, &y, 1.0, 1500);
    println!("iteration  without  with biases");
    for iteration in [0, 100, 200, 300, 500, 1500] {
        let loss = history.losses()[iteration];
        println!("{iteration:9}  {loss:.5}  {:.5}", losses[iteration]);
    }
    for (l, stage) in with.stages.iter().enumerate() {
        println!("b{}  {:.2}", l + 1, stage.layer.parameters().1);
    }
    println!("predictions\n{:.3}", with.predict(&two_columns));

    assert_eq!(losses[0], history.losses()[0]);
    assert!(losses[1500] < 0.5 * history.final_loss());
}
