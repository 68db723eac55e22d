//! The same steps, and nothing changed but who gives the memory: the system's allocator.

mod steps;

fn main() {
    divan::main();
}
