//! The captions of the chapter *The data and the network*.

use backprop::{activation::sigmoid, network::four_rows};

use crate::picture::{Picture, shown, untrained, words};

/// The network before training: inputs x₁ to x₃ on the left, hidden units a₁ to a₄ in
/// the middle, the output ŷ on the right. The wider a line, the larger its weight. Lit
/// is one hidden unit, with the three weights that lead to it: its left half adds up,
/// and its right half holds what it squeezes out of the sum.
#[test]
fn the_network_before_training_has_three_columns() {
    let picture = Picture::of("architecture");
    let hidden = picture.hidden();
    assert_eq!(picture.input_texts(), ["x₁", "x₂", "x₃"]);
    let names: Vec<_> = hidden.iter().flat_map(|unit| words(&unit.right())).collect();
    assert_eq!(names, ["a₁", "a₂", "a₃", "a₄"]);
    assert_eq!(words(&picture.output().right()), ["ŷ"]);
    for input in picture.inputs() {
        assert!(input.center.0 < hidden[0].middle().0);
    }
    assert!(hidden.iter().all(|unit| unit.middle().0 < picture.output().middle().0));

    let net = untrained();
    picture.assert_widths([&net.w1, &net.w2]);

    let [lit] = picture.lit_units()[..] else { panic!("one unit is lit") };
    assert!(!picture.output().is_lit());
    assert_eq!(picture.lit_lines(), [(0, 0, lit), (0, 1, lit), (0, 2, lit)]);
    for i in 0..3 {
        assert_eq!(picture.on_line((0, i, lit)), shown(net.w1[[i, lit]], 3));
    }
    assert_eq!(words(&hidden[lit].left()), ["sum"]);
    let trace = net.forward(&four_rows().0);
    for (row, x) in four_rows().0.rows().into_iter().enumerate() {
        let sum = x.dot(&net.w1.column(lit));
        assert!((trace.z1[[row, lit]] - sum).abs() < 1e-12);
        assert!((trace.a1[[row, lit]] - sigmoid(sum)).abs() < 1e-12);
        assert!((0.0..1.0).contains(&trace.a1[[row, lit]]));
    }
}
