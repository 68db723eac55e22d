//! Prints every activation and its slope at a few places.

use backprop::activation::ACTIVATIONS;

const PLACES: [f64; 5] = [-4.0, -1.0, 0.0, 1.0, 4.0];

fn main() {
    println!("                 {}", PLACES.map(|z| format!("{z:8}")).concat());
    for f in ACTIVATIONS {
        let values = PLACES.map(|z| f.value(z));
        let slopes = PLACES.map(|z| f.slope(z, f.value(z)));
        let row = |numbers: [f64; 5]| numbers.map(|n| format!("{n:8.4}")).concat();
        println!("{:10} value {}", format!("{f:?}"), row(values));
        println!("{:10} slope {}", "", row(slopes));
    }
}
