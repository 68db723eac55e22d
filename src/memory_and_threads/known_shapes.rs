//! Part I's training in matrices whose shapes the compiler knows.

use std::array;

use ndarray::Array2;

use crate::activation::{sigmoid, sigmoid_prime_from_output};

/// A matrix of `R` rows and `C` columns, in place: no memory to ask for, none to follow a
/// pointer to.
// ANCHOR: Matrix
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Matrix<const R: usize, const C: usize>(pub [[f64; C]; R]);
// ANCHOR_END: Matrix

impl<const R: usize, const C: usize> From<&Array2<f64>> for Matrix<R, C> {
    /// The same numbers.
    ///
    /// # Panics
    ///
    /// If the array has another shape.
    fn from(numbers: &Array2<f64>) -> Self {
        assert_eq!(numbers.dim(), (R, C), "the array's shape is not the matrix's");
        Matrix(array::from_fn(|i| array::from_fn(|j| numbers[[i, j]])))
    }
}

// ANCHOR: matrix_product
impl<const R: usize, const C: usize> Matrix<R, C> {
    /// The matrix product; matrices that do not fit are a type error.
    pub fn dot<const K: usize>(&self, other: &Matrix<C, K>) -> Matrix<R, K> {
        let mut product = [[0.0; K]; R];
        for (row, sums) in self.0.iter().zip(&mut product) {
            for (a, other) in row.iter().zip(&other.0) {
                for (sum, b) in sums.iter_mut().zip(other) {
                    *sum += a * b;
                }
            }
        }
        Matrix(product)
    }

    /// Rows for columns.
    pub fn t(&self) -> Matrix<C, R> {
        let mut turned = [[0.0; R]; C];
        for (i, row) in self.0.iter().enumerate() {
            for (j, number) in row.iter().enumerate() {
                turned[j][i] = *number;
            }
        }
        Matrix(turned)
    }

    /// `f` of every pair of numbers that stand in the same place.
    pub fn zip(&self, other: &Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let mut all = *self;
        for (row, other) in all.0.iter_mut().zip(&other.0) {
            for (a, b) in row.iter_mut().zip(other) {
                *a = f(*a, *b);
            }
        }
        all
    }

    /// `f` of every number.
    pub fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Matrix(self.0.map(|row| row.map(&f)))
    }
}
// ANCHOR_END: matrix_product

/// Part I's training: the losses before each iteration, as Part I's `train` gives them.
#[doc = cell!("known_shapes")]
// ANCHOR: train_fixed
pub fn train_fixed<const N: usize, const I: usize, const H: usize, const O: usize>(
    (w1, w2): (&mut Matrix<I, H>, &mut Matrix<H, O>),
    (x, y): (&Matrix<N, I>, &Matrix<N, O>),
    learning_rate: f64,
    iterations: usize,
) -> Vec<f64> {
    let mut losses = Vec::with_capacity(iterations);
    for _ in 0..iterations {
        let a1 = x.dot(w1).map(sigmoid);
        let y_hat = a1.dot(w2).map(sigmoid);
        let error = y_hat.zip(y, |y_hat, y| y_hat - y);
        losses.push(error.0.as_flattened().iter().map(|e| e * e).sum());

        let slope = |d: f64, a: f64| d * sigmoid_prime_from_output(a);
        let dz2 = error.map(|e| 2.0 * e).zip(&y_hat, slope);
        let dz1 = dz2.dot(&w2.t()).zip(&a1, slope);
        let step = |w: f64, dw: f64| w - learning_rate * dw;
        *w2 = w2.zip(&a1.t().dot(&dz2), step);
        *w1 = w1.zip(&x.t().dot(&dz1), step);
    }
    losses
}
// ANCHOR_END: train_fixed

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::network::{Network, four_rows};
    use crate::training::train;

    #[test]
    fn a_matrix_multiplies_and_turns_like_an_array() {
        let a = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
        let b = array![[1.0, -1.0], [0.5, 2.0], [-3.0, 4.0]];
        let (a2, b2) = (Matrix::<2, 3>::from(&a), Matrix::<3, 2>::from(&b));
        assert_eq!(a2.dot(&b2), Matrix::from(&a.dot(&b)));
        assert_eq!(a2.t(), Matrix::from(&a.t().to_owned()));
    }

    #[test]
    #[should_panic(expected = "the array's shape is not the matrix's")]
    fn an_array_of_another_shape_is_refused() {
        let _ = Matrix::<2, 2>::from(&array![[1.0, 2.0]]);
    }

    #[test]
    fn known_shapes_train_like_part_1_from_every_seed() {
        let (x, y) = four_rows();
        let data = (&Matrix::<4, 3>::from(&x), &Matrix::<4, 1>::from(&y));
        for seed in 0..20 {
            let mut net = Network::seeded(seed);
            let (mut w1, mut w2) = (Matrix::from(&net.w1), Matrix::from(&net.w2));
            let history = train(&mut net, &x, &y, 1.0, 300);
            let losses =
                train_fixed::<4, 3, 4, 1>((&mut w1, &mut w2), data, 1.0, 300);
            assert_eq!(losses.len(), 300);
            for (ours, part_1) in losses.iter().zip(history.losses()) {
                assert!((ours - part_1).abs() < 1e-12);
            }
        }
    }
}
