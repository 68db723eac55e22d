//! Trains a network on the penguins that come with the book, and compares it with the commonest
//! answer.

use std::path::Path;

use files::FileError;
use files::table::{Choice, HeldOut, Table, train};

fn main() -> Result<(), FileError> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/penguins.csv");
    let table = Table::read(&file, b',')?;
    println!("{} rows, columns: {}", table.rows.len(), table.columns.join(", "));

    for target in ["species", "body_mass_g"] {
        let choice = Choice { target: target.into(), seed: 1, ..Choice::default() };
        let trained = train(&table, &choice, |_| {})?;
        let [train, validation, held_out] = trained.parts.each_ref().map(Vec::len);
        println!(
            "{target}: {train} rows to train on, {validation} to choose the epoch, \
             {held_out} held out"
        );
        match trained.held_out {
            HeldOut::Classes { right, commonest: (class, by_it), .. } => {
                println!("right: {right}, always {class}: {by_it}");
                assert!(right > by_it);
            }
            HeldOut::Number { off, mean: (by_it, mean) } => {
                println!("off by {off:.0}, always {mean:.0}: {by_it:.0}");
                assert!(off < by_it);
            }
        }
    }
    Ok(())
}
