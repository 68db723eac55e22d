//! The steps of the chapter *Speed*, each beside the one before it: `cargo bench`.

mod steps;

/// Keeps the memory of one step for the next.
// ANCHOR: ALLOCATOR
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
// ANCHOR_END: ALLOCATOR

fn main() {
    divan::main();
}
