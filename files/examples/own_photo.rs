//! Draws a photo of a digit, and reads it with and without preparation.

use std::error::Error;
use std::path::Path;

use backprop::classification::{decide, softmax};
use backprop::digits::{SMALL, lenet};
use files::network::load;
use files::pictures::scenes::{Scene, drawn, unprepared};
use files::pictures::{Frame, Picture, read};
use files::small::small;
use image::{GrayImage, Luma};
use ndarray::{Array2, Axis};
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() -> Result<(), Box<dyn Error>> {
    // A test digit of the saved network, on a sheet of paper.
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    let (_, test) = small().shuffled(&mut rng).split(0.2);
    let sheet = drawn(test.x.row(2), Scene::Photographed, &mut rng);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("photo.png");
    let (height, width) = sheet.dim();
    let byte =
        |x: u32, y: u32| Luma([(255.0 * sheet[[y as usize, x as usize]]) as u8]);
    GrayImage::from_fn(width as u32, height as u32, byte).save(&file)?;

    let net = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/lenet.safetensors");
    let net = load(lenet(SMALL, 3, [16, 32], 64, &mut rng), &net)?;
    let photo = Picture::read(&file)?.gray();
    let seen = read(&photo, &Frame::SMALL)?.seen;
    for (what, image) in [("made smaller", unprepared(&photo)), ("prepared", seen)] {
        let x = image.flatten().to_owned().insert_axis(Axis(0));
        let said = decide(&softmax(&net.predict(&x)))[0];
        println!("{what}: a {} is read as {said}", test.labels[2]);
        show(&image);
    }
    Ok(())
}

/// Two characters for each pixel, as dark as it has ink.
fn show(image: &Array2<f64>) {
    let shades = ["  ", "..", "::", "++", "##", "@@"];
    for row in image.rows() {
        let row = row.iter().map(|ink| shades[(5.0 * ink).round() as usize]);
        println!("|{}|", row.collect::<String>());
    }
}
