//! The caption of the chapter *Your own data*.

use files::table::{Choice, HeldOut, Table, predict, train};

use crate::drawn::{BLUE, Drawn, GREEN, INK, VERMILION};
use crate::root::in_root;

/// A dot for each held-out penguin, in the color of its species: the body mass that the network predicts,
/// over the measured one. On the slanted line the two are equal. The level line is the mean of the
/// training rows. More than four of five dots are nearer to the slanted one.
#[test]
fn each_held_out_penguin_is_a_dot_and_most_are_nearer_to_the_diagonal() {
    let figure = Drawn::of("penguins");
    let axes = &figure.axes()[0];
    let table = Table::read(&in_root("data/penguins.csv"), b',').unwrap();
    let choice =
        Choice { target: "body_mass_g".into(), seed: 1, ..Choice::default() };
    let trained = train(&table, &choice, |_| {}).unwrap();
    let HeldOut::Number { mean: (_, mean), .. } = trained.held_out else {
        panic!("a mass is a number")
    };
    let said = predict(&trained.recipe, &trained.net, &table).unwrap().0;
    let column = |name| table.column(name).unwrap();
    let (species, mass) = (column("species"), column("body_mass_g"));
    let colors = [("Adelie", BLUE), ("Chinstrap", GREEN), ("Gentoo", VERMILION)];
    let (mut all, mut nearer) = (0, 0);
    for (name, color) in colors {
        assert_eq!(figure.text(name).color, color);
        let mut dots: Vec<_> =
            figure.circles_in(color).iter().map(|dot| axes.at(dot.center)).collect();
        all += dots.len();
        for (row, said) in table.rows.iter().zip(&said) {
            if !trained.parts[2].contains(&row.line) || row.cells[species] != name {
                continue;
            }
            let [measured, predicted] = [&row.cells[mass], &said.said]
                .map(|g| g.parse::<f64>().unwrap() / 1e3);
            let place = dots.iter().position(|&(x, y)| {
                (x - measured).abs() < 0.01 && (y - predicted).abs() < 0.01
            });
            dots.swap_remove(place.unwrap());
            let off = [measured, mean / 1e3].map(|line| (predicted - line).abs());
            nearer += usize::from(off[0] < off[1]);
        }
        assert!(dots.is_empty(), "{name}: {dots:?}");
    }
    assert_eq!(all, trained.parts[2].len());
    assert!(5 * nearer > 4 * all, "{nearer} of {all}");
    let line_along = |f: &dyn Fn(f64) -> f64| {
        figure.lines_in(INK).into_iter().any(|line| {
            let ends = axes.along(line);
            ends[0].0 < 2.6
                && ends[1].0 > 6.4
                && ends.iter().all(|&(x, y)| (y - f(x)).abs() < 0.02)
        })
    };
    assert!(line_along(&|x| x));
    assert!(line_along(&|_| mean / 1e3));
}
