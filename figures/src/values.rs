//! All numbers that the prose of the book refers to, from the modules that measure them.

use std::thread;

use crate::value::Value;
use crate::{
    autograd, backpropagation, burn, deeper, dense, digits, errata, generalization,
    gradient_descent, initialization, learning_rate, loss, memory_and_threads,
    mini_batches, mnist, more_than_one_machine, optimizers, own_pictures, schedules,
    speed, training, vanishing, what_it_learned, what_it_reads,
    when_it_does_not_learn,
};

/// Measures every number of the book, each chapter's in a thread.
pub fn values() -> Vec<Value> {
    let chapters: [fn() -> Vec<Value>; 25] = [
        backpropagation::values,
        gradient_descent::values,
        loss::values,
        training::values,
        what_it_learned::values,
        errata::values,
        dense::values,
        vanishing::values,
        initialization::values,
        learning_rate::values,
        optimizers::values,
        schedules::values,
        mini_batches::values,
        generalization::values,
        speed::values,
        memory_and_threads::values,
        digits::values,
        what_it_reads::values,
        mnist::values,
        when_it_does_not_learn::values,
        autograd::values,
        deeper::values,
        own_pictures::values,
        burn::values,
        more_than_one_machine::values,
    ];
    thread::scope(|scope| {
        let threads = chapters.map(|values| scope.spawn(values));
        let values = threads.map(|thread| thread.join().expect("its numbers"));
        values.concat()
    })
}
