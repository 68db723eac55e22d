//! The loss before training of a program that is right, and of three that are not.

use backprop::when_it_does_not_learn::faults::fault;

fn main() {
    for name in [
        "nothing",
        "weights from 0 to 1",
        "inputs 100 times as large",
        "softmax twice",
    ] {
        let start = fault(name).planted(2).loss_before_training();
        println!("{name:25} {start:5.2}");
        assert_eq!(start < 1.8, ["nothing", "softmax twice"].contains(&name));
    }
}
