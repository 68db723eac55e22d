//! The caption of the chapter *Feedforward*.

use backprop::feedforward::Trace;

use crate::picture::{Picture, shown, untrained, words};

/// Each unit shows its weighted sum in the left half and its activation in the right
/// half; that of the output is the prediction. Lit is the way through one hidden unit,
/// with its weights.
#[test]
fn each_unit_shows_its_sum_and_its_activation() {
    let picture = Picture::of("feedforward");
    let net = untrained();
    let Trace { z1, a1, z2, y_hat } = net.forward(&picture.row());
    for (j, unit) in picture.hidden().iter().enumerate() {
        assert_eq!(words(&unit.left()), [shown(z1[[0, j]], 3)]);
        assert_eq!(words(&unit.right()), [shown(a1[[0, j]], 3)]);
    }
    let output = picture.output();
    assert_eq!(words(&output.left()), [shown(z2[[0, 0]], 3)]);
    assert_eq!(words(&output.right()), [shown(y_hat[[0, 0]], 3)]);

    let [lit] = picture.lit_units()[..] else { panic!("one unit is lit") };
    assert!(output.is_lit());
    let way = [(0, 0, lit), (0, 1, lit), (0, 2, lit), (1, lit, 0)];
    assert_eq!(picture.lit_lines(), way);
    for i in 0..3 {
        assert_eq!(picture.on_line((0, i, lit)), shown(net.w1[[i, lit]], 3));
    }
    assert_eq!(picture.on_line((1, lit, 0)), shown(net.w2[[lit, 0]], 3));
}
