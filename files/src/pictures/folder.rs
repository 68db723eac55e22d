//! A folder of pictures for each label.

use std::fs;
use std::path::{Path, PathBuf};

use crate::FileError;
use crate::pictures::decode::Picture;

/// The pictures of a folder, with the label that each belongs to.
#[derive(Debug, Clone)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// The labels, in alphabetical order: the names of the folders in it.
    pub labels: Vec<String>,
    /// The file of each picture, and the number of its label.
    pub files: Vec<(PathBuf, usize)>,
    /// What was left out: a sentence each.
    pub warnings: Vec<String>,
}

/// Fewer pictures than this of a label can't be parted into three.
const PICTURES_OF_A_LABEL: usize = 5;
/// Fewer pictures than this teach nothing.
const PICTURES: usize = 20;

impl Folder {
    /// Lists the pictures of a folder. What systems leave behind is passed over:
    /// hidden files, `Thumbs.db`, `desktop.ini`.
    ///
    /// # Errors
    ///
    /// If it cannot be read, has no folders, fewer than two labels, an empty label,
    /// too few pictures, or a folder in the folder of a label.
    pub fn list(path: &Path) -> Result<Self, FileError> {
        let mut folder = Folder {
            path: path.into(),
            labels: vec![],
            files: vec![],
            warnings: vec![],
        };
        let (folders, beside): (Vec<_>, Vec<_>) =
            entries(path)?.into_iter().partition(|entry| entry.is_dir());
        if folders.is_empty() {
            let cause = "it has no folders: put the pictures of each label into a folder of \
                         that name";
            return Err(FileError::new(path, cause));
        }
        if let Some(link) =
            beside.iter().find(|entry| entry.is_symlink() && !entry.exists())
        {
            return Err(FileError::new(link, "it is a link that leads nowhere"));
        }
        if !beside.is_empty() {
            let count = beside.len();
            folder.warnings.push(format!(
                "files beside the folders of the labels, which are left out: {count}"
            ));
        }
        for label in folders {
            folder.add(&label)?;
        }
        folder.check()?;
        Ok(folder)
    }

    fn add(&mut self, label: &Path) -> Result<(), FileError> {
        let files = entries(label)?;
        if files.is_empty() {
            return Err(FileError::new(label, "it has no picture"));
        }
        if let Some(inner) = files.iter().find(|entry| entry.is_dir()) {
            let cause = "it is a folder in the folder of a label: which label has what is in it?";
            return Err(FileError::new(inner, cause));
        }
        let name = label.file_name().unwrap_or_default().to_string_lossy();
        let number = self.labels.len();
        self.labels.push(name.into_owned());
        self.files.extend(files.into_iter().map(|file| (file, number)));
        Ok(())
    }

    fn check(&self) -> Result<(), FileError> {
        let (labels, pictures) = (self.labels.len(), self.files.len());
        let refuse = |cause: String| Err(FileError::new(&self.path, cause));
        if let [only] = &self.labels[..] {
            return refuse(format!(
                "it has one label, {only:?}, so nothing is to be told"
            ));
        }
        if pictures < PICTURES_OF_A_LABEL * labels {
            return refuse(format!(
                "it has {labels} labels and {pictures} pictures, and fewer than \
                 {PICTURES_OF_A_LABEL} pictures of a label teach nothing"
            ));
        }
        if pictures < PICTURES {
            return refuse(format!(
                "it has {pictures} pictures, and to train and to test takes at least {PICTURES}"
            ));
        }
        for (number, label) in self.labels.iter().enumerate() {
            let count = self.files.iter().filter(|file| file.1 == number).count();
            if count < PICTURES_OF_A_LABEL {
                return refuse(format!(
                    "label {label:?} has {count} of {pictures} pictures, and to train and to test \
                     takes at least {PICTURES_OF_A_LABEL}"
                ));
            }
        }
        Ok(())
    }

    /// The pictures themselves, one after the other.
    pub fn pictures(&self) -> impl Iterator<Item = Result<Picture, FileError>> {
        self.files.iter().map(|(path, _)| Picture::read(path))
    }
}

/// What is in a folder, in alphabetical order, but for what systems leave behind.
fn entries(path: &Path) -> Result<Vec<PathBuf>, FileError> {
    let error = |cause: std::io::Error| FileError::new(path, cause);
    let mut entries = vec![];
    for entry in fs::read_dir(path).map_err(error)? {
        let entry = entry.map_err(error)?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let left_behind = ["thumbs.db", "desktop.ini", "__macosx"];
        if !name.starts_with('.') && !left_behind.contains(&&*name.to_lowercase()) {
            entries.push(entry.path());
        }
    }
    entries.sort();
    Ok(entries)
}
