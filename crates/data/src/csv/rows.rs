//! [`Rows`]: a table that is read row by row.

use std::fmt;
use std::marker::PhantomData;
use std::path::PathBuf;

use autograd::Tensor;

use super::cells::Cells;
use super::reader::Begun;
use super::{Column, Columns, Error, Number, Reader, Table};
use crate::dataset::IterableDataset;

/// The rows of a file, read one after the other; made by [`Reader::stream`].
///
/// Columns are chosen as those of a [`Table`] are. Then [`numbers`](Rows::numbers) or
/// [`features_and_target`](Rows::features_and_target) makes an [`IterableDataset`], whose samples are `Result`s: a row that
/// is wrong is told with its line and column, and ends the epoch.
#[derive(Clone)]
pub struct Rows {
    reader: Reader,
    path: PathBuf,
    /// The names, without rows.
    table: Table,
}

impl Rows {
    pub(super) fn new(reader: Reader, path: PathBuf) -> Result<Self, Error> {
        let Begun {
            mut records,
            mut record,
            mut cells,
        } = reader.open(&path)?;
        // So that a file without rows, or with rows of another width, is told here.
        if cells.rows() == 0 && records.read(&mut record)? {
            cells.push(&record)?;
        }
        cells.some_rows()?;
        cells.clear();
        Ok(Self {
            reader,
            path,
            table: Table::new(cells),
        })
    }

    /// The number of columns.
    pub fn columns(&self) -> usize {
        self.table.columns()
    }

    /// The names of the columns; none if the file is read without a header.
    pub fn names(&self) -> Vec<&str> {
        self.table.names()
    }

    /// These columns, in this order.
    ///
    /// # Errors
    /// If one is not there.
    pub fn select(&self, columns: impl Columns) -> Result<Rows, Error> {
        Ok(self.with(self.table.select(columns)?))
    }

    /// All columns but these.
    ///
    /// # Errors
    /// If one is not there.
    pub fn drop(&self, columns: impl Columns) -> Result<Rows, Error> {
        Ok(self.with(self.table.drop(columns)?))
    }

    /// Each row as numbers: a tensor of shape `[columns]`.
    pub fn numbers<T: Number>(self) -> NumberRows<T> {
        NumberRows {
            rows: self,
            kind: PhantomData,
        }
    }

    /// What to learn from and what to learn: all columns but `target`, `[columns - 1]`, and the number of `target`.
    ///
    /// # Errors
    /// If the column is not there.
    pub fn features_and_target<X: Number, Y: Number>(
        &self,
        target: impl Column,
    ) -> Result<LabelledRows<X, Y>, Error> {
        let target = target.index(&self.table)?;
        Ok(LabelledRows {
            target: self.table.places()[target],
            rows: self.drop(target)?,
            kind: PhantomData,
        })
    }

    fn with(&self, table: Table) -> Rows {
        Rows {
            reader: self.reader.clone(),
            path: self.path.clone(),
            table,
        }
    }

    /// What `sample` makes of each row, up to the first error.
    fn samples<'a, S: 'a>(
        &'a self,
        sample: impl Fn(&Cells) -> Result<S, Error> + 'a,
    ) -> Box<dyn Iterator<Item = Result<S, Error>> + 'a> {
        let mut state = State::Closed(self);
        Box::new(std::iter::from_fn(move || {
            let read = state.read().and_then(|cells| cells.map(&sample).transpose());
            if read.is_err() {
                state = State::Ended;
            }
            read.transpose()
        }))
    }

    /// The numbers of the only row of `cells`.
    fn tensor<T: Number>(&self, cells: &Cells) -> Result<Tensor, Error> {
        let numbers = self
            .table
            .places()
            .iter()
            .map(|&column| cells.number::<T>(0, column));
        let numbers = numbers.collect::<Result<Vec<T>, Error>>()?;
        Ok(Tensor::from_vec(numbers, self.columns()))
    }
}

/// How far an epoch has come.
enum State<'a> {
    /// Nothing has been read.
    Closed(&'a Rows),
    /// The row of the cells is the last one.
    Open(Box<Begun<'static>>),
    /// There is nothing more to read.
    Ended,
}

impl State<'_> {
    /// The next row, alone in its cells; none at the end.
    fn read(&mut self) -> Result<Option<&Cells>, Error> {
        if let State::Closed(rows) = self {
            *self = State::Open(Box::new(rows.reader.open(&rows.path)?));
            // Without a header, a row has been read already.
            if matches!(self, State::Open(begun) if begun.cells.rows() > 0) {
                return Ok(self.cells());
            }
        }
        if let State::Open(begun) = self {
            begun.cells.clear();
            if begun.records.read(&mut begun.record)? {
                begun.cells.push(&begun.record)?;
            } else {
                *self = State::Ended;
            }
        }
        Ok(self.cells())
    }

    fn cells(&self) -> Option<&Cells> {
        match self {
            State::Open(begun) => Some(&begun.cells),
            State::Closed(_) | State::Ended => None,
        }
    }
}

/// Rows of numbers, `[columns]`; made by [`Rows::numbers`].
///
/// ```
/// use data::{IterableDataset, csv::Reader};
///
/// # let path = std::env::temp_dir().join(format!("flambeau-number-rows-{}.csv", std::process::id()));
/// # std::fs::write(&path, "a,b\n1,2\n3,x\n")?;
/// let rows = Reader::new().stream(&path)?.numbers::<f32>(); // a,b / 1,2 / 3,x
/// let mut stream = rows.stream();
/// assert_eq!(stream.next().unwrap()?.to_vec::<f32>(), [1.0, 2.0]);
/// let error = stream.next().unwrap().unwrap_err().to_string();
/// assert!(error.ends_with("line 3, column 2 (b): \"x\" is not a number"), "{error}");
/// assert!(stream.next().is_none());
/// # std::fs::remove_file(&path)?;
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct NumberRows<T> {
    rows: Rows,
    kind: PhantomData<fn() -> T>,
}

impl<T: Number> IterableDataset for NumberRows<T> {
    type Item = Result<Tensor, Error>;

    fn stream(&self) -> Box<dyn Iterator<Item = Self::Item> + '_> {
        self.rows.samples(|cells| self.rows.tensor::<T>(cells))
    }
}

/// Rows of features, `[columns]`, each with the number that is to be learnt; made by [`Rows::features_and_target`].
#[derive(Clone)]
pub struct LabelledRows<X, Y> {
    rows: Rows,
    /// Which column of the file it is.
    target: usize,
    kind: PhantomData<fn() -> (X, Y)>,
}

impl<X: Number, Y: Number> IterableDataset for LabelledRows<X, Y> {
    type Item = Result<(Tensor, Y), Error>;

    fn stream(&self) -> Box<dyn Iterator<Item = Self::Item> + '_> {
        self.rows
            .samples(|cells| Ok((self.rows.tensor::<X>(cells)?, cells.number::<Y>(0, self.target)?)))
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("file", &self.table.file())
            .field("names", &self.names())
            .finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for NumberRows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NumberRows").field(&self.rows).finish()
    }
}

impl<X, Y> fmt::Debug for LabelledRows<X, Y> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LabelledRows").field(&self.rows).finish()
    }
}
