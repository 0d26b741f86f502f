//! [`Column`] and [`Columns`]: which columns are meant.

use std::ops::Range;

use super::error::excerpt;
use super::{Error, Table};

/// Which column of a [`Table`] is meant: a name, or an index from 0.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which column is meant",
    note = "pass a name or an index"
)]
pub trait Column {
    /// The index of the column in `table`.
    ///
    /// # Errors
    /// If it is not there.
    fn index(&self, table: &Table) -> Result<usize, Error>;
}

impl Column for usize {
    fn index(&self, table: &Table) -> Result<usize, Error> {
        if *self < table.columns() {
            Ok(*self)
        } else {
            Err(Error::ColumnIndex {
                file: table.file().to_owned(),
                index: *self,
                columns: table.columns(),
                delimiter: table.likely_delimiter(),
            })
        }
    }
}

impl Column for str {
    fn index(&self, table: &Table) -> Result<usize, Error> {
        let names = table.names();
        let mut found = (0..names.len()).filter(|&at| names[at] == self);
        match (found.next(), found.count()) {
            (Some(index), 0) => Ok(index),
            (first, others) => Err(Error::ColumnName {
                file: table.file().to_owned(),
                name: excerpt(self),
                found: usize::from(first.is_some()) + others,
                names: names.into_iter().map(excerpt).collect(),
                delimiter: table.likely_delimiter(),
            }),
        }
    }
}

impl Column for String {
    fn index(&self, table: &Table) -> Result<usize, Error> {
        self.as_str().index(table)
    }
}

impl<C: Column + ?Sized> Column for &C {
    fn index(&self, table: &Table) -> Result<usize, Error> {
        (**self).index(table)
    }
}

/// Which columns of a [`Table`] are meant: one [`Column`], a range of indices, or an array, slice or vector of
/// columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say which columns are meant",
    note = "pass a name, an index, a range of indices, or an array of names or indices"
)]
pub trait Columns {
    /// The indices of the columns in `table`.
    ///
    /// # Errors
    /// If one is not there.
    fn indices(&self, table: &Table) -> Result<Vec<usize>, Error>;
}

impl<C: Column + ?Sized> Columns for C {
    fn indices(&self, table: &Table) -> Result<Vec<usize>, Error> {
        Ok(vec![self.index(table)?])
    }
}

impl Columns for Range<usize> {
    fn indices(&self, table: &Table) -> Result<Vec<usize>, Error> {
        self.clone().map(|index| index.index(table)).collect()
    }
}

impl<C: Column, const N: usize> Columns for [C; N] {
    fn indices(&self, table: &Table) -> Result<Vec<usize>, Error> {
        self.as_slice().indices(table)
    }
}

impl<C: Column> Columns for Vec<C> {
    fn indices(&self, table: &Table) -> Result<Vec<usize>, Error> {
        self.as_slice().indices(table)
    }
}

impl<C: Column> Columns for [C] {
    fn indices(&self, table: &Table) -> Result<Vec<usize>, Error> {
        self.iter().map(|column| column.index(table)).collect()
    }
}

impl<C: Column> Columns for &[C] {
    fn indices(&self, table: &Table) -> Result<Vec<usize>, Error> {
        (**self).indices(table)
    }
}
