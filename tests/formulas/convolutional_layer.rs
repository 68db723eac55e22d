//! The symbols of *The convolutional layer*.

use backprop::convolution::{Convolution, ImageShape};
use backprop::dense::{Dense, Layer};
use figures::convolutional_layer::by_hand;
use formulas::Names;
use formulas::value::{Interval, Value};
use ndarray::{Array, Array2, Array3, Array4, Axis, Dimension, Ix2, array as matrix};
use rand::rngs::ChaCha8Rng;

use crate::common::{World, array};
use crate::convolution::{any_convolution, forward, row};

/// Any convolution on the way back; the same in matrices, and the one of the page; a dense
/// layer.
pub fn worlds() -> Vec<World> {
    vec![
        World::random("any convolution", |rng, names| {
            let (convolution, image, dz) = any_pass(rng);
            forward(names, &convolution, &image);
            let (_, d_kernels, d_biases) = convolution.backward_by_loops(&image, &dz);
            names.value(r"\frac{\partial L}{\partial z}", dz);
            names.value(r"\frac{\partial L}{\partial b}", d_biases);
            names.value(r"\frac{\partial L}{\partial K}", d_kernels);
        }),
        World::random("any convolution in matrices", |rng, names| {
            let (convolution, image, dz) = any_pass(rng);
            matrices(names, convolution, &image, &dz);
        }),
        World::random(
            "any convolution in matrices, its biases a list",
            |rng, names| {
                let (convolution, image, dz) = any_pass(rng);
                matrices(names, convolution.clone(), &image, &dz);
                names.from_zero("b", convolution.biases);
            },
        ),
        World::random("a dense layer", |rng, names| {
            let (x, weights, biases) =
                (array(rng, (5, 3)), array(rng, (3, 4)), array(rng, 4));
            names.value("x", &x).value("W", &weights).value("b", &biases);
            names.value("z", Dense { weights, biases }.forward(&x));
        }),
        World::chosen("by hand", |names| {
            let (image, kernel, bias, _) = by_hand();
            names.value("x", image).value("K", kernel).value("b", bias);
        }),
        World::chosen("by hand, in matrices", |names| {
            let (convolution, image, dz) = pass_by_hand();
            matrices(names, convolution, &image, &dz);
        }),
        World::chosen("by hand, in matrices, its bias a list", |names| {
            let (convolution, image, dz) = pass_by_hand();
            matrices(names, convolution.clone(), &image, &dz);
            names.from_zero("b", convolution.biases);
        }),
    ]
}

/// Any convolution, an image that it takes, and slopes along what it gives.
fn any_pass(rng: &mut ChaCha8Rng) -> (Convolution, Array3<f64>, Array3<f64>) {
    let convolution = any_convolution(rng);
    let image = array(rng, convolution.input.dim());
    let dz = array(rng, convolution.output().dim());
    (convolution, image, dz)
}

/// Those of the page.
fn pass_by_hand() -> (Convolution, Array3<f64>, Array3<f64>) {
    let (image, kernel, bias, dz) = by_hand();
    let input = ImageShape { channels: 1, height: 3, width: 3 };
    let convolution = Convolution {
        kernels: kernel.insert_axis(Axis(0)).insert_axis(Axis(0)),
        biases: matrix![bias],
        ..Convolution::new(input, 1, 2)
    };
    (convolution, image.insert_axis(Axis(0)), dz.insert_axis(Axis(0)))
}

/// The symbols of `convolution` on `image` as the matrices of the page, and the slopes from
/// `dz` on: those that the layer hands back, or `col2im` takes.
fn matrices(
    names: &mut Names,
    convolution: Convolution,
    image: &Array3<f64>,
    dz: &Array3<f64>,
) {
    let ImageShape { channels, height, width } = convolution.input;
    let patches = convolution.im2col(image);
    let (weights, places) = patches.dim();
    let filters = convolution.filters();
    let by_filter = |numbers: Array2<f64>| {
        numbers.into_shape_with_order((filters, places)).unwrap()
    };
    let z = convolution.forward(&row(image));
    let (dx, gradients) = convolution.backward(&row(image), &row(dz));
    let d_kernels: Array4<f64> = gradients.dw.into_dimensionality().unwrap();
    let in_rows = |kernels: &Array4<f64>| {
        kernels.to_shape((filters, weights)).unwrap().to_owned()
    };
    // Stretched over the places.
    let biases = convolution.biases.view().insert_axis(Axis(1));
    let biases = biases.broadcast((filters, places)).unwrap().to_owned();
    names.counter("f", 0..=filters - 1).counter("p", 0..=places - 1);
    names.value("C", channels as f64).value("F", filters as f64);
    names.value("k", convolution.size() as f64);
    names.value(r"\text{height}", height as f64);
    names.value(r"\text{width}", width as f64);
    names.value(r"\text{places}", places as f64);
    names.value("x", image).value("P", patches).value("b", biases);
    names.value("K", in_rows(&convolution.kernels)).from_zero("z", by_filter(z));
    names.value(r"\frac{\partial L}{\partial z}", by_filter(row(dz)));
    names.value(r"\frac{\partial L}{\partial b}", gradients.db);
    names.value(r"\frac{\partial L}{\partial K}", in_rows(&d_kernels));
    names.value(
        r"\frac{\partial L}{\partial x}",
        dx.into_shape_with_order(image.dim()).unwrap(),
    );
    // A loss whose slope along z is dz: the slope along P is measured.
    let dz = by_filter(row(dz));
    names.define("L", r"\operatorname{loss}(K P + b)");
    names.function_of(r"\operatorname{loss}", move |z| {
        Ok((floats::<Ix2>(&z[0]) * &dz).sum().into())
    });
    let forward = convolution.clone();
    names.function_of(r"\operatorname{im2col}", move |x| {
        Ok(forward.im2col(&floats(&x[0])).into())
    });
    names.function_of(r"\operatorname{col2im}", move |patches| {
        Ok(convolution.col2im(&floats(&patches[0])).into())
    });
}

/// The numbers of `value`, an array of so many axes.
fn floats<D: Dimension>(value: &Value) -> Array<f64, D> {
    value.0.mapv(Interval::middle).into_dimensionality().unwrap()
}
