//! The steps of the chapter *Speed*, each beside the one before it: `cargo bench`.

use backprop::classification::{Worker, batch, cross_entropy};
use backprop::convolution::Convolution;
use backprop::dense::{Layer, Pass, Sequential};
use backprop::initialization::Initialization;
use backprop::learning_rate::{GradientDescent, Optimizer};
use backprop::network::{Network, four_rows};
use backprop::speed::{
    Matrix, product_by_columns, product_by_rows, train_fixed, w2, w3,
};
use backprop::training::train;
use divan::{Bencher, black_box};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, Array3, Array4};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

fn main() {
    divan::main();
}

/// Numbers between −0.5 and 0.5.
fn numbers(rows: usize, columns: usize) -> Array2<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    Array2::from_shape_simple_fn((rows, columns), || rng.random::<f64>() - 0.5)
}

/// A class for each of 64 images.
fn targets() -> Array2<f64> {
    Array2::from_shape_fn((64, 10), |(i, j)| f64::from(i % 10 == j))
}

/// Part I's network, 1500 iterations.
mod four_rows_1500 {
    use super::*;

    #[divan::bench]
    fn part_1(bencher: Bencher) {
        let (x, y) = four_rows();
        let net = Network::seeded(2);
        bencher.bench_local(|| train(&mut net.clone(), &x, &y, 1.0, 1500));
    }

    #[divan::bench]
    fn arrays_made_once(bencher: Bencher) {
        let (x, y) = four_rows();
        let net = Network::seeded(2);
        bencher.bench_local(|| Sequential::from(&net).train(&x, &y, 1.0, 1500));
    }

    #[divan::bench]
    fn shapes_known(bencher: Bencher) {
        let (x, y) = four_rows();
        let (x, y) = (Matrix::<4, 3>::from(&x), Matrix::<4, 1>::from(&y));
        let net = Network::seeded(2);
        let start = (Matrix::<3, 4>::from(&net.w1), Matrix::<4, 1>::from(&net.w2));
        bencher.bench_local(|| {
            let (mut w1, mut w2) = start;
            train_fixed((&mut w1, &mut w2), (&x, &y), 1.0, 1500)
        });
    }
}

/// 64 images times the weights of 128 units.
mod product_64_784_128 {
    use super::*;

    fn with(
        bencher: Bencher,
        product: fn(&Array2<f64>, &Array2<f64>, &mut Array2<f64>),
    ) {
        let (a, b) = (numbers(64, 784), numbers(784, 128));
        let mut c = Array2::zeros((64, 128));
        bencher.bench_local(|| product(&a, &b, black_box(&mut c)));
    }

    #[divan::bench]
    fn by_columns(bencher: Bencher) {
        with(bencher, product_by_columns);
    }

    #[divan::bench]
    fn by_rows(bencher: Bencher) {
        with(bencher, product_by_rows);
    }

    #[divan::bench]
    fn library(bencher: Bencher) {
        with(bencher, |a, b, c| general_mat_mul(1.0, a, b, 0.0, c));
    }
}

/// A step on a batch of 64 images with 784-128-10.
mod dense_batch {
    use super::*;

    fn net() -> Sequential {
        w2().initialized(Initialization::Xavier, &mut ChaCha8Rng::seed_from_u64(2))
    }

    #[divan::bench]
    fn gradient_in_a_list(bencher: Bencher) {
        let (mut net, x, y) = (net(), numbers(64, 784), targets());
        let mut workers = [Worker::new(&net)];
        bencher.bench_local(|| {
            batch(&net, cross_entropy, x.view(), y.view(), &mut workers);
            let gradient = &workers[0].gradient;
            GradientDescent.step(0.01, &mut net.parameters, gradient);
        });
    }

    #[divan::bench]
    fn gradient_into_the_weights(bencher: Bencher) {
        let (mut net, x, y) = (net(), numbers(64, 784), targets());
        let mut pass = Pass::new(&net, 64);
        bencher.bench_local(|| {
            net.forward(x.view(), &mut pass);
            let (_, slope) = cross_entropy(pass.output(), y.view());
            net.backward(&(slope / 64.0), &mut pass);
            net.step(x.view(), &pass, 0.01);
        });
    }
}

/// Forward and backward through the second convolution of LeNet, for 8 images.
mod convolution {
    use super::*;

    const CONVOLUTION: Convolution = Convolution {
        input: backprop::Image { channels: 8, height: 14, width: 14 },
        filters: 16,
        size: 5,
        stride: 1,
        padding: 2,
    };

    #[divan::bench]
    fn six_loops(bencher: Bencher) {
        let kernels = numbers(16, 8 * 25).into_shape_with_order((16, 8, 5, 5));
        let kernels: Array4<f64> = kernels.expect("as many");
        let image = numbers(8, 196).into_shape_with_order((8, 14, 14));
        let image: Array3<f64> = image.expect("as many");
        let biases = Array1::zeros(16);
        bencher.bench_local(|| {
            for _ in 0..8 {
                let z = CONVOLUTION.by_loops(&kernels, &biases, &image);
                black_box(CONVOLUTION.backward_by_loops(&kernels, &image, &z));
            }
        });
    }

    #[divan::bench]
    fn one_product(bencher: Bencher) {
        let parameters = numbers(1, 16 * 8 * 25 + 16).into_raw_vec_and_offset().0;
        let mut gradient = vec![0.0; parameters.len()];
        let x = numbers(8, 8 * 196);
        let (mut z, mut dx) = (Array2::zeros((8, 16 * 196)), Array2::zeros(x.dim()));
        bencher.bench_local(|| {
            CONVOLUTION.forward(&parameters, x.view(), &mut z);
            CONVOLUTION.backward(&parameters, x.view(), &z, &mut dx);
            CONVOLUTION.gradient(x.view(), &z, 1e-9, &mut gradient);
        });
    }
}

/// The gradient of a batch of 64 images through the network of `w3`.
mod convolutional_batch {
    use super::*;

    fn net() -> Sequential {
        w3().initialized(Initialization::He, &mut ChaCha8Rng::seed_from_u64(2))
    }

    #[divan::bench]
    fn whole(bencher: Bencher) {
        let (net, x, y) = (net(), numbers(64, 784), targets());
        let mut pass = Pass::new(&net, 64);
        let mut gradient = vec![0.0; net.parameters.len()];
        bencher.bench_local(|| {
            net.forward(x.view(), &mut pass);
            let (_, slope) = cross_entropy(pass.output(), y.view());
            net.backward(&slope, &mut pass);
            gradient.fill(0.0);
            net.gradient(x.view(), &pass, 1.0 / 64.0, &mut gradient);
        });
    }

    #[divan::bench(args = [1, 2])]
    fn threads(bencher: Bencher, threads: usize) {
        let (net, x, y) = (net(), numbers(64, 784), targets());
        let mut workers = vec![Worker::new(&net); threads];
        bencher.bench_local(|| {
            batch(&net, cross_entropy, x.view(), y.view(), &mut workers)
        });
    }
}
