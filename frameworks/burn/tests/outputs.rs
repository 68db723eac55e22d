//! Every output of this package in the book is what its program prints today.

#[path = "../../printed.rs"]
mod printed;

#[test]
fn every_output_on_the_page_is_what_its_program_prints() {
    let programs = [
        ("part_one", env!("CARGO_BIN_EXE_part_one")),
        ("gradients", env!("CARGO_BIN_EXE_gradients")),
    ];
    printed::are_on_the_page("burn.md", &programs);
}
