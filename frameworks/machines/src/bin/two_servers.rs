//! A step, and a training, on one server and on two.

use std::env;
use std::error::Error;

use in_machines::server::{Server, serve};
use in_machines::training::{apart, fit, from_burn, losses, start};

fn main() -> Result<(), Box<dyn Error>> {
    if env::args().nth(1).as_deref() == Some("serve") {
        return serve();
    }
    let program = env::current_exe()?;
    let servers = [Server::start(&program)?, Server::start(&program)?];
    let devices = [servers[0].device()?, servers[1].device()?];
    let folder = tempfile::tempdir()?;
    let [one, two] = ["one", "two"].map(|name| folder.path().join(name));

    for n in [1, 2] {
        let step = folder.path().join(format!("step-{n}"));
        let net = fit(&devices[..n], 0.1, 1, None, &step)?.model;
        let moved = apart(&start().parameters(), &from_burn(&net)?.parameters());
        println!("a first step on {n} moves a weight by up to {moved:.5}");
    }

    fit(&devices[..1], 0.1, 40, None, &one)?;
    fit(&devices, 0.1 / 2.0, 40, None, &two)?;
    let (one, two) = (losses(&one, 40)?, losses(&two, 40)?);
    println!("epoch  on one  on two, at half the rate");
    for epoch in [1, 10, 20, 40] {
        println!("{epoch:5} {:7.4} {:7.4}", one[epoch - 1], two[epoch - 1]);
    }
    assert!(apart(&one, &two) < 1e-5);
    println!("the {} losses are the same up to 1e-5", one.len());
    Ok(())
}
