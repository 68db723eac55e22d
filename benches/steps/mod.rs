//! The steps, for two programs that differ in their allocator.

use backprop::classification::cross_entropy;
use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::Layer;
use backprop::initialization::Initialization;
use backprop::memory_and_threads::batch::{in_pieces, on_two_threads};
use backprop::memory_and_threads::known_shapes::{Matrix, train_fixed};
use backprop::memory_and_threads::{train_in_place, w2, w3};
use backprop::mini_batches::mean_gradients;
use backprop::network::{Network, four_rows};
use backprop::pooling::MaxPool;
use backprop::sequential::Sequential;
use backprop::speed::fast::twin;
use backprop::speed::{
    product_by_columns, product_by_rows, product_in_eight_sums, product_with_turned,
};
use backprop::training::train;
use divan::{Bencher, black_box};
use ndarray::Array2;
use ndarray::linalg::general_mat_mul;
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

/// Numbers between −0.5 and 0.5.
fn numbers(rows: usize, columns: usize) -> Array2<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    Array2::from_shape_simple_fn((rows, columns), || rng.random::<f64>() - 0.5)
}

/// A class for each of 64 images.
fn targets() -> Array2<f64> {
    Array2::from_shape_fn((64, 10), |(i, j)| f64::from(i % 10 == j))
}

fn initialized(net: Sequential) -> Sequential {
    net.initialized(Initialization::He, &mut ChaCha8Rng::seed_from_u64(2))
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
    fn in_place(bencher: Bencher) {
        let (x, y) = four_rows();
        let net = Network::seeded(2);
        bencher.bench_local(|| train_in_place(&mut net.clone(), &x, &y, 1.0, 1500));
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

    fn with(bencher: Bencher, product: impl Fn(&Array2<f64>, &mut Array2<f64>)) {
        let (a, mut c) = (numbers(64, 784), Array2::zeros((64, 128)));
        bencher.bench_local(|| product(&a, black_box(&mut c)));
    }

    #[divan::bench]
    fn by_columns(bencher: Bencher) {
        let b = numbers(784, 128);
        with(bencher, |a, c| product_by_columns(a, &b, c));
    }

    #[divan::bench]
    fn with_turned(bencher: Bencher) {
        let turned = numbers(128, 784);
        with(bencher, |a, c| product_with_turned(a, &turned, c));
    }

    #[divan::bench]
    fn in_eight_sums(bencher: Bencher) {
        let turned = numbers(128, 784);
        with(bencher, |a, c| product_in_eight_sums(a, &turned, c));
    }

    #[divan::bench]
    fn by_rows(bencher: Bencher) {
        let b = numbers(784, 128);
        with(bencher, |a, c| product_by_rows(a, &b, c));
    }

    #[divan::bench]
    fn library(bencher: Bencher) {
        let b = numbers(784, 128);
        with(bencher, |a, c| general_mat_mul(1.0, a, &b, 0.0, c));
    }
}

/// A step on a batch of 64 images with 784-128-10.
mod dense_batch {
    use super::*;

    fn step(bencher: Bencher, net: Sequential) {
        let (mut net, x, y) = (initialized(net), numbers(64, 784), targets());
        bencher.bench_local(|| {
            let (_, gradients) = mean_gradients(&net, cross_entropy, &x, &y);
            net.step(&gradients, 0.01);
        });
    }

    #[divan::bench]
    fn plain(bencher: Bencher) {
        step(bencher, w2());
    }

    #[divan::bench]
    fn twins(bencher: Bencher) {
        step(bencher, w2().fast());
    }
}

/// Forward and backward through the second convolution of LeNet, for 8 images.
mod convolution {
    use super::*;

    fn convolution() -> Convolution {
        let input = ImageShape { channels: 8, height: 14, width: 14 };
        let mut convolution =
            Convolution { padding: 2, ..Convolution::new(input, 16, 5) };
        let weights = numbers(1, convolution.kernels.len());
        convolution.kernels.iter_mut().zip(weights).for_each(|(to, w)| *to = w);
        convolution
    }

    fn layer(bencher: Bencher, layer: Box<dyn Layer>) {
        let x = numbers(8, layer.inputs());
        bencher.bench_local(|| {
            let z = layer.forward(&x);
            layer.backward(&x, &z)
        });
    }

    #[divan::bench]
    fn six_loops(bencher: Bencher) {
        let convolution = convolution();
        let x = numbers(8, convolution.inputs());
        bencher.bench_local(|| {
            for row in x.rows() {
                let image = convolution.input.image(row);
                let z = convolution.by_loops(&image);
                black_box(convolution.backward_by_loops(&image, &z));
            }
        });
    }

    #[divan::bench]
    fn one_product(bencher: Bencher) {
        layer(bencher, Box::new(convolution()));
    }

    #[divan::bench]
    fn runs(bencher: Bencher) {
        layer(bencher, twin(Box::new(convolution()), true));
    }
}

/// Forward and backward through a pool, for 8 images: with numbers at random, and with the
/// largest of every square where the code looks first.
mod pool {
    use super::*;

    const POOL: MaxPool =
        MaxPool { input: ImageShape { channels: 8, height: 26, width: 26 }, size: 2 };

    fn layer(bencher: Bencher, layer: Box<dyn Layer>, at_random: bool) {
        let x = match at_random {
            true => numbers(8, POOL.input.size()),
            false => {
                Array2::from_shape_fn((8, POOL.input.size()), |(_, i)| -(i as f64))
            }
        };
        let dz = numbers(8, POOL.outputs());
        bencher.bench_local(|| {
            black_box(layer.forward(&x));
            layer.backward(&x, &dz)
        });
    }

    #[divan::bench(args = [true, false])]
    fn plain(bencher: Bencher, at_random: bool) {
        layer(bencher, Box::new(POOL), at_random);
    }

    #[divan::bench(args = [true, false])]
    fn without_branch(bencher: Bencher, at_random: bool) {
        layer(bencher, twin(Box::new(POOL), true), at_random);
    }
}

/// The gradients of a batch of 64 images through the network of `w3`.
mod convolutional_batch {
    use super::*;

    #[divan::bench]
    fn plain(bencher: Bencher) {
        let (net, x, y) = (initialized(w3()), numbers(64, 784), targets());
        bencher.bench_local(|| mean_gradients(&net, cross_entropy, &x, &y));
    }

    #[divan::bench]
    fn twins(bencher: Bencher) {
        let (net, x, y) = (initialized(w3()).fast(), numbers(64, 784), targets());
        bencher.bench_local(|| mean_gradients(&net, cross_entropy, &x, &y));
    }

    #[divan::bench]
    fn pieces(bencher: Bencher) {
        let (net, x, y) = (initialized(w3()).fast(), numbers(64, 784), targets());
        bencher.bench_local(|| in_pieces(&net, cross_entropy, &x, &y));
    }

    #[divan::bench]
    fn two_threads(bencher: Bencher) {
        let (net, x, y) = (initialized(w3()).fast(), numbers(64, 784), targets());
        bencher.bench_local(|| on_two_threads(&net, cross_entropy, &x, &y));
    }
}
