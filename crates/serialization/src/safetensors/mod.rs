//! The safetensors format: tensors by name, and remarks beside them.
//!
//! It is the format of Hugging Face, <https://github.com/huggingface/safetensors>: eight bytes that say how long the
//! header is, little-endian; the header, JSON, which gives each tensor's element type, shape, and where its bytes begin and
//! end; the bytes, little-endian and row-major, without gaps. `__metadata__` in the header holds
//! [`StateDict::metadata`]. All element types are read and written.
//!
//! A file is read straight into the tensors' memory. What does not keep to the format is refused: names that appear
//! twice, bytes that overlap, lie beyond the end or belong to no tensor, types that do not exist here, headers of more
//! than 16 MiB.
//!
//! The header is read by a few lines of our own: the `safetensors` crate, with which this is tested to agree, takes the
//! last of two tensors of one name without a word, does not say which tensor is wrong, and with `serde` it costs a fifth
//! of the time in which the whole library is built.

mod header;
mod json;
mod reader;
mod writer;

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use autograd::StateDict;

use self::writer::Plan;
use crate::atomic::{Durability, write_file};
use crate::error::{Error, Problem};

/// Reads a file.
///
/// ```
/// use autograd::{StateDict, Tensor};
/// use serialization::safetensors;
///
/// # let path = std::env::temp_dir().join(format!("flambeau-doc-{}.safetensors", std::process::id()));
/// let mut state = StateDict::from_iter([("weight", Tensor::ones([2, 3]))]);
/// state.metadata_mut().insert("epoch".into(), "12".into());
/// safetensors::save(&state, &path)?;
/// assert_eq!(safetensors::load(&path)?, state);
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<_, serialization::Error>(())
/// ```
///
/// # Errors
/// If it cannot be read or does not keep to the format.
pub fn load(path: impl AsRef<Path>) -> Result<StateDict, Error> {
    let path = path.as_ref();
    let read = || reader::read_file(File::open(path)?);
    read().map_err(|problem: Problem| problem.reading(path))
}

/// The remarks of a file, whose tensors are not read.
pub(crate) fn load_metadata(path: &Path) -> Result<StateDict, Error> {
    let read = || reader::read_metadata(&mut File::open(path)?);
    read().map_err(|problem: Problem| problem.reading(path))
}

/// Writes a file, which replaces the one at `path` when it is whole.
///
/// # Errors
/// If it cannot be written, or a tensor is called `__metadata__`. What was there before then stays.
pub fn save(state: &StateDict, path: impl AsRef<Path>) -> Result<(), Error> {
    save_durably(state, path.as_ref(), Durability::Process)
}

pub(crate) fn save_durably(state: &StateDict, path: &Path, durability: Durability) -> Result<(), Error> {
    let plan = Plan::of(state).map_err(|problem| problem.writing(path))?;
    write_file(path, durability, |file: &mut BufWriter<File>| {
        // Its length is noted once, not after each piece.
        file.get_ref().set_len(plan.len() as u64)?;
        plan.write(file)
    })
}

/// Reads what a file would hold.
///
/// # Errors
/// As [`load`].
pub fn from_bytes(bytes: &[u8]) -> Result<StateDict, Error> {
    reader::read(bytes).map_err(|problem| problem.reading(Path::new("the bytes")))
}

/// What a file would hold.
///
/// # Errors
/// If a tensor is called `__metadata__`.
pub fn to_bytes(state: &StateDict) -> Result<Vec<u8>, Error> {
    let write = || {
        let plan = Plan::of(state)?;
        let mut bytes = Vec::with_capacity(plan.len());
        plan.write(&mut bytes)?;
        Ok(bytes)
    };
    write().map_err(|problem: Problem| problem.writing(Path::new("the bytes")))
}
