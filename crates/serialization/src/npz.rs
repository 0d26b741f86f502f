//! NumPy's `.npz`: arrays by name, in a zip archive.
//!
//! Each record of the archive is a [`.npy`](crate::npy) file, stored as it is (`numpy.savez`) or deflated
//! (`numpy.savez_compressed`). Stored ones are read straight into the tensors' memory. What deflated ones become is
//! limited, because a small file can claim any size: to [`MAX_INFLATED`] in all, or what
//! [`load_within`] is given; and memory grows only with what has been inflated.

use std::fs::File;
use std::io::{BufWriter, Cursor, Read, Seek, Write};
use std::path::Path;

use autograd::{StateDict, Tensor};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::archive::Archive;
use crate::atomic::{Durability, write_file};
use crate::error::{Error, Problem};
use crate::kind::Kind;
use crate::npy;

/// What the deflated records of a file may become together unless it is said otherwise: 1 GiB.
pub const MAX_INFLATED: u64 = 1 << 30;

/// What the name of a record ends with.
const ENDING: &str = ".npy";

/// Reads a file.
///
/// # Errors
/// If it cannot be read, does not keep to the format, or has elements of a type that does not exist here.
pub fn load(path: impl AsRef<Path>) -> Result<StateDict, Error> {
    load_within(path, MAX_INFLATED)
}

/// Reads a file whose deflated records may become so many bytes together.
///
/// # Errors
/// As [`load`].
pub fn load_within(path: impl AsRef<Path>, bytes: u64) -> Result<StateDict, Error> {
    let path = path.as_ref();
    let read = || read(&mut File::open(path)?, bytes);
    read().map_err(|problem: Problem| problem.reading(path))
}

/// Writes a file, which replaces the one at `path` when it is whole.
///
/// # Errors
/// If it cannot be written, there are remarks, for which the format has no place, or elements are `bfloat16`, which NumPy
/// has not.
pub fn save(state: &StateDict, path: impl AsRef<Path>) -> Result<(), Error> {
    write_archive(state, path.as_ref(), CompressionMethod::Stored)
}

/// [`save`], deflated.
///
/// # Errors
/// As [`save`].
pub fn save_compressed(state: &StateDict, path: impl AsRef<Path>) -> Result<(), Error> {
    write_archive(state, path.as_ref(), CompressionMethod::Deflated)
}

/// Reads what a file would hold.
///
/// # Errors
/// As [`load`].
pub fn from_bytes(bytes: &[u8]) -> Result<StateDict, Error> {
    read(&mut Cursor::new(bytes), MAX_INFLATED).map_err(|problem| problem.reading(Path::new("the bytes")))
}

fn read(file: &mut (impl Read + Seek), most: u64) -> Result<StateDict, Problem> {
    let mut archive = Archive::open(file, Kind::Npz)?;
    let names = archive.names().to_vec();
    if names.iter().any(|name| name.ends_with("/data.pkl")) {
        return Err(Problem::Kind {
            expected: Kind::Npz,
            found: Kind::Pt,
        });
    }
    let mut left = most;
    let mut state = StateDict::new();
    for name in names {
        let record = archive.record(&name)?;
        let tensor = match record.stored() {
            Some(length) => record.read(|record| npy::read(record, length)),
            None => record.read(|record| inflated(record, &mut left, most)),
        }?;
        let key = name.strip_suffix(ENDING).unwrap_or(&name);
        if state.insert(key, tensor).is_some() {
            return Err(Problem::invalid(format!("two arrays are called {key:?}")));
        }
    }
    Ok(state)
}

/// An array that is deflated, of which and of those after it `left` bytes are allowed.
fn inflated(record: &mut dyn Read, left: &mut u64, most: u64) -> Result<Tensor, Problem> {
    let mut bytes = Vec::new();
    let length = record.take(left.saturating_add(1)).read_to_end(&mut bytes)? as u64;
    *left = left.checked_sub(length).ok_or_else(|| {
        Problem::unsupported(format!(
            "the deflated records become more than {most} bytes; if that is as it should be, `npz::load_within` allows more"
        ))
    })?;
    npy::read(&mut bytes.as_slice(), length)
}

fn write_archive(state: &StateDict, path: &Path, method: CompressionMethod) -> Result<(), Error> {
    write_file(path, Durability::Process, |file: &mut BufWriter<File>| {
        if let Some((name, _)) = state.metadata().first_key_value() {
            return Err(Problem::unsupported(format!(
                "an .npz file has no place for remarks, such as {name:?}; safetensors has"
            )));
        }
        let mut zip = ZipWriter::new(file);
        for (name, tensor) in state {
            let bytes = (tensor.numel() * tensor.dtype().size()) as u64;
            let options = SimpleFileOptions::default()
                .compression_method(method)
                .large_file(bytes >= u64::from(u32::MAX) - (1 << 16));
            zip.start_file(format!("{name}{ENDING}"), options)?;
            npy::write(tensor, &mut zip)
                .map_err(|problem| problem.within(format_args!("tensor {name:?}")))?;
        }
        zip.finish()?.flush()?;
        Ok(())
    })
}
