//! A device in another process, and the way to it.

use std::error::Error;
use std::io::{self, BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{self, Child, Command, Stdio};
use std::thread;

use burn::prelude::*;
use burn::remote::{ConnectError, RemoteHost};
use burn::server::{RemoteServer, WebSocketTransport};

/// Lends the processor of this process to whoever connects. Prints the address, and ends when
/// its input does.
///
/// # Errors
///
/// If there is no port, or the server fails.
// ANCHOR: serve
pub fn serve() -> Result<(), Box<dyn Error>> {
    // Nobody but this machine gets through to it, and the system chooses the port.
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("{}", listener.local_addr()?);
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        process::exit(0);
    });
    let transport = WebSocketTransport::from_listener(listener);
    Ok(RemoteServer::new([Device::flex()]).serve(transport)?)
}
// ANCHOR_END: serve

/// A process that serves, and ends with this value.
// ANCHOR: Server
#[derive(Debug)]
pub struct Server {
    process: Child,
    address: String,
}

impl Server {
    /// Starts `program` with the argument `serve`, which has to call [`serve`].
    ///
    /// # Errors
    ///
    /// If it does not start.
    pub fn start(program: impl AsRef<Path>) -> io::Result<Self> {
        // The pipe to its input is closed when we end, however we end.
        let mut process = Command::new(program.as_ref())
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        Ok(Server { process, address: line.trim().to_string() })
    }

    /// Its device.
    ///
    /// # Errors
    ///
    /// If it can't be reached.
    pub fn device(&self) -> Result<Device, ConnectError> {
        let host = RemoteHost::websocket(&format!("ws://{}", self.address));
        Device::remote_options(&host).init()
    }

    /// Kills the process.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
// ANCHOR_END: Server
