//! The caption of the chapter *Autograd: the program that writes backward*.

use backprop::autograd::Tape;
use ndarray::array;

use crate::drawn::{BLUE, Drawn, VERMILION};

/// The tape of the first section, for a = 3. Blue, downward: the values, in the order in
/// which they were recorded. Orange, upward: the slope of c along each. An entry that is
/// used twice has two arrows that lead back to it, and their shares add up.
#[test]
fn values_stand_down_the_tape_and_slopes_come_up_in_two_shares() {
    let figure = Drawn::of("tape");
    let tape = Tape::default();
    let a = tape.var(array![[3.0]]);
    let b = a + a;
    let c = b + b;
    let slopes = c.backward();
    let (value, slope) = (figure.text("value"), figure.text("slope of c"));
    assert_eq!((&*value.color, &*slope.color), (BLUE, VERMILION));
    let mut heights = vec![];
    for (name, var) in [("a", a), ("b = a + a", b), ("c = b + b", c)] {
        let y = figure.text(name).at.1;
        for (head, array) in [(value, &*var.value()), (slope, &slopes[var])] {
            let words = array[[0, 0]].to_string();
            let texts = figure.find(&words);
            let at = (head.at.0, y);
            let text = texts.into_iter().find(|text| text.at == at).expect(name);
            assert_eq!(text.color, head.color);
        }
        heights.push(y);
    }
    assert!(heights.is_sorted());
    for (words, above) in [("+ 2", b), ("+ 1", c)] {
        let shares = figure.find(words);
        assert_eq!(shares.len(), 2);
        assert!(shares.iter().all(|share| share.color == VERMILION));
        assert_eq!(slopes[above][[0, 0]].to_string(), words[2..]);
    }
}
