//! Placeholder while the workloads move
fn main() {}
