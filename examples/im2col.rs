//! One small convolution forward and backward, as products of matrices.

use backprop::{Convolution, ImageShape};
use ndarray::array;

fn main() {
    let image = array![[[1.0, 2.0, 0.0], [0.0, 1.0, 3.0], [2.0, 0.0, 1.0]]];
    let (kernels, bias) = (array![[1.0, -1.0, 2.0, 0.0]], 1.0);
    let input = ImageShape { channels: 1, height: 3, width: 3 };
    let convolution = Convolution {
        kernels: array![[[[1.0, -1.0], [2.0, 0.0]]]],
        biases: array![bias],
        ..Convolution::new(input, 1, 2)
    };

    let patches = convolution.im2col(&image);
    println!("patches\n{patches:2}");
    let z = kernels.dot(&patches) + bias;
    println!("z {z}");

    let dz = array![[1.0, -1.0, 2.0, 1.0]];
    let d_kernels = dz.dot(&patches.t());
    println!("d_kernels {d_kernels}");
    println!("d_bias {}", dz.sum());
    let d_image = convolution.col2im(&kernels.t().dot(&dz));
    println!("d_image\n{:2}", d_image.to_shape((3, 3)).unwrap());

    let dz = array![[[1.0, -1.0], [2.0, 1.0]]];
    let by_loops = convolution.backward_by_loops(&image, &dz);
    assert_eq!(by_loops.0, d_image);
    assert!(by_loops.1.iter().eq(&d_kernels));
}
