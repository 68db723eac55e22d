//! The captions of the chapter *The chain rule*.

use backprop::{
    activation::sigmoid_prime, chain_rule::Neuron, feedforward::Trace,
    network::four_rows,
};

use crate::{
    drawn::{BLUE, Drawn, VERMILION},
    picture::{Picture, arrows, shown, untrained, words},
};

/// The neuron as a graph, for x = 2, w = 0.5 and y = 0. Blue, downward: the values, each
/// computed from the one above. Orange, upward: the slope of L along each value, each
/// computed from the one below.
#[test]
fn values_go_down_the_graph_and_slopes_up() {
    let figure = Drawn::of("computational-graph");
    let neuron = Neuron { w: 0.5 };
    let trace = neuron.forward(2.0, 0.0);
    let slopes = neuron.backward(2.0, &trace);
    let nodes = [
        ("w", neuron.w, slopes.dw),
        ("z = w·x", trace.z, slopes.dz),
        ("ŷ = σ(z)", trace.y_hat, slopes.d_y_hat),
        ("e = ŷ − y", trace.error, slopes.d_error),
        ("L = e²", trace.loss, 1.0),
    ];
    let (value, slope) = (figure.text("value"), figure.text("slope of L"));
    assert_eq!((&*value.color, &*slope.color), (BLUE, VERMILION));
    let mut heights = Vec::new();
    for (name, value_of_node, slope_of_node) in nodes {
        let y = figure.text(name).at.1;
        for (head, number) in [(value, value_of_node), (slope, slope_of_node)] {
            let texts = figure.find(&shown(number, 3));
            let at = (head.at.0, y);
            let text = texts.into_iter().find(|text| text.at == at).expect(name);
            assert_eq!(text.color, head.color);
        }
        heights.push(y);
    }
    assert!(heights.is_sorted());

    for (color, rises) in [(BLUE, false), (VERMILION, true)] {
        let mut arrows = arrows(&figure);
        arrows.retain(|arrow| arrow.color == color);
        assert_eq!(arrows.len(), 4);
        for (pair, arrow) in heights.windows(2).zip(arrows) {
            let (above, below) =
                (arrow.from.1.min(arrow.to.1), arrow.from.1.max(arrow.to.1));
            assert!(pair[0] < above && below < pair[1]);
            assert_eq!(arrow.to.1 < arrow.from.1, rises);
        }
    }
    let factors = [2.0, sigmoid_prime(trace.z), 1.0, 2.0 * trace.error];
    let mut found = figure.texts.iter().filter(|text| text.words.starts_with('×'));
    for (i, factor) in factors.into_iter().enumerate() {
        let last = found.next().unwrap().words.split(' ').next_back().unwrap();
        let read: f64 = last.parse().unwrap();
        assert!((read - factor).abs() < 0.001, "{read}");
        assert!((nodes[i].2 - factor * nodes[i + 1].2).abs() < 1e-12);
    }
}

/// The chain of one weight of our network, for row 3, 1 0 1. Blue: the values, forward.
/// Orange: the slope of this row's part of the loss along each, back. The halves are those
/// of [fig:error]. The two numbers below the arrows are the weight and its slope.
#[test]
fn the_chain_of_one_weight_is_blue_forward_and_orange_back() {
    let picture = Picture::of("one-path");
    let (x, y) = four_rows();
    assert_eq!(picture.input_texts(), ["1", "0", "1"]);
    assert_eq!(picture.row().row(0), x.row(2));
    let [lit] = picture.lit_units()[..] else { panic!("one unit is lit") };

    let net = untrained();
    let Trace { a1, z2, y_hat, .. } = net.forward(&picture.row());
    let (a, v) = (a1[[0, lit]], net.w2[[lit, 0]]);
    let error = y_hat[[0, 0]] - y[[2, 0]];
    let d_error = 2.0 * error;
    let dz2 = d_error * sigmoid_prime(z2[[0, 0]]);

    let hidden = &picture.hidden()[lit];
    let (output, loss) = (picture.output(), picture.loss());
    let of_error = Picture::of("error");
    assert_eq!(words(&of_error.output().left())[0], "sum");
    assert_eq!(words(&of_error.output().right())[0], "ŷ");
    assert_eq!(words(&of_error.loss().left())[0], "error");
    assert_eq!(words(&of_error.loss().right())[0], "square");
    assert_eq!(of_error.loss().middle(), loss.middle());
    let pairs = [
        (output.left(), z2[[0, 0]], dz2),
        (output.right(), y_hat[[0, 0]], d_error),
        (loss.left(), error, d_error),
        (loss.right(), error * error, 1.0),
    ];
    for (half, value, slope) in pairs {
        assert_eq!(words(&half), [shown(value, 3), shown(slope, 3)]);
        assert_eq!([&*half[0].color, &*half[1].color], [BLUE, VERMILION]);
    }
    let forward = hidden.right()[0];
    assert_eq!((&*forward.words, &*forward.color), (&*shown(a, 3), BLUE));

    let arrows = picture.arrows();
    for (color, back) in [(BLUE, false), (VERMILION, true)] {
        let colored: Vec<_> =
            arrows.iter().filter(|arrow| arrow.color == color).collect();
        let [along, down] = colored[..] else { panic!("not two arrows") };
        assert_eq!(along.to.0 < along.from.0, back);
        let (from, to) = if back { (&loss, &output) } else { (&output, &loss) };
        assert!(from.holds(down.from) && to.holds(down.to));
    }
    let mut last = 0.0;
    for (number, color) in [(v, BLUE), (dz2 * a, VERMILION)] {
        let text = picture.0.text(&shown(number, 3));
        assert_eq!(text.color, color);
        assert!(text.at.1 > last);
        last = text.at.1;
        for arrow in arrows.iter().filter(|arrow| arrow.to.1 != arrow.from.1) {
            let between = [arrow.from.0, arrow.to.0];
            let share = (text.at.0 - between[0]) / (between[1] - between[0]);
            if (0.0..=1.0).contains(&share) {
                let height = arrow.from.1 + share * (arrow.to.1 - arrow.from.1);
                assert!(text.at.1 > height);
            }
        }
    }
}
