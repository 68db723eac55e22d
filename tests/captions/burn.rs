//! The caption of the chapter *The same network in Burn*.

use backprop::what_it_learned::quantile;

use crate::drawn::{BLUE, Drawn, GREEN, INK, VERMILION};

/// What the table calls a training, what the figure does, and its color.
const TRAININGS: [(&str, &str, &str); 3] = [
    ("ours", "our loop", BLUE),
    ("Burn", "Burn's", VERMILION),
    ("Burn from He", "Burn's, from He's weights", GREEN),
];
const SPLITS: [&str; 2] = ["shuffled", "in order"];

/// How many of the 359 test digits ten seeds read, in percent.
fn reached(split: &str, name: &str) -> Vec<f64> {
    let table = include_str!("../../data/burn.csv");
    let lines = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let of = lines.filter(|cells| (cells[0], cells[2]) == (split, name));
    of.map(|cells| 100.0 * cells[4].parse::<f64>().unwrap() / 359.0).collect()
}

/// How many test digits the networks read right, above on a random fifth, below on the last. A dot
/// is a seed; one that reads as many as another stands on it. The bars are the medians.
#[test]
fn what_three_trainings_reach_is_dotted_with_a_bar_at_the_median() {
    let figure = Drawn::of("burn-accuracy");
    let [low, high] = ["90", "100"].map(|words| figure.find(words)[0].at.0);
    let x = |percent: f64| low + (percent - 90.0) / 10.0 * (high - low);
    let [above, below] =
        ["a random fifth", "the last fifth"].map(|title| figure.text(title).at.1);
    assert!(above < below);
    for (split, is_above) in SPLITS.into_iter().zip([true, false]) {
        for (name, told, color) in TRAININGS {
            let here = |y: f64| (y < below) == is_above;
            let names = figure.find(told);
            let names: Vec<_> = names.iter().filter(|name| here(name.at.1)).collect();
            assert_eq!((names.len(), &*names[0].color), (1, color));
            let mut dots: Vec<_> =
                figure.circles_in(color).iter().map(|dot| dot.center).collect();
            dots.retain(|dot| here(dot.1));
            let floor = dots.iter().map(|dot| dot.1).fold(0.0, f64::max);
            let mut reached = reached(split, name);
            reached.sort_by(f64::total_cmp);
            dots.sort_by(|a, b| (a.0, b.1).partial_cmp(&(b.0, a.1)).unwrap());
            assert_eq!((dots.len(), reached.len()), (10, 10));
            for (i, (dot, &percent)) in dots.iter().zip(&reached).enumerate() {
                assert!((dot.0 - x(percent)).abs() < 1.5, "{name}: {percent}");
                let on_another = i > 0 && reached[i - 1] == percent;
                let stands_on = if on_another { dots[i - 1].1 - 21.0 } else { floor };
                assert!((dot.1 - stands_on).abs() < 3.0, "{name}: {dots:?}");
            }
            let median = x(quantile(&reached, 0.5));
            let is_bar = |[from, to]: [(f64, f64); 2]| {
                let runs = from.1.min(to.1)..from.1.max(to.1);
                from.0 == to.0
                    && (from.0 - median).abs() < 1.5
                    && runs.contains(&floor)
            };
            let lines = figure.lines_in(INK).into_iter();
            let ends = lines.filter_map(|line| line.points.clone().try_into().ok());
            assert_eq!(
                ends.filter(|&ends| is_bar(ends)).count(),
                1,
                "{split}, {name}"
            );
        }
    }
}

/// On either split, the bar of Burn's own weights stands furthest to the left, and that of He's
/// weights nearer to ours.
#[test]
fn the_bar_of_burns_own_weights_is_furthest_to_the_left() {
    for split in SPLITS {
        let [ours, burn, he] =
            TRAININGS.map(|(name, ..)| quantile(&reached(split, name), 0.5));
        assert!(burn < ours && burn < he, "{split}: {ours}, {burn}, {he}");
        assert!(
            (he - ours).abs() < (burn - ours).abs(),
            "{split}: {ours}, {burn}, {he}"
        );
    }
}
