//! All numbers that the prose of the book refers to, from the modules that measure them.

use std::thread;

use crate::value::Value;
use crate::{
    activation_functions, classification, dense, digits, errata, gradient_descent,
    initialization, learning_rate, loss, mnist, network, speed, training,
    what_it_learned, what_it_reads,
};

/// Measures every number of the book, each chapter's in a thread.
pub fn values() -> Vec<Value> {
    let chapters: [fn() -> Vec<Value>; 15] = [
        network::values,
        gradient_descent::values,
        loss::values,
        training::values,
        what_it_learned::values,
        errata::values,
        dense::values,
        activation_functions::values,
        initialization::values,
        learning_rate::values,
        classification::values,
        speed::values,
        digits::values,
        what_it_reads::values,
        mnist::values,
    ];
    thread::scope(|scope| {
        let threads = chapters.map(|values| scope.spawn(values));
        let values = threads.map(|thread| thread.join().expect("its numbers"));
        values.concat()
    })
}
