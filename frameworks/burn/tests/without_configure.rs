//! A process in which nothing was configured.

use burn::prelude::*;
use burn::tensor::{DType, DeviceConfig, FloatDType};

/// Unless a program says otherwise, `Tensor::from_data` makes numbers of 32 bits of an `f64`,
/// and says nothing. After the first tensor it is too late: `configure` then gives the error `AlreadyInitialized`.
#[test]
fn without_configure_numbers_have_32_bits_and_later_is_too_late() {
    let mut device = Device::flex();
    let data = TensorData::from([0.1_f64]);
    assert_eq!(data.dtype(), DType::F64);
    let tenth = Tensor::<1>::from_data(data, &device);
    assert_eq!(tenth.dtype(), DType::F32);
    assert_eq!(tenth.into_scalar::<f64>(), f64::from(0.1_f32));
    let config = DeviceConfig::default().float_dtype(FloatDType::F64);
    let error = device.configure(config).unwrap_err();
    assert!(format!("{error:?}").starts_with("AlreadyInitialized"), "{error:?}");
}
