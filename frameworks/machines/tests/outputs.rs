//! Every output of this package in the book is what its program prints today.

#[path = "../../printed.rs"]
mod printed;

#[test]
fn every_output_on_the_page_is_what_its_program_prints() {
    let programs = [
        ("two_servers", env!("CARGO_BIN_EXE_two_servers")),
        ("killed", env!("CARGO_BIN_EXE_killed")),
    ];
    printed::are_on_the_page("more-than-one-machine.md", &programs);
}
