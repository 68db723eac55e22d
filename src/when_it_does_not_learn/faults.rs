//! Faults to plant in a program that learns.

use std::iter::zip;
use std::mem;
use std::ops::Range;

use ndarray::{
    Array2, ArrayView1, ArrayViewD, ArrayViewMut1, ArrayViewMutD, Axis, concatenate,
};
use rand::{SeedableRng, rngs::ChaCha8Rng};

use super::Program;
use crate::activation::{Activation, Identity, Relu};
use crate::classification::{Dataset, cross_entropy, softmax, spiral};
use crate::dense::{Dense, Gradients, Layer};
use crate::initialization::Initialization;
use crate::mini_batches::{Training, arms_training};
use crate::optimizers::Adam;
use crate::sequential::Sequential;

/// A program that learns: 200 points of three arms, and layers whose sizes all differ.
// ANCHOR: right
pub fn right(seed: u64) -> Program<Adam> {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let (train, validation) = spiral(100, 0.05, rng).shuffled(rng).split(1.0 / 3.0);
    Program {
        net: hidden(32, 12).initialized(Initialization::He, rng),
        train,
        validation,
        training: Training {
            batch: 20,
            epochs: 30,
            learning_rate: 0.03,
            ..arms_training()
        },
        optimizer: Adam::default(),
    }
}
// ANCHOR_END: right

/// The network, with so many units in its hidden layers.
fn hidden(first: usize, second: usize) -> Sequential {
    Sequential::new(Dense::new(2, first), &Relu)
        .then(Dense::new(first, second), &Relu)
        .then(Dense::new(second, 3), &Identity)
}

/// A fault: its name, and what plants it.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// What is wrong.
    pub name: &'static str,
    /// Makes it so.
    pub plant: fn(&mut Program<Adam>, u64),
}

impl Fault {
    const fn new(name: &'static str, plant: fn(&mut Program<Adam>, u64)) -> Self {
        Fault { name, plant }
    }

    /// The program [`right`] with the fault in it.
    pub fn planted(&self, seed: u64) -> Program<Adam> {
        let mut program = right(seed);
        (self.plant)(&mut program, seed);
        program
    }
}

impl Fault {
    /// How many of `seeds` each rung finds something wrong from, when the fault is planted.
    pub fn found(&self, seeds: Range<u64>) -> [usize; 5] {
        seeds.fold([0; 5], |mut counts, seed| {
            let rng = &mut ChaCha8Rng::seed_from_u64(seed);
            for (count, found) in zip(&mut counts, self.planted(seed).climb(rng)) {
                *count += usize::from(found);
            }
            counts
        })
    }
}

// ANCHOR: FAULTS
/// No fault, and eighteen.
pub const FAULTS: [Fault; 19] = [
    Fault::new("nothing", |_, _| ()),
    Fault::new("weights from 0 to 1", |p, seed| {
        redraw(p, Initialization::Unit, seed)
    }),
    Fault::new("inputs 100 times as large", |p, _| {
        p.train.x *= 100.0;
        p.validation.x *= 100.0;
    }),
    Fault::new("all weights 0", |p, seed| redraw(p, Initialization::Zeros, seed)),
    Fault::new("two units a layer", |p, seed| {
        p.net = hidden(2, 2);
        redraw(p, Initialization::He, seed);
    }),
    Fault::new("ReLU on the logits", |p, _| p.net.stages[2].activation = &Relu),
    Fault::new("softmax twice", |p, _| p.training.loss = softmax_twice),
    Fault::new("plus for minus", |p, _| p.training.loss = uphill),
    Fault::new("no slope of ReLU", |p, _| p.net.stages[1].activation = &NoSlope),
    Fault::new("mean slope of biases", |p, _| spoil(p, 1, |n, _, g| g.db /= n)),
    Fault::new("blame with a minus", |p, _| spoil(p, 1, |_, dx, _| *dx *= -1.0)),
    Fault::new("a layer without steps", |p, _| {
        spoil(p, 0, |_, _, gradients| {
            gradients.dw.fill(0.0);
            gradients.db.fill(0.0);
        });
    }),
    Fault::new("rate 100 times too large", |p, _| p.training.learning_rate *= 100.0),
    Fault::new("rate 100 times too small", |p, _| p.training.learning_rate /= 100.0),
    Fault::new("labels one row late", |p, _| {
        p.train.labels.rotate_right(1);
        p.validation.labels.rotate_right(1);
    }),
    Fault::new("20 training points", |p, _| {
        p.train = p.train.first(20);
        p.training.epochs *= 10;
    }),
    Fault::new("split by class", |p, _| {
        (p.train, p.validation) = by_class(&p.train, &p.validation).split(1.0 / 3.0);
    }),
    Fault::new("validation trained on", |p, _| p.validation = p.train.first(100)),
    Fault::new("two arms exchanged", |p, _| {
        for data in [&mut p.train, &mut p.validation] {
            data.labels.iter_mut().for_each(|label| *label = [1, 0, 2][*label]);
        }
    }),
];
// ANCHOR_END: FAULTS

/// The fault of [`FAULTS`] of this name.
///
/// # Panics
///
/// If there is none.
pub fn fault(name: &str) -> Fault {
    let found = FAULTS.into_iter().find(|fault| fault.name == name);
    found.unwrap_or_else(|| panic!("there is no fault of the name {name}"))
}

fn redraw(program: &mut Program<Adam>, how: Initialization, seed: u64) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let net = mem::replace(&mut program.net, Sequential { stages: vec![] });
    program.net = net.initialized(how, rng);
}

/// The cross entropy of shares that go through softmax again, and its slope.
pub fn softmax_twice(logits: &Array2<f64>, y: &Array2<f64>) -> (f64, Array2<f64>) {
    let p = softmax(logits);
    let (loss, dp) = cross_entropy(&p, y);
    let along = (&dp * &p).sum_axis(Axis(1)).insert_axis(Axis(1));
    (loss, p * (dp - along))
}

fn uphill(logits: &Array2<f64>, y: &Array2<f64>) -> (f64, Array2<f64>) {
    let (loss, slope) = cross_entropy(logits, y);
    (loss, -slope)
}

#[derive(Debug)]
struct NoSlope;

impl Activation for NoSlope {
    fn value(&self, z: f64) -> f64 {
        Relu.value(z)
    }

    fn slope(&self, _z: f64, _a: f64) -> f64 {
        1.0
    }
}

fn by_class(train: &Dataset, validation: &Dataset) -> Dataset {
    let x = concatenate(Axis(0), &[train.x.view(), validation.x.view()])
        .expect("rows of one length");
    let labels = [&train.labels[..], &validation.labels].concat();
    let all = Dataset { x, labels, classes: train.classes };
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|&i| all.labels[i]);
    all.select(&order)
}

/// A layer whose pass backward goes wrong.
#[derive(Debug)]
pub struct Spoiled {
    /// The right layer.
    pub layer: Box<dyn Layer>,
    /// Changes what its pass backward gave, for so many samples.
    pub spoil: Spoil,
}

/// From the number of samples, the slope along what the layer took, and its gradients.
pub type Spoil = fn(f64, &mut Array2<f64>, &mut Gradients);

impl Layer for Spoiled {
    fn backward(
        &self,
        x: &Array2<f64>,
        dz: &Array2<f64>,
    ) -> (Array2<f64>, Gradients) {
        let (mut dx, mut gradients) = self.layer.backward(x, dz);
        (self.spoil)(x.nrows() as f64, &mut dx, &mut gradients);
        (dx, gradients)
    }

    fn forward(&self, x: &Array2<f64>) -> Array2<f64> {
        self.layer.forward(x)
    }

    fn inputs(&self) -> usize {
        self.layer.inputs()
    }

    fn outputs(&self) -> usize {
        self.layer.outputs()
    }

    fn fans(&self) -> (usize, usize) {
        self.layer.fans()
    }

    fn parameters(&self) -> (ArrayViewD<'_, f64>, ArrayView1<'_, f64>) {
        self.layer.parameters()
    }

    fn parameters_mut(&mut self) -> (ArrayViewMutD<'_, f64>, ArrayViewMut1<'_, f64>) {
        self.layer.parameters_mut()
    }
}

/// Spoils the pass backward of layer `l`, counted from 0.
///
/// # Panics
///
/// If there is no such layer.
pub fn spoil(program: &mut Program<Adam>, l: usize, spoil: Spoil) {
    let place = &mut program.net.stages[l].layer;
    let layer = mem::replace(place, Box::new(Dense::new(0, 0)));
    *place = Box::new(Spoiled { layer, spoil });
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::gradient_descent::central_difference;
    use crate::mini_batches::mean_gradients;

    /// The slopes of the mean loss of all training samples, as the program computes them.
    fn slopes(program: &Program<Adam>) -> Vec<Gradients> {
        let (net, train) = (&program.net, &program.train);
        mean_gradients(net, cross_entropy, &train.x, &train.one_hot()).1
    }

    #[test]
    fn a_fault_makes_of_the_data_and_the_training_what_its_name_says() {
        let (right, with) = (right(0), |name| fault(name).planted(0));
        let large = with("inputs 100 times as large");
        assert_eq!(large.train.x, &right.train.x * 100.0);
        assert_eq!(large.validation.x, &right.validation.x * 100.0);
        let of_right =
            |name| with(name).training.learning_rate / right.training.learning_rate;
        assert!((of_right("rate 100 times too large") - 100.0).abs() < 1e-12);
        assert!((of_right("rate 100 times too small") - 0.01).abs() < 1e-15);
        let few = with("20 training points");
        assert_eq!(few.train.len(), 20);
        // A tenth of the samples, ten times as often.
        assert_eq!(few.training.epochs, 10 * right.training.epochs);
    }

    #[test]
    fn a_fault_makes_of_the_slopes_what_its_name_says() {
        let (right, with) =
            (slopes(&right(0)), |name| slopes(&fault(name).planted(0)));
        let mean = with("mean slope of biases");
        assert_eq!(mean[1].db, &right[1].db / 200.0);
        assert_eq!(mean[1].dw, right[1].dw);
        let minus = with("blame with a minus");
        assert_eq!(minus[0].dw, -&right[0].dw);
        assert_eq!(minus[1..], right[1..]);
    }

    #[test]
    fn the_slope_of_softmax_twice_is_the_measured_one() {
        let logits = array![[2.0, 1.0, -1.0], [0.0, 3.0, 0.5]];
        let y = array![[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        for (place, slope) in softmax_twice(&logits, &y).1.indexed_iter() {
            let along = |value| {
                let mut moved = logits.clone();
                moved[place] = value;
                softmax_twice(&moved, &y).0
            };
            let measured = central_difference(along, logits[place]);
            assert!((slope - measured).abs() < 1e-8);
        }
    }

    #[test]
    fn uphill_has_the_loss_of_downhill_and_every_slope_turned() {
        let (logits, y) = (array![[2.0, 1.0, -1.0]], array![[0.0, 1.0, 0.0]]);
        let (loss, slope) = cross_entropy(&logits, &y);
        assert_eq!(uphill(&logits, &y), (loss, -slope));
    }

    #[test]
    fn without_the_slope_of_relu_all_blame_passes() {
        for z in [-2.0, 0.0, 3.0] {
            let a = NoSlope.value(z);
            assert_eq!((a, NoSlope.slope(z, a)), (Relu.value(z), 1.0));
        }
    }

    #[test]
    fn a_spoiled_layer_differs_from_the_right_one_on_the_way_back_only() {
        let mut program = right(0);
        let sizes = |program: &Program<Adam>| {
            let layer = &program.net.stages[1].layer;
            (layer.inputs(), layer.outputs(), layer.fans())
        };
        let before = (sizes(&program), program.net.predict(&program.train.x));
        spoil(&mut program, 1, |_, dx, _| *dx *= -1.0);
        assert_eq!((sizes(&program), program.net.predict(&program.train.x)), before);
    }
}
