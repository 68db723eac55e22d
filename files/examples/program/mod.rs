//! What the programs that train for long share: their output, and their end.

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

/// The standard output. Its reader may be gone before the end, as `head` is.
pub struct Output {
    /// Whether the program goes on without a reader, for the sake of what it saves.
    saves: bool,
    /// Why it writes no more.
    failure: Option<io::Error>,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failure.is_none() {
            match io::stdout().write(bytes) {
                Err(cause) if self.saves => self.failure = Some(cause),
                result => return result,
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Runs `program` and says how it ended: an error in a line of its own, but nothing if only the
/// reader is gone.
pub fn run(
    saves: bool,
    program: impl FnOnce(&mut Output) -> Result<(), Box<dyn Error>>,
) -> ExitCode {
    let mut out = Output { saves, failure: None };
    let result = program(&mut out).and_then(|()| match out.failure {
        Some(cause) => Err(cause.into()),
        None => Ok(()),
    });
    let Err(error) = result else { return ExitCode::SUCCESS };
    let error = match error.downcast::<io::Error>() {
        Ok(cause) if cause.kind() == ErrorKind::BrokenPipe => {
            return ExitCode::SUCCESS;
        }
        // A file has its own kind of error.
        Ok(cause) => format!("standard output: {cause}"),
        Err(error) => error.to_string(),
    };
    // Where this fails, too, nobody is left to tell.
    let _ = writeln!(io::stderr(), "error: {error}");
    ExitCode::FAILURE
}
