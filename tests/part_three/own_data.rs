//! Claims of the chapter *Your own data*.

use files::table::{Choice, HeldOut, Table, Trained, train};

use crate::common::root::in_root;

fn penguins() -> Table {
    Table::read(&in_root("data/penguins.csv"), b',').unwrap()
}

fn trained(table: &Table, target: &str, seed: u64) -> Trained {
    let choice = Choice { target: target.into(), seed, ..Choice::default() };
    train(table, &choice, |_| {}).unwrap()
}

#[test]
fn explore() {
    for target in ["species", "sex", "body_mass_g"] {
        let table = penguins();
        let t = trained(&table, target, 1);
        println!("{target} {:?} width {} {:?}", t.parts, t.recipe.width(), t.recipe);
        let mut doubled = table.clone();
        doubled.rows =
            table.rows.iter().flat_map(|r| [r.clone(), r.clone()]).collect();
        for (name, table) in [("plain", &table), ("doubled", &doubled)] {
            let mut all = vec![];
            let mut base = vec![];
            for seed in 0..40 {
                let t = trained(table, target, seed);
                match t.held_out {
                    HeldOut::Classes { right, commonest, .. } => {
                        all.push(right as f64 / t.parts[2] as f64);
                        base.push(commonest.1 as f64 / t.parts[2] as f64);
                    }
                    HeldOut::Number { off, mean } => {
                        all.push(off);
                        base.push(mean.0)
                    }
                }
            }
            let mean = all.iter().sum::<f64>() / 40.0;
            let bmean = base.iter().sum::<f64>() / 40.0;
            all.sort_by(f64::total_cmp);
            base.sort_by(f64::total_cmp);
            println!(
                "{name} mean {mean} base {bmean} {:?} median {} {:?} base {:?}",
                all[0],
                all[20],
                all[39],
                (base[0], base[39])
            );
        }
    }
}
