//! The reader's function may panic or never end: it runs in a thread of its own.

use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::panic::{self, PanicHookInfo};
use std::sync::Once;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How long a function may take: each lesson's needs a few milliseconds.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Failure {
    /// `todo!()` was reached.
    Unwritten,
    /// It did not come back in time.
    Endless,
    /// It panicked with these words, at this line of the reader's file where that is known, or
    /// deeper in a library.
    Panic { words: String, line: Option<u32>, in_library: bool },
}

/// What is done with a panic.
#[derive(Clone, Copy)]
enum Panics {
    Printed,
    Kept,
    Dropped,
}

thread_local! {
    /// The panic of this thread, if it runs a reader's function.
    static CAUGHT: RefCell<Option<Failure>> = const { RefCell::new(None) };
    /// What is done with a panic of this thread.
    static PANICS: Cell<Panics> = const { Cell::new(Panics::Printed) };
}

/// What `f` gives, or why it gives nothing.
///
/// A function that never ends goes on in its thread until the program ends.
pub(crate) fn attempt<T: Send + 'static>(
    f: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    listen();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        PANICS.set(Panics::Kept);
        let given = panic::catch_unwind(panic::AssertUnwindSafe(f));
        // Whoever waited may have given up.
        let _ = sender
            .send(given.map_err(|_| CAUGHT.take().unwrap_or_else(Failure::unknown)));
    });
    match receiver.recv_timeout(PATIENCE) {
        Ok(given) => given,
        Err(RecvTimeoutError::Timeout) => Err(Failure::Endless),
        Err(RecvTimeoutError::Disconnected) => Err(Failure::unknown()),
    }
}

impl Failure {
    /// A panic of which nothing is known.
    pub(crate) fn unknown() -> Self {
        Failure::panic("it stopped without a word".to_string())
    }

    /// A panic of which nothing but the words is known.
    pub(crate) fn panic(words: String) -> Self {
        Failure::Panic { words, line: None, in_library: false }
    }
}

/// Keeps what panics in readers' threads say, in place of printing it.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| match PANICS.get() {
            Panics::Printed => print(info),
            Panics::Kept => CAUGHT.set(Some(failure(info))),
            Panics::Dropped => (),
        }));
    });
}

fn failure(info: &PanicHookInfo) -> Failure {
    let words = info.payload_as_str().unwrap_or_default().to_string();
    if words.starts_with("not yet implemented") {
        return Failure::Unwritten;
    }
    let backtrace = Backtrace::force_capture().to_string();
    let line = line(&backtrace);
    let in_library = is_in_library(&backtrace);
    Failure::Panic { words, line, in_library }
}

/// The line of the exercise in which the panic began, however deep in a library it ended.
fn line(backtrace: &str) -> Option<u32> {
    let (_, after) = backtrace.split_once("/exercises/")?;
    let (_, place) = after.lines().next()?.split_once(".rs:")?;
    place.split(':').next()?.parse().ok()
}

/// Whether the panic ended in a function of `ndarray` that the exercise called.
fn is_in_library(backtrace: &str) -> bool {
    let within = backtrace.split("/exercises/").next();
    within.is_some_and(|within| within.contains("/ndarray-"))
}

/// What `f` gives, or the words with which it panics; nothing is printed.
pub(crate) fn quietly<T>(f: impl FnOnce() -> T) -> Result<T, String> {
    listen();
    let before = PANICS.replace(Panics::Dropped);
    let given = panic::catch_unwind(panic::AssertUnwindSafe(f));
    PANICS.set(before);
    given.map_err(|payload| match payload.downcast::<String>() {
        Ok(words) => *words,
        Err(payload) => payload
            .downcast_ref::<&str>()
            .map_or_else(String::new, |words| words.to_string()),
    })
}
