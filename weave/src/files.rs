//! The files of the project, read by their path from its root.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use anyhow::{Context, Result};

/// Where the project and the pages of its book lie.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    pages: PathBuf,
}

impl Files {
    /// The project at `root`, with its pages in the folder `pages` below it.
    pub fn new(root: &Path, pages: &Path) -> Self {
        Self { root: root.to_owned(), pages: pages.to_owned() }
    }

    /// The root of the project.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path from the root of `page`, a path below the folder of the pages.
    pub fn page(&self, page: &Path) -> PathBuf {
        self.pages.join(page)
    }

    /// The path from the root of what `page` calls `target`: `../src/loss.rs` on `loss.md` is
    /// `src/loss.rs`.
    pub fn resolve(&self, page: &Path, target: &str) -> PathBuf {
        let mut path = self.page(page);
        path.pop();
        for part in Path::new(target).components() {
            match part {
                Component::ParentDir => _ = path.pop(),
                Component::CurDir => {}
                part => path.push(part),
            }
        }
        path
    }

    /// The text of the file at `path`, from the root.
    ///
    /// # Errors
    ///
    /// When it cannot be read, with its path.
    pub fn read(&self, path: &Path) -> Result<String> {
        fs::read_to_string(self.root.join(path))
            .with_context(|| format!("cannot read {}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_relative_to_the_page_that_names_it() {
        let files = Files::new(Path::new("/project"), Path::new("book"));
        let resolve = |page: &str, target| files.resolve(Path::new(page), target);
        assert_eq!(resolve("loss.md", "../src/loss.rs"), Path::new("src/loss.rs"));
        assert_eq!(
            resolve("loss.md", "./figures/a.svg"),
            Path::new("book/figures/a.svg")
        );
        assert_eq!(
            resolve("more/xor.md", "../figures/a.svg"),
            Path::new("book/figures/a.svg")
        );
    }

    #[test]
    fn a_file_that_cannot_be_read_is_named() {
        let files = Files::new(Path::new("/nowhere"), Path::new("book"));
        let error = files.read(Path::new("src/lost.rs")).unwrap_err();
        assert!(error.to_string().contains("src/lost.rs"), "{error}");
    }
}
