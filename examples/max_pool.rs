//! Pools an image of 4 by 4 pixels, and hands slopes back to the winners.

use backprop::{Activation, ImageShape, Layer, MaxPool, Relu};
use ndarray::{Array2, array};

fn main() {
    let image = [
        [1.0, 3.0, 2.0, 0.0],
        [0.0, 2.0, 5.0, 1.0],
        [-4.0, 1.0, -2.0, -1.0],
        [2.0, 2.0, -3.0, -1.0],
    ];
    let x = Array2::from_shape_vec((1, 16), image.concat()).unwrap();
    let input = ImageShape { channels: 1, height: 4, width: 4 };
    let pool = MaxPool { input, size: 2 };

    let z = pool.forward(&x);
    println!("largest {z}");

    let (dx, _) = pool.backward(&x, &array![[1.0, 2.0, 3.0, 4.0]]);
    println!("slopes along the image\n{}", dx.to_shape((4, 4)).unwrap());

    // ReLU after the pool, on 4 numbers, and before it, on 16.
    let after = z.mapv(|z| Relu.value(z));
    let before = pool.forward(&x.mapv(|x| Relu.value(x)));
    println!("with ReLU {before}");
    assert_eq!(before, after);
}
