//! Solutions of the chapter *Autograd: the program that writes backward*.

use backprop::autograd::{Tape, Var};
use backprop::chain_rule::Dual;
use backprop::classification::softmax;
use ndarray::{Axis, array};

use crate::close;

/// The slope along a is $`3 + 1 = 4`$, and along b it is 2.
// ANCHOR: autograd_1
#[test]
fn a_factor_that_is_a_term_too_gets_both_slopes() {
    let tape = Tape::default();
    let (a, b) = (tape.var(array![[2.0]]), tape.var(array![[3.0]]));
    let p = a * b + a;
    let slopes = p.backward();
    assert_eq!(*p.value(), array![[8.0]]);
    assert_eq!((slopes[a][[0, 0]], slopes[b][[0, 0]]), (4.0, 2.0));
}
// ANCHOR_END: autograd_1

// ANCHOR: autograd_2
/// The quotient of positive numbers.
fn quotient<'t>(a: Var<'t>, b: Var<'t>) -> Var<'t> {
    (a.ln() - b.ln()).exp()
}

/// This one works for positive numbers, since only they have a logarithm.
#[test]
fn a_quotient_of_positive_numbers_is_made_of_logarithms() {
    let tape = Tape::default();
    let (a, b) = (tape.var(array![[5.0]]), tape.var(array![[0.8]]));
    let q = quotient(a, b);
    let slopes = q.backward();
    let along_a = Dual::variable(5.0) / Dual::constant(0.8);
    let along_b = Dual::constant(5.0) / Dual::variable(0.8);
    assert!((q.value()[[0, 0]] - along_a.value).abs() < 1e-12);
    assert!((slopes[a][[0, 0]] - along_a.slope).abs() < 1e-12);
    assert!((slopes[b][[0, 0]] - along_b.slope).abs() < 1e-12);
    let negative = tape.var(array![[-5.0]]);
    assert!(quotient(negative, b).value()[[0, 0]].is_nan());
}
// ANCHOR_END: autograd_2

// ANCHOR: autograd_3
/// The cross entropy of logits by their shares, with the targets times −1.
fn by_shares<'t>(logits: Var<'t>, minus_y: Var<'t>) -> Var<'t> {
    let shares = (logits - logits.exp().sum_axis(Axis(1)).ln()).exp();
    (minus_y * shares.ln()).sum()
}

/// For the first logits the slopes are shares minus targets. For the others neither the
/// loss nor its slopes are numbers.
#[test]
fn shares_and_their_logarithms_fail_for_large_logits() {
    let tape = Tape::default();
    let y = array![[0.0, 1.0, 0.0]];
    let minus_y = tape.var(-&y);
    let small = array![[2.0, 1.0, -1.0]];
    let logits = tape.var(small.clone());
    let slopes = by_shares(logits, minus_y).backward();
    assert!(close(&slopes[logits], &(softmax(&small) - &y), 1e-15));

    let logits = tape.var(array![[1000.0, 0.0, -1000.0]]);
    let large = by_shares(logits, minus_y);
    assert!(large.value()[[0, 0]].is_nan());
    assert!(large.backward()[logits].iter().any(|slope| slope.is_nan()));
}
// ANCHOR_END: autograd_3

/// The second walk finds the slope that the first left along $`b`$, and hands it on once
/// more: 8 instead of 6.
// ANCHOR: autograd_4
#[test]
fn two_losses_of_one_tape_are_added_before_the_walk() {
    let tape = Tape::default();
    let a = tape.var(array![[1.0]]);
    let b = a * a;
    let (first, second) = (b, b * b);

    let mut slopes = first.backward();
    second.backward_into(&mut slopes);
    assert_eq!(slopes[a], array![[8.0]]);

    assert_eq!((first + second).backward()[a], array![[6.0]]);
    let apart = (first.backward(), second.backward());
    assert_eq!(&apart.0[a] + &apart.1[a], array![[6.0]]);
}
// ANCHOR_END: autograd_4
