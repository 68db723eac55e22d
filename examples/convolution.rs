//! Slides a kernel that finds vertical edges over a small 7.

use backprop::{Convolution, ImageShape};
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
    let input = ImageShape { channels: 1, height: 5, width: 5 };

    for (stride, padding) in [(1, 0), (2, 0), (1, 1)] {
        let kernels = right_minus_left.clone();
        let one_filter = Convolution::new(input, 1, 3);
        let convolution = Convolution { kernels, stride, padding, ..one_filter };
        let z = convolution.by_loops(&seven);
        println!("stride {stride}, padding {padding}: {:?}", z.dim());
        println!("{:2}", z.index_axis(Axis(0), 0));
        assert_eq!(z.dim(), convolution.output().dim());
    }
}
