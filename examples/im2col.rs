//! One small convolution forward and backward, as products of matrices.

use backprop::{Convolution, Image};
use ndarray::{Array2, array};

fn main() {
    let image = array![[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]];
    let (kernels, bias) = (array![[1.0, -1.0, 2.0, 0.0]], 1.0);
    let input = Image { channels: 1, height: 3, width: 3 };
    let convolution =
        Convolution { input, filters: 1, size: 2, stride: 1, padding: 0 };

    let mut patches = Array2::zeros(convolution.patches());
    convolution.im2col(image.as_slice().unwrap(), &mut patches);
    println!("patches\n{patches:2}");
    let z = kernels.dot(&patches) + bias;
    println!("z {z}");

    let dz = array![[1.0, -1.0, 2.0, 1.0]];
    println!("d_kernels {}", dz.dot(&patches.t()));
    println!("d_bias {}", dz.sum());
    let d_patches = kernels.t().dot(&dz);
    let mut d_image = Array2::zeros((3, 3));
    convolution.col2im(&d_patches, d_image.as_slice_mut().unwrap());
    println!("d_image\n{d_image:2}");

    let loops = convolution.backward_by_loops(
        &array![[[[1.0, -1.0], [2.0, 0.0]]]],
        &array![[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]]],
        &array![[[1.0, -1.0], [2.0, 1.0]]],
    );
    assert!(loops.0.iter().eq(&dz.dot(&patches.t())));
    assert!(loops.2.iter().eq(&d_image));
}
