//! What a second machine is worth in *More than one machine*: writes `data/machines.csv`.
//!
//! `cargo run --release --example machines` starts a second process and trains networks of dense layers on
//! both, which add up their gradients over TCP on 127.0.0.1. Each line of the table is a round:
//! seconds of a step alone, of an exchange of the gradients, of an exchange of two numbers, and of a
//! step together. What is compared takes turns.

use std::error::Error;
use std::iter::zip;
use std::net::{TcpListener, TcpStream};
use std::ops::Range;
use std::path::Path;
use std::process::{Child, Command};
use std::time::{Duration, Instant};
use std::{env, io, thread};

use backprop::Sequential;
use backprop::classification::cross_entropy;
use backprop::dense::Gradients;
use backprop::digits::{SMALL, mlp};
use backprop::memory_and_threads::keep_memory;
use backprop::more_than_one_machine::{all_reduce, parts, sum_gradients};
use backprop::sequential::in_one_list;
use files::write_whole;
use ndarray::{Array2, Axis};
use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

type Failure = Box<dyn Error>;

/// Hidden units, samples of a batch, and rounds. Our digits network has 256 hidden units.
const WORK: [(usize, usize, usize); 5] = [
    (256, 32, 401),
    (256, 1024, 101),
    (25_600, 32, 31),
    (25_600, 1024, 11),
    (256_000, 32, 15),
];
/// How long a neighbor may take.
const WAIT: Duration = Duration::from_secs(120);

fn main() -> Result<(), Failure> {
    keep_memory();
    let mut arguments = env::args().skip(1);
    if arguments.next().as_deref() == Some("second") {
        let address = arguments.next().ok_or("no address")?;
        rounds(1, &TcpStream::connect(address)?)?;
        return Ok(());
    }
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    let _second =
        Second(Command::new(env::current_exe()?).args(["second", &address]).spawn()?);
    let table = rounds(0, &accept(&listener)?)?;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../data/machines.csv");
    Ok(write_whole(Path::new(path), table)?)
}

/// The second process; it ends with the first.
struct Second(Child);

impl Drop for Second {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Whoever connects, or an error when nobody does.
fn accept(listener: &TcpListener) -> io::Result<TcpStream> {
    listener.set_nonblocking(true)?;
    let begun = Instant::now();
    loop {
        match listener.accept() {
            Ok((wire, _)) => return wire.set_nonblocking(false).map(|()| wire),
            Err(error) if begun.elapsed() > WAIT => return Err(error),
            Err(_) => thread::sleep(Duration::from_millis(10)),
        }
    }
}

/// What both processes do, in the same order. Gives the table of the `rank`-th.
fn rounds(rank: usize, wire: &TcpStream) -> Result<String, Failure> {
    wire.set_nodelay(true)?;
    wire.set_read_timeout(Some(WAIT))?;
    wire.set_write_timeout(Some(WAIT))?;
    let wire = Wire { rank, wire };
    let mut table = String::from("parameters,samples,alone,exchange,two,together\n");
    for (hidden, samples, rounds) in WORK {
        let mut alone = Training::of(hidden, samples, 0..samples);
        let part = parts(samples, 2)[rank].clone();
        let mut together = Training::of(hidden, samples, part);
        let parameters = alone.net.parameters().len();
        for _ in 0..rounds {
            let mut seconds = vec![];
            wire.barrier()?;
            if rank == 0 {
                seconds.push(timed(|| alone.step(|_| Ok(())))?);
            }
            wire.barrier()?;
            let mut gradients = together.gradients();
            wire.barrier()?;
            seconds.push(timed(|| wire.add_up(&mut gradients))?);
            wire.barrier()?;
            seconds.push(timed(|| wire.barrier())?);
            seconds.push(timed(|| together.step(|slopes| wire.add_up(slopes)))?);
            let seconds: Vec<_> =
                seconds.iter().map(|seconds| format!("{seconds:.4e}")).collect();
            table += &format!("{parameters},{samples},{}\n", seconds.join(","));
        }
        if rank == 0 {
            println!("{parameters} parameters, {samples} samples: {rounds} rounds");
            together.is_that_of(&alone)?;
        }
    }
    Ok(table)
}

fn timed(what: impl FnOnce() -> io::Result<()>) -> io::Result<f64> {
    let start = Instant::now();
    what()?;
    Ok(start.elapsed().as_secs_f64())
}

/// One end of the wire between two processes.
struct Wire<'a> {
    rank: usize,
    wire: &'a TcpStream,
}

impl Wire<'_> {
    fn all_reduce(&self, numbers: &mut [f64]) -> io::Result<()> {
        let (mut right, mut left) = (self.wire, self.wire);
        all_reduce(numbers, (self.rank, 2), &mut right, &mut left).map(drop)
    }

    /// Waits until the other one is here, too.
    fn barrier(&self) -> io::Result<()> {
        self.all_reduce(&mut [0.0; 2])
    }

    /// Replaces gradients by the sum of both processes'.
    fn add_up(&self, gradients: &mut [Gradients]) -> io::Result<()> {
        let mut list = in_one_list(gradients);
        self.all_reduce(&mut list)?;
        let places = gradients
            .iter_mut()
            .flat_map(|layer| layer.dw.iter_mut().chain(&mut layer.db));
        zip(places, list).for_each(|(place, slope)| *place = slope);
        Ok(())
    }
}

/// A network that trains on some rows of a batch of `samples`.
struct Training {
    net: Sequential,
    x: Array2<f64>,
    y: Array2<f64>,
    samples: usize,
}

impl Training {
    /// The same network and batch in each process.
    fn of(hidden: usize, samples: usize, rows: Range<usize>) -> Self {
        let rng = &mut ChaCha8Rng::seed_from_u64(1);
        let net = mlp(SMALL, hidden, rng);
        let x =
            Array2::from_shape_simple_fn((samples, SMALL.size()), || rng.random());
        let y = Array2::from_shape_fn((samples, 10), |(i, j)| f64::from(i % 10 == j));
        let of = |all: Array2<f64>| {
            all.slice_axis(Axis(0), rows.clone().into()).to_owned()
        };
        Training { net, x: of(x), y: of(y), samples }
    }

    fn gradients(&self) -> Vec<Gradients> {
        sum_gradients(&self.net, cross_entropy, &self.x, &self.y).1
    }

    /// A step, with what has to happen to its gradients first.
    fn step(
        &mut self,
        first: impl FnOnce(&mut [Gradients]) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut gradients = self.gradients();
        first(&mut gradients)?;
        self.net.step(&gradients, 0.001 / self.samples as f64);
        Ok(())
    }

    /// Fails unless both have the same weights, but for the rounding.
    fn is_that_of(&self, other: &Self) -> Result<(), Failure> {
        let pairs = zip(self.net.parameters(), other.net.parameters());
        let apart = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        println!("  largest difference of two weights: {apart:.1e}");
        if apart < 1e-12 { Ok(()) } else { Err("not the same training".into()) }
    }
}
