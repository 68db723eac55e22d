//! What reads and writes the files of the book *Backprop, Line by Line*: the digits and the
//! trained networks.
//!
//! | module | gives |
//! |---|---|
//! | [`small`] | the 1,797 small digits, which are compiled in |
//! | [`mnist`] | MNIST's 70,000 digits, from a folder |
//! | [`network`] | a trained network in a file |
//! | [`table`] | a network for the rows of any table |
//! | [`pictures`] | a network for any pictures, and a digit cut out of a photo |

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
pub mod table;
pub mod pictures;

use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

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
/// A link stays, and what it leads to is written. A file that was there keeps its permissions.
///
/// # Errors
///
/// If it cannot be written, or is no regular file; what was there before is then as it was.
// ANCHOR: write_whole
pub fn write_whole(path: &Path, contents: impl AsRef<[u8]>) -> Result<(), FileError> {
    let write = || {
        // A file beside it takes its name when it is whole.
        let (mut new, path) = beside(path)?;
        new.as_file_mut().write_all(contents.as_ref())?;
        new.as_file().sync_all()?;
        new.persist(path)?;
        Ok(())
    };
    write().map_err(|cause: io::Error| FileError::new(path, cause))
}
// ANCHOR_END: write_whole

/// A new file in the folder of the file at `path`, with the permissions of that file, and where
/// that is: where the links end. The new file has a name of its own, and goes when it is
/// dropped.
fn beside(path: &Path) -> io::Result<(NamedTempFile, PathBuf)> {
    let old = match fs::metadata(path) {
        Ok(old) if !old.is_file() => {
            return Err(io::Error::other("it is no regular file"));
        }
        Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(cause),
        old => old.ok(),
    };
    let mut path = path.to_path_buf();
    while let Ok(target) = fs::read_link(&path) {
        path.set_file_name(target);
    }
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    if name.is_empty() || !path.as_os_str().as_encoded_bytes().ends_with(name) {
        return Err(io::Error::other("it is no name of a file"));
    }
    let folder = path.parent().filter(|folder| *folder != "");
    let new = Builder::new()
        .make_in(folder.unwrap_or(Path::new(".")), |new| File::create_new(new))?;
    if let Some(old) = old {
        // Only who may write the old file may replace it.
        File::options().write(true).open(&path)?;
        new.as_file().set_permissions(old.permissions())?;
    }
    Ok((new, path))
}

/// Whether [`write_whole`] could write the file at `path`: to know before hours of training.
///
/// # Errors
///
/// If it could not.
pub fn check_writable(path: &Path) -> Result<(), FileError> {
    beside(path).map(drop).map_err(|cause| FileError::new(path, cause))
}

#[cfg(test)]
mod tests {
    use std::thread;

    use tempfile::TempDir;

    use super::*;

    /// A folder with one file of this name, which says `old`.
    fn folder_with(name: &str) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, "old").unwrap();
        (folder, path)
    }

    fn read(path: &Path) -> String {
        fs::read_to_string(path).unwrap()
    }

    fn names(folder: &TempDir) -> Vec<String> {
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        let entries = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    }

    /// Asserts that neither function takes the path, both for this reason.
    fn refused(path: &Path, reason: &str) {
        for error in [check_writable(path), write_whole(path, "new")] {
            let error = error.unwrap_err().to_string();
            let expected = format!("{}: {reason}", path.display());
            assert!(error.starts_with(&expected), "{error}");
            assert_eq!(error.lines().count(), 1);
        }
    }

    #[test]
    fn an_error_names_the_file_and_the_cause() {
        let error = FileError::new(Path::new("net"), "it is broken");
        assert_eq!(error.to_string(), "net: it is broken");
    }

    #[test]
    fn a_file_is_made_or_replaced_and_nothing_is_left_beside_it() {
        let (folder, path) = folder_with("net");
        check_writable(&path).unwrap();
        assert_eq!(read(&path), "old");
        write_whole(&path, "new").unwrap();
        assert_eq!(read(&path), "new");
        let other = folder.path().join("other");
        check_writable(&other).unwrap();
        assert_eq!(names(&folder), ["net"]);
        write_whole(&other, "whole").unwrap();
        assert_eq!(read(&other), "whole");
        assert_eq!(names(&folder), ["net", "other"]);
    }

    #[test]
    fn a_file_of_the_users_beside_it_stays_whether_the_write_succeeds_or_fails() {
        let (folder, notes) = folder_with("net.new");
        let path = folder.path().join("net");
        write_whole(&path, "new").unwrap();
        assert_eq!((read(&path), read(&notes)), ("new".into(), "old".into()));
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        write_whole(&path, "new").unwrap_err();
        assert_eq!(read(&notes), "old");
        assert_eq!(names(&folder), ["net", "net.new"]);
    }

    #[test]
    fn two_who_write_one_file_at_once_both_succeed_and_a_reader_sees_one_or_the_other()
     {
        let (folder, path) = folder_with("net");
        let path = &path;
        let whole = |letter: &str| letter.repeat(100_000);
        write_whole(path, whole("a")).unwrap();
        thread::scope(|scope| {
            let writers = ["a", "b"].map(|letter| {
                let write = move || write_whole(path, whole(letter)).unwrap();
                scope.spawn(move || (0..100).for_each(|_| write()))
            });
            while !writers.iter().all(|writer| writer.is_finished()) {
                let text = read(path);
                assert!(text == whole("a") || text == whole("b"), "half a file");
            }
        });
        assert_eq!(names(&folder), ["net"]);
    }

    #[test]
    fn a_name_without_a_folder_is_a_file_of_this_folder() {
        check_writable(Path::new("Cargo.toml")).unwrap();
        check_writable(Path::new("no-such-file-yet")).unwrap();
        assert!(!Path::new("no-such-file-yet").exists());
    }

    #[test]
    fn what_is_no_file_and_what_names_none_is_refused() {
        let (folder, path) = folder_with("net");
        refused(folder.path(), "it is no regular file");
        refused(Path::new("/"), "it is no regular file");
        refused(&folder.path().join("new/"), "it is no name of a file");
        refused(Path::new(""), "it is no name of a file");
        refused(&folder.path().join("no/such/net"), "");
        refused(&path.join("net"), "");
        assert_eq!(names(&folder), ["net"]);
    }

    #[cfg(unix)]
    mod unix {
        use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
        use std::os::unix::net::UnixListener;

        use super::*;

        fn mode(path: &Path) -> u32 {
            fs::metadata(path).unwrap().permissions().mode() & 0o777
        }

        fn set_mode(path: &Path, mode: u32) {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }

        /// If `path` is a link, the file that it leads to is replaced, and the link
        /// stays.
        #[test]
        fn links_stay_and_what_they_lead_to_is_written_old_or_new() {
            let (folder, path) = folder_with("net");
            let at = |name: &str| folder.path().join(name);
            fs::create_dir(at("links")).unwrap();
            symlink("../net", at("links/relative")).unwrap();
            symlink(at("links/relative"), at("links/absolute")).unwrap();
            symlink("../new", at("links/to-nothing")).unwrap();
            check_writable(&at("links/to-nothing")).unwrap();
            assert!(!at("new").exists());
            write_whole(&at("links/absolute"), "new").unwrap();
            write_whole(&at("links/to-nothing"), "whole").unwrap();
            assert_eq!(
                (read(&path), read(&at("new"))),
                ("new".into(), "whole".into())
            );
            for link in ["links/relative", "links/absolute", "links/to-nothing"] {
                assert!(at(link).is_symlink());
            }
            assert_eq!(names(&folder), ["links", "net", "new"]);
            assert_eq!(fs::read_dir(at("links")).unwrap().count(), 3);
        }

        #[test]
        fn a_link_to_itself_is_refused() {
            let folder = tempfile::tempdir().unwrap();
            let link = folder.path().join("net");
            symlink("net", &link).unwrap();
            refused(&link, "");
        }

        #[test]
        fn an_old_file_keeps_its_permissions_and_a_new_one_has_the_usual() {
            let (folder, path) = folder_with("net");
            let usual = mode(&path);
            for unusual in [0o600, 0o640, 0o755] {
                set_mode(&path, unusual);
                write_whole(&path, "new").unwrap();
                assert_eq!(mode(&path), unusual);
            }
            let new = folder.path().join("new");
            write_whole(&new, "new").unwrap();
            assert_eq!(mode(&new), usual);
        }

        #[test]
        fn devices_and_sockets_are_not_replaced() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("socket");
            let _listener = UnixListener::bind(&path).unwrap();
            refused(&path, "it is no regular file");
            assert!(fs::metadata(&path).unwrap().file_type().is_socket());
            let null = Path::new("/dev/null");
            assert!(check_writable(null).is_err());
        }

        #[test]
        fn what_must_not_be_written_is_refused() {
            let (folder, path) = folder_with("net");
            set_mode(&path, 0o400);
            if File::options().write(true).open(&path).is_ok() {
                // The superuser may write everything.
                return;
            }
            refused(&path, "");
            set_mode(&path, 0o600);
            set_mode(folder.path(), 0o500);
            refused(&path, "");
            refused(&folder.path().join("new"), "");
            set_mode(folder.path(), 0o700);
            assert_eq!(
                (read(&path), names(&folder)),
                ("old".into(), vec!["net".into()])
            );
        }
    }
}
