//! What can go wrong when a picture is saved.

use std::io;
use std::path::PathBuf;

/// Why a picture could not be saved. Drawing itself cannot fail; only the file can.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file's extension names no format that this crate writes.
    #[error(
        "cannot save a picture as {}: {}; supported are .svg and .png",
        path.display(),
        match extension { Some(e) => format!("the extension .{e} is unknown"), None => "it has no extension".to_owned() }
    )]
    Extension {
        /// The path as it was given.
        path: PathBuf,
        /// Its extension, if it has one.
        extension: Option<String>,
    },
    /// The directory could not be created, or the file not be written.
    #[error("cannot save the picture {}: {action} failed: {source}", path.display())]
    Io {
        /// The path as it was given.
        path: PathBuf,
        /// What was being done, and to which file or directory.
        action: String,
        /// The operating system's answer.
        source: io::Error,
    },
}
