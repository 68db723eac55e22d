//! One of two servers dies in the middle of a training, which goes on from a checkpoint.

use std::env;
use std::error::Error;
use std::path::Path;
use std::thread;
use std::time::Duration;

use burn::train::LearningResult;
use in_burn::digits::Mlp;
use in_machines::server::{Server, serve};
use in_machines::training::{apart, fit, last_checkpoint, losses};

/// Trains on two new servers. With `kill` the second dies when a checkpoint of epoch 10 is
/// there.
fn train(
    folder: &Path,
    after: Option<usize>,
    kill: bool,
) -> Result<LearningResult<Mlp>, Box<dyn Error>> {
    let program = env::current_exe()?;
    let (first, mut second) = (Server::start(&program)?, Server::start(&program)?);
    let devices = [first.device()?, second.device()?];
    thread::scope(|scope| {
        if kill {
            scope.spawn(|| {
                // Half a minute: a training that fails before makes no such checkpoint.
                let mut waits = 0..30_000;
                while last_checkpoint(folder, 40) < Some(10) && waits.next().is_some()
                {
                    thread::sleep(Duration::from_millis(1));
                }
                second.kill();
            });
        }
        fit(&devices, 0.05, 40, after, folder)
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    if env::args().nth(1).as_deref() == Some("serve") {
        return serve();
    }
    let folder = tempfile::tempdir()?;
    let [unbroken, broken] =
        ["unbroken", "broken"].map(|name| folder.path().join(name));
    train(&unbroken, None, false)?;

    let result = train(&broken, None, true)?;
    println!("it returns; with an error: {}", result.error.is_some());

    let last = last_checkpoint(&broken, 40);
    println!("a checkpoint of epoch 10 or later: {}", last >= Some(10));
    train(&broken, last, false)?;
    let (unbroken, broken) = (losses(&unbroken, 40)?, losses(&broken, 40)?);
    println!("epoch  unbroken  went on");
    for epoch in [1, 10, 20, 40] {
        println!("{epoch:5} {:9.4} {:8.4}", unbroken[epoch - 1], broken[epoch - 1]);
    }
    assert!(apart(&unbroken, &broken) < 1e-5);
    println!("the {} losses are the same up to 1e-5", unbroken.len());
    Ok(())
}
