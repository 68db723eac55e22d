//! More than one machine: the gradient of a batch from those of its parts, and what it takes to
//! add them up over a wire.

use std::io::{self, Read, Write};
use std::iter::zip;
use std::ops::Range;
use std::thread;

use ndarray::{Array2, Axis};

use crate::classification::Loss;
use crate::dense::Gradients;
use crate::memory_and_threads::batch::sum;
use crate::sequential::Sequential;

/// The rows of `n` samples that each of `machines` gets, as equal as whole numbers allow.
///
/// # Panics
///
/// If there is no machine.
// ANCHOR: parts
pub fn parts(n: usize, machines: usize) -> Vec<Range<usize>> {
    assert!(machines > 0, "there is no machine");
    (0..machines).map(|k| k * n / machines..(k + 1) * n / machines).collect()
}
// ANCHOR_END: parts

/// The loss of the samples `x` `(n, inputs)` with targets `y` `(n, outputs)`, **added up**,
/// and its gradients.
// ANCHOR: sum_gradients
pub fn sum_gradients(
    net: &Sequential,
    loss: Loss,
    x: &Array2<f64>,
    y: &Array2<f64>,
) -> (f64, Vec<Gradients>) {
    let pass = net.forward(x);
    let (loss, d_output) = loss(pass.output(), y);
    (loss, net.backward(x, &pass, &d_output).gradients)
}
// ANCHOR_END: sum_gradients

/// What [`sum_gradients`] gives for the whole batch, from a thread for each part of it.
///
/// # Panics
///
/// If a part has a row that `x` or `y` has not, or if there is no part.
#[doc = cell!("parts")]
// ANCHOR: on_threads
pub fn on_threads(
    net: &Sequential,
    loss: Loss,
    x: &Array2<f64>,
    y: &Array2<f64>,
    parts: &[Range<usize>],
) -> (f64, Vec<Gradients>) {
    thread::scope(|scope| {
        let of = |part: &Range<usize>| {
            let rows = |of: &Array2<f64>| {
                of.slice_axis(Axis(0), part.clone().into()).to_owned()
            };
            let (x, y) = (rows(x), rows(y));
            scope.spawn(move || sum_gradients(net, loss, &x, &y))
        };
        let threads: Vec<_> = parts.iter().map(of).collect();
        let sums = threads.into_iter().map(|thread| thread.join().expect("its part"));
        sums.reduce(sum).expect("a part")
    })
}
// ANCHOR_END: on_threads

/// The mean loss and gradients of a batch from the means of its parts, each with its number
/// of samples.
///
/// # Panics
///
/// If there is no part.
#[doc = cell!("unequal_parts")]
// ANCHOR: mean_of_parts
pub fn mean_of_parts(
    parts: Vec<(usize, (f64, Vec<Gradients>))>,
) -> (f64, Vec<Gradients>) {
    let n: usize = parts.iter().map(|(size, _)| size).sum();
    let weighted =
        parts.into_iter().map(|(size, part)| times(size as f64 / n as f64, part));
    weighted.reduce(sum).expect("a part")
}

/// So many times a loss and its gradients.
pub fn times(
    weight: f64,
    (loss, mut gradients): (f64, Vec<Gradients>),
) -> (f64, Vec<Gradients>) {
    for layer in &mut gradients {
        layer.dw *= weight;
        layer.db *= weight;
    }
    (weight * loss, gradients)
}
// ANCHOR_END: mean_of_parts

/// Adds up `numbers` over all machines of a ring: afterwards each has the same sums. Gives the
/// bytes that this one, the `rank`-th of `machines` counted from 0, has sent to its `right`.
///
/// Source: P. Patarasuk, X. Yuan, *Bandwidth optimal all-reduce algorithms for clusters of
/// workstations*, 2009.
///
/// # Errors
///
/// If a neighbor can't be reached any more.
// ANCHOR: all_reduce
pub fn all_reduce(
    numbers: &mut [f64],
    (rank, machines): (usize, usize),
    right: &mut (impl Write + Send),
    left: &mut impl Read,
) -> io::Result<usize> {
    let pieces = parts(numbers.len(), machines);
    let mut sent = 0;
    for round in 0..2 * (machines - 1) {
        // Every piece moves on by one machine in each round.
        let piece = |back: usize| {
            pieces[(rank + 2 * machines - round - back) % machines].clone()
        };
        let out: Vec<u8> =
            numbers[piece(0)].iter().flat_map(|w| w.to_le_bytes()).collect();
        let mut arrived = vec![0; 8 * piece(1).len()];
        thread::scope(|scope| {
            // Whoever sends before it reads waits for one who does the same.
            let sending = scope.spawn(|| right.write_all(&out));
            left.read_exact(&mut arrived)?;
            sending.join().expect("a thread that does not panic")
        })?;
        sent += out.len();
        for (mine, bytes) in zip(&mut numbers[piece(1)], arrived.chunks_exact(8)) {
            let other = f64::from_le_bytes(bytes.try_into().expect("eight bytes"));
            // First the sums grow; from round machines − 1 on, they are handed round.
            *mine = if round < machines - 1 { *mine + other } else { other };
        }
    }
    Ok(sent)
}
// ANCHOR_END: all_reduce

/// What one machine can do, and a wire between two of them.
// ANCHOR: Machine
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Machine {
    /// Multiplications and additions in a second.
    pub rate: f64,
    /// Bytes in a second, over the wire.
    pub bandwidth: f64,
    /// Seconds until the first byte arrives.
    pub latency: f64,
}
// ANCHOR_END: Machine

/// A step: its size, and what it has to compute and to send.
// ANCHOR: Step
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Weights and biases.
    pub parameters: usize,
    /// Samples of the batch, on all machines together.
    pub samples: usize,
    /// Bytes of one number.
    pub bytes: usize,
}

impl Step {
    /// Multiplications and additions of dense layers, forward and back.
    pub fn operations(&self) -> f64 {
        6.0 * self.parameters as f64 * self.samples as f64
    }

    /// What each machine sends in a ring of so many.
    pub fn bytes_sent(&self, machines: usize) -> f64 {
        let gradient = (self.parameters * self.bytes) as f64;
        2.0 * (machines - 1) as f64 / machines as f64 * gradient
    }

    /// Seconds on so many machines.
    pub fn seconds(&self, machines: usize, machine: &Machine) -> f64 {
        let Machine { rate, bandwidth, latency } = machine;
        self.operations() / rate / machines as f64
            + self.bytes_sent(machines) / bandwidth
            + 2.0 * (machines - 1) as f64 * latency
    }

    /// How many times as fast as one machine so many are.
    pub fn speed_up(&self, machines: usize, machine: &Machine) -> f64 {
        self.seconds(1, machine) / self.seconds(machines, machine)
    }
}
// ANCHOR_END: Step

/// The multiplications and additions of one step of a network of dense layers, counted: the
/// three products of each layer, and the biases forward and back.
// ANCHOR: counted
pub fn counted(net: &Sequential, samples: usize) -> usize {
    let of_layer = |inputs: usize, outputs: usize| {
        // Forward, along the weights, along the inputs: each term is multiplied and added.
        let product = 2 * samples * inputs * outputs;
        3 * product + 2 * samples * outputs
    };
    let layers = net.stages.iter().map(|stage| &stage.layer);
    layers.map(|layer| of_layer(layer.inputs(), layer.outputs())).sum()
}
// ANCHOR_END: counted

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::time::Duration;

    use rand::{RngExt, SeedableRng, rngs::ChaCha8Rng};

    use super::*;
    use crate::activation::{Identity, Sigmoid};
    use crate::classification::{cross_entropy, squares};
    use crate::dense::Dense;
    use crate::mini_batches::mean_gradients;
    use crate::sequential::in_one_list;

    /// A network 5-4-3, and a batch of 23 samples.
    fn batch() -> (Sequential, Array2<f64>, Array2<f64>) {
        let rng = &mut ChaCha8Rng::seed_from_u64(7);
        let mut net = Sequential::new(Dense::new(5, 4), &Sigmoid)
            .then(Dense::new(4, 3), &Identity);
        net.for_each_parameter(|w| *w = rng.random::<f64>() - 0.5);
        let x = Array2::from_shape_simple_fn((23, 5), || rng.random());
        (net, x, Array2::from_shape_fn((23, 3), |(i, j)| f64::from(i % 3 == j)))
    }

    fn apart(
        (loss, a): &(f64, Vec<Gradients>),
        (other, b): &(f64, Vec<Gradients>),
        times: f64,
    ) -> f64 {
        let pairs = zip(in_one_list(a), in_one_list(b));
        let apart = pairs.map(|(a, b)| (a - times * b).abs());
        apart.fold((loss - times * other).abs(), f64::max)
    }

    #[test]
    fn parts_have_all_samples_and_differ_by_one_at_most() {
        assert_eq!(parts(10, 4), [0..2, 2..5, 5..7, 7..10]);
        assert_eq!(parts(2, 3), [0..0, 0..1, 1..2]);
        let one = parts(7, 1);
        assert_eq!((one.len(), one[0].clone()), (1, 0..7));
    }

    #[test]
    #[should_panic(expected = "there is no machine")]
    fn no_machine_is_refused() {
        parts(10, 0);
    }

    #[test]
    fn the_sum_is_the_mean_times_the_samples() {
        let (net, x, y) = batch();
        for loss in [cross_entropy as Loss, squares] {
            let sum = sum_gradients(&net, loss, &x, &y);
            let mean = mean_gradients(&net, loss, &x, &y);
            assert!(apart(&sum, &mean, 23.0) < 1e-13);
        }
    }

    #[test]
    fn threads_add_up_to_the_whole_batch_however_it_is_cut() {
        let (net, x, y) = batch();
        let whole = sum_gradients(&net, cross_entropy, &x, &y);
        for machines in [1, 2, 3, 5, 23, 30] {
            let sum = on_threads(&net, cross_entropy, &x, &y, &parts(23, machines));
            assert!(apart(&sum, &whole, 1.0) < 1e-13, "{machines}");
        }
        let sum = on_threads(&net, cross_entropy, &x, &y, &[0..1, 1..17, 17..23]);
        assert!(apart(&sum, &whole, 1.0) < 1e-13);
        // A part that is left out is missing.
        let sum = on_threads(&net, cross_entropy, &x, &y, &[0..1, 1..17]);
        assert!(apart(&sum, &whole, 1.0) > 1e-3);
    }

    #[test]
    fn means_of_parts_count_by_their_samples() {
        let (net, x, y) = batch();
        let whole = mean_gradients(&net, cross_entropy, &x, &y);
        for cuts in [parts(23, 1), vec![0..2, 2..23], vec![0..11, 11..12, 12..23]] {
            let parts = cuts.into_iter().map(|part| {
                let rows = |of: &Array2<f64>| {
                    of.slice_axis(Axis(0), part.clone().into()).to_owned()
                };
                let mean = mean_gradients(&net, cross_entropy, &rows(&x), &rows(&y));
                (part.len(), mean)
            });
            let mean = mean_of_parts(parts.collect());
            assert!(apart(&mean, &whole, 1.0) < 1e-13);
        }
    }

    /// What each of a ring of so many machines has after all_reduce, and has sent.
    fn ring(machines: usize, len: usize) -> Vec<(Vec<f64>, usize)> {
        let listeners: Vec<_> = (0..machines)
            .map(|_| TcpListener::bind("127.0.0.1:0").unwrap())
            .collect();
        let addresses: Vec<_> =
            listeners.iter().map(|listener| listener.local_addr().unwrap()).collect();
        let addresses = &addresses;
        thread::scope(|scope| {
            let run = |(rank, listener): (usize, TcpListener)| {
                scope.spawn(move || {
                    let wait = Some(Duration::from_secs(20));
                    let right = addresses[(rank + 1) % machines];
                    let mut right = TcpStream::connect(right).unwrap();
                    let mut left = listener.accept().unwrap().0;
                    left.set_read_timeout(wait).unwrap();
                    right.set_write_timeout(wait).unwrap();
                    let mut numbers: Vec<f64> =
                        (0..len).map(|i| 0.1 * (i + 100 * rank) as f64).collect();
                    let ring = (rank, machines);
                    let sent = all_reduce(&mut numbers, ring, &mut right, &mut left)
                        .unwrap();
                    (numbers, sent)
                })
            };
            let threads: Vec<_> =
                listeners.into_iter().enumerate().map(run).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    }

    #[test]
    fn after_a_ring_every_machine_has_the_same_sums() {
        // The last: more than a socket holds.
        for (machines, len) in
            [(1, 5), (2, 10), (3, 10), (4, 3), (5, 20), (2, 1 << 20)]
        {
            let all = ring(machines, len);
            for (numbers, sent) in &all {
                assert_eq!(numbers, &all[0].0);
                let step = Step { parameters: len, samples: 1, bytes: 8 };
                if len % machines == 0 {
                    assert_eq!(*sent as f64, step.bytes_sent(machines));
                }
            }
            let ranks = (machines * (machines - 1) / 2) as f64;
            for (i, sum) in all[0].0.iter().enumerate() {
                let expected = 0.1 * ((machines * i) as f64 + 100.0 * ranks);
                assert!((sum - expected).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_neighbor_that_is_gone_is_an_error() {
        let mut numbers = [1.0, 2.0];
        let gone = &mut io::empty();
        let error = all_reduce(&mut numbers, (0, 2), &mut io::sink(), gone);
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        let mut full = &mut [0_u8; 3][..];
        let error = all_reduce(&mut numbers, (0, 2), &mut full, &mut io::repeat(0));
        assert_eq!(error.unwrap_err().kind(), io::ErrorKind::WriteZero);
    }

    #[test]
    fn a_step_takes_its_arithmetic_its_bytes_and_its_rounds() {
        let step = Step { parameters: 100, samples: 10, bytes: 4 };
        let machine = Machine { rate: 1000.0, bandwidth: 50.0, latency: 0.25 };
        assert_eq!(step.operations(), 6000.0);
        assert_eq!([1, 2, 4].map(|m| step.bytes_sent(m)), [0.0, 400.0, 600.0]);
        assert_eq!(step.seconds(1, &machine), 6.0);
        assert_eq!(step.seconds(2, &machine), 3.0 + 8.0 + 0.5);
        assert_eq!(step.seconds(4, &machine), 1.5 + 12.0 + 1.5);
        assert_eq!(step.speed_up(4, &machine), 6.0 / 15.0);
    }

    #[test]
    fn operations_are_counted_as_the_loops_do_them() {
        let (net, _, _) = batch();
        let mut count = 0;
        for (inputs, outputs) in [(5, 4), (4, 3)] {
            // x·W: for each sample and output, a sum over the inputs; the others alike.
            for [rows, columns, terms] in
                [[23, outputs, inputs], [inputs, outputs, 23], [23, inputs, outputs]]
            {
                for _ in 0..rows * columns {
                    count += 2 * terms;
                }
            }
            // A bias is added to each sum, and the slopes along it are added up.
            count += 23 * outputs + 23 * outputs;
        }
        assert_eq!(counted(&net, 23), count);
    }
}
