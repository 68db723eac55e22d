//! Computes all sixteen slopes of the network of seed 2 and checks them by measuring.

use backprop::{Network, four_rows, measured_gradients};

fn main() {
    let (x, y) = four_rows();
    let net = Network::seeded(2);
    let gradients = net.backward(&x, &y, &net.forward(&x));
    println!("dw1 {:?}\n{:.4}", gradients.dw1.dim(), gradients.dw1);
    println!("dw2 {:?}\n{:.4}", gradients.dw2.dim(), gradients.dw2);

    let measured = measured_gradients(&net, &x, &y);
    assert!(
        (gradients.dw1 - measured.dw1)
            .iter()
            .all(|difference| difference.abs() < 1e-9)
    );
    assert!(
        (gradients.dw2 - measured.dw2)
            .iter()
            .all(|difference| difference.abs() < 1e-9)
    );
}
