//! Trains the dense network on the small digits by our loop and by Burn's, from ten seeds on
//! both splits, and writes what they reach to data/burn.csv.
//!
//! `cargo run --manifest-path frameworks/Cargo.toml --bin digits`

use std::error::Error;
use std::path::Path;

use files::write_whole;
use in_burn::digits::Mlp;
use in_burn::runs::{by_hand, in_burn, parts};

fn main() -> Result<(), Box<dyn Error>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/burn.csv");
    let mut table = "split,seed,loop,epochs,right,seconds\n".to_string();
    for split in ["shuffled", "in order"] {
        for seed in 0..10 {
            let parts = parts(split, seed);
            // One after the other, so that both meet the same load of the machine.
            for (name, run) in [
                ("ours", by_hand(&parts, seed)),
                ("Burn", in_burn(&parts, seed, Mlp::new)),
                ("Burn from He", in_burn(&parts, seed, Mlp::from_he)),
            ] {
                let (epochs, right, seconds) = (run.epochs, run.right, run.seconds);
                let line =
                    format!("{split},{seed},{name},{epochs},{right},{seconds:.5}\n");
                print!("{line}");
                table += &line;
            }
            write_whole(Path::new(path), &table)?;
        }
    }
    Ok(())
}
