//! What the programs share that write a table: where it goes, and how it grows.

use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};

use files::{FileError, check_writable, write_whole};

use crate::program::Output;

/// This folder, or else the book's folder data.
pub fn data_folder(folder: Option<PathBuf>) -> PathBuf {
    let data = || Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("data");
    folder.unwrap_or_else(data)
}

/// A file that is written again with each line: a program that is stopped leaves what it has.
pub struct Lines {
    path: PathBuf,
    text: String,
}

impl Lines {
    /// A table with these names of columns, if it can be written to `path`.
    pub fn new(path: PathBuf, columns: &str) -> Result<Self, FileError> {
        check_writable(&path)?;
        Ok(Lines { path, text: format!("{columns}\n") })
    }

    /// Writes one more line, to `out` too.
    pub fn add(
        &mut self,
        line: &str,
        out: &mut Output,
    ) -> Result<(), Box<dyn Error>> {
        self.text += &format!("{line}\n");
        write_whole(&self.path, &self.text)?;
        writeln!(out, "{line}")?;
        Ok(())
    }
}
