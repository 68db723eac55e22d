//! Slides a kernel that finds vertical edges over a small 7.

use backprop::{Convolution, Image};
use ndarray::{Axis, array};

fn main() {
    // From 0 for paper to 2 for ink: one channel, five rows, five columns.
    let seven = array![[
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [0.0, 2.0, 2.0, 2.0, 0.0],
        [0.0, 0.0, 1.0, 2.0, 0.0],
        [0.0, 0.0, 2.0, 1.0, 0.0],
        [0.0, 1.0, 2.0, 0.0, 0.0],
    ]];
    let right_minus_left =
        array![[[[-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]]]];
    let bias = array![0.0];
    let input = Image { channels: 1, height: 5, width: 5 };

    for (stride, padding) in [(1, 0), (2, 0), (1, 1)] {
        let convolution = Convolution { input, filters: 1, size: 3, stride, padding };
        let z = convolution.by_loops(&right_minus_left, &bias, &seven);
        println!("stride {stride}, padding {padding}: {:?}", z.dim());
        println!("{:2}", z.index_axis(Axis(0), 0));
        assert_eq!(z.dim(), convolution.output().dim());
    }
}
