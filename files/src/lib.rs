//! What reads and writes the files of the book *Backprop, Line by Line*: the digits and the
//! trained networks.
//!
//! | module | gives |
//! |---|---|
//! | [`small`] | the 1,797 small digits, which are compiled in |
//! | [`mnist`] | MNIST's 70,000 digits, from a folder |
//! | [`network`] | a trained network in a file |

/// The example program of this name, as a doctest of the item that it shows.
macro_rules! cell {
    ($name:literal) => {
        concat!(
            "```\n",
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/examples/",
                $name,
                ".rs"
            )),
            "```"
        )
    };
}

pub mod small;
pub mod mnist;
pub mod network;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{fmt, fs};

/// What is wrong with which file.
// ANCHOR: FileError
#[derive(Debug)]
pub struct FileError {
    path: PathBuf,
    cause: String,
}

impl FileError {
    /// The error of the file at `path` because of `cause`.
    pub fn new(path: &Path, cause: impl fmt::Display) -> Self {
        FileError { path: path.to_path_buf(), cause: cause.to_string() }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.cause)
    }
}

impl Error for FileError {}
// ANCHOR_END: FileError

/// Writes the file at `path`: all of it, or nothing.
///
/// # Errors
///
/// If it cannot be written; a file that was there before is then as it was.
// ANCHOR: write_whole
pub fn write_whole(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), FileError> {
    // A file beside it becomes the file only when it is whole.
    let beside = path.with_added_extension("new");
    fs::write(&beside, contents)
        .and_then(|()| fs::rename(&beside, path))
        .inspect_err(|_| drop(fs::remove_file(&beside)))
        .map_err(|cause| FileError::new(path, cause))
}
// ANCHOR_END: write_whole
