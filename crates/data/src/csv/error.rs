//! What can be wrong with a table, and where.

use std::fmt;
use std::io;

use thiserror::Error as ThisError;

/// What is wrong with a table of comma-separated values. Lines and columns are counted from 1; `file` is the path as
/// it was given. Of long values and names the first 60 characters are kept.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be opened or read.
    #[error("{file}: cannot be read: {source}")]
    #[non_exhaustive]
    Io {
        /// The file.
        file: String,
        /// Why.
        source: io::Error,
    },

    /// The [`Reader`](super::Reader) gives two meanings to one character, or one to a character that cannot have it.
    #[error("{file}: the reader's {problem}")]
    #[non_exhaustive]
    Format {
        /// The file, of which nothing has been read.
        file: String,
        /// Which characters, and why.
        problem: String,
    },

    /// Nothing is in the file.
    #[error("{file}: the file is empty")]
    #[non_exhaustive]
    Empty {
        /// The file.
        file: String,
    },

    /// The file has no rows of values.
    #[error("{file}: there are no rows{}", if *.header { " below the names of the columns" } else { ", only lines that do not count" })]
    #[non_exhaustive]
    NoRows {
        /// The file.
        file: String,
        /// Whether a line names the columns. Otherwise all lines are blank, comments or skipped.
        header: bool,
    },

    /// A row has more or fewer values than the first line.
    #[error("{file}, line {line}: the row has {found} values, but the first line has {expected}{}", hint(.delimiter))]
    #[non_exhaustive]
    Ragged {
        /// The file.
        file: String,
        /// Where the row begins.
        line: u64,
        /// How many values the first line has.
        expected: usize,
        /// How many values the row has.
        found: usize,
        /// What seems to separate the values, if that is another character than the reader's.
        delimiter: Option<char>,
    },

    /// A quote begins and never ends.
    #[error("{place}: the quote that begins here never ends")]
    #[non_exhaustive]
    OpenQuote {
        /// Where it begins.
        place: Box<Place>,
    },

    /// A quoted value is followed by more than spaces.
    #[error(
        "{place}: something follows the end of the quote that begins here; a quote within is written twice{}",
        hint(.delimiter)
    )]
    #[non_exhaustive]
    TextAfterQuote {
        /// Where the quote begins.
        place: Box<Place>,
        /// What follows, if that often separates values.
        delimiter: Option<char>,
    },

    /// A value is not UTF-8 text.
    #[error("{place}: the value is not UTF-8 text")]
    #[non_exhaustive]
    NotText {
        /// Where it is.
        place: Box<Place>,
    },

    /// A value is not a number of the kind that was asked for.
    #[error("{place}: {text:?} is not {expected}{}", hint(.delimiter))]
    #[non_exhaustive]
    NotANumber {
        /// Where it is.
        place: Box<Place>,
        /// The value.
        text: String,
        /// What was asked for: "a number", "an integer", "true or false".
        expected: &'static str,
        /// What seems to separate the values, if that is another character than the reader's.
        delimiter: Option<char>,
    },

    /// A value is too large for the kind of number that was asked for.
    #[error("{place}: {text:?} is beyond the range of {kind}")]
    #[non_exhaustive]
    OutOfRange {
        /// Where it is.
        place: Box<Place>,
        /// The value.
        text: String,
        /// What was asked for: "f32", "f64", "i64".
        kind: &'static str,
    },

    /// A value is missing, and what stands for it is not a number of the kind that was asked for.
    #[error(
        "{place}: {text:?} is a missing value and becomes {fill}, which is not {expected}; `Reader::fill` chooses another number"
    )]
    #[non_exhaustive]
    Missing {
        /// Where it is.
        place: Box<Place>,
        /// The value.
        text: String,
        /// What it becomes: "nan", or what [`Reader::fill`](super::Reader::fill) says.
        fill: String,
        /// What was asked for: "a number", "an integer", "true or false".
        expected: &'static str,
    },

    /// There is no column of this name, or more than one.
    #[error("{file}: {found} columns are named {name:?}; the columns are {}{}", list(.names), hint(.delimiter))]
    #[non_exhaustive]
    ColumnName {
        /// The file.
        file: String,
        /// The name that was asked for.
        name: String,
        /// How many columns have it.
        found: usize,
        /// The names that there are; none if the table has no header.
        names: Vec<String>,
        /// What seems to separate the values, if that is another character than the reader's.
        delimiter: Option<char>,
    },

    /// There is no column with this index.
    #[error("{file}: there is no column with index {index}, because the table has {columns} columns{}", hint(.delimiter))]
    #[non_exhaustive]
    ColumnIndex {
        /// The file.
        file: String,
        /// The index, from 0.
        index: usize,
        /// How many columns there are.
        columns: usize,
        /// What seems to separate the values, if that is another character than the reader's.
        delimiter: Option<char>,
    },
}

/// Where in a file a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The file, as it was given.
    pub file: String,
    /// The line on which the row begins, from 1, or for what is wrong with a quote that on which the quote begins.
    pub line: u64,
    /// The column, from 1.
    pub column: usize,
    /// The column's name, if it is known.
    pub name: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}, column {}", self.file, self.line, self.column)?;
        match &self.name {
            Some(name) => write!(f, " ({name})"),
            None => Ok(()),
        }
    }
}

/// What separates values in most files.
pub(super) const USUAL_DELIMITERS: [char; 4] = ['|', '\t', ';', ','];

/// As much of a value or name as an error keeps.
pub(super) fn excerpt(text: &str) -> String {
    const KEPT: usize = 60;
    match text.char_indices().nth(KEPT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn hint(delimiter: &Option<char>) -> String {
    delimiter.map_or_else(String::new, |delimiter| {
        format!(
            "; if {delimiter:?} separates the values, read with `Reader::new().delimiter(b{delimiter:?})`"
        )
    })
}

fn list(names: &[String]) -> String {
    const SHOWN: usize = 20;
    if names.is_empty() {
        return "nameless, because the table was read without a header".to_owned();
    }
    let shown = names[..names.len().min(SHOWN)].join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
