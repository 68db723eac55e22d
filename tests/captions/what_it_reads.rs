//! The captions of the chapter *What it reads*.

use backprop::classification::softmax;
use backprop::what_it_learned::quantile;
use figures::what_it_reads::{DOUBTFUL, trained};
use files::small::small;
use rand::{SeedableRng, rngs::ChaCha8Rng};

use crate::digits::pixels;
use crate::drawn::{BLUE, Corners, Drawn, GRID, INK, VERMILION, is_inside};

/// What each network reaches from ten seeds, a dot for each: above on a random fifth, which is
/// another one for every seed, below on the last fifth. All medians move to the left from above
/// to below, those of the dense networks furthest.
#[test]
fn what_ten_seeds_reach_is_dotted_above_on_random_fifths_and_below_on_the_last() {
    let figure = Drawn::of("digits-accuracy");
    let [ninety, hundred] = ["90", "100"].map(|words| figure.find(words)[0].at.0);
    let table = include_str!("../../data/accuracy.csv");
    let networks = [
        "dense, as drawn",
        "dense, moved too",
        "convolutional, as drawn",
        "convolutional, moved too",
    ];
    let [above, below] =
        ["a random fifth", "the last fifth"].map(|title| figure.text(title).at.1);
    assert!(above < below);
    let moves = networks.map(|network| {
        let names = figure.find(network);
        let dots = figure.circles_in(&names[0].color);
        let medians = ["shuffled", "in order"].map(|split| {
            let start = format!("{split},{},", network.replace(", ", ","));
            let lines = table.lines().filter(|line| line.starts_with(&start));
            let reached: Vec<f64> = lines
                .map(|line| {
                    100.0 * line.rsplit(',').next().unwrap().parse::<f64>().unwrap()
                })
                .collect();
            let is_above = split == "shuffled";
            let dots = dots.iter().filter(|dot| (dot.center.1 < below) == is_above);
            let dots: Vec<f64> = dots.map(|dot| dot.center.0).collect();
            assert_eq!((dots.len(), reached.len()), (10, 10));
            for (x, percent) in dots.iter().zip(reached) {
                let place = ninety + (percent - 90.0) / 10.0 * (hundred - ninety);
                assert!((x - place).abs() < 2.0, "{network}: {percent}");
            }
            quantile(&dots, 0.5)
        });
        medians[0] - medians[1]
    });
    let [dense, dense_moved, convolutional, convolutional_moved] = moves;
    assert!(convolutional > 0.0 && convolutional_moved > 0.0);
    assert!(dense.min(dense_moved) > convolutional.max(convolutional_moved));
    let mut fifths: Vec<Vec<String>> = (0..10)
        .map(|seed| {
            let rng = &mut ChaCha8Rng::seed_from_u64(seed);
            let (_, fifth) = small().shuffled(rng).split(0.2);
            let mut rows: Vec<_> =
                fifth.x.rows().into_iter().map(|row| format!("{row}")).collect();
            rows.sort_unstable();
            rows
        })
        .collect();
    fifths.sort_unstable();
    assert!(fifths.windows(2).all(|pair| pair[0] != pair[1]));
}

/// What the dense network, trained without moved copies, takes the digits of the last fifth for,
/// ten seeds together. A row is a digit, a column what it was taken for. Blue is right. The
/// darker the orange, the more frequent the mistake.
#[test]
fn a_row_is_a_digit_blue_is_right_and_orange_darker_for_more_frequent_mistakes() {
    let figure = Drawn::of("digits-confusion");
    let table = include_str!("../../data/confusion.csv");
    let lines = table
        .lines()
        .filter_map(|line| line.strip_prefix("in order,dense,as drawn,"));
    let counts: Vec<Vec<usize>> = lines
        .map(|line| {
            line.split(',').skip(1).map(|count| count.parse().unwrap()).collect()
        })
        .collect();
    let data = small();
    let (_, last) = data.split(0.2);
    let mut mistakes = vec![];
    for (digit, counts) in counts.iter().enumerate() {
        let labels = last.labels.iter().filter(|&&label| label == digit).count();
        assert_eq!(counts.iter().sum::<usize>(), 10 * labels);
        for (taken, &count) in counts.iter().enumerate() {
            let (left, top) =
                (90.0 + 90.0 * taken as f64, 110.0 + 90.0 * digit as f64);
            let field: Corners = [(left, top), (left + 90.0, top + 90.0)];
            let numbers = figure.numbers_in(field);
            if count == 0 {
                assert!(numbers.is_empty());
                continue;
            }
            assert_eq!(numbers, [count as f64]);
            let one = figure.boxes.iter().find(|one| one.corners() == field).unwrap();
            assert_eq!(one.color, if digit == taken { BLUE } else { VERMILION });
            if digit != taken {
                mistakes.push((count, one.opacity));
            }
        }
        let name = digit.to_string();
        let (along, down) =
            (135.0 + 90.0 * digit as f64, 155.0 + 90.0 * digit as f64);
        assert_eq!(
            figure.texts_in([(0.0, down - 40.0), (89.0, down + 40.0)])[0].words,
            name
        );
        assert_eq!(
            figure.texts_in([(along - 40.0, 50.0), (along + 40.0, 109.0)])[0].words,
            name
        );
    }
    assert!(figure.text("taken for").at.1 < 50.0 && figure.text("digit").at.0 < 90.0);
    mistakes.sort_by(|a, b| a.partial_cmp(b).unwrap());
    assert!(mistakes.windows(2).all(|pair| pair[0].1 <= pair[1].1));
    assert!(mistakes[0].1 < mistakes[mistakes.len() - 1].1);
}

/// One digit, and the 16 kernels of the trained network with what each gives for it, the positive
/// numbers only. Blue weights are positive, orange ones negative.
#[test]
fn positive_weights_are_blue_and_beside_each_kernel_stands_what_it_gives() {
    let figure = Drawn::of("digits-kernels");
    let (net, test) = trained();
    let x = test.select(&[2]).x;
    let layer = &net.stages[0].layer;
    let z = layer.forward(&x);
    let (weights, _) = layer.parameters();
    let weights: Vec<f64> = weights.iter().copied().collect();
    let widest = weights.iter().fold(0.0_f64, |most, weight| most.max(weight.abs()));
    let brightest = z.iter().fold(0.0_f64, |most, &z| most.max(z));
    let frames = figure.frames_in(GRID);
    assert_eq!((frames.len(), weights.len()), (1 + 2 * 16, 16 * 9));
    let agrees = |drawn: f64, right: f64| {
        assert!((drawn - right).abs() < 0.006, "{drawn}, {right}")
    };
    for (&drawn, &ink) in pixels(&figure, frames[0].corners(), 8).iter().zip(&x) {
        agrees(drawn, ink);
    }
    for (filter, pair) in frames[1..].chunks(2).enumerate() {
        let [kernel, map] = [pair[0].corners(), pair[1].corners()];
        assert!(kernel[1].0 < map[0].0);
        let weights_in = figure.boxes_in(INK).into_iter();
        assert_eq!(weights_in.filter(|one| is_inside(one.corner, kernel)).count(), 0);
        let of_kernel = &weights[9 * filter..9 * filter + 9];
        for (&drawn, weight) in pixels(&figure, kernel, 3).iter().zip(of_kernel) {
            agrees(drawn, weight / widest);
        }
        let of_map = z.iter().skip(64 * filter);
        for (&drawn, &z) in pixels(&figure, map, 8).iter().zip(of_map) {
            agrees(drawn, z.max(0.0) / brightest);
        }
        let inside = figure.boxes.iter().filter(|one| is_inside(one.corner, map));
        assert!(inside.into_iter().all(|one| one.color == INK));
    }
}

/// A test digit, a 1, and the share that the trained network gives to each of the ten.
#[test]
fn a_bar_is_as_long_as_the_share_that_the_network_gives_to_its_digit() {
    let figure = Drawn::of("digits-reading");
    let (net, test) = trained();
    let one = test.select(&[DOUBTFUL]);
    assert_eq!(one.labels, [1]);
    let drawn = pixels(&figure, figure.frames_in(GRID)[0].corners(), 8);
    for (drawn, ink) in drawn.iter().zip(&one.x) {
        assert!((drawn - ink).abs() < 0.006, "{drawn}, {ink}");
    }
    let shares = softmax(&net.predict(&one.x));
    let bars = figure.boxes_in(BLUE);
    assert_eq!((bars.len(), shares.len()), (10, 10));
    for (digit, (bar, share)) in bars.into_iter().zip(shares).enumerate() {
        let [(_, top), (_, bottom)] = bar.corners();
        let words: Vec<_> = figure
            .texts_in([(600.0, top), (1000.0, bottom)])
            .into_iter()
            .map(|text| text.words.clone())
            .collect();
        assert_eq!(words, [digit.to_string(), format!("{:.0} %", 100.0 * share)]);
        assert!((bar.width - 200.0 * share).abs() < 2.5, "{digit}: {}", bar.width);
    }
}
