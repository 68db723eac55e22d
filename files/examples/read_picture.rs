//! Reads a digit in a photo.

mod program;

use std::error::Error;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use backprop::classification::softmax;
use backprop::digits::{SMALL, lenet};
use clap::Parser;
use files::network::load;
use files::pictures::{Frame, Picture, read};
use files::{FileError, check_writable, write_whole};
use image::{GrayImage, ImageFormat, Luma};
use ndarray::{Array2, Axis};
use rand::{SeedableRng, rngs::ChaCha8Rng};

use program::Output;

/// Find the one digit in a photo and read it
#[derive(Parser)]
struct Arguments {
    /// A PNG or JPEG file with one digit
    photo: PathBuf,
    /// Save what the network sees as a PNG file
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Prepare the digit as MNIST's are, 28 by 28, and don't read it: no such network is here
    #[arg(long)]
    mnist: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    program::run(arguments.save.is_some(), |out| run(&arguments, out))
}

fn run(arguments: &Arguments, out: &mut Output) -> Result<(), Box<dyn Error>> {
    if let Some(path) = &arguments.save {
        check_writable(path)?;
    }
    let frame = if arguments.mnist { Frame::MNIST } else { Frame::SMALL };
    let photo = Picture::read(&arguments.photo)?;
    let reading = read(&photo.gray(), &frame)
        .map_err(|cause| FileError::new(&arguments.photo, cause))?;
    for row in reading.seen.rows() {
        let shades = row.iter().map(|&ink| shade(ink));
        writeln!(out, "    {}", shades.collect::<String>().trim_end())?;
    }
    if let Some(path) = &arguments.save {
        write_whole(path, png(&reading.seen)?)?;
    }
    if arguments.mnist {
        return Ok(());
    }
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/lenet.safetensors");
    let rng = &mut ChaCha8Rng::seed_from_u64(0);
    let net = load(lenet(SMALL, 3, [16, 32], 64, rng), &file)?;
    let x = reading.seen.flatten().to_owned().insert_axis(Axis(0));
    for (digit, share) in softmax(&net.predict(&x)).iter().enumerate() {
        let bar = "#".repeat((40.0 * share).round() as usize);
        writeln!(out, "{digit} {:5.1} % {bar}", 100.0 * share)?;
    }
    Ok(())
}

/// Two characters that are as dark as `ink`, from 0 to 1.
fn shade(ink: f64) -> &'static str {
    let shades = ["  ", "..", "::", "++", "##", "@@"];
    shades[(ink * (shades.len() - 1) as f64).round() as usize]
}

/// An image of ink as a PNG file: 255 is ink, as in MNIST's files.
fn png(ink: &Array2<f64>) -> Result<Vec<u8>, Box<dyn Error>> {
    let (height, width) = ink.dim();
    let image = GrayImage::from_fn(width as u32, height as u32, |x, y| {
        Luma([(255.0 * ink[[y as usize, x as usize]]).round() as u8])
    });
    let mut bytes = Cursor::new(vec![]);
    image.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(bytes.into_inner())
}
