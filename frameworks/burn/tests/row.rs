//! One row of the table, in a process of its own: what else draws numbers on the device would
//! change the weights that it starts from.

use in_burn::digits::Mlp;
use in_burn::runs::{in_burn, parts};

const TABLE: &str = include_str!("../../../data/burn.csv");

#[test]
fn a_row_of_the_table_is_measured_anew() {
    let seed = 3;
    let start = format!("in order,{seed},Burn,");
    let row = TABLE.lines().find_map(|line| line.strip_prefix(&start)).unwrap();
    let cells: Vec<f64> = row.split(',').map(|cell| cell.parse().unwrap()).collect();
    let run = in_burn(&parts("in order", seed), seed, Mlp::new);
    println!("{run:?}, {cells:?}");
    // The order in which a processor adds up may change a digit or two.
    assert!(run.right.abs_diff(cells[1] as usize) <= 5);
    assert!(run.epochs.abs_diff(cells[0] as usize) <= 15);
}
