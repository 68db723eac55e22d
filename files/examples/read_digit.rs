//! Loads a trained network from its file and reads digits that it was not trained on.

use std::path::Path;

use backprop::classification::{decide, softmax};
use backprop::digits::{SMALL, lenet};
use files::FileError;
use files::network::load;
use files::small::small;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn main() -> Result<(), FileError> {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    // The split of the program that trained it.
    let (_, test) = small().shuffled(&mut rng).split(0.2);
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/lenet.safetensors");
    let net = load(lenet(SMALL, 3, [16, 32], 64, &mut rng), &file)?;

    let shares = softmax(&net.outputs(&test));
    let decided = decide(&shares);
    for i in 0..5 {
        let percent = 100.0 * shares[[i, decided[i]]];
        println!("a {} is read as {}, {percent:.1} %", test.labels[i], decided[i]);
    }
    let wrong = (0..test.len()).filter(|&i| decided[i] != test.labels[i]).count();
    println!("{wrong} of {} are read wrong", test.len());

    assert!(wrong <= 3);
    Ok(())
}
