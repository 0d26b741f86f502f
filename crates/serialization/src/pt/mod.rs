//! PyTorch's `.pt` and `.pth`, as `torch.save` writes them since version 1.6.
//!
//! Such a file is a zip archive: a pickle, which says what there is, and a record for each storage, the elements in a row
//! that one or more tensors are views of. A pickle is a program; the one here is run by a machine of our own that
//! knows tensors, storages, `OrderedDict`, sizes, element types, devices and plain values, as
//! `torch.load(.., weights_only=True)` does. Whatever else it asks for is an error that names it, and nothing is run.
//!
//! Pickle protocols 2 to 5 and both byte orders are read. Elements go straight into the tensors' memory; tensors that are
//! views of one storage share it until one of them changes. Checksums are compared. Refused are: two records of one
//! name or that share bytes, bytes before the archive, storages that are shorter than their tensors need, strides below 0,
//! nesting deeper than 1,000, values that hold themselves, tensors with more elements than the file has bytes for
//! (as expanded ones can have), and values that are repeated so often that they are more than 64 times the file.
//!
//! [`load`] gives a [`StateDict`] whatever the file holds: tensors under the path that leads to them, such as
//! `model.fc.weight` or `optimizer.state.0.exp_avg`, and everything else as remarks. [`load_value`] gives it as it is.
//!
//! A file from before PyTorch 1.6 is told as one, with how to convert it.

mod arena;
mod calls;
mod flatten;
mod globals;
mod machine;
mod opcode;
mod pickler;
mod reader;
mod storage;
mod tree;
mod value;
mod writer;

pub use value::Value;

use std::fs::File;
use std::io::{BufWriter, Cursor};
use std::path::Path;

use autograd::StateDict;

use crate::atomic::{Durability, write_file};
use crate::error::{Error, Problem};

/// Reads the tensors of a file, by the path that leads to each, and everything else as remarks. A tensor by itself has the
/// empty name.
///
/// ```
/// use autograd::{StateDict, Tensor};
/// use serialization::pt;
///
/// # let path = std::env::temp_dir().join(format!("flambeau-doc-{}.pt", std::process::id()));
/// let state = StateDict::from_iter([("fc.weight", Tensor::ones([2, 3])), ("fc.bias", Tensor::zeros(2))]);
/// pt::save(&state, &path)?; // for torch.load(path, weights_only=True)
/// assert_eq!(pt::load(&path)?, state);
/// # std::fs::remove_file(&path).unwrap();
/// # Ok::<_, serialization::Error>(())
/// ```
///
/// # Errors
/// If the file cannot be read, does not keep to the format, holds what does not exist here, or two of its values have one
/// path.
pub fn load(path: impl AsRef<Path>) -> Result<StateDict, Error> {
    let path = path.as_ref();
    let read = || flatten::state_dict(&reader::read(&mut File::open(path)?)?);
    read().map_err(|problem: Problem| problem.reading(path))
}

/// Reads a file as it is: dicts, lists, tensors, numbers.
///
/// # Errors
/// As [`load`].
pub fn load_value(path: impl AsRef<Path>) -> Result<Value, Error> {
    let path = path.as_ref();
    let read = || reader::read(&mut File::open(path)?);
    read().map_err(|problem: Problem| problem.reading(path))
}

/// Writes a dict of tensors, and of the remarks as texts, which `torch.load(path, weights_only=True)` reads. The file
/// replaces the one at `path` when it is whole.
///
/// # Errors
/// If it cannot be written, or a tensor and a remark have the same name.
pub fn save(state: &StateDict, path: impl AsRef<Path>) -> Result<(), Error> {
    write_file(
        path.as_ref(),
        Durability::Process,
        |file: &mut BufWriter<File>| writer::write(&flatten::value(state)?, file),
    )
}

/// Writes any value, which `torch.load(path, weights_only=True)` reads.
///
/// # Errors
/// If it cannot be written.
pub fn save_value(value: &Value, path: impl AsRef<Path>) -> Result<(), Error> {
    write_file(
        path.as_ref(),
        Durability::Process,
        |file: &mut BufWriter<File>| writer::write(value, file),
    )
}

/// Reads what a file would hold, as [`load_value`] does.
///
/// # Errors
/// As [`load`].
pub fn from_bytes(bytes: &[u8]) -> Result<Value, Error> {
    reader::read(&mut Cursor::new(bytes)).map_err(|problem| problem.reading(Path::new("the bytes")))
}
