//! [`Table`]: named columns of text, which become tensors.

use std::fmt;
use std::iter;
use std::sync::Arc;

use autograd::{Tensor, scratch};

use super::cells::Cells;
use super::{Column, Columns, Error, Number};

/// Rows of values under named columns, as [`read`](super::read) reads them.
///
/// [`select`](Table::select) and [`drop`](Table::drop) choose columns without copying anything.
#[derive(Clone)]
pub struct Table {
    cells: Arc<Cells>,
    /// Which columns of the file this table has, in this order.
    columns: Vec<usize>,
}

impl Table {
    /// All columns of `cells`.
    pub(super) fn new(cells: Cells) -> Self {
        Self {
            columns: (0..cells.width).collect(),
            cells: Arc::new(cells),
        }
    }

    /// The number of rows, not counting the header.
    pub fn rows(&self) -> usize {
        self.cells.rows()
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    /// The names of the columns; none if the table was read without a header.
    pub fn names(&self) -> Vec<&str> {
        let names = &self.cells.names;
        let of = |&column: &usize| names.get(column).map(String::as_str);
        self.columns.iter().filter_map(of).collect()
    }

    /// The file that the table was read from, as it was given.
    pub fn file(&self) -> &str {
        &self.cells.file
    }

    /// Which columns of the file these are.
    pub(super) fn places(&self) -> &[usize] {
        &self.columns
    }

    /// What seems to separate the values, if that is another character than the reader's.
    pub(super) fn likely_delimiter(&self) -> Option<char> {
        self.cells.delimiter
    }

    /// These columns, in this order.
    ///
    /// # Errors
    /// If one is not there.
    pub fn select(&self, columns: impl Columns) -> Result<Table, Error> {
        let indices = columns.indices(self)?;
        Ok(self.with(indices.into_iter().map(|at| self.columns[at]).collect()))
    }

    /// All columns but these.
    ///
    /// # Errors
    /// If one is not there.
    pub fn drop(&self, columns: impl Columns) -> Result<Table, Error> {
        let dropped = columns.indices(self)?;
        let kept = (0..self.columns()).filter(|at| !dropped.contains(at));
        Ok(self.with(kept.map(|at| self.columns[at]).collect()))
    }

    /// Every value as a number: a tensor of shape `[rows, columns]`.
    ///
    /// # Errors
    /// If a value is not a number of this kind.
    pub fn tensor<T: Number>(&self) -> Result<Tensor, Error> {
        let mut numbers = scratch::collected(self.rows() * self.columns(), iter::empty());
        for row in 0..self.rows() {
            for &column in &self.columns {
                numbers.push(self.cells.number::<T>(row, column)?);
            }
        }
        Ok(Tensor::from_vec(numbers, [self.rows(), self.columns()]))
    }

    /// The values of one column as numbers: a tensor of shape `[rows]`.
    ///
    /// # Errors
    /// If the column is not there, or a value is not a number of this kind.
    pub fn column<T: Number>(&self, column: impl Column) -> Result<Tensor, Error> {
        let column = self.columns[column.index(self)?];
        let numbers = (0..self.rows()).map(|row| self.cells.number::<T>(row, column));
        Ok(Tensor::from_vec(
            numbers.collect::<Result<Vec<T>, Error>>()?,
            self.rows(),
        ))
    }

    /// The values of one column as they are written.
    ///
    /// # Errors
    /// If the column is not there.
    pub fn text(&self, column: impl Column) -> Result<Vec<String>, Error> {
        let column = self.columns[column.index(self)?];
        let texts = (0..self.rows()).map(|row| self.cells.text(row, column).to_owned());
        Ok(texts.collect())
    }

    /// What to learn from and what to learn: all columns but `target`, `[rows, columns - 1]`, and `target` alone,
    /// `[rows]`.
    ///
    /// # Errors
    /// As [`drop`](Table::drop), [`tensor`](Table::tensor) and [`column`](Table::column).
    pub fn features_and_target<X: Number, Y: Number>(
        &self,
        target: impl Column,
    ) -> Result<(Tensor, Tensor), Error> {
        let target = target.index(self)?;
        Ok((self.drop(target)?.tensor::<X>()?, self.column::<Y>(target)?))
    }

    fn with(&self, columns: Vec<usize>) -> Table {
        Table {
            cells: Arc::clone(&self.cells),
            columns,
        }
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table")
            .field("file", &self.file())
            .field("rows", &self.rows())
            .field("columns", &self.columns())
            .field("names", &self.names())
            .finish()
    }
}
