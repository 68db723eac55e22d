//! Measures what a change of scene costs, and what preparing the picture and training with varied copies give back.

mod program;

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use backprop::classification::{Dataset, decide};
use backprop::digits::{convolutional_training, dense_training};
use clap::Parser;
use files::pictures::scenes::{Scene, in_each_scene, trained, with_varied};
use files::small::small;
use files::{check_writable, write_whole};
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
        let tests: Vec<(Scene, bool, Dataset)> = in_each_scene(&test, rng);
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
