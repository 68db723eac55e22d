//! Times a training run, so that other programs can be timed beside it.
//!
//! `cargo run --release --example bench -- WORKLOAD DTYPE THREADS REPS` prints one line of
//! JSON: the seconds of each repetition, the losses of the run, and the predictions after it.
//! The chapter *Memory and threads* says what the workloads are.

use std::error::Error;
use std::iter::zip;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

use backprop::activation::sigmoid;
use backprop::classification::{Dataset, cross_entropy, decide};
use backprop::memory_and_threads::batch::{in_pieces, on_two_threads};
use backprop::memory_and_threads::known_shapes::{Matrix, train_fixed};
use backprop::memory_and_threads::{LARGE, keep_memory, w2, w3};
use backprop::network::four_rows;
use backprop::sequential::Sequential;
use files::FileError;
use ndarray::Array2;
use serde::Deserialize;
use serde_json::json;

const USAGE: &str = "usage: bench WORKLOAD DTYPE THREADS REPS: \
                     w1, w2 or w3; f64; 1 or 2; how often";

fn main() -> ExitCode {
    keep_memory();
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(Run { seconds, losses, predictions }) => {
            let line = json!({
                "seconds": seconds, "losses": losses, "predictions": predictions
            });
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<Run, Box<dyn Error>> {
    let [workload, dtype, threads, reps] = arguments else {
        return Err(USAGE.into());
    };
    let threads = match (&dtype[..], &threads[..]) {
        ("f64", "1") => 1,
        ("f64", "2") => 2,
        _ => return Err(USAGE.into()),
    };
    let reps = reps.parse().map_err(|_| USAGE)?;
    match &workload[..] {
        "w1" if threads == 1 => tutorial(reps),
        "w1" => Err("four rows are too few for two threads".into()),
        "w2" => images("w2.f32", w2().fast(), 0.5, threads, reps),
        "w3" => images("w3.f32", w3().fast(), 0.1, threads, reps),
        _ => Err(USAGE.into()),
    }
}

/// What a workload gives.
#[derive(Default)]
struct Run {
    seconds: Vec<f64>,
    losses: Vec<f64>,
    predictions: Vec<f64>,
}

/// The initial weights of `w1`.
#[derive(Deserialize)]
struct Weights {
    weights1: [[f64; 4]; 3],
    weights2: [[f64; 1]; 4],
}

/// `w1`: the network of Part I, 1500 iterations at learning rate 1.
fn tutorial(reps: NonZero<usize>) -> Result<Run, Box<dyn Error>> {
    let path = variable("BENCH_W1_INIT")?;
    let text =
        fs::read_to_string(&path).map_err(|cause| FileError::new(&path, cause))?;
    let weights: Weights =
        serde_json::from_str(&text).map_err(|cause| FileError::new(&path, cause))?;
    let (x, y) = four_rows();
    let (x, y) = (Matrix::<4, 3>::from(&x), Matrix::<4, 1>::from(&y));
    let mut run = Run::default();
    for _ in 0..reps.get() {
        let (mut w1, mut w2) = (Matrix(weights.weights1), Matrix(weights.weights2));
        let start = Instant::now();
        let losses = train_fixed((&mut w1, &mut w2), (&x, &y), 1.0, 1500);
        run.seconds.push(start.elapsed().as_secs_f64());
        let predictions = x.dot(&w1).map(sigmoid).dot(&w2).map(sigmoid);
        run =
            Run { losses, predictions: predictions.0.as_flattened().to_vec(), ..run };
    }
    Ok(run)
}

/// How many images a step of `w2` and `w3` looks at.
const BATCH: usize = 64;

/// `w2` and `w3`: one epoch of batches of images in order; the images that do not fill a
/// batch are left out.
fn images(
    weights: &str,
    mut net: Sequential,
    learning_rate: f64,
    threads: usize,
    reps: NonZero<usize>,
) -> Result<Run, Box<dyn Error>> {
    let folder = variable("BENCH_DATA")?;
    let data = labeled_images(&folder.join("x.f32"), &folder.join("y.u8"))?;
    let y = data.one_hot();
    let weights = folder.join(weights);
    let initial = floats(&weights)?;
    let wants = net.parameters().len();
    if initial.len() != wants {
        let cause = format!("it holds {} numbers, not {wants}", initial.len());
        return Err(FileError::new(&weights, cause).into());
    }
    let rows = |array: &Array2<f64>| -> Vec<Array2<f64>> {
        array
            .exact_chunks((BATCH, array.ncols()))
            .into_iter()
            .map(|rows| rows.to_owned())
            .collect()
    };
    let batches: Vec<_> = zip(rows(&data.x), rows(&y)).collect();

    let gradients = if threads == 2 { on_two_threads } else { in_pieces };
    let mut run = Run::default();
    for _ in 0..reps.get() {
        net.set_parameters(&initial);
        run.losses.clear();
        let start = Instant::now();
        for (x, y) in &batches {
            let (loss, gradients) = gradients(&net, cross_entropy, x, y);
            net.step(&gradients, learning_rate);
            run.losses.push(loss);
        }
        run.seconds.push(start.elapsed().as_secs_f64());
    }
    let decided = decide(&net.outputs(&data));
    run.predictions = decided.into_iter().map(|class| class as f64).collect();
    Ok(run)
}

/// The images of one file, with the labels of another.
fn labeled_images(images: &Path, labels: &Path) -> Result<Dataset, FileError> {
    let (pixels, classes) = (floats(images)?, bytes(labels)?);
    let n = classes.len();
    if pixels.len() != n * LARGE.size() {
        let cause = format!(
            "it holds {} numbers, not 784 for each of the {n} labels of {}",
            pixels.len(),
            labels.display()
        );
        return Err(FileError::new(images, cause));
    }
    if n < BATCH {
        let cause = format!("it holds {n} labels, fewer than a batch of {BATCH}");
        return Err(FileError::new(labels, cause));
    }
    if let Some(class) = classes.iter().find(|&&class| class > 9) {
        let cause = format!("a label is {class}, not 0 to 9");
        return Err(FileError::new(labels, cause));
    }
    let x = Array2::from_shape_vec((n, LARGE.size()), pixels).expect("rows of 784");
    let labels = classes.into_iter().map(usize::from).collect();
    Ok(Dataset { x, labels, classes: 10 })
}

/// The path in an environment variable.
fn variable(name: &str) -> Result<PathBuf, String> {
    env::var_os(name).map(PathBuf::from).ok_or(format!("set {name} to a path"))
}

fn bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    fs::read(path).map_err(|cause| FileError::new(path, cause))
}

/// The 32-bit numbers of a file, the lowest byte first.
fn floats(path: &Path) -> Result<Vec<f64>, FileError> {
    let bytes = bytes(path)?;
    let (numbers, rest) = bytes.as_chunks();
    if !rest.is_empty() {
        return Err(FileError::new(path, "it ends within a number"));
    }
    let numbers = numbers.iter().map(|&number| f32::from_le_bytes(number).into());
    let numbers: Vec<f64> = numbers.collect();
    if numbers.iter().all(|number| number.is_finite()) {
        Ok(numbers)
    } else {
        Err(FileError::new(path, "it holds a number that is not finite"))
    }
}
