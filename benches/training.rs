//! The steps of the chapter *Speed*, each beside the one before it: `cargo bench`.

mod steps;

/// Keeps the memory of one step for the next.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}
