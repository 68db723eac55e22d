//! What to predict from which columns, and what to be careful of.

use std::collections::{BTreeMap, BTreeSet};

use crate::FileError;
use crate::table::read::{Row, Table, quoted};

/// What a user chooses.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The column to predict.
    pub target: String,
    /// Columns to predict nothing from.
    pub without: Vec<String>,
    /// Columns to use although they look like the target in disguise.
    pub keep: Vec<String>,
    /// Columns whose numbers are names, as a code is.
    pub categories: Vec<String>,
    /// Where the random numbers begin.
    pub seed: u64,
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Numbers, which can be more or less.
    Numbers,
    /// Names, of which each stands for something else.
    Categories,
}

/// What to predict from what.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    /// All of it, with the rows whose target is missing.
    pub table: &'a Table,
    /// The column to predict, and what it holds.
    pub target: (usize, Kind),
    /// The columns to predict it from.
    pub inputs: Vec<(usize, Kind)>,
    /// The rows whose target is known.
    pub rows: Vec<&'a Row>,
    /// What was left out, and what looks wrong: a sentence each.
    pub warnings: Vec<String>,
}

/// Fewer rows than this can't be parted into three.
const ROWS: usize = 20;

/// Fewer rows than this for each class teach nothing about it.
const ROWS_OF_A_CLASS: usize = 5;

impl<'a> Plan<'a> {
    /// Looks at all columns of `table`.
    ///
    /// # Errors
    ///
    /// If a name is that of no column, a column of numbers holds text, the target does not vary or is
    /// of too many classes, a column is the target in disguise, or nothing is left to predict from.
    pub fn new(table: &'a Table, choice: &Choice) -> Result<Self, FileError> {
        for name in
            [&choice.without, &choice.keep, &choice.categories].into_iter().flatten()
        {
            table.column(name)?;
        }
        let target = table.column(&choice.target)?;
        let mut warnings = vec![];
        let known = |row: &&Row| !row.cells[target].is_empty();
        let rows: Vec<&Row> = table.rows.iter().filter(known).collect();
        let lost = table.rows.len() - rows.len();
        let name = &choice.target;
        if rows.is_empty() {
            return Err(table.of(target, "it is empty in every row"));
        }
        if lost > 0 {
            warnings
                .push(format!("rows without {name:?}, which are left out: {lost}"));
        }
        if rows.len() < ROWS {
            let cause = format!(
                "{} rows, and to train and to test takes at least {ROWS}",
                rows.len()
            );
            return Err(FileError::new(&table.path, cause));
        }
        let mut plan = Plan {
            table,
            target: (target, Kind::Numbers),
            inputs: vec![],
            rows,
            warnings,
        };
        plan.target.1 = plan.kind_of_target(choice)?;
        plan.inputs = plan.inputs(choice)?;
        plan.look_for_disguise(choice)?;
        Ok(plan)
    }

    /// The cells of a column, without the missing ones.
    fn cells(&self, column: usize) -> impl Iterator<Item = &'a str> {
        let cells = self.rows.iter().map(move |row| row.cells[column].as_str());
        cells.filter(|cell| !cell.is_empty())
    }

    fn kind(&self, column: usize, choice: &Choice) -> Result<Kind, FileError> {
        if choice.categories.contains(&self.table.columns[column]) {
            return Ok(Kind::Categories);
        }
        kind(self.table, &self.rows, column)
    }

    fn kind_of_target(&mut self, choice: &Choice) -> Result<Kind, FileError> {
        let (table, column) = (self.table, self.target.0);
        let name = &choice.target;
        let counts = self.counts(column);
        let (rows, classes) = (self.rows.len(), counts.len());
        if let Some((only, _)) = counts.first_key_value().filter(|_| classes == 1) {
            let cause = format!(
                "it is {} in every row, so nothing is to be told",
                quoted(only)
            );
            return Err(table.of(column, cause));
        }
        // Two numbers, as 0 and 1, are no measure but a yes and a no.
        let kind = match self.kind(column, choice)? {
            Kind::Numbers if classes > 2 => {
                if classes <= 10 {
                    self.warnings.push(format!(
                        "{name:?} is {classes} different numbers; if they are names, \
                         say --categories {name:?}"
                    ));
                }
                return Ok(Kind::Numbers);
            }
            _ => Kind::Categories,
        };
        if rows < ROWS_OF_A_CLASS * classes {
            let cause = format!(
                "it has {classes} classes in {rows} rows, and fewer than \
                 {ROWS_OF_A_CLASS} rows for a class teach nothing"
            );
            return Err(table.of(column, cause));
        }
        self.warnings.extend(imbalance(&counts, "rows"));
        Ok(kind)
    }

    fn counts(&self, column: usize) -> BTreeMap<&'a str, usize> {
        let mut counts = BTreeMap::new();
        for cell in self.cells(column) {
            *counts.entry(cell).or_default() += 1;
        }
        counts
    }

    /// The columns that tell something, each with its kind.
    fn inputs(&mut self, choice: &Choice) -> Result<Vec<(usize, Kind)>, FileError> {
        let mut inputs = vec![];
        for (column, name) in self.table.columns.iter().enumerate() {
            if column == self.target.0 || choice.without.contains(name) {
                continue;
            }
            let counts = self.counts(column);
            let values = counts.len();
            let kind = self.kind(column, choice)?;
            let useless = if values == 0 {
                "is empty"
            } else if counts.values().sum::<usize>() == self.rows.len() && values == 1
            {
                "is the same in every row"
            } else if kind == Kind::Numbers && self.is_numbering(column) {
                "numbers the rows"
            } else if kind == Kind::Categories && 2 * values > self.rows.len() {
                "is another text in almost every row"
            } else {
                inputs.push((column, kind));
                continue;
            };
            self.warnings.push(format!("{name:?} {useless}, and is left out"));
        }
        if inputs.is_empty() {
            let cause =
                format!("no column is left to predict {:?} from", choice.target);
            return Err(FileError::new(&self.table.path, cause));
        }
        Ok(inputs)
    }

    /// Whether each number is one more than the one above.
    fn is_numbering(&self, column: usize) -> bool {
        let numbers: Vec<f64> = self
            .table
            .rows
            .iter()
            .filter_map(|r| r.cells[column].parse().ok())
            .collect();
        numbers.len() == self.table.rows.len()
            && numbers.windows(2).all(|pair| pair[1] - pair[0] == 1.0)
    }

    /// A column that says the target in other words makes every result look good, and is not
    /// there when the target is not.
    fn look_for_disguise(&mut self, choice: &Choice) -> Result<(), FileError> {
        let target = &choice.target;
        for &(column, kind) in &self.inputs {
            let name = &self.table.columns[column];
            if choice.keep.contains(name) {
                continue;
            }
            if self.decides(column) || self.is_line(column, kind) {
                let cause = format!(
                    "it is {target:?} in other words; leave it out by --without \
                     {name:?}, or use it by --keep {name:?}"
                );
                return Err(self.table.of(column, cause));
            }
            if kind == Kind::Numbers && self.tells_apart(column) {
                self.warnings.push(format!(
                    "{name:?} alone tells {target:?}: is it known before {target:?} is?"
                ));
            }
        }
        Ok(())
    }

    /// Whether each value of the column comes with one value of the target, though there are far fewer
    /// values than rows.
    fn decides(&self, column: usize) -> bool {
        let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in &self.rows {
            let target = row.cells[self.target.0].as_str();
            targets.entry(&row.cells[column]).or_default().insert(target);
        }
        5 * targets.len() <= self.rows.len()
            && targets.values().all(|targets| targets.len() == 1)
    }

    /// Whether two columns of numbers lie on a straight line.
    fn is_line(&self, column: usize, kind: Kind) -> bool {
        if (kind, self.target.1) != (Kind::Numbers, Kind::Numbers) {
            return false;
        }
        let both = self.rows.iter().filter_map(|row| {
            let number = |column: usize| row.cells[column].parse::<f64>().ok();
            Some((number(column)?, number(self.target.0)?))
        });
        correlation(&both.collect::<Vec<_>>()).abs() > 0.9999
    }

    /// Whether the classes lie one beside the other along the column.
    fn tells_apart(&self, column: usize) -> bool {
        if self.target.1 == Kind::Numbers {
            return false;
        }
        let mut ranges: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for row in &self.rows {
            let Ok(number) = row.cells[column].parse::<f64>() else { continue };
            let all = (f64::INFINITY, f64::NEG_INFINITY);
            let range = ranges.entry(&row.cells[self.target.0]).or_insert(all);
            *range = (range.0.min(number), range.1.max(number));
        }
        let mut ranges: Vec<(f64, f64)> = ranges.into_values().collect();
        ranges.sort_by(|a, b| a.0.total_cmp(&b.0));
        ranges.len() > 1 && ranges.windows(2).all(|pair| pair[0].1 < pair[1].0)
    }
}

/// What the cells of a column are: numbers, if all of them are.
///
/// # Errors
///
/// If nine of ten are numbers, and one is not or has a comma.
// ANCHOR: kind
fn kind(table: &Table, rows: &[&Row], column: usize) -> Result<Kind, FileError> {
    let filled = rows.iter().filter(|row| !row.cells[column].is_empty());
    let (mut filled, mut numbers, mut commas, mut other) = (filled, 0, 0, None);
    let count = filled.clone().count();
    for row in &mut filled {
        let cell = &row.cells[column];
        if table.number(row, column).is_ok() {
            numbers += 1;
        } else {
            let comma =
                cell.contains(',') && cell.replace(',', "").parse::<f64>().is_ok();
            commas += usize::from(comma);
            other = other.or(Some((row.line, cell)));
        }
    }
    let Some((line, cell)) = other else { return Ok(Kind::Numbers) };
    if 10 * (numbers + commas) < 9 * count {
        return Ok(Kind::Categories);
    }
    let (cell, name) = (quoted(cell), &table.columns[column]);
    let cause = if cell.contains(',') {
        format!(
            "{cell} has a comma: write numbers with a point, and no sign for \
             thousands"
        )
    } else {
        format!(
            "{cell} is no number, as {numbers} of {count} are; mend it, leave it \
             empty, or say --categories {name:?}"
        )
    };
    Err(table.at(line, column, cause))
}
// ANCHOR_END: kind

/// What is to be said of classes of which some are rare. `what` there are so many of.
pub(crate) fn imbalance(counts: &BTreeMap<&str, usize>, what: &str) -> Vec<String> {
    let all: usize = counts.values().sum();
    let mut warnings = vec![];
    for (class, &count) in counts {
        let percent = 100 * count / all;
        if 5 * count >= 4 * all {
            warnings.push(format!(
                "{percent} % of the {what} are {class:?}: a network that always says so is \
                 right as often"
            ));
        }
        if count < 10 {
            warnings.push(format!(
                "only {count} of {all} {what} are {class:?}: too few to learn it well, and \
                 to measure how well"
            ));
        }
    }
    warnings.truncate(5);
    warnings
}

/// Pearson's correlation of two columns: ±1 on a straight line. NaN where one does not vary.
fn correlation(pairs: &[(f64, f64)]) -> f64 {
    let n = pairs.len() as f64;
    let (mut x, mut y) = (0.0, 0.0);
    for pair in pairs {
        x += pair.0 / n;
        y += pair.1 / n;
    }
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for pair in pairs {
        let (dx, dy) = (pair.0 - x, pair.1 - y);
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
    }
    xy / (xx * yy).sqrt()
}
