//! What the reader writes: the exercises of the workbook, which a page names where their idea is
//! complete, `[write:backward]`.
//!
//! `workbook/info.toml` lists them, in the format of Rustlings; one belongs to the page that its
//! folder is named for.

use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};

use crate::{files::Files, labels::unknown, page::Page};

const LIST: &str = "workbook/info.toml";

/// The name and the folder of each exercise, in reading order; or why there are none.
#[derive(Debug)]
pub struct Exercises(Result<Vec<(String, String)>>);

impl Exercises {
    /// Reads the list of the project.
    pub fn load(files: &Files) -> Self {
        let list = files.read(Path::new(LIST)).and_then(|text| listed(&text));
        Self(list.with_context(|| format!("the exercises are listed in {LIST}")))
    }

    /// What `page` says of the exercise `name`: the command that checks it.
    ///
    /// # Errors
    ///
    /// When there is no such exercise, with the name most like it; when it belongs to another
    /// page.
    pub fn command(&self, page: &Page, name: &str) -> Result<String> {
        let exercises = self.all()?;
        let (_, folder) = exercises
            .iter()
            .find(|(known, _)| known == name)
            .ok_or_else(|| unknown(name, exercises.iter().map(|(known, _)| known)))?;
        let chapter = page.path.with_extension("").display().to_string();
        ensure!(
            *folder == chapter.replace('-', "_"),
            "the exercise `{name}` belongs to the chapter `{folder}`"
        );
        Ok(format!("`cargo test -q --bin {name}`"))
    }

    /// The name and the folder of each exercise, in reading order.
    ///
    /// # Errors
    ///
    /// When the list could not be read.
    pub fn all(&self) -> Result<&[(String, String)]> {
        self.0.as_deref().map_err(|error| anyhow!("{error:#}"))
    }
}

/// The name and the folder of each exercise of the list `text`.
fn listed(text: &str) -> Result<Vec<(String, String)>> {
    let list: toml::Table = text.parse()?;
    let exercises = list.get("exercises").and_then(toml::Value::as_array);
    let exercise = |entry: &toml::Value| {
        let part = |key| entry.get(key).and_then(toml::Value::as_str);
        Some((part("name")?.to_owned(), part("dir")?.to_owned()))
    };
    let exercises = exercises.context("there are no `[[exercises]]` in it")?;
    let exercises = exercises.iter().map(exercise).collect::<Option<_>>();
    exercises.context("each exercise has a `name` and a `dir`")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// What the page `path` says of `name`, if the list of the project is `list`.
    fn command(list: &str, path: &str, name: &str) -> Result<String, String> {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("workbook")).unwrap();
        fs::write(root.path().join(LIST), list).unwrap();
        let files = Files::new(root.path(), Path::new("book"));
        let page = Page::new(Path::new(path), "");
        Exercises::load(&files)
            .command(&page, name)
            .map_err(|error| format!("{error:#}"))
    }

    const ONE: &str =
        "[[exercises]]\nname = \"relu\"\ndir = \"activation_functions\"\n";

    #[test]
    fn a_name_becomes_the_command_that_checks_it() {
        assert_eq!(
            command(ONE, "activation-functions.md", "relu").unwrap(),
            "`cargo test -q --bin relu`"
        );
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest() {
        let error = command(ONE, "activation-functions.md", "rleu").unwrap_err();
        assert!(error.contains("rleu") && error.contains("relu"), "{error}");
    }

    #[test]
    fn an_exercise_belongs_to_the_page_of_its_folder() {
        let error = command(ONE, "loss.md", "relu").unwrap_err();
        assert!(error.contains("chapter `activation_functions`"), "{error}");
    }

    #[test]
    fn a_list_that_cannot_be_read_is_named_with_the_cause() {
        for (list, cause) in [
            ("[[exercises]", "TOML"),
            ("a = 1", "no `[[exercises]]`"),
            ("[[exercises]]\nname = \"relu\"", "a `dir`"),
        ] {
            let error = command(list, "loss.md", "relu").unwrap_err();
            assert!(error.contains(LIST) && error.contains(cause), "{error}");
        }
    }
}
