//! The steps of the chapters *Speed* and *Memory and threads*, each beside the one before it: `cargo bench`.

mod steps;

fn main() {
    backprop::memory_and_threads::keep_memory();
    divan::main();
}
