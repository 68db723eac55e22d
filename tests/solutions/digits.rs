//! Solutions of the chapter *Digits*.

use std::collections::HashSet;

use backprop::classification::Dataset;
use backprop::digits::{SMALL, fold, with_moved};
use files::small::small;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

// ANCHOR: digits_1
#[test]
fn copies_made_before_the_split_stand_on_both_sides_of_it() {
    // The number of a digit in the place of its label.
    let data = small();
    let numbers = (0..data.len()).collect();
    let numbered = Dataset { labels: numbers, classes: data.len(), ..data };
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let images = with_moved(&numbered, SMALL, 1);
    let (train, test) = images.shuffled(&mut rng).split(0.2);

    let known: HashSet<usize> = train.labels.into_iter().collect();
    let copies = test.labels.iter().filter(|&number| known.contains(number)).count();
    assert_eq!(test.len(), 1797);
    assert!((1785..1797).contains(&copies), "{copies}");
}
// ANCHOR_END: digits_1

/// 1.15 points for 359 digits and 0.57 for 1,438.
// ANCHOR: digits_2
#[test]
fn a_share_of_1438_digits_scatters_by_about_half_a_point_by_chance() {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let mut percent = |digits: usize| {
        let right = (0..digits).filter(|_| rng.random::<f64>() < 0.95).count();
        100.0 * right as f64 / digits as f64
    };
    let mut spread = |digits: usize| {
        let squares = (0..2_000).map(|_| (percent(digits) - 95.0).powi(2));
        (squares.sum::<f64>() / 2_000.0).sqrt()
    };
    // √(0.95 · 0.05 / n), in points of a hundred.
    let expected = |digits: f64| 100.0 * (0.95 * 0.05 / digits).sqrt();
    assert!((spread(1438) - expected(1438.0)).abs() < 0.03);
    assert!((spread(359) - expected(359.0)).abs() < 0.06);
    assert_eq!(format!("{:.2}", expected(1438.0)), "0.57");
    assert_eq!(format!("{:.2}", expected(359.0)), "1.15");
}
// ANCHOR_END: digits_2

/// One neighbor is right for 1,380 of the 1,438, three for 1,379, and more of them
/// for fewer. So $`k`$ is 1, by one digit, and reads 343 of the 359.
// ANCHOR: digits_3
#[test]
fn the_number_of_neighbors_that_vote_is_chosen_without_the_last_fifth() {
    /// How many digits of `test` are right if the `k` most like each vote.
    fn right(train: &Dataset, test: &Dataset, k: usize) -> usize {
        let votes = |i: &usize| {
            let distances = train.x.rows().into_iter().map(|row| {
                let differences = &row - &test.x.row(*i);
                differences.mapv(|d| d * d).sum()
            });
            let mut nearest: Vec<(f64, usize)> =
                distances.zip(train.labels.iter().copied()).collect();
            nearest.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut counts = [0; 10];
            nearest[..k].iter().for_each(|(_, label)| counts[*label] += 1);
            let most = counts.iter().max().unwrap();
            // Of two with as many votes, the nearer.
            let winner = nearest.iter().find(|(_, label)| counts[*label] == *most);
            winner.unwrap().1 == test.labels[*i]
        };
        (0..test.len()).filter(votes).count()
    }

    let (rest, test) = small().split(0.2);
    let validated = [1, 3, 5, 9, 15].map(|k| {
        let quarters = (1..=4).map(|quarter| {
            let (train, validation) = fold(&rest, quarter, 4);
            right(&train, &validation, k)
        });
        quarters.sum::<usize>()
    });
    assert_eq!(validated, [1380, 1379, 1374, 1369, 1364]);
    assert_eq!(right(&rest, &test, 1), 343);
    // What another choice would have reached.
    assert_eq!(right(&rest, &test, 3), 345);
}
// ANCHOR_END: digits_3
