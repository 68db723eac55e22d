//! Measures what a change of scene costs, and what preparing the picture and training with varied copies give back.

mod program;

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use backprop::classification::{Dataset, decide};
use backprop::digits::{SMALL, convolutional_training, dense_training, lenet};
use backprop::generalization::EarlyStopping;
use backprop::mini_batches::{Training, fit};
use backprop::optimizers::Adam;
use backprop::sequential::Sequential;
use clap::Parser;
use files::pictures::handwriting::{Frame, read};
use files::pictures::scenes::{Scene, drawn, unprepared, with_varied};
use files::small::small;
use files::{check_writable, write_whole};
use ndarray::{Array1, Array2};
use rand::{SeedableRng, rngs::ChaCha8Rng};

use program::Output;

/// Train with varied copies and without, and read the test digits in each scene
#[derive(Parser)]
struct Arguments {
    /// How many seeds, from 0 on
    #[arg(long, default_value_t = 3)]
    seeds: u64,
    /// The file to write
    #[arg(default_value = "data/scenes.csv")]
    file: PathBuf,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    program::run(true, |out| measure(&arguments, out))
}

fn measure(arguments: &Arguments, out: &mut Output) -> Result<(), Box<dyn Error>> {
    check_writable(&arguments.file)?;
    let mut table = String::from("training,seed,epoch,scene,prepared,right,of\n");
    for seed in 0..arguments.seeds {
        let rng = &mut ChaCha8Rng::seed_from_u64(seed);
        let (rest, test) = small().shuffled(rng).split(0.2);
        let (train, validation) = rest.split(0.1);
        let tests: Vec<(Scene, bool, Dataset)> = scenes(&test, rng);
        let varied = with_varied(&train, 4, rng);
        for (name, data, training) in [
            ("plain", &train, dense_training()),
            ("varied", &varied, convolutional_training()),
        ] {
            let (net, epoch) = trained(data, &validation, &training, rng);
            for (scene, prepared, test) in &tests {
                let decided = decide(&net.outputs(test));
                let right = decided.iter().zip(&test.labels).filter(|(a, b)| a == b);
                let (right, of, scene) = (right.count(), test.len(), scene.name());
                writeln!(
                    table,
                    "{name},{seed},{epoch},{scene},{prepared},{right},{of}"
                )?;
            }
            write_whole(&arguments.file, &table)?;
            writeln!(out, "seed {seed}, {name}: epoch {epoch}")?;
        }
    }
    Ok(())
}

/// The test digits in each scene, made smaller as they are and prepared.
fn scenes(test: &Dataset, rng: &mut ChaCha8Rng) -> Vec<(Scene, bool, Dataset)> {
    let mut all = vec![];
    for scene in Scene::ALL {
        let pictures: Vec<Array2<f64>> =
            test.x.rows().into_iter().map(|digit| drawn(digit, scene, rng)).collect();
        for prepared in [false, true] {
            let mut x = Array2::zeros((test.len(), SMALL.size()));
            for (mut row, picture) in x.rows_mut().into_iter().zip(&pictures) {
                let seen = match prepared {
                    false => unprepared(picture),
                    // What can't be read counts as empty paper.
                    true => read(picture, &Frame::SMALL)
                        .map_or(Array2::zeros((SMALL.height, SMALL.width)), |r| {
                            r.seen
                        }),
                };
                row.assign(&Array1::from_iter(seen));
            }
            all.push((scene, prepared, Dataset { x, ..test.clone() }));
        }
    }
    all
}

/// The network of the best epoch, and its number.
fn trained(
    data: &Dataset,
    validation: &Dataset,
    training: &Training,
    rng: &mut ChaCha8Rng,
) -> (Sequential, usize) {
    let mut net = lenet(SMALL, 3, [16, 32], 64, rng);
    let mut stopping = EarlyStopping { patience: training.epochs, best: None };
    fit(&mut net, data, validation, training, Adam::default(), rng, |net, epoch| {
        stopping.watch(net, epoch)
    });
    let (best, parameters) = stopping.best.expect("an epoch, since there are some");
    net.set_parameters(&parameters);
    (net, best.number)
}
