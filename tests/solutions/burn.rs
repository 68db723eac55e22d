//! Solutions of the chapter *The same network in Burn*; what needs Burn is in `frameworks/`.

/// The rate is divided by the number of errors: $`\frac{0.32}{32 \times 10} = 0.001`$. The last
/// batch divides by $`8 \times 10 = 80`$ errors: for the steps of the mean it wants a rate of $`\frac{0.32}{80} = 0.004`$.
// ANCHOR: burn_1
#[test]
fn a_sum_wants_the_rate_of_the_mean_divided_by_the_errors() {
    let rate = |rows: f64| 0.32 / (rows * 10.0);
    assert!((rate(32.0) - 0.001).abs() < 1e-15);
    assert!((rate(8.0) - 0.004).abs() < 1e-15);
}
// ANCHOR_END: burn_1

/// In 32 bits the sum is 1: the weight does not move. In 64 bits it is 1.00000001. From about
/// $`6 \times 10^{-8}`$ on a weight of 1 moves up in 32 bits, since the next number after 1 is
/// $`1 + 2^{-23}`$, and what lies less than half of that away is rounded to 1. Down, half of
/// that step is enough: below 1 the numbers lie twice as close.
// ANCHOR: burn_3
#[test]
fn a_step_of_less_than_half_a_last_bit_does_not_move_a_weight() {
    let (weight, step) = (1.0_f32, 1e-8_f32);
    assert_eq!(weight + step, 1.0);
    assert_eq!((1.0 + 1e-8_f64).to_string(), "1.00000001");
    assert_eq!(1.0_f32.next_up(), 1.0 + 2.0_f32.powi(-23));
    assert_eq!(1.0_f32 + 5.9e-8, 1.0);
    assert_eq!(1.0_f32 + 6e-8, 1.0_f32.next_up());
    assert_eq!(1.0_f32 - 2.9e-8, 1.0);
    assert_eq!(1.0_f32 - 3e-8, 1.0_f32.next_down());
}
// ANCHOR_END: burn_3
