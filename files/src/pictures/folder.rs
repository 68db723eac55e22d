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

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Luma};
    use tempfile::TempDir;

    use super::*;

    /// A folder with files of these names in the folders of labels.
    fn with(labels: &[(&str, usize)]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (label, count) in labels {
            let path = folder.path().join(label);
            fs::create_dir(&path).unwrap();
            for i in (0..*count).rev() {
                fs::write(path.join(format!("{i:02}.png")), "").unwrap();
            }
        }
        folder
    }

    fn refused(folder: &TempDir) -> String {
        Folder::list(folder.path()).unwrap_err().to_string()
    }

    #[test]
    fn labels_and_their_pictures_stand_in_alphabetical_order() {
        let folder = with(&[("pear", 5), ("apple", 6), ("fig", 9)]);
        let listed = Folder::list(folder.path()).unwrap();
        assert_eq!(listed.path, folder.path());
        assert_eq!(listed.labels, ["apple", "fig", "pear"]);
        let labels: Vec<usize> = listed.files.iter().map(|file| file.1).collect();
        assert_eq!(
            labels,
            [[0; 6].to_vec(), [1; 9].to_vec(), [2; 5].to_vec()].concat()
        );
        assert_eq!(listed.files[0].0, folder.path().join("apple/00.png"));
        assert_eq!(listed.files[5].0, folder.path().join("apple/05.png"));
        assert_eq!(listed.files[19].0, folder.path().join("pear/04.png"));
        assert!(listed.warnings.is_empty());
    }

    #[test]
    fn what_systems_leave_behind_is_passed_over_and_other_files_are_counted() {
        let folder = with(&[("a", 10), ("b", 10)]);
        for name in [".DS_Store", "Thumbs.db", "a/desktop.ini", "b/.hidden"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        for name in ["__MACOSX", ".ipynb_checkpoints", "a/__MACOSX"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let listed = Folder::list(folder.path()).unwrap();
        assert_eq!((listed.labels.len(), listed.files.len()), (2, 20));
        assert!(listed.warnings.is_empty());

        fs::write(folder.path().join("readme.txt"), "").unwrap();
        fs::write(folder.path().join("more.png"), "").unwrap();
        let listed = Folder::list(folder.path()).unwrap();
        assert_eq!(listed.files.len(), 20);
        let [warning] = &listed.warnings[..] else { panic!("{:?}", listed.warnings) };
        assert!(warning.ends_with("which are left out: 2"), "{warning}");
    }

    #[test]
    fn five_pictures_of_each_label_are_enough_and_twenty_in_all() {
        let counts = |few, many| with(&[("a", few), ("b", many)]);
        assert!(Folder::list(counts(5, 15).path()).is_ok());
        let said = refused(&counts(4, 16));
        assert!(said.contains("label \"a\" has 4 of 20 pictures"), "{said}");
        let said = refused(&counts(16, 4));
        assert!(said.contains("label \"b\" has 4 of 20 pictures"), "{said}");
        let said = refused(&counts(5, 14));
        assert!(said.contains("it has 19 pictures"), "{said}");
        let said = refused(&counts(4, 5));
        assert!(said.contains("2 labels and 9 pictures"), "{said}");
        let said = refused(&with(&[("a", 30)]));
        assert!(said.contains("it has one label, \"a\""), "{said}");
        assert!(refused(&counts(0, 20)).ends_with("a: it has no picture"));
        assert!(refused(&with(&[])).contains("it has no folders"));
    }

    #[test]
    fn a_folder_in_that_of_a_label_is_refused_by_its_name() {
        let folder = with(&[("a", 10), ("b", 10)]);
        fs::create_dir(folder.path().join("b/more")).unwrap();
        assert!(refused(&folder).contains("b/more: it is a folder in the folder of"));
    }

    #[test]
    fn the_pictures_come_in_the_order_of_their_files_and_a_bad_one_is_named() {
        let folder = with(&[("a", 10), ("b", 10)]);
        let listed = Folder::list(folder.path()).unwrap();
        for (i, (path, _)) in
            listed.files.iter().enumerate().filter(|(i, _)| *i != 12)
        {
            let image = image::GrayImage::from_pixel(2, 3, Luma([i as u8]));
            image.save_with_format(path, ImageFormat::Png).unwrap();
        }
        let pictures: Vec<_> = listed.pictures().collect();
        assert_eq!(pictures.len(), 20);
        for (i, picture) in pictures.iter().enumerate() {
            match picture {
                Ok(it) => {
                    assert!((255.0 * it.colors[[0, 2, 1]] - i as f64).abs() < 1e-9);
                }
                Err(error) => {
                    assert_eq!(i, 12);
                    assert!(error.to_string().ends_with("b/02.png: it is empty"));
                }
            }
        }
        assert!(pictures[12].is_err());
    }
}
