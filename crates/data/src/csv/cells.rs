//! [`Cells`]: the text of a table, and where its values lie.

use std::any::type_name;

use super::error::{USUAL_DELIMITERS, excerpt};
use super::record::Record;
use super::spelling::Spelling;
use super::{Error, Number, ParseError, Place};

/// The text of a file, cut into rows and values.
pub(super) struct Cells {
    pub(super) file: String,
    /// None if the table has no header.
    pub(super) names: Vec<String>,
    /// How many values a row has.
    pub(super) width: usize,
    /// What seems to separate the values, if that is another character than the reader's.
    pub(super) delimiter: Option<char>,
    spelling: Spelling,
    /// All values, one after the other.
    text: String,
    /// Where in the text each value ends.
    ends: Vec<usize>,
    /// Where in the file each row begins, from 1.
    lines: Vec<u64>,
}

impl Cells {
    /// Cells of the width of the first row or header, without rows.
    pub(super) fn new(file: String, first: &Record, spelling: Spelling) -> Self {
        Self {
            file,
            names: Vec::new(),
            width: first.len(),
            delimiter: first.uncut().and_then(likely_delimiter),
            spelling,
            text: String::new(),
            ends: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// Names the columns.
    pub(super) fn set_names(&mut self, record: &Record) -> Result<(), Error> {
        let names = (0..record.len()).map(|column| self.value(record, column).map(str::to_owned));
        self.names = names.collect::<Result<_, Error>>()?;
        Ok(())
    }

    /// Adds a row.
    pub(super) fn push(&mut self, record: &Record) -> Result<(), Error> {
        if record.len() != self.width {
            return Err(Error::Ragged {
                file: self.file.clone(),
                line: record.line,
                expected: self.width,
                found: record.len(),
                delimiter: self.delimiter,
            });
        }
        for column in 0..self.width {
            self.text += self.value(record, column)?;
            self.ends.push(self.text.len());
        }
        self.lines.push(record.line);
        Ok(())
    }

    /// Takes all rows away.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.lines.clear();
    }

    pub(super) fn rows(&self) -> usize {
        self.lines.len()
    }

    /// That there are rows below the header.
    pub(super) fn some_rows(&self) -> Result<(), Error> {
        if self.rows() > 0 {
            return Ok(());
        }
        Err(Error::NoRows {
            file: self.file.clone(),
            header: true,
        })
    }

    pub(super) fn text(&self, row: usize, column: usize) -> &str {
        let at = row * self.width + column;
        let begin = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[begin..self.ends[at]]
    }

    pub(super) fn number<T: Number>(&self, row: usize, column: usize) -> Result<T, Error> {
        let number = self.spelling.parse(self.text(row, column));
        number.map_err(|why| self.refusal(row, column, why, T::EXPECTED, type_name::<T>()))
    }

    /// A value of a row that is not among the cells yet.
    fn value<'r>(&self, record: &'r Record, column: usize) -> Result<&'r str, Error> {
        record.value(column).ok_or_else(|| Error::NotText {
            place: self.place(record.line, column),
        })
    }

    fn refusal(
        &self,
        row: usize,
        column: usize,
        why: ParseError,
        expected: &'static str,
        kind: &'static str,
    ) -> Error {
        let place = self.place(self.lines[row], column);
        let value = self.text(row, column);
        let text = excerpt(value);
        if let Some(fill) = self.spelling.replacement(value) {
            let fill = fill.to_owned();
            return Error::Missing {
                place,
                text,
                fill,
                expected,
            };
        }
        match why {
            ParseError::Malformed => Error::NotANumber {
                place,
                text,
                expected,
                delimiter: self.delimiter,
            },
            ParseError::OutOfRange => Error::OutOfRange { place, text, kind },
        }
    }

    fn place(&self, line: u64, column: usize) -> Box<Place> {
        Box::new(Place {
            file: self.file.clone(),
            line,
            column: column + 1,
            name: self.names.get(column).map(|name| excerpt(name)),
        })
    }
}

/// The usual delimiter that stands most often in a line which has not been cut.
fn likely_delimiter(line: &str) -> Option<char> {
    let count = |delimiter: char| line.matches(delimiter).count();
    let likely = USUAL_DELIMITERS
        .into_iter()
        .max_by_key(|&delimiter| count(delimiter))?;
    (count(likely) > 0).then_some(likely)
}
