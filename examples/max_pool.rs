//! Pools an image of 4 by 4 pixels, and hands slopes back to the winners.

use backprop::{Activation, Image, Layer, MaxPool, Relu};
use ndarray::{Array2, array};

fn main() {
    let image = [
        [1.0, 3.0, 2.0, 0.0],
        [0.0, 2.0, 5.0, 1.0],
        [-4.0, 1.0, -2.0, -1.0],
        [2.0, 2.0, -3.0, -1.0],
    ];
    let x = Array2::from_shape_vec((1, 16), image.concat()).unwrap();
    let input = Image { channels: 1, height: 4, width: 4 };
    let pool = MaxPool { input, size: 2 };

    let mut z = Array2::zeros((1, pool.outputs()));
    pool.forward(&[], x.view(), &mut z);
    println!("largest {z}");

    let mut dx = Array2::zeros(x.dim());
    pool.backward(&[], x.view(), &array![[1.0, 2.0, 3.0, 4.0]], &mut dx);
    println!("slopes along the image\n{}", dx.to_shape((4, 4)).unwrap());

    // ReLU after the pool, on 4 numbers, and before it, on 16.
    let after = z.mapv(|z| Relu.value(z));
    pool.forward(&[], x.mapv(|x| Relu.value(x)).view(), &mut z);
    println!("with ReLU {z}");
    assert_eq!(z, after);
}
