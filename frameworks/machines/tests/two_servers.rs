//! Two servers, each in a process of its own.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use backprop::classification::cross_entropy;
use backprop::mini_batches::mean_gradients;
use burn::data::dataloader::DataLoaderBuilder;
use burn::data::dataloader::batcher::Batcher;
use burn::data::dataloader::split::split_dataloader;
use burn::data::dataset::InMemDataset;
use burn::prelude::*;
use burn::server::{RemoteServer, WebSocketTransport};
use burn::tensor::distributed::{DistributedConfig, ReduceOperation};
use burn::train::ExecutionStrategy;
use files::small::small;
use in_machines::server::Server;
use in_machines::training::{
    DIGITS, apart, fit, from_burn, last_checkpoint, losses, start, to_burn,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_two_servers");

/// Runs a test that may not hang. If it does, it fails after two minutes; its servers end with
/// this process.
fn in_time(test: impl FnOnce() + Send + 'static) {
    let (done, wait) = mpsc::channel();
    let thread = thread::spawn(move || {
        test();
        done.send(())
    });
    match wait.recv_timeout(Duration::from_secs(120)) {
        Err(RecvTimeoutError::Timeout) => panic!("no end after two minutes"),
        _ => assert!(thread.join().is_ok(), "the test failed"),
    }
}

fn servers() -> [Server; 2] {
    [(); 2].map(|()| Server::start(PROGRAM).unwrap())
}

#[test]
fn weights_get_to_a_server_and_back() {
    in_time(|| {
        let [server, _] = servers();
        let net = to_burn(&start(), &server.device().unwrap()).unwrap();
        let back = from_burn(&net).unwrap().parameters();
        assert!(apart(&back, &start().parameters()) < 1e-7);
    });
}

/// `MultiDevice` adds up the gradients of its devices, each the mean of its batch.
/// The first step on two servers is ours with twice the mean gradient of all 512
/// digits, up to $`10^{-6}`$.
#[test]
fn multi_device_adds_up_the_gradients() {
    in_time(|| {
        let servers = servers();
        let devices = [0, 1].map(|k| servers[k].device().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let data = small();
        let first: Vec<usize> = (0..DIGITS).collect();
        let data = data.select(&first);
        let (_, gradients) =
            mean_gradients(&start(), cross_entropy, &data.x, &data.one_hot());
        for (n, times) in [(1, 1.0), (2, 2.0)] {
            let mut ours = start();
            ours.step(&gradients, times * 0.1);
            let folder = folder.path().join(n.to_string());
            let theirs = fit(&devices[..n], 0.1, 1, None, &folder).unwrap();
            let theirs = from_burn(&theirs.model).unwrap().parameters();
            println!("{n}: {:e}", apart(&ours.parameters(), &theirs));
            println!("{n}: {:e}", apart(&start().parameters(), &theirs));
            assert!(apart(&ours.parameters(), &theirs) < 1e-6);
        }
    });
}

/// Then no loss of 40 epochs on two servers differs from that on one by $`10^{-5}`$.
/// At the whole rate, some differ by more than 0.4.
#[test]
fn at_half_the_rate_two_servers_have_the_losses_of_one() {
    in_time(|| {
        let servers = servers();
        let devices = [0, 1].map(|k| servers[k].device().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let losses = |n, rate: f64| {
            let folder = folder.path().join(format!("{n}-{rate}"));
            fit(&devices[..n], rate, 40, None, &folder).unwrap();
            losses(&folder, 40).unwrap()
        };
        let (one, two, fast) = (losses(1, 0.1), losses(2, 0.05), losses(2, 0.1));
        println!("{:e}, {:e}", apart(&one, &two), apart(&one, &fast));
        assert!(apart(&one, &two) < 1e-5);
        assert!(apart(&one, &fast) > 0.4);
    });
}

/// **It goes on as if the training had ended.** `launch` returns a network, and the
/// error is in the field `error` beside it. From the checkpoint on, no loss differs
/// by $`10^{-5}`$ from that of the training that nobody disturbed.
#[test]
fn after_a_death_the_training_goes_on_from_a_checkpoint() {
    in_time(|| {
        let folder = tempfile::tempdir().unwrap();
        let (whole, broken) =
            (folder.path().join("whole"), folder.path().join("broken"));
        let run = |after, folder: &Path| {
            let servers = servers();
            let devices = [0, 1].map(|k| servers[k].device().unwrap());
            let result = fit(&devices, 0.05, 30, after, folder).unwrap();
            assert!(result.error.is_none());
        };
        run(None, &whole);

        let [first, mut second] = servers();
        let devices = [first.device().unwrap(), second.device().unwrap()];
        let watched = broken.clone();
        let killer = thread::spawn(move || {
            while last_checkpoint(&watched, 30) < Some(10) {
                thread::sleep(Duration::from_millis(1));
            }
            second.kill();
        });
        let result = fit(&devices, 0.05, 30, None, &broken).unwrap();
        killer.join().unwrap();
        // Which one it is depends on where the dead server is missed first.
        assert!(result.error.is_some() && result.interrupted.is_none());

        let last = last_checkpoint(&broken, 30);
        assert!(Some(10) <= last && last < Some(30), "{last:?}");
        run(last, &broken);
        let (whole, broken) =
            (losses(&whole, 30).unwrap(), losses(&broken, 30).unwrap());
        println!("{last:?}: {:e}", apart(&whole, &broken));
        assert!(apart(&whole, &broken) < 1e-5);
    });
}

/// With a server dead since the first step, the weights that `launch` returns can't be read, and
/// weights sent anew to the other server can't, either.
#[test]
fn after_a_death_the_other_server_is_lost_too() {
    in_time(|| {
        let [first, mut second] = servers();
        let devices = [first.device().unwrap(), second.device().unwrap()];
        second.kill();
        let folder = tempfile::tempdir().unwrap();
        let result = fit(&devices, 0.05, 30, None, folder.path()).unwrap();
        assert!(result.error.is_some());
        assert_eq!(last_checkpoint(folder.path(), 30), None);
        assert!(from_burn(&result.model).is_err());
        let net = to_burn(&start(), &devices[0]).unwrap();
        assert!(from_burn(&net).is_err());
    });
}

/// A server, and its port.
fn serving() -> (Child, u16) {
    let mut command = Command::new(PROGRAM);
    command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut server = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address: SocketAddr = line.trim().parse().unwrap();
    assert!(address.ip().is_loopback());
    (server, address.port())
}

/// Ours ends when its input ends, and the input ends with the program that holds its
/// other end, however that one ended.
#[test]
fn a_server_ends_with_its_input() {
    in_time(|| {
        let (mut server, port) = serving();
        assert!(open(port)[0]);
        assert!(server.try_wait().unwrap().is_none());
        drop(server.stdin.take());
        server.wait().unwrap();
        assert!(!open(port)[0]);
    });
}

/// What two addresses of this computer say to a connection: 127.0.0.1 and 127.0.0.2.
fn open(port: u16) -> [bool; 2] {
    [1, 2].map(|k| TcpStream::connect((Ipv4Addr::new(127, 0, 0, k), port)).is_ok())
}

/// The address 127.0.0.1 is that of the computer itself, so no other can connect to
/// this server. That one listens on every address that the computer has.
#[test]
fn no_other_computer_gets_through_to_the_server() {
    in_time(|| {
        let (_server, port) = serving();
        assert_eq!(open(port), [true, false]);

        let port =
            TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        thread::spawn(move || {
            let transport = WebSocketTransport::new(port);
            RemoteServer::new([Device::flex()]).serve(transport).unwrap();
        });
        while !open(port)[0] {
            thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(open(port), [true, true]);
    });
}

struct Count;

impl Batcher<usize, usize> for Count {
    fn batch(&self, items: Vec<usize>, _: &Device) -> usize {
        items.len()
    }
}

/// The batch size is that of *each* device: with `batch_size(32)`, a step on two
/// devices takes 64 samples.
#[test]
fn a_batch_size_is_that_of_each_device() {
    let items = InMemDataset::new((0..128).collect());
    let loader = DataLoaderBuilder::new(Count).batch_size(32).build(items);
    let parts = split_dataloader(loader, &[Device::flex(), Device::flex()]);
    assert_eq!(parts.len(), 2);
    for part in parts {
        let sizes: Vec<usize> = part.iter().map(|batch| batch.unwrap()).collect();
        assert_eq!(sizes, [32, 32]);
    }
}

/// On our processor it stops before the first step: `Distributed operations are not
/// supported`.
#[test]
#[should_panic(expected = "Distributed operations are not supported")]
fn ddp_is_refused_on_this_processor() {
    let devices = vec![Device::flex().autodiff(); 2];
    let config = DistributedConfig { all_reduce_op: ReduceOperation::Mean };
    ExecutionStrategy::ddp(devices, config);
}
