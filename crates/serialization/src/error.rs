//! What can be wrong with a file of tensors, and where.

use std::fmt;
use std::io;
use std::path::Path;

use thiserror::Error as ThisError;

use crate::kind::Kind;

/// Why a file of tensors cannot be read or written. `file` is the path as it was given, or what stands for it.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// The system does not let the file be read.
    #[error("{file}: cannot be read: {source}")]
    #[non_exhaustive]
    Read {
        /// The file.
        file: String,
        /// Why.
        source: io::Error,
    },

    /// The system does not let the file be written. What was there before is there still.
    #[error("{file}: cannot be written: {source}")]
    #[non_exhaustive]
    Write {
        /// The file.
        file: String,
        /// Why.
        source: io::Error,
    },

    /// The file is of another kind than the reader's.
    #[error("{file}: this is not {expected}, but {found}")]
    #[non_exhaustive]
    Kind {
        /// The file.
        file: String,
        /// What the reader reads.
        expected: Kind,
        /// What it seems to be.
        found: Kind,
    },

    /// The file does not keep to its format: it is damaged, or it was made to do harm.
    #[error("{file}: {problem}")]
    #[non_exhaustive]
    Invalid {
        /// The file.
        file: String,
        /// What is wrong, and where.
        problem: String,
    },

    /// The file or the state has what the library or the format has not, such as an element type.
    #[error("{file}: {problem}")]
    #[non_exhaustive]
    Unsupported {
        /// The file.
        file: String,
        /// What that is, and where.
        problem: String,
    },
}

/// What is wrong with a file, before it is said which file that is.
#[derive(Debug)]
pub(crate) enum Problem {
    Io(io::Error),
    Kind { expected: Kind, found: Kind },
    Invalid(String),
    Unsupported(String),
}

impl Problem {
    pub(crate) fn invalid(problem: impl Into<String>) -> Self {
        Problem::Invalid(problem.into())
    }

    pub(crate) fn unsupported(problem: impl Into<String>) -> Self {
        Problem::Unsupported(problem.into())
    }

    /// The same problem, found in this part of the file.
    pub(crate) fn within(self, part: impl fmt::Display) -> Self {
        match self {
            Problem::Invalid(problem) => Problem::Invalid(format!("{part}: {problem}")),
            Problem::Unsupported(problem) => Problem::Unsupported(format!("{part}: {problem}")),
            other => other,
        }
    }

    /// The error of reading this file.
    pub(crate) fn reading(self, file: &Path) -> Error {
        let file = file.display().to_string();
        match self {
            Problem::Io(source) if source.kind() == io::ErrorKind::UnexpectedEof => Error::Invalid {
                file,
                problem: "the file ends in the middle of what it says it holds".to_owned(),
            },
            Problem::Io(source) => Error::Read { file, source },
            Problem::Kind { expected, found } => Error::Kind {
                file,
                expected,
                found,
            },
            Problem::Invalid(problem) => Error::Invalid { file, problem },
            Problem::Unsupported(problem) => Error::Unsupported { file, problem },
        }
    }

    /// The error of writing this file.
    pub(crate) fn writing(self, file: &Path) -> Error {
        match self {
            Problem::Io(source) => Error::Write {
                file: file.display().to_string(),
                source,
            },
            other => other.reading(file),
        }
    }
}

/// Errors of the system, and what [`Tensor::read_from`](autograd::Tensor::read_from) finds wrong with elements.
impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData => Problem::Invalid(error.to_string()),
            _ => Problem::Io(error),
        }
    }
}
