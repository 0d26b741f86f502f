//! [`Format`], and [`load`] and [`save`], which tell it by the ending of a path.

use std::ffi::OsStr;
use std::path::Path;

use autograd::StateDict;

use crate::error::{Error, Problem};
use crate::safetensors;

/// A format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// `.safetensors`.
    Safetensors,
}

/// The endings of the formats.
const ENDINGS: &[(&str, Format)] = &[("safetensors", Format::Safetensors)];

impl Format {
    /// The format that the ending of this path names.
    pub fn of(path: impl AsRef<Path>) -> Option<Format> {
        let ending = path
            .as_ref()
            .extension()
            .and_then(OsStr::to_str)?
            .to_ascii_lowercase();
        ENDINGS
            .iter()
            .find(|(known, _)| *known == ending)
            .map(|(_, format)| *format)
    }
}

/// Reads a file of the format that its ending names.
///
/// # Errors
/// If the ending is none of a format here, the file cannot be read, or it does not keep to its format.
pub fn load(path: impl AsRef<Path>) -> Result<StateDict, Error> {
    let path = path.as_ref();
    match format(path)? {
        Format::Safetensors => safetensors::load(path),
    }
}

/// Writes a file of the format that its ending names, which replaces the one at `path` when it is whole.
///
/// # Errors
/// If the ending is none of a format here, the file cannot be written, or the format cannot hold the state.
pub fn save(state: &StateDict, path: impl AsRef<Path>) -> Result<(), Error> {
    let path = path.as_ref();
    match format(path)? {
        Format::Safetensors => safetensors::save(state, path),
    }
}

fn format(path: &Path) -> Result<Format, Error> {
    Format::of(path).ok_or_else(|| {
        let endings: Vec<String> = ENDINGS.iter().map(|(ending, _)| format!(".{ending}")).collect();
        Problem::unsupported(format!(
            "the ending names no format here; the endings are {}",
            endings.join(", ")
        ))
        .reading(path)
    })
}
