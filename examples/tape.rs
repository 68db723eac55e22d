//! Walks back from c = b + b, b = a + a, twice.

use backprop::autograd::{Slopes, Tape};
use ndarray::array;

fn main() {
    let tape = Tape::default();
    let a = tape.var(array![[3.0]]);
    let b = a + a;
    let c = b + b;
    let numbers = |slopes: &Slopes| [c, b, a].map(|var| slopes[var][[0, 0]]);

    println!("value of c          {}", c.value()[[0, 0]]);
    println!("slopes along c b a  {:?}", numbers(&c.backward()));
    println!("a second backward   {:?}", numbers(&c.backward()));

    let mut slopes = c.backward();
    c.backward_into(&mut slopes);
    println!("into the first ones {:?}", numbers(&slopes));
    assert_eq!(numbers(&slopes), [1.0, 4.0, 12.0]);
}
