//! The steps of the chapter *Speed*, each beside the one before it: `cargo bench`.

mod steps;

fn main() {
    backprop::speed::keep_memory();
    divan::main();
}
