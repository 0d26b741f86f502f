//! [`Table`]: figures by name and row.

use std::fmt;
use std::fs;
use std::path::Path;

use optim::scheduler::Mode;

use super::twice;
use crate::best::Best;
use crate::error::{Error, make_folder_of};

/// Figures by name, a column, and by step or epoch, a row; rows are counted from 1. It prints with four decimals, and is
/// written with all.
#[derive(Clone, Debug)]
pub struct Table {
    /// What is counted.
    counted: &'static str,
    rows: usize,
    columns: Vec<Column>,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    /// Rows after the last are empty.
    figures: Vec<Option<f64>>,
}

impl Column {
    fn figure(&self, row: usize) -> Option<f64> {
        self.figures.get(row).copied().flatten()
    }
}

impl Table {
    pub(super) fn new(counted: &'static str) -> Self {
        Self {
            counted,
            rows: 0,
            columns: Vec::new(),
        }
    }

    /// Adds a row, or nothing if a name occurs twice.
    pub(super) fn push<'a>(
        &mut self,
        figures: impl IntoIterator<Item = (&'a str, f64)>,
    ) -> Result<(), autograd::Error> {
        let (row, columns) = (self.rows, self.columns.len());
        for (name, figure) in figures {
            if !self.put(row, name, figure) {
                self.columns.truncate(columns);
                self.columns
                    .iter_mut()
                    .for_each(|column| column.figures.truncate(row));
                return Err(twice(name));
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// False if the row has a figure of this name.
    fn put(&mut self, row: usize, name: &str, figure: f64) -> bool {
        let at = self.columns.iter().position(|column| column.name == name);
        let at = at.unwrap_or_else(|| {
            let (name, figures) = (name.to_owned(), Vec::new());
            self.columns.push(Column { name, figures });
            self.columns.len() - 1
        });
        let figures = &mut self.columns[at].figures;
        let free = figures.len() <= row;
        if free {
            figures.resize(row, None);
            figures.push(Some(figure));
        }
        free
    }

    /// The mean of each column from a row on, where it has figures there.
    pub(super) fn means_from(&self, row: usize) -> Vec<(String, f64)> {
        let means = self.columns.iter().filter_map(|column| {
            let figures: Vec<f64> = column.figures.iter().skip(row).copied().flatten().collect();
            let mean = figures.iter().sum::<f64>() / figures.len() as f64;
            (!figures.is_empty()).then(|| (column.name.clone(), mean))
        });
        means.collect()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The names of the figures, in the order in which they came.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// The figures of this name, for each row the one that was recorded, if one was; none at all of an unknown name.
    pub fn column(&self, name: &str) -> Vec<Option<f64>> {
        let column = self.columns.iter().find(|column| column.name == name);
        column.map_or_else(Vec::new, |column| {
            (0..self.rows).map(|row| column.figure(row)).collect()
        })
    }

    /// The figures of this name that were recorded, each with the number of its row, which counts from 1.
    pub fn points(&self, name: &str) -> Vec<(usize, f64)> {
        let figures = self.column(name).into_iter().zip(1..);
        figures.filter_map(|(figure, row)| Some((row, figure?))).collect()
    }

    /// The best figure of this name and the number of its row, of several the first. What is not a number is never best.
    pub fn best(&self, name: &str, mode: Mode) -> Option<(usize, f64)> {
        let mut best = Best::default();
        let better = self
            .points(name)
            .into_iter()
            .filter(|&(_, figure)| best.take(figure, mode, 0.0));
        better.last()
    }

    /// The last row in one line, such as `epoch 3: loss 0.4000`.
    pub(super) fn latest(&self) -> String {
        let Some(row) = self.rows.checked_sub(1) else {
            return String::new();
        };
        let figures = self.columns.iter().filter_map(|column| {
            let figure = column.figure(row)?;
            Some(format!("{} {}", column.name, short(figure)))
        });
        let figures: Vec<String> = figures.collect();
        format!("{} {}: {}", self.counted, self.rows, figures.join(", "))
    }

    fn shown(&self) -> show::Table {
        let start = show::Table::new().number(self.counted);
        let mut shown = self.names().fold(start, |table, name| table.number(name));
        for row in 0..self.rows {
            let cell = |column: &Column| column.figure(row).map_or_else(String::new, short);
            let number = (row + 1).to_string();
            shown.row(std::iter::once(number).chain(self.columns.iter().map(cell)));
        }
        shown
    }

    /// Shows it below the cell of a notebook: [`show::in_notebook`].
    pub fn evcxr_display(&self) {
        self.shown().evcxr_display();
    }

    /// The table as CSV, with a line of names; what was not recorded is empty. Numbers keep every bit.
    ///
    /// ```
    /// let mut history = monitor::History::new();
    /// history.step([("loss", 0.1)]);
    /// history.step([("loss", 1e-9), ("lr", 0.5)]);
    /// assert_eq!(history.steps().to_csv(), "step,loss,lr\n1,0.1,\n2,1e-9,0.5\n");
    /// ```
    pub fn to_csv(&self) -> String {
        let names = self.columns.iter().map(|column| quoted(&column.name));
        let mut csv = line(self.counted.to_owned(), names);
        for row in 0..self.rows {
            let cell = |column: &Column| {
                column
                    .figure(row)
                    .map_or_else(String::new, |figure| format!("{figure:?}"))
            };
            csv += &line((row + 1).to_string(), self.columns.iter().map(cell));
        }
        csv
    }

    /// Writes the table as CSV. Missing folders are made.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save_csv(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let path = path.as_ref();
        make_folder_of(path)?;
        fs::write(path, self.to_csv()).map_err(Error::at(path))
    }

    /// A chart with a line for each of the figures, over the rows, to be labelled further and saved; with the feature
    /// `plot`.
    ///
    /// ```
    /// let mut history = monitor::History::new();
    /// history.epoch([("train", 0.9), ("validation", 1.0)]);
    /// history.epoch([("train", 0.1), ("validation", 0.3)]);
    /// let chart = history.epochs().chart("Loss", ["train", "validation"]).y_label("cross entropy").log_y();
    /// assert!(chart.to_svg().contains("validation"));
    /// ```
    ///
    /// # Panics
    /// If there is no figure of a name.
    #[cfg(feature = "plot")]
    #[track_caller]
    pub fn chart<'a>(
        &self,
        title: impl Into<String>,
        names: impl IntoIterator<Item = &'a str>,
    ) -> plot::Chart {
        let mut chart = plot::Chart::new(title).x_label(self.counted);
        for name in names {
            if !self.names().any(|known| known == name) {
                let known: Vec<&str> = self.names().collect();
                autograd::Error::argument(format!(
                    "Table::chart: there is no figure {name:?}, only {known:?}"
                ))
                .raise();
            }
            chart = chart.line(name, self.points(name));
        }
        chart
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.shown().fmt(f)
    }
}

/// A figure as people read it: four decimals, or a power of ten where these would say nothing.
pub(crate) fn short(figure: f64) -> String {
    let size = figure.abs();
    if size == 0.0 || (1e-3..1e6).contains(&size) || !size.is_finite() {
        format!("{figure:.4}")
    } else {
        format!("{figure:.3e}")
    }
}

fn line(first: String, rest: impl Iterator<Item = String>) -> String {
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join(",") + "\n"
}

/// A name as a field of CSV.
fn quoted(name: &str) -> String {
    if name.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new("epoch");
        table.push([("a", 1e-7)]).expect("one name");
        table
            .push([("a", f64::INFINITY), ("loss, \"b\"", -2.0)])
            .expect("two names");
        table
    }

    #[test]
    fn columns_that_begin_late_or_end_early_have_empty_places() {
        let table = table();
        let text = "epoch         a  loss, \"b\"\n    1  1.000e-7\n    2       inf    -2.0000";
        assert_eq!(table.to_string(), text);
        assert_eq!(
            table.to_csv(),
            "epoch,a,\"loss, \"\"b\"\"\"\n1,1e-7,\n2,inf,-2.0\n"
        );
        assert_eq!(table.column("unknown"), []);
        assert_eq!(table.points("loss, \"b\""), [(2, -2.0)]);
    }

    #[test]
    fn the_best_is_the_first_of_those_and_a_number() {
        let mut table = Table::new("epoch");
        for figure in [f64::NAN, 2.0, 1.0, 1.0, 3.0, 3.0, f64::NAN] {
            table.push([("x", figure)]).expect("one name");
        }
        assert_eq!(table.best("x", Mode::Min), Some((3, 1.0)));
        assert_eq!(table.best("x", Mode::Max), Some((5, 3.0)));
        assert_eq!(table.best("y", Mode::Max), None);
    }

    #[test]
    fn a_file_that_cannot_be_written_is_named() {
        let folder = std::env::temp_dir().join(format!("flambeau-table-{}", std::process::id()));
        let path = folder.join("deep/table.csv");
        table().save_csv(&path).expect("there is room");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), table().to_csv());
        let error = table()
            .save_csv(path.join("below"))
            .expect_err("a file is no folder");
        assert!(
            error
                .to_string()
                .starts_with(&format!("cannot write {}: ", path.display())),
            "{error}"
        );
        fs::remove_dir_all(&folder).expect("it is there");
    }

    #[cfg(feature = "plot")]
    #[test]
    fn a_chart_of_an_unknown_figure_is_refused() {
        let refusal = autograd::Error::catch(|| table().chart("", ["b"]))
            .expect_err("there is no b")
            .0;
        let said = "Table::chart: there is no figure \"b\", only [\"a\", \"loss, \\\"b\\\"\"]";
        assert_eq!(refusal.to_string(), said);
    }
}
