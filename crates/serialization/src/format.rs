//! [`Format`], and [`load`] and [`save`], which tell it by the ending of a path.

use std::ffi::OsStr;
use std::path::Path;

use autograd::StateDict;

use crate::error::{Error, Problem};
use crate::{npy, safetensors};

/// A format of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// `.safetensors`.
    Safetensors,
    /// `.npy`, one tensor, which has the empty name.
    Npy,
    /// `.npz`.
    #[cfg(feature = "npz")]
    Npz,
    /// `.pt` or `.pth`.
    #[cfg(feature = "pt")]
    Pt,
}

/// The endings of the formats.
const ENDINGS: &[(&str, Format)] = &[
    ("safetensors", Format::Safetensors),
    ("npy", Format::Npy),
    #[cfg(feature = "npz")]
    ("npz", Format::Npz),
    #[cfg(feature = "pt")]
    ("pt", Format::Pt),
    #[cfg(feature = "pt")]
    ("pth", Format::Pt),
];
/// Formats that this library reads and writes if it is built with a feature of their name.
const FEATURES: &[(&str, &str)] = &[("npz", "npz"), ("pt", "pt"), ("pth", "pt")];

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
        Format::Npy => npy::load(path).map(|tensor| StateDict::from_iter([("", tensor)])),
        #[cfg(feature = "npz")]
        Format::Npz => crate::npz::load(path),
        #[cfg(feature = "pt")]
        Format::Pt => crate::pt::load(path),
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
        Format::Npy => match (state.get(""), state.len(), state.metadata().len()) {
            (Some(tensor), 1, 0) => npy::save(tensor, path),
            _ => Err(Problem::unsupported(
                "an .npy file holds one tensor, of the empty name, and nothing else",
            )
            .writing(path)),
        },
        #[cfg(feature = "npz")]
        Format::Npz => crate::npz::save(state, path),
        #[cfg(feature = "pt")]
        Format::Pt => crate::pt::save(state, path),
    }
}

fn format(path: &Path) -> Result<Format, Error> {
    Format::of(path).ok_or_else(|| {
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        let missing = FEATURES.iter().find(|(known, _)| *known == ending);
        let problem = match missing {
            Some((_, feature)) => {
                format!("the program was built without the feature `{feature}` of flambeau")
            }
            None => {
                let endings: Vec<String> = ENDINGS.iter().map(|(ending, _)| format!(".{ending}")).collect();
                format!(
                    "the ending names no format here; the endings are {}",
                    endings.join(", ")
                )
            }
        };
        Problem::unsupported(problem).reading(path)
    })
}
