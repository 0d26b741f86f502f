//! [`Reader`]: how a table is read.

use std::fs::File;
use std::io;
use std::path::Path;

use csv::{ErrorKind, StringRecord, Trim};

use super::table::Cells;
use super::{Error, Table};

/// How a table is read: which character separates values, and whether the first line names the columns.
///
/// Values may stand in double quotes; spaces around them do not count.
///
/// ```
/// use data::csv::Reader;
///
/// let table = Reader::new().delimiter(b';').header(false).read_from("1; 2\n3; 4\n".as_bytes(), "numbers")?;
/// assert_eq!(table.tensor::<i64>()?.to_vec::<i64>(), [1, 2, 3, 4]);
/// # Ok::<_, data::csv::Error>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a reader reads nothing until it is told to"]
pub struct Reader {
    delimiter: u8,
    header: bool,
    comment: Option<u8>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            delimiter: b',',
            header: true,
            comment: None,
        }
    }
}

impl Reader {
    /// Values separated by commas, below a line that names the columns.
    pub fn new() -> Self {
        Self::default()
    }

    /// The character that separates values.
    pub fn delimiter(mut self, delimiter: u8) -> Self {
        self.delimiter = delimiter;
        self
    }

    /// Whether the first line names the columns.
    pub fn header(mut self, header: bool) -> Self {
        self.header = header;
        self
    }

    /// The character with which a line begins that is left out.
    pub fn comment(mut self, comment: u8) -> Self {
        self.comment = Some(comment);
        self
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If the file cannot be read, is not a table, or has no rows.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<Table, Error> {
        let path = path.as_ref();
        let name = path.display().to_string();
        match File::open(path) {
            Ok(file) => self.read_from(file, name),
            Err(source) => Err(Error::Io { file: name, source }),
        }
    }

    /// Reads what `source` yields; errors call it `name`.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_from(&self, source: impl io::Read, name: impl Into<String>) -> Result<Table, Error> {
        let file = name.into();
        let mut source = csv::ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(self.header)
            .comment(self.comment)
            .trim(Trim::All)
            .from_reader(source);
        let names = if self.header {
            let names = source.headers().map_err(|error| refusal(&file, error))?;
            names.iter().map(str::to_owned).collect()
        } else {
            Vec::new()
        };
        let mut cells = Cells::new(file, names);
        let mut record = StringRecord::new();
        while source
            .read_record(&mut record)
            .map_err(|error| refusal(&cells.file, error))?
        {
            cells.push(&record);
        }
        if cells.rows() == 0 {
            return Err(Error::Empty {
                file: cells.file,
                header: self.header,
            });
        }
        Ok(Table::new(cells))
    }
}

/// The same refusal in this crate's words, which name the file.
fn refusal(file: &str, error: csv::Error) -> Error {
    let file = file.to_owned();
    let line = error.position().map_or(0, csv::Position::line);
    match error.into_kind() {
        ErrorKind::Io(source) => Error::Io { file, source },
        ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => Error::Ragged {
            file,
            line,
            expected: expected_len as usize,
            found: len as usize,
        },
        ErrorKind::Utf8 { err, .. } => Error::NotText {
            file,
            line,
            column: err.field() + 1,
        },
        other => Error::Io {
            file,
            source: io::Error::other(format!("{other:?}")),
        },
    }
}
