//! What can be wrong with pictures and folders of them.

use std::io;
use std::path::Path;

use thiserror::Error as ThisError;

/// What is wrong with a picture or a folder of pictures. Files are named by the paths that were given or found.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// The file or folder cannot be opened or read.
    #[error("{file}: cannot be read: {source}")]
    #[non_exhaustive]
    Io {
        /// The file or folder.
        file: String,
        /// Why.
        source: io::Error,
    },

    /// The file holds no picture that is read, or not a whole one.
    #[error("{file}: {problem}")]
    #[non_exhaustive]
    Picture {
        /// The file.
        file: String,
        /// What is wrong with it.
        problem: String,
    },

    /// The folder is no dataset.
    #[error("{folder}: {problem}")]
    #[non_exhaustive]
    Folder {
        /// The folder.
        folder: String,
        /// What is wrong with it.
        problem: String,
    },

    /// Two pictures of one batch differ in size.
    #[error(
        "{file} gives {shape:?} and {other} gives {other_shape:?}, but pictures of one batch need one size: \
         begin the transform with `Resize`, or with a crop"
    )]
    #[non_exhaustive]
    Sizes {
        /// A picture.
        file: String,
        /// The shape that the transform has made of it.
        shape: Vec<usize>,
        /// Another one.
        other: String,
        /// The shape that the transform has made of that.
        other_shape: Vec<usize>,
    },
}

impl Error {
    /// That `path` cannot be read.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let file = path.display().to_string();
        |source| Self::Io { file, source }
    }
}
