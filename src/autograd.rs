//! Autograd: a tape that records what a program computes, and walks back for the slopes.

use std::cell::RefCell;
use std::iter::zip;
use std::ops::{Add, Index, Mul, Sub};
use std::{ptr, rc::Rc};

use ndarray::{Array1, Array2, ArrayView1, Axis};

use crate::activation::{Activation, Relu, sigmoid, sigmoid_prime_from_output};
use crate::convolution::Convolution;
use crate::network::Network;

/// A record of all that was computed, in order.
#[doc = cell!("tape")]
// ANCHOR: Tape
#[derive(Default)]
pub struct Tape {
    entries: RefCell<Vec<Entry>>,
}

/// An array of the record, and the way back to each entry it was computed from.
struct Entry {
    value: Rc<Array2<f64>>,
    from: Vec<(usize, Rule)>,
}

/// From the slope along a result: the slope along what it was computed from.
type Rule = Box<dyn Fn(&Array2<f64>) -> Array2<f64>>;

/// A value on a tape, by its place there.
#[derive(Clone, Copy)]
pub struct Var<'t> {
    tape: &'t Tape,
    place: usize,
}
// ANCHOR_END: Tape

// ANCHOR: record
impl Tape {
    /// Records an array that is computed from nothing: data, or weights.
    pub fn var(&self, value: Array2<f64>) -> Var<'_> {
        self.record(value, vec![])
    }

    fn record(&self, value: Array2<f64>, from: Vec<(usize, Rule)>) -> Var<'_> {
        let mut entries = self.entries.borrow_mut();
        entries.push(Entry { value: Rc::new(value), from });
        Var { tape: self, place: entries.len() - 1 }
    }
}

impl<'t> Var<'t> {
    /// The array that was recorded.
    pub fn value(self) -> Rc<Array2<f64>> {
        Rc::clone(&self.tape.entries.borrow()[self.place].value)
    }

    /// Records what was computed from this value alone.
    fn one(
        self,
        value: Array2<f64>,
        rule: impl Fn(&Array2<f64>) -> Array2<f64> + 'static,
    ) -> Var<'t> {
        self.tape.record(value, vec![(self.place, Box::new(rule))])
    }

    /// Records what was computed from this value and from `b`, with a rule for each.
    fn two(
        self,
        b: Var<'t>,
        value: Array2<f64>,
        rule: impl Fn(&Array2<f64>) -> Array2<f64> + 'static,
        rule_b: impl Fn(&Array2<f64>) -> Array2<f64> + 'static,
    ) -> Var<'t> {
        assert!(ptr::eq(self.tape, b.tape), "the two values are of two tapes");
        let from: Vec<(usize, Rule)> =
            vec![(self.place, Box::new(rule)), (b.place, Box::new(rule_b))];
        self.tape.record(value, from)
    }
}
// ANCHOR_END: record

// An array of one row or one column is stretched to the other's shape.
// ANCHOR: number_by_number
impl<'t> Add for Var<'t> {
    type Output = Var<'t>;
    fn add(self, b: Var<'t>) -> Var<'t> {
        let sum = &*self.value() + &*b.value();
        self.two(b, sum, |d| d.clone(), |d| d.clone())
    }
}

impl<'t> Sub for Var<'t> {
    type Output = Var<'t>;
    fn sub(self, b: Var<'t>) -> Var<'t> {
        let difference = &*self.value() - &*b.value();
        self.two(b, difference, |d| d.clone(), |d| -d)
    }
}

impl<'t> Mul for Var<'t> {
    type Output = Var<'t>;
    fn mul(self, b: Var<'t>) -> Var<'t> {
        let (x, y) = (self.value(), b.value());
        self.two(b, &*x * &*y, move |d| d * &*y, move |d| d * &*x)
    }
}
// ANCHOR_END: number_by_number

// ANCHOR: tape_dot
impl<'t> Var<'t> {
    /// The matrix product: `(n, i)` times `(i, o)` is `(n, o)`.
    pub fn dot(self, w: Var<'t>) -> Var<'t> {
        let (x, m) = (self.value(), w.value());
        self.two(w, x.dot(&*m), move |d| d.dot(&m.t()), move |d| x.t().dot(d))
    }
}
// ANCHOR_END: tape_dot

// ANCHOR: of_each_number
impl<'t> Var<'t> {
    /// σ of each number.
    pub fn sigmoid(self) -> Var<'t> {
        let c = self.value().mapv(sigmoid);
        let slopes = c.mapv(sigmoid_prime_from_output);
        self.one(c, move |d| d * &slopes)
    }

    /// Each number, or 0 if that is larger.
    pub fn relu(self) -> Var<'t> {
        let z = self.value();
        let slopes = z.mapv(|z| Relu.slope(z, Relu.value(z)));
        self.one(z.mapv(|z| Relu.value(z)), move |d| d * &slopes)
    }

    /// e to the power of each number.
    pub fn exp(self) -> Var<'t> {
        let powers = self.value().mapv(f64::exp);
        let slopes = powers.clone();
        self.one(powers, move |d| d * &slopes)
    }

    /// The natural logarithm of each number.
    pub fn ln(self) -> Var<'t> {
        let x = self.value();
        self.one(x.mapv(f64::ln), move |d| d / &*x)
    }
}
// ANCHOR_END: of_each_number

// ANCHOR: tape_sum
impl<'t> Var<'t> {
    /// The sums along one axis, which stays, with a length of 1.
    pub fn sum_axis(self, axis: Axis) -> Var<'t> {
        let x = self.value();
        let sums = x.sum_axis(axis).insert_axis(axis);
        // A sum moves as far as each of its numbers does.
        self.one(sums, move |d| Array2::zeros(x.dim()) + d)
    }

    /// The sum of all numbers, `(1, 1)`.
    pub fn sum(self) -> Var<'t> {
        self.sum_axis(Axis(0)).sum_axis(Axis(1))
    }
}
// ANCHOR_END: tape_sum

// ANCHOR: gather
impl<'t> Var<'t> {
    /// Copies numbers: to each place of the result the one that `from` names there, or 0.
    pub fn gather(self, from: Array2<Option<(usize, usize)>>) -> Var<'t> {
        let x = self.value();
        let copies = from.mapv(|place| place.map_or(0.0, |place| x[place]));
        self.one(copies, move |d| {
            let mut slopes = Array2::zeros(x.dim());
            for (place, d) in zip(&from, d) {
                if let Some(place) = *place {
                    slopes[place] += d;
                }
            }
            slopes
        })
    }
}
// ANCHOR_END: gather

/// The slope of one value along every value on its tape.
#[doc = cell!("three_ways")]
// ANCHOR: tape_backward
pub struct Slopes<'t> {
    tape: &'t Tape,
    along: Vec<Array2<f64>>,
}

impl<'t> Var<'t> {
    /// The slopes of this value, one number, along all that it was computed from.
    ///
    /// # Panics
    ///
    /// If it is not of the shape `(1, 1)`.
    pub fn backward(self) -> Slopes<'t> {
        let entries = self.tape.entries.borrow();
        let zeros = entries.iter().map(|entry| Array2::zeros(entry.value.dim()));
        let mut slopes = Slopes { tape: self.tape, along: zeros.collect() };
        self.backward_into(&mut slopes);
        slopes
    }

    /// The same walk over slopes that need not be 0: it adds to them, and hands on what is there.
    ///
    /// # Panics
    ///
    /// If this value is not of the shape `(1, 1)`, or not on the tape of the slopes.
    pub fn backward_into(self, slopes: &mut Slopes<'t>) {
        let shape = self.value().dim();
        assert_eq!(shape, (1, 1), "only a single number has slopes, not {shape:?}");
        slopes.check(self);
        let along = &mut slopes.along;
        along[self.place].fill(1.0);
        let entries = self.tape.entries.borrow();
        for (place, entry) in entries.iter().enumerate().take(self.place + 1).rev() {
            for (from, rule) in &entry.from {
                let slope = rule(&along[place]);
                // Where paths meet, add.
                along[*from] += &unstretch(slope, entries[*from].value.dim());
            }
        }
    }
}

/// The slope along an array that was stretched: the sum over its copies.
fn unstretch(mut slope: Array2<f64>, shape: (usize, usize)) -> Array2<f64> {
    for (axis, length) in [(Axis(0), shape.0), (Axis(1), shape.1)] {
        if length != slope.len_of(axis) {
            slope = slope.sum_axis(axis).insert_axis(axis);
        }
    }
    slope
}
// ANCHOR_END: tape_backward

// ANCHOR: slopes_along
impl<'t> Index<Var<'t>> for Slopes<'t> {
    type Output = Array2<f64>;

    /// The slope along `var`, in its shape.
    fn index(&self, var: Var<'t>) -> &Array2<f64> {
        self.check(var);
        &self.along[var.place]
    }
}

impl<'t> Slopes<'t> {
    /// Panics unless `var` was on the tape when these slopes were begun.
    fn check(&self, var: Var<'t>) {
        let known = ptr::eq(self.tape, var.tape) && var.place < self.along.len();
        assert!(
            known,
            "there are no slopes along a value recorded elsewhere or later"
        );
    }
}
// ANCHOR_END: slopes_along

/// Part I's `train` with no line that goes backward: the loss before each iteration, and
/// at the end.
#[doc = cell!("tape_training")]
// ANCHOR: train_on_tape
pub fn train_on_tape(
    net: &mut Network,
    x: &Array2<f64>,
    y: &Array2<f64>,
    learning_rate: f64,
    iterations: usize,
) -> Vec<f64> {
    let mut losses = Vec::with_capacity(iterations + 1);
    for iteration in 0..=iterations {
        let tape = Tape::default();
        let [x, y, w1, w2] = [x, y, &net.w1, &net.w2].map(|m| tape.var(m.clone()));
        let loss = loss_of_part_one(x, y, w1, w2);
        losses.push(loss.value()[[0, 0]]);
        if iteration < iterations {
            let slopes = loss.backward();
            net.w1.scaled_add(-learning_rate, &slopes[w1]);
            net.w2.scaled_add(-learning_rate, &slopes[w2]);
        }
    }
    losses
}
// ANCHOR_END: train_on_tape

/// The loss of Part I's network, recorded: from `x` `(n, inputs)`, `y` `(n, outputs)`, and
/// the weights.
// ANCHOR: loss_of_part_one
pub fn loss_of_part_one<'t>(
    x: Var<'t>,
    y: Var<'t>,
    w1: Var<'t>,
    w2: Var<'t>,
) -> Var<'t> {
    let y_hat = x.dot(w1).sigmoid().dot(w2).sigmoid();
    let error = y_hat - y;
    (error * error).sum()
}
// ANCHOR_END: loss_of_part_one

/// The cross entropy of the shares that softmax makes of `logits` `(n, classes)`, recorded.
/// Each row of the targets `y`, shaped alike, adds up to 1.
#[doc = cell!("tape_layers")]
// ANCHOR: recorded_cross_entropy
pub fn cross_entropy<'t>(logits: Var<'t>, y: Var<'t>) -> Var<'t> {
    // Less the largest, so that no power overflows. The loss stays the same.
    let largest =
        |row: ArrayView1<f64>| row.fold(f64::NEG_INFINITY, |a, &b| a.max(b));
    let largest = logits.value().map_axis(Axis(1), largest).insert_axis(Axis(1));
    let z = logits - logits.tape.var(largest);
    let log_sum_exp = z.exp().sum_axis(Axis(1)).ln();
    log_sum_exp.sum() - (y * z).sum()
}
// ANCHOR_END: recorded_cross_entropy

/// The weighted sums that `convolution` gives, recorded: from images `(n, inputs)`, kernels
/// `(filters, channels · size · size)` and biases `(filters, 1)`. Its own weights are not
/// looked at.
// ANCHOR: recorded_convolution
pub fn convolve<'t>(
    convolution: &Convolution,
    x: Var<'t>,
    kernels: Var<'t>,
    biases: Var<'t>,
) -> Var<'t> {
    let n = x.value().nrows();
    // An image of the numbers from 1 on: its patches say where each pixel comes from, and
    // what comes from the padding is 0.
    let pixels = Array1::from_iter((1..=convolution.input.size()).map(|i| i as f64));
    let patches = convolution.im2col(&convolution.input.image(pixels.view()));
    let (weights, places) = patches.dim();
    let patch = |(weight, column): (usize, usize)| {
        let pixel = (patches[[weight, column % places]] as usize).checked_sub(1)?;
        Some((column / places, pixel))
    };
    let patches_of_all = Array2::from_shape_fn((weights, n * places), patch);
    let sums = kernels.dot(x.gather(patches_of_all)) + biases;
    // A row for each image again, filter after filter.
    let row = |(image, sum)| Some((sum / places, image * places + sum % places));
    let outputs = convolution.filters() * places;
    sums.gather(Array2::from_shape_fn((n, outputs), row))
}
// ANCHOR_END: recorded_convolution

#[cfg(test)]
mod tests {
    use ndarray::{Array4, array};
    use rand::{Rng, RngExt, SeedableRng, rngs::ChaCha8Rng};

    use super::*;
    use crate::classification;
    use crate::convolution::ImageShape;
    use crate::dense::{Dense, Layer};
    use crate::gradient_descent::central_difference;
    use crate::network::four_rows;
    use crate::training::train;

    /// Numbers between 0.5 and 1.5, where every operation has a slope.
    fn numbers(shape: (usize, usize), rng: &mut impl Rng) -> Array2<f64> {
        Array2::from_shape_simple_fn(shape, || 0.5 + rng.random::<f64>())
    }

    /// Asserts that the slopes of what `f` computes from arrays of these shapes are the
    /// measured ones. The sum is weighted, so that a slope in the wrong place shows.
    fn slopes_are_measured(
        shapes: &[(usize, usize)],
        f: impl for<'t> Fn(&[Var<'t>]) -> Var<'t>,
    ) {
        let rng = &mut ChaCha8Rng::seed_from_u64(0);
        let arrays: Vec<_> =
            shapes.iter().map(|&shape| numbers(shape, rng)).collect();
        let sum = |tape: &Tape, arrays: &[Array2<f64>]| {
            let vars: Vec<_> = arrays.iter().map(|a| tape.var(a.clone())).collect();
            let result = f(&vars);
            let weights =
                numbers(result.value().dim(), &mut ChaCha8Rng::seed_from_u64(1));
            let sum = (result * result.tape.var(weights)).sum();
            let slopes = sum.backward();
            let slopes: Vec<_> =
                vars.iter().map(|&var| slopes[var].clone()).collect();
            (sum.value()[[0, 0]], slopes)
        };
        let (_, slopes) = sum(&Tape::default(), &arrays);
        for (k, slopes) in slopes.iter().enumerate() {
            assert_eq!(slopes.dim(), shapes[k]);
            for (place, slope) in slopes.indexed_iter() {
                let along = |number| {
                    let mut moved = arrays.clone();
                    moved[k][place] = number;
                    sum(&Tape::default(), &moved).0
                };
                let measured = central_difference(along, arrays[k][place]);
                assert!((slope - measured).abs() < 1e-8, "{slope} is not {measured}");
            }
        }
    }

    #[test]
    fn the_rule_of_each_operation_gives_measured_slopes() {
        slopes_are_measured(&[(2, 3)], |v| v[0].sigmoid());
        slopes_are_measured(&[(2, 3)], |v| v[0].relu());
        slopes_are_measured(&[(2, 3)], |v| v[0].exp());
        slopes_are_measured(&[(2, 3)], |v| v[0].ln());
        slopes_are_measured(&[(2, 3)], |v| v[0].sum_axis(Axis(0)));
        slopes_are_measured(&[(2, 3)], |v| v[0].sum_axis(Axis(1)));
        slopes_are_measured(&[(2, 3)], |v| v[0].sum());
        slopes_are_measured(&[(2, 3), (3, 4)], |v| v[0].dot(v[1]));
        for shape in [(2, 3), (1, 3), (2, 1), (1, 1)] {
            for shapes in [[(2, 3), shape], [shape, (2, 3)]] {
                slopes_are_measured(&shapes, |v| v[0] + v[1]);
                slopes_are_measured(&shapes, |v| v[0] - v[1]);
                slopes_are_measured(&shapes, |v| v[0] * v[1]);
            }
        }
        slopes_are_measured(&[(1, 3), (2, 1)], |v| v[0] * v[1]);
    }

    /// ReLU lets no slope through where its number is not positive.
    #[test]
    fn the_slope_of_relu_is_0_or_1() {
        let tape = Tape::default();
        let z = tape.var(array![[-2.0, 0.0, 3.0]]);
        let a = z.relu();
        assert_eq!(*a.value(), array![[0.0, 0.0, 3.0]]);
        assert_eq!(a.sum().backward()[z], array![[0.0, 0.0, 1.0]]);
    }

    #[test]
    fn a_number_copied_twice_gets_the_slopes_of_both_copies_and_an_empty_place_none()
    {
        let tape = Tape::default();
        let x = tape.var(array![[1.0, 2.0, 3.0]]);
        let copies =
            x.gather(array![[Some((0, 2)), None], [Some((0, 2)), Some((0, 0))]]);
        assert_eq!(*copies.value(), array![[3.0, 0.0], [3.0, 1.0]]);
        let weights = tape.var(array![[1.0, 10.0], [100.0, 1000.0]]);
        assert_eq!(
            (copies * weights).sum().backward()[x],
            array![[1000.0, 0.0, 101.0]]
        );
    }

    #[test]
    fn the_slopes_of_four_a_are_4_however_often_they_are_asked_for() {
        let tape = Tape::default();
        let a = tape.var(array![[3.0]]);
        let b = a + a;
        let c = b + b;
        for _ in 0..3 {
            let slopes = c.backward();
            assert_eq!(
                [&slopes[a], &slopes[b], &slopes[c]].map(|s| s[[0, 0]]),
                [4.0, 2.0, 1.0]
            );
        }
        // What lies after a value on the tape does not move it.
        let slopes = b.backward();
        assert_eq!(
            [&slopes[a], &slopes[b], &slopes[c]].map(|s| s[[0, 0]]),
            [2.0, 1.0, 0.0]
        );
    }

    #[test]
    fn without_a_backward_by_hand_losses_and_weights_are_those_of_part_one() {
        let (x, y) = four_rows();
        for seed in 0..20 {
            let (mut net, mut on_tape) =
                (Network::seeded(seed), Network::seeded(seed));
            let history = train(&mut net, &x, &y, 1.0, 1500);
            let losses = train_on_tape(&mut on_tape, &x, &y, 1.0, 1500);
            assert_eq!(losses.len(), 1501);
            let apart = zip(&losses, history.losses()).map(|(a, b)| (a - b).abs());
            assert!(apart.fold(0.0, f64::max) < 1e-12);
            for (by_hand, on_tape) in [(&net.w1, &on_tape.w1), (&net.w2, &on_tape.w2)]
            {
                assert!((by_hand - on_tape).iter().all(|apart| apart.abs() < 1e-12));
            }
        }
    }

    #[test]
    fn the_slopes_of_cross_entropy_are_those_derived_by_hand() {
        let tape = Tape::default();
        let z = array![[2.0, 1.0, -1.0], [1000.0, -1000.0, 0.5]];
        let y = array![[0.0, 1.0, 0.0], [0.2, 0.3, 0.5]];
        let (loss, by_hand) = classification::cross_entropy(&z, &y);
        let logits = tape.var(z);
        let recorded = cross_entropy(logits, tape.var(y));
        assert!((recorded.value()[[0, 0]] - loss).abs() < 1e-12);
        let apart = &recorded.backward()[logits] - &by_hand;
        assert!(apart.iter().all(|apart| apart.abs() < 1e-15));
    }

    #[test]
    fn a_recorded_convolution_gives_the_sums_and_slopes_of_the_layer() {
        let rng = &mut ChaCha8Rng::seed_from_u64(3);
        let input = ImageShape { channels: 2, height: 5, width: 4 };
        for (stride, padding) in [(1, 0), (2, 1), (3, 2)] {
            let mut layer =
                Convolution { stride, padding, ..Convolution::new(input, 3, 2) };
            layer.kernels =
                Array4::from_shape_simple_fn((3, 2, 2, 2), || rng.random());
            layer.biases = array![0.5, -1.0, 2.0];
            let x = numbers((4, input.size()), rng);
            let dz = numbers((4, layer.outputs()), rng);
            let (dx, by_hand) = layer.backward(&x, &dz);

            let tape = Tape::default();
            let kernels = layer.kernels.to_shape((3, 8)).unwrap().to_owned();
            let biases = layer.biases.to_shape((3, 1)).unwrap().to_owned();
            let [images, kernels, biases] =
                [x.clone(), kernels, biases].map(|m| tape.var(m));
            let z = convolve(&layer, images, kernels, biases);
            let slopes = (z * tape.var(dz)).sum().backward();
            let close = |a: Vec<&f64>, b: Vec<&f64>| {
                a.len() == b.len() && zip(a, b).all(|(a, b)| (a - b).abs() < 1e-12)
            };
            assert!(close(
                z.value().iter().collect(),
                layer.forward(&x).iter().collect()
            ));
            assert!(close(slopes[images].iter().collect(), dx.iter().collect()));
            assert!(close(
                slopes[kernels].iter().collect(),
                by_hand.dw.iter().collect()
            ));
            assert!(close(
                slopes[biases].iter().collect(),
                by_hand.db.iter().collect()
            ));
        }
    }

    #[test]
    fn a_recorded_dense_layer_gives_the_slopes_of_the_layer() {
        let rng = &mut ChaCha8Rng::seed_from_u64(4);
        let layer =
            Dense { weights: numbers((3, 2), rng), biases: array![0.5, -1.0] };
        let (x, dz) = (numbers((5, 3), rng), numbers((5, 2), rng));
        let (dx, by_hand) = layer.backward(&x, &dz);
        let tape = Tape::default();
        let biases = layer.biases.clone().insert_axis(Axis(0));
        let [x, w, b] = [x, layer.weights, biases].map(|m| tape.var(m));
        let slopes = ((x.dot(w) + b) * tape.var(dz)).sum().backward();
        let by_hand = dx.iter().chain(&by_hand.dw).chain(&by_hand.db);
        let from_tape = [x, w, b].map(|var| slopes[var].iter());
        for (slope, by_hand) in zip(from_tape.into_iter().flatten(), by_hand) {
            assert!((slope - by_hand).abs() < 1e-14);
        }
    }

    #[test]
    #[should_panic(expected = "only a single number has slopes, not (1, 2)")]
    fn two_numbers_have_no_slopes() {
        Tape::default().var(array![[1.0, 2.0]]).backward();
    }

    #[test]
    #[should_panic(expected = "the two values are of two tapes")]
    fn values_of_two_tapes_are_refused() {
        let (one, other) = (Tape::default(), Tape::default());
        let _ = one.var(array![[1.0]]) + other.var(array![[1.0]]);
    }

    #[test]
    #[should_panic(expected = "no slopes along a value recorded elsewhere or later")]
    fn slopes_know_nothing_of_what_was_recorded_later() {
        let tape = Tape::default();
        let a = tape.var(array![[1.0]]);
        let slopes = a.backward();
        let _ = &slopes[a + a];
    }

    #[test]
    #[should_panic(expected = "no slopes along a value recorded elsewhere or later")]
    fn slopes_know_nothing_of_another_tape() {
        let (one, other) = (Tape::default(), Tape::default());
        let slopes = one.var(array![[1.0]]).backward();
        let _ = &slopes[other.var(array![[1.0]])];
    }
}
