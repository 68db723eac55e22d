//! The figure of the chapter *Your own data*.

use std::collections::BTreeMap;
use std::path::Path;

use files::table::{Choice, HeldOut, Table, predict, train};
use plotters::prelude::*;

use crate::style::{
    BLUE, Drawing, GREEN, INK, VERMILION, axes, curve, dot, label, plain, svg,
};

/// The species, in colors, each with the place of its name, in kilograms.
const SPECIES: [(&str, RGBColor, (f64, f64)); 3] = [
    ("Adelie", BLUE, (2.7, 6.1)),
    ("Chinstrap", GREEN, (2.7, 5.7)),
    ("Gentoo", VERMILION, (2.7, 5.3)),
];

/// The body mass that a network predicts for each held-out penguin, over the measured one, and what
/// always answering the mean would give.
pub fn masses() -> Drawing {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/penguins.csv");
    let table = Table::read(&file, b',').expect("data/penguins.csv is a table");
    let choice =
        Choice { target: "body_mass_g".into(), seed: 1, ..Choice::default() };
    let trained = train(&table, &choice, |_| {}).expect("the penguins have masses");
    let HeldOut::Number { off, mean: (off_by_mean, mean) } = trained.held_out else {
        unreachable!("a mass is a number")
    };
    let (said, _) = predict(&trained.recipe, &trained.net, &table)
        .expect("the table has the columns that it trained on");
    let said: BTreeMap<u64, String> =
        said.into_iter().map(|one| (one.line, one.said)).collect();
    let column = |name| table.column(name).expect("a penguin's column");
    let (species, mass) = (column("species"), column("body_mass_g"));
    let kilograms =
        |grams: &str| grams.parse::<f64>().expect("a number of grams") / 1000.0;
    let held_out =
        table.rows.iter().filter(|row| trained.parts[2].contains(&row.line));
    let penguins: Vec<(&str, (f64, f64))> = held_out
        .map(|row| {
            let at = (kilograms(&row.cells[mass]), kilograms(&said[&row.line]));
            (row.cells[species].as_str(), at)
        })
        .collect();

    let words = format!(
        "A dot for each of {} held-out penguins, the predicted body mass over the measured one. The \
         dots lie along the diagonal, off by {off:.0} grams. A level line at {:.1} kilograms, the \
         mean of the training rows, is off by {off_by_mean:.0}.",
        penguins.len(),
        mean / 1000.0,
    );
    svg(800, "Body masses, predicted and measured", &words, |canvas| {
        let range = 2.5..6.5;
        let mut chart = axes(
            canvas,
            ("measured, kg", range.clone()),
            ("predicted, kg", range.clone()),
            &plain,
        )?;
        let mean = mean / 1000.0;
        chart.draw_series([
            curve([(range.start, range.start), (range.end, range.end)], INK),
            curve([(range.start, mean), (range.end, mean)], INK),
        ])?;
        for (name, color, at) in SPECIES {
            let dots = penguins.iter().filter(|(species, _)| *species == name);
            chart.draw_series(dots.map(|&(_, at)| dot(at, color)))?;
            chart.draw_series([label(at, name, color)])?;
        }
        chart.draw_series([label((5.6, mean - 0.2), "the mean", INK)])?;
        Ok(())
    })
}
