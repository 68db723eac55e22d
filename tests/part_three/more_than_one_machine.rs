//! What the chapter *More than one machine* claims.

use std::iter::zip;
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use backprop::activation::{Identity, Sigmoid};
use backprop::classification::{Dataset, cross_entropy, spiral};
use backprop::dense::Gradients;
use backprop::digits::{SMALL, mlp};
use backprop::initialization::Initialization;
use backprop::memory_and_threads::batch::sum;
use backprop::mini_batches::mean_gradients;
use backprop::more_than_one_machine::{
    Machine, Step, all_reduce, counted, mean_of_parts, on_threads, parts,
    sum_gradients,
};
use backprop::sequential::in_one_list;
use backprop::what_it_learned::quantile;
use backprop::{Dense, Sequential};
use figures::more_than_one_machine::measured;
use rand::{SeedableRng, rngs::ChaCha8Rng};

fn start(seed: u64) -> (Sequential, Dataset) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    let data = spiral(16, 0.1, rng);
    let net = Sequential::new(Dense::new(2, 7), &Sigmoid)
        .then(Dense::new(7, 3), &Identity)
        .initialized(Initialization::Xavier, rng);
    (net, data)
}

fn apart(a: &[Gradients], b: &[Gradients]) -> f64 {
    let pairs = zip(in_one_list(a), in_one_list(b));
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

/// However the batch is cut, the gradient is the same but for the rounding: another order
/// of adding. **No, but nearly**: the rounding differs with the order of adding.
#[test]
fn however_a_batch_is_cut_its_parts_add_up_to_its_gradient() {
    let mut equal_to_the_bit = 0;
    for seed in 0..50 {
        let (net, data) = start(seed);
        let (x, y) = (&data.x, &data.one_hot());
        let whole = sum_gradients(&net, cross_entropy, x, y).1;
        let cut =
            |machines| on_threads(&net, cross_entropy, x, y, &parts(48, machines)).1;
        for machines in [1, 2, 3, 5, 48] {
            assert!(apart(&cut(machines), &whole) < 1e-13);
        }
        assert_eq!(cut(1), whole);
        equal_to_the_bit += usize::from(cut(3) == cut(5));
    }
    assert_eq!(equal_to_the_bit, 0);
}

/// While all parts are equal, the wrong formula is right.
#[test]
fn the_mean_of_means_is_right_only_for_parts_of_one_size() {
    for seed in 0..50 {
        let (net, data) = start(seed);
        let mean = |rows: std::ops::Range<usize>| {
            let part = data.select(&rows.collect::<Vec<_>>());
            mean_gradients(&net, cross_entropy, &part.x, &part.one_hot())
        };
        let whole = mean(0..48).1;
        let means = |cuts: [usize; 4], sizes: bool| {
            let parts = cuts.windows(2).map(|cut| {
                let size = if sizes { cut[1] - cut[0] } else { 1 };
                (size, mean(cut[0]..cut[1]))
            });
            mean_of_parts(parts.collect()).1
        };
        assert!(apart(&means([0, 16, 32, 48], false), &whole) < 1e-14);
        assert!(apart(&means([0, 23, 46, 48], true), &whole) < 1e-14);
        assert!(apart(&means([0, 23, 46, 48], false), &whole) > 1e-3);
    }
}

/// A step of plain gradient descent goes ____ times as far as on one machine. For equal parts the sum of the two means is twice the mean of the batch.
#[test]
fn two_means_added_up_step_twice_as_far() {
    for seed in 0..50 {
        let (net, data) = start(seed);
        let half = |rows: std::ops::Range<usize>| {
            let part = data.select(&rows.collect::<Vec<_>>());
            mean_gradients(&net, cross_entropy, &part.x, &part.one_hot())
        };
        let whole = in_one_list(&half(0..48).1);
        let sum = in_one_list(&sum(half(0..24), half(24..48)).1);
        for (sum, whole) in zip(sum, whole) {
            assert!((sum - 2.0 * whole).abs() < 1e-14);
        }
    }
}

/// What each of a ring has afterwards, and has sent.
fn ring(lists: &[Vec<f64>]) -> Vec<(Vec<f64>, usize)> {
    let machines = lists.len();
    let listeners: Vec<_> =
        lists.iter().map(|_| TcpListener::bind("127.0.0.1:0").unwrap()).collect();
    let addresses: Vec<_> =
        listeners.iter().map(|listener| listener.local_addr().unwrap()).collect();
    let addresses = &addresses;
    thread::scope(|scope| {
        let run = |(rank, listener): (usize, TcpListener)| {
            scope.spawn(move || {
                let right = addresses[(rank + 1) % machines];
                let mut right = TcpStream::connect(right).unwrap();
                let mut left = listener.accept().unwrap().0;
                left.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                let mut numbers = lists[rank].clone();
                let ring = (rank, machines);
                let sent =
                    all_reduce(&mut numbers, ring, &mut right, &mut left).unwrap();
                (numbers, sent)
            })
        };
        let threads: Vec<_> = listeners.into_iter().enumerate().map(run).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// The gradients of the parts of a batch, one for each machine.
fn gradients_of_parts(seed: u64, machines: usize) -> (Vec<f64>, Vec<Vec<f64>>) {
    let (net, data) = start(seed);
    let sum = |rows: Vec<usize>| {
        let part = data.select(&rows);
        in_one_list(&sum_gradients(&net, cross_entropy, &part.x, &part.one_hot()).1)
    };
    let lists = parts(48, machines).into_iter().map(|part| sum(part.collect()));
    (sum((0..48).collect()), lists.collect())
}

/// Cut the gradient into $`m`$ pieces, and let every piece travel once around the ring to
/// collect its sum, and once more to hand it out. So all have the same gradient to the last
/// bit, and if they began with the same weights, their networks stay the same without ever
/// being sent. **Add up** what arrives, piece by piece. **Replace** its pieces by the
/// finished ones that arrive.
#[test]
fn around_a_ring_every_machine_gets_the_same_bits() {
    for machines in 2..6 {
        let (whole, lists) = gradients_of_parts(machines as u64, machines);
        let all = ring(&lists);
        for (numbers, _) in &all {
            assert_eq!(numbers, &all[0].0);
            for (sum, whole) in zip(numbers, &whole) {
                assert!((sum - whole).abs() < 1e-13);
            }
        }
    }
}

/// bytes from each machine, less than the gradient twice, however many machines there are.
#[test]
fn a_machine_of_a_ring_sends_the_bytes_of_the_formula() {
    for machines in [1, 2, 3, 4, 6] {
        let lists = vec![vec![1.0; 48]; machines];
        let step = Step { parameters: 48, samples: 1, bytes: 8 };
        for (_, sent) in ring(&lists) {
            assert_eq!(sent as f64, step.bytes_sent(machines));
            assert!(sent < 2 * 48 * 8);
        }
    }
}

/// For the digits network in a batch of 32, counting layer by layer gives within two percent of that, with the slopes along the inputs of the first layer, which `backward` computes and [Speed](speed.md) leaves out. The dense network of [Digits](digits.md) has 19,210 parameters.
#[test]
fn six_operations_for_each_parameter_and_sample_are_counted_within_two_percent() {
    let net = mlp(SMALL, 256, &mut ChaCha8Rng::seed_from_u64(0));
    let parameters = net.parameters().len();
    assert_eq!(parameters, 19_210);
    let step = Step { parameters, samples: 32, bytes: 8 };
    let ratio = counted(&net, 32) as f64 / step.operations();
    assert!((0.98..1.0).contains(&ratio), "{ratio}");
}

/// Without latency, the size of a dense network changes no speed-up. The network has
/// canceled. What helps are more samples in a step.
#[test]
fn without_latency_the_size_of_a_dense_network_changes_no_speed_up() {
    let machine = Machine { rate: 1e10, bandwidth: 2e9, latency: 0.0 };
    let speed_up = |parameters, samples, machines| {
        Step { parameters, samples, bytes: 8 }.speed_up(machines, &machine)
    };
    for machines in 2..20 {
        let small = speed_up(19_210, 32, machines);
        assert!((small - speed_up(19_200_010, 32, machines)).abs() < 1e-12);
        assert!(small < speed_up(19_210, 64, machines));
    }
}

/// The latency hurts a small network only.
#[test]
fn the_latency_hurts_a_small_network_only() {
    let machine = Machine { rate: 1e10, bandwidth: 1.25e9, latency: 5e-5 };
    let without = Machine { latency: 0.0, ..machine };
    let share = |parameters, machines| {
        let step = Step { parameters, samples: 32, bytes: 8 };
        step.speed_up(machines, &machine) / step.speed_up(machines, &without)
    };
    for machines in 2..=16 {
        assert!(share(19_210, machines) < 0.8 && share(19_200_010, machines) > 0.99);
    }
    let two =
        |parameters| Step { parameters, samples: 32, bytes: 8 }.speed_up(2, &machine);
    assert!(two(19_210) < 1.0 && 1.0 < two(19_200_010) && two(19_200_010) < 1.5);
}

/// For each of the five the formula is within a fifth of what was measured.
#[test]
fn the_formula_is_within_a_fifth_of_what_two_processes_measured() {
    let measured = measured();
    assert_eq!(measured.len(), 5);
    for measured in measured {
        let ratio = measured.expected() / measured.speed_up();
        assert!((0.8..1.2).contains(&ratio), "{measured:?}: {ratio}");
    }
}

/// With 32 samples two processes are slower than one, for all three networks; with 1,024
/// they are faster.
#[test]
fn two_processes_gain_with_1024_samples_and_lose_with_32() {
    for measured in measured() {
        let gains = measured.step.samples == 1024;
        assert_eq!(measured.speed_up() > 1.0, gains, "{measured:?}");
    }
}

/// But the formula needs a rate for each network and batch: one row has more than three times
/// the rate of another.
#[test]
fn one_row_has_more_than_three_times_the_rate_of_another() {
    let rates = measured().into_iter().map(|measured| measured.machine().rate);
    let rates: Vec<f64> = rates.collect();
    assert!(quantile(&rates, 1.0) > 3.0 * quantile(&rates, 0.0), "{rates:?}");
}
