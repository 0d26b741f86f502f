//! What can be wrong with a table, and where.

use std::io;

use thiserror::Error as ThisError;

/// What is wrong with a table of comma-separated values. Lines and columns are counted from 1; `file` is the path as
/// it was given.
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

    /// The file has no rows of values.
    #[error("{file}: there are no rows{}", if *.header { " below the names of the columns" } else { "" })]
    #[non_exhaustive]
    Empty {
        /// The file.
        file: String,
        /// Whether the first line was expected to name the columns.
        header: bool,
    },

    /// A row has more or fewer values than the first line.
    #[error("{file}, line {line}: the row has {found} values, but the first line has {expected}")]
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
    },

    /// A value is not UTF-8 text.
    #[error("{file}, line {line}, column {column}: the value is not UTF-8 text")]
    #[non_exhaustive]
    NotText {
        /// The file.
        file: String,
        /// Where the row begins.
        line: u64,
        /// The column, from 1.
        column: usize,
    },

    /// A value is not a number of the kind that was asked for.
    #[error("{file}, line {line}, column {column}{}: {text:?} is not {expected}", named(.name))]
    #[non_exhaustive]
    NotANumber {
        /// The file.
        file: String,
        /// Where the row begins.
        line: u64,
        /// The column, from 1.
        column: usize,
        /// The column's name, if the columns have names.
        name: Option<String>,
        /// The value.
        text: String,
        /// What was asked for: "a number", "an integer", "true or false".
        expected: &'static str,
    },

    /// There is no column of this name, or more than one.
    #[error("{file}: {found} columns are named {name:?}; the columns are {}", list(.names))]
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
    },

    /// There is no column with this index.
    #[error("{file}: there is no column with index {index}, because the table has {columns} columns")]
    #[non_exhaustive]
    ColumnIndex {
        /// The file.
        file: String,
        /// The index, from 0.
        index: usize,
        /// How many columns there are.
        columns: usize,
    },
}

fn named(name: &Option<String>) -> String {
    name.as_ref()
        .map_or_else(String::new, |name| format!(" ({name})"))
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
