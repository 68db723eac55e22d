//! Speed: the same numbers in less time. Every function here computes what a plain one of an
//! earlier chapter computes, and a test compares the two.

use ndarray::Array2;

pub mod fast;

/// The matrix product `c = a·b` as its definition says it: each number of `c` is a row of `a`
/// times a column of `b`.
///
/// # Panics
///
/// If the shapes do not fit.
// ANCHOR: product_by_columns
pub fn product_by_columns(a: &Array2<f64>, b: &Array2<f64>, c: &mut Array2<f64>) {
    check(a.dim(), b.dim(), c.dim());
    for ((i, j), sum) in c.indexed_iter_mut() {
        let mut total = 0.0;
        for k in 0..a.ncols() {
            total += a[[i, k]] * b[[k, j]];
        }
        *sum = total;
    }
}
// ANCHOR_END: product_by_columns

/// The same product from `b` turned, rows for columns: both are read in the order in which
/// they lie. Each sum still adds one product after the other.
///
/// # Panics
///
/// If the shapes do not fit.
// ANCHOR: product_with_turned
pub fn product_with_turned(
    a: &Array2<f64>,
    turned: &Array2<f64>,
    c: &mut Array2<f64>,
) {
    check(a.dim(), turned.t().dim(), c.dim());
    for ((i, j), sum) in c.indexed_iter_mut() {
        let mut total = 0.0;
        for k in 0..a.ncols() {
            total += a[[i, k]] * turned[[j, k]];
        }
        *sum = total;
    }
}
// ANCHOR_END: product_with_turned

/// The same from the turned `b`, in eight sums that do not wait for each other, added up at
/// the end.
///
/// # Panics
///
/// If the shapes do not fit.
// ANCHOR: product_in_eight_sums
pub fn product_in_eight_sums(
    a: &Array2<f64>,
    turned: &Array2<f64>,
    c: &mut Array2<f64>,
) {
    check(a.dim(), turned.t().dim(), c.dim());
    for ((i, j), sum) in c.indexed_iter_mut() {
        let mut sums = [0.0; 8];
        for k in 0..a.ncols() {
            sums[k % 8] += a[[i, k]] * turned[[j, k]];
        }
        *sum = sums.iter().sum();
    }
}
// ANCHOR_END: product_in_eight_sums

/// The same product, with the two inner loops exchanged: each row of `c` is a sum of rows of
/// `b`, and no addition waits for the one before it.
///
/// # Panics
///
/// If the shapes do not fit.
// ANCHOR: product_by_rows
pub fn product_by_rows(a: &Array2<f64>, b: &Array2<f64>, c: &mut Array2<f64>) {
    check(a.dim(), b.dim(), c.dim());
    for (a, mut c) in a.rows().into_iter().zip(c.rows_mut()) {
        c.fill(0.0);
        for (&factor, row) in a.iter().zip(b.rows()) {
            c.scaled_add(factor, &row);
        }
    }
}
// ANCHOR_END: product_by_rows

/// Panics unless the product of arrays of the first two shapes has the third.
fn check(a: (usize, usize), b: (usize, usize), c: (usize, usize)) {
    assert!(a.1 == b.0 && (a.0, b.1) == c, "{a:?} times {b:?} is not {c:?}");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// And **the numbers stay**: every function of these two chapters computes what
    /// a plain one of an earlier chapter computes, up to rounding, and a test
    /// compares the two.
    #[test]
    fn all_products_are_the_librarys() {
        let a = Array2::from_shape_fn((2, 70), |(i, k)| (7 * i + k) as f64 - 5.0);
        let b = Array2::from_shape_fn((70, 3), |(k, j)| (2 * k + j) as f64 / 4.0);
        let turned = b.t().to_owned();
        // Quarters, so that no order of adding rounds.
        for product in [product_by_columns, product_by_rows] {
            let mut c = Array2::from_elem((2, 3), f64::NAN);
            product(&a, &b, &mut c);
            assert_eq!(c, a.dot(&b));
        }
        for product in [product_with_turned, product_in_eight_sums] {
            let mut c = Array2::from_elem((2, 3), f64::NAN);
            product(&a, &turned, &mut c);
            assert_eq!(c, a.dot(&b));
        }
    }
}
