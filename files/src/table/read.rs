//! A table from a file, or what is wrong with it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use csv::{ReaderBuilder, StringRecord};

use crate::FileError;

/// The cells of a file: the names of its columns, and its rows.
// ANCHOR: Table
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The file.
    pub path: PathBuf,
    /// The names in its first line.
    pub columns: Vec<String>,
    /// What follows, each row with as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The line of the file that it begins in, counted from 1.
    pub line: u64,
    /// Its cells, without spaces around them. A missing value is an empty text.
    pub cells: Vec<String>,
}
// ANCHOR_END: Table

/// What people write into a cell that has no value, in small letters.
const MISSING: [&str; 5] = ["na", "n/a", "nan", "null", "?"];

// ANCHOR: read_table
impl Table {
    /// The table in the file at `path`, its cells between `separator`s.
    ///
    /// # Errors
    ///
    /// If it cannot be read, is no text in UTF-8, has no header or no row, or a row is
    /// not as long as the header.
    pub fn read(path: &Path, separator: u8) -> Result<Table, FileError> {
        let error = |cause: String| FileError::new(path, cause);
        let bytes = fs::read(path).map_err(|cause| error(cause.to_string()))?;
        let text = text(bytes).map_err(error)?;
        let mut records = records(&text, separator).map_err(error)?.into_iter();
        let header = records.next().ok_or_else(|| error("it is empty".into()))?;
        let columns = names(&header.1, separator).map_err(error)?;
        let rows = records.map(|(line, record)| row(line, &record, columns.len()));
        let rows: Vec<Row> = rows.collect::<Result<_, _>>().map_err(error)?;
        if rows.is_empty() {
            return Err(error("it has a header and no row".into()));
        }
        Ok(Table { path: path.to_path_buf(), columns, rows })
    }
}
// ANCHOR_END: read_table

/// The bytes of a file as text, or what they are instead.
fn text(bytes: Vec<u8>) -> Result<String, String> {
    let other = match bytes.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            Some("it is text in UTF-16: save it as UTF-8")
        }
        [b'P', b'K', 3, 4, ..] => {
            Some("it is a workbook or another archive: save its table as CSV")
        }
        [0x1f, 0x8b, ..] => Some("it is compressed: unpack it first"),
        _ => None,
    };
    if let Some(other) = other {
        return Err(other.to_string());
    }
    let line = |end: usize| 1 + bytes[..end].iter().filter(|&&b| b == b'\n').count();
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        return Err(format!(
            "line {}: it has a zero byte, so it is no text",
            line(at)
        ));
    }
    if let Err(cause) = str::from_utf8(&bytes) {
        let line = line(cause.valid_up_to());
        return Err(format!("line {line}: it is not in UTF-8: save it as UTF-8"));
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_string())
}

/// The records of a text, each with the line that it begins in. An empty line is none.
fn records(text: &str, separator: u8) -> Result<Vec<(u64, StringRecord)>, String> {
    // csv closes at the end what was never closed: a last line of ours, which must come out
    // as it went in, tells.
    const LAST: &str = "the end of the file";
    let text = text.replace("\r\n", "\n") + "\n" + LAST;
    let mut reader = ReaderBuilder::new();
    reader.has_headers(false).flexible(true).delimiter(separator);
    let (mut records, mut byte, mut line) = (vec![], 0, 1);
    for record in reader.from_reader(text.as_bytes()).into_records() {
        let record = record.map_err(|cause| cause.to_string())?;
        // A record's position is that of the empty lines above it.
        let at = record.position().map_or(0, |position| position.byte() as usize);
        let empty = text[at..].bytes().take_while(|&byte| byte == b'\n').count();
        line += text[byte..at + empty].matches('\n').count() as u64;
        byte = at + empty;
        records.push((line, record));
    }
    match records.pop() {
        Some((_, last)) if last == [LAST][..] => Ok(records),
        _ => Err(format!("line {line}: a quotation mark is opened and never closed")),
    }
}

/// A text of the file as an error shows it: in one line, and its beginning if it is long.
pub(crate) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("{short:?}")
}

/// The names of the columns, each of them once.
fn names(header: &StringRecord, separator: u8) -> Result<Vec<String>, String> {
    let names: Vec<String> =
        header.iter().map(|name| name.trim().to_string()).collect();
    if let [name] = names.as_slice() {
        let others = [(';', "';'"), ('\t', "tab"), ('|', "'|'"), (',', "','")];
        for (other, say) in others {
            if other as u8 != separator && name.contains(other) {
                return Err(format!(
                    "line 1: there is one column; if it is cut by another sign, \
                     say --separator {say}"
                ));
            }
        }
        return Err(format!(
            "line 1: there is one column, {}, and nothing to predict it from",
            quoted(name)
        ));
    }
    let mut seen = BTreeSet::new();
    for (i, name) in names.iter().enumerate() {
        if name.is_empty() {
            return Err(format!("line 1: column {} has no name", i + 1));
        }
        if !seen.insert(name) {
            return Err(format!(
                "line 1: two columns have the name {}",
                quoted(name)
            ));
        }
    }
    if names.iter().all(|name| name.parse::<f64>().is_ok()) {
        return Err(
            "line 1: it holds numbers and not the names of the columns".into()
        );
    }
    Ok(names)
}

/// A row of so many cells.
fn row(line: u64, record: &StringRecord, columns: usize) -> Result<Row, String> {
    let cells = record.len();
    if cells != columns {
        return Err(format!("line {line}: {cells} cells under {columns} columns"));
    }
    let spaced = |cell: &str| cell.starts_with(' ') && cell.trim().starts_with('"');
    if record.iter().any(spaced) {
        return Err(format!("line {line}: a space stands before a quotation mark"));
    }
    let cell = |cell: &str| {
        let cell = cell.trim();
        let missing = MISSING.contains(&cell.to_lowercase().as_str());
        if missing { String::new() } else { cell.to_string() }
    };
    Ok(Row { line, cells: record.iter().map(cell).collect() })
}

impl Table {
    /// Where the column of this name is.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn column(&self, name: &str) -> Result<usize, FileError> {
        self.columns.iter().position(|column| column == name).ok_or_else(|| {
            let all = self.columns.join(", ").replace('\n', " ");
            let all = if all.len() > 200 { "others".to_string() } else { all };
            FileError::new(
                &self.path,
                format!("it has no column {name:?}, but {all}"),
            )
        })
    }

    /// The number in a cell; nothing if the value is missing.
    ///
    /// # Errors
    ///
    /// If it is no finite number.
    pub fn number(&self, row: &Row, column: usize) -> Result<Option<f64>, FileError> {
        let cell = &row.cells[column];
        match cell.parse::<f64>() {
            _ if cell.is_empty() => Ok(None),
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.at(
                row.line,
                column,
                format!("{} is no number", quoted(cell)),
            )),
        }
    }

    /// An error of a cell.
    pub(crate) fn at(&self, line: u64, column: usize, cause: String) -> FileError {
        let name = quoted(&self.columns[column]);
        FileError::new(&self.path, format!("line {line}, column {name}: {cause}"))
    }

    /// An error of a column.
    pub(crate) fn of(&self, column: usize, cause: impl AsRef<str>) -> FileError {
        let (name, cause) = (quoted(&self.columns[column]), cause.as_ref());
        FileError::new(&self.path, format!("column {name}: {cause}"))
    }
}
