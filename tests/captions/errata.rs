//! The captions of the chapter *Errata*.

use backprop::{
    errata::{Slopes, losses_with},
    network::four_rows,
    training::train,
};
use figures::runs::PRINTED;

use crate::{
    drawn::{BLUE, Drawn, GREEN, INK, PURPLE, VERMILION},
    picture::untrained,
    value::value,
};

/// The loss of the network of seed 2: trained as it should be (blue), with the absolute
/// value in place of the square (green), with the sigmoid's slope taken of its output
/// (purple), and with a plus for the minus (orange).
#[test]
fn each_mistake_has_its_color() {
    let figure = Drawn::of("mistakes");
    let axes = &figure.axes()[0];
    let (x, y) = four_rows();
    let uphill = train(&mut untrained(), &x, &y, -1.0, 999).losses().to_vec();
    let with = |slopes| losses_with(slopes, &mut untrained());
    let runs = [
        (BLUE, "right", with(Slopes::RIGHT)),
        (GREEN, "|e| for e²", with(Slopes::ABSOLUTE)),
        (PURPLE, "σ′(a) for σ′(z)", with(Slopes::TWICE)),
        (VERMILION, "+ for −", uphill),
    ];
    for (color, name, losses) in runs {
        assert_eq!(figure.text(name).color, color);
        let [curve] = figure.curves_in(color)[..] else { panic!("not one {name}") };
        // Further on, another rounding leads the absolute value elsewhere.
        for (at, (iteration, loss)) in
            axes.along(curve).into_iter().enumerate().take(20)
        {
            assert!((iteration - 5.0 * at as f64).abs() < 2.0);
            assert!((loss - losses[5 * at]).abs() < 0.01, "{name} at {iteration}");
        }
    }
}

/// How the final predictions of 1000 seeds spread, one histogram for each row, with the
/// tutorial's number marked in each.
#[test]
fn the_numbers_of_the_tutorial_are_marked_in_four_histograms() {
    let figure = Drawn::of("final-predictions");
    let panels = figure.axes();
    let titles =
        ["0 0 1, target 0", "0 1 1, target 1", "1 0 1, target 1", "1 1 1, target 0"];
    assert_eq!(panels.len(), 4);
    let marks: Vec<_> =
        figure.lines_in(INK).into_iter().filter(|line| line.width == 5.0).collect();
    assert_eq!(marks.len(), 4);
    let mut above = 0.0;
    for (i, color) in [VERMILION, BLUE, GREEN, PURPLE].into_iter().enumerate() {
        let axes = &panels[i];
        let title = figure.text(&format!("runs, row {}", titles[i])).at.1;
        assert!(title > above);
        above = title;
        let bars: Vec<_> = figure
            .boxes
            .iter()
            .filter(|bar| bar.color == color)
            .map(|bar| {
                let (left, top) = bar.corner;
                let (start, count) = axes.at((left, top));
                let (end, foot) = axes.at((left + bar.width, top + bar.height));
                assert!(foot.abs() < 2.0);
                (start, end, count - foot)
            })
            .collect();
        let runs: f64 = bars.iter().map(|bar| bar.2).sum();
        assert!((runs - value("seeds")).abs() < 50.0, "{runs} runs");
        let mut half = 0.0;
        let middle = bars.iter().find(|bar| {
            half += bar.2;
            half >= runs / 2.0
        });
        let median = value(&format!("row_{}.median", i + 1));
        let &(start, end, _) = middle.unwrap();
        assert!(start - 0.001 < median && median < end + 0.001, "{median}");

        let (place, _) = axes.at(marks[i].points[0]);
        assert!((place - PRINTED[i]).abs() < 0.0002, "{place}");
        let marked = figure.text(&PRINTED[i].to_string()).at;
        assert!(axes.at(marked).0 > place && marked.1 > title);
    }
}
