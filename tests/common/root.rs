//! Where the files of the repository are: a package's tests run in its own folder.

use std::path::{Path, PathBuf};

/// The path of what the root of the repository calls `path`.
pub fn in_root(path: impl AsRef<Path>) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(path)
}
