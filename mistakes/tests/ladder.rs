//! The faults that *When it does not learn* plants, in the functions of the workbook: the check
//! names them.

use std::fs;
use std::path::Path;

use backprop::dense::Gradients;
use backprop::gradient_descent;
use backprop::initialization::Initialization::{He, Unit, Xavier, Zeros};
use backprop::when_it_does_not_learn::faults::fault;
use mistakes::{
    Verdict, activation_functions, classification, dense, initialization, lessons,
    mini_batches, training,
};
use ndarray::Array2;

/// The slopes along weights, biases and inputs that layer 1 of the program with this fault gives,
/// if its weights are these: they stand in a corner of the layer, among zeros.
fn spoiled(
    name: &str,
    x: &Array2<f64>,
    weights: &Array2<f64>,
    dz: &Array2<f64>,
) -> dense::Slopes {
    let mut program = fault(name).planted(0);
    let layer = &mut program.net.stages[1].layer;
    let (n, (inputs, outputs)) = (x.nrows(), (layer.inputs(), layer.outputs()));
    let (mut its_weights, _) = layer.parameters_mut();
    its_weights.assign(&resized(weights, (inputs, outputs)));
    let (dx, Gradients { dw, db }) =
        layer.backward(&resized(x, (n, inputs)), &resized(dz, (n, outputs)));
    let dw = dw.into_dimensionality().expect("a matrix");
    let db = db.iter().take(weights.ncols()).copied().collect();
    (resized(&dw, weights.dim()), db, resized(&dx, x.dim()))
}

/// The corner of the matrix that has this shape, or the matrix in a corner, among zeros.
fn resized(matrix: &Array2<f64>, shape: (usize, usize)) -> Array2<f64> {
    let number = |place| matrix.get(place).copied().unwrap_or(0.0);
    Array2::from_shape_fn(shape, number)
}

/// Each fault of the ladder that somebody makes in an exercise, the exercise, what its check says,
/// and the name of the mistake.
fn made() -> [(&'static str, &'static str, Verdict, &'static str); 9] {
    let loss =
        |name| classification::cross_entropy(fault(name).planted(0).training.loss);
    let relu = fault("no slope of ReLU").planted(0).net.stages[1].activation;
    [
        (
            "all weights 0",
            "limits",
            initialization::limits(|how, inputs, outputs| {
                let b = |parts: usize| ((6 / parts) as f64).sqrt();
                match how {
                    Zeros => 0.0..0.0,
                    Unit => 0.0..1.0,
                    Xavier => -b(inputs + outputs)..b(inputs + outputs),
                    He => -b(inputs)..b(inputs),
                }
            }),
            "integer-division",
        ),
        ("softmax twice", "cross_entropy", loss("softmax twice"), "softmax-twice"),
        ("plus for minus", "cross_entropy", loss("plus for minus"), "slope-sign"),
        (
            "no slope of ReLU",
            "relu",
            activation_functions::relu(relu),
            "slope-one-everywhere",
        ),
        (
            "mean slope of biases",
            "dense_backward",
            dense::dense_backward(|x, weights, dz| {
                spoiled("mean slope of biases", x, weights, dz)
            }),
            "db-averaged",
        ),
        (
            "blame with a minus",
            "dense_backward",
            dense::dense_backward(|x, weights, dz| {
                spoiled("blame with a minus", x, weights, dz)
            }),
            "dx-sign",
        ),
        (
            "a layer without steps",
            "step",
            training::step(|net, gradients, learning_rate| {
                let still = gradient_descent::Gradients {
                    dw1: 0.0 * &gradients.dw1,
                    dw2: gradients.dw2.clone(),
                };
                net.step(&still, learning_rate);
            }),
            "w1-stays",
        ),
        (
            "split by class",
            "fair_split",
            mini_batches::fair_split(|data, _, share| data.clone().split(share)),
            "not-shuffled",
        ),
        (
            "validation trained on",
            "fair_split",
            mini_batches::fair_split(|data, order, share| {
                let all = data.select(order);
                let (_, aside) = all.clone().split(share);
                (all, aside)
            }),
            "trained-on-all",
        ),
    ]
}

/// Nine of the faults above are made in its exercises, too, and the check names them.
///
/// | fault, in which exercise | the check begins | learn, of [value:ladder.seeds] |
/// |---|---|---|
/// | all weights 0, in `limits` | The division is one of whole numbers, which drops what is behind the point: 2 / 64 is 0. | [value:ladder.fall.all-weights-0] |
/// | softmax twice, in `cross_entropy` | Softmax is applied twice, and the slope goes back through both. | [value:ladder.fall.softmax-twice] |
/// | plus for minus, in `cross_entropy` | The slope has its sign turned round: you took y − p, and it is p − y. | [value:ladder.fall.plus-for-minus] |
/// | no slope of ReLU, in `relu` | Your slope is 1 everywhere. | [value:ladder.fall.no-slope-of-ReLU] |
/// | mean slope of biases, in `dense_backward` | `db` is the mean over the rows, and it should be their sum. | [value:ladder.fall.mean-slope-of-biases] |
/// | blame with a minus, in `dense_backward` | `dx` has its sign turned round. | [value:ladder.fall.blame-with-a-minus] |
/// | a layer without steps, in `step` | `w1` has not moved, and `w2` has. | [value:ladder.fall.a-layer-without-steps] |
/// | split by class, in `fair_split` | You cut the samples in the order of the data. | [value:ladder.fall.split-by-class] |
/// | validation trained on, in `fair_split` | The samples set aside are among those to train on, too. | [value:ladder.fall.validation-trained-on] |
#[test]
fn the_checks_name_the_faults_of_the_ladder() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../book/when-it-does-not-learn.md");
    let page = fs::read_to_string(page).unwrap();
    for (fault, exercise, verdict, name) in made() {
        let diagnosis = verdict.unwrap_err();
        assert_eq!(diagnosis.names(), [name], "{fault}: {diagnosis}");
        let lesson = lessons().into_iter().find(|it| it.exercise() == exercise);
        let entries = lesson.expect("an exercise").entries();
        let entry = entries.iter().find(|entry| entry.name == name).unwrap();
        let said = entry.said(true);
        let (sentence, _) = said.split_once(". ").unwrap();
        let value = format!("[value:ladder.fall.{}]", fault.replace(' ', "-"));
        let row = format!("\n| {fault}, in `{exercise}` | {sentence}. | {value} |\n");
        assert!(page.contains(&row), "the page does not say: {row}");
    }
}
