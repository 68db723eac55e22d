//! The network of Part I in Burn.

use std::sync::LazyLock;

use backprop::network::Network;
use burn::module::Param;
use burn::nn::loss::{MseLoss, Reduction};
use burn::optim::{GradientsParams, SgdConfig};
use burn::prelude::*;
use burn::tensor::activation::sigmoid;
use burn::tensor::{DeviceConfig, FloatDType};
use ndarray::Array2;

/// The processor, with numbers of 64 bits, and a record of what is computed.
///
/// # Panics
///
/// If the process made a tensor before.
// ANCHOR: exact
pub fn exact() -> Device {
    static EXACT: LazyLock<Device> = LazyLock::new(|| {
        let mut device = Device::flex();
        let config = DeviceConfig::default().float_dtype(FloatDType::F64);
        device.configure(config).expect("no tensor was made before");
        device.autodiff()
    });
    EXACT.clone()
}
// ANCHOR_END: exact

/// An array of ours as a tensor of Burn's.
// ANCHOR: tensor
pub fn tensor(array: &Array2<f64>, device: &Device) -> Tensor<2> {
    let numbers: Vec<f64> = array.iter().copied().collect();
    let data = TensorData::new(numbers, [array.nrows(), array.ncols()]);
    Tensor::from_data(data, device)
}

/// And back.
pub fn array(tensor: Tensor<2>) -> Array2<f64> {
    let [rows, columns] = tensor.dims();
    let numbers = tensor.try_into_vec_as().expect("numbers");
    Array2::from_shape_vec((rows, columns), numbers).expect("as many numbers")
}
// ANCHOR_END: tensor

/// The network: two matrices of weights, and no biases.
// ANCHOR: BurnNet
#[derive(Module, Debug)]
pub struct Net {
    /// From the inputs to the hidden layer, `(inputs, hidden)`.
    pub w1: Param<Tensor<2>>,
    /// From the hidden layer to the outputs, `(hidden, outputs)`.
    pub w2: Param<Tensor<2>>,
}

impl Net {
    /// The same weights as `net`.
    pub fn of(net: &Network, device: &Device) -> Self {
        let [w1, w2] = [&net.w1, &net.w2].map(|w| tensor(w, device));
        Net { w1: Param::from_tensor(w1), w2: Param::from_tensor(w2) }
    }

    /// The predictions for the rows of `x`.
    pub fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let a1 = sigmoid(x.matmul(self.w1.val()));
        sigmoid(a1.matmul(self.w2.val()))
    }
}
// ANCHOR_END: BurnNet

/// Trains `net` on all rows, as Part I does; the loss before each iteration, and after the
/// last.
// ANCHOR: train_in_burn
pub fn train(
    net: &mut Net,
    x: &Tensor<2>,
    y: &Tensor<2>,
    reduction: Reduction,
    learning_rate: f64,
    iterations: usize,
) -> Vec<f64> {
    let mut optimizer = SgdConfig::new().init();
    let mut losses = Vec::with_capacity(iterations + 1);
    for iteration in 0..=iterations {
        let y_hat = net.forward(x.clone());
        let loss = MseLoss::new().forward(y_hat, y.clone(), reduction.clone());
        losses.push(loss.clone().into_scalar());
        if iteration < iterations {
            let gradients = GradientsParams::from_grads(loss.backward(), net);
            *net = optimizer.step(learning_rate, net.clone(), gradients);
        }
    }
    losses
}
// ANCHOR_END: train_in_burn

/// The slopes of the sum of squares along both matrices.
// ANCHOR: burn_gradients
pub fn gradients(net: &Net, x: &Tensor<2>, y: &Tensor<2>) -> [Array2<f64>; 2] {
    let y_hat = net.forward(x.clone());
    let loss = MseLoss::new().forward(y_hat, y.clone(), Reduction::Sum);
    let gradients = loss.backward();
    [&net.w1, &net.w2].map(|w| array(w.val().grad(&gradients).expect("a weight")))
}
// ANCHOR_END: burn_gradients
