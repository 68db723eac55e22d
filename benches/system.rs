//! The same steps, and nothing changed but that the memory goes back to the system.

mod steps;

fn main() {
    divan::main();
}
