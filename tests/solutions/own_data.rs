//! Solutions of the chapter *Your own data*.

use files::table::recipe::Scale;
use files::table::{Choice, HeldOut, Table, train};
use rand::seq::SliceRandom;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::root::in_root;

fn penguins() -> Table {
    Table::read(&in_root("data/penguins.csv"), b',').unwrap()
}

// ANCHOR: own_data_1
#[test]
fn a_new_number_is_scaled_by_the_training_rows() {
    let scale = Scale::of(&[2.0, 4.0, 9.0]);
    assert_eq!(scale.mean, 5.0);
    assert!((scale.deviation - 2.944).abs() < 0.0005);
    assert!((scale.scaled(14.0) - 3.057).abs() < 0.0005);
}
// ANCHOR_END: own_data_1

/// If you insist, the network is right for all held-out penguins, from each of 20
/// seeds.
// ANCHOR: own_data_2
#[test]
fn a_code_of_the_sex_is_refused_and_makes_the_result_perfect() {
    let mut table = penguins();
    let sex = table.column("sex").unwrap();
    table.columns.push("code".into());
    for row in &mut table.rows {
        let code = match row.cells[sex].as_str() {
            "female" => "0",
            "male" => "1",
            _ => "",
        };
        row.cells.push(code.into());
    }
    let choice = Choice { target: "sex".into(), ..Choice::default() };
    let error = train(&table, &choice, |_| {}).unwrap_err().to_string();
    assert!(error.contains("column \"code\": it is \"sex\" in other words"));

    for seed in 0..20 {
        let choice = Choice { keep: vec!["code".into()], seed, ..choice.clone() };
        let trained = train(&table, &choice, |_| {}).unwrap();
        let HeldOut::Classes { right, .. } = trained.held_out else { panic!() };
        assert_eq!(right, trained.parts[2].len());
    }
}
// ANCHOR_END: own_data_2

/// Over 40 seeds together, the network is right for fewer held-out penguins than
/// always saying the commonest species.
// ANCHOR: own_data_3
#[test]
fn with_shuffled_targets_the_network_does_not_beat_the_commonest_class() {
    let (mut right, mut by_commonest) = (0, 0);
    for seed in 0..40 {
        let mut table = penguins();
        let mut species: Vec<String> =
            table.rows.iter().map(|row| row.cells[0].clone()).collect();
        species.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
        for (row, species) in table.rows.iter_mut().zip(species) {
            row.cells[0] = species;
        }
        let choice = Choice { target: "species".into(), seed, ..Choice::default() };
        let trained = train(&table, &choice, |_| {}).unwrap();
        let HeldOut::Classes { right: of_seed, commonest, .. } = trained.held_out
        else {
            panic!()
        };
        right += of_seed;
        by_commonest += commonest.1;
    }
    assert!(right < by_commonest, "{right} and {by_commonest}");
}
// ANCHOR_END: own_data_3
