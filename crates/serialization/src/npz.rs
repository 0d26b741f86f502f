//! NumPy's `.npz`: arrays by name, in a zip archive.
//!
//! Each record of the archive is a [`.npy`](crate::npy) file, stored as it is (`numpy.savez`) or deflated
//! (`numpy.savez_compressed`). Stored ones are read straight into the tensors' memory. What deflated ones become is
//! limited, because a small file can claim any size: to [`MAX_INFLATED`] in all, or what
//! [`load_within`] is given; and what claims to become much more than it is in the file is inflated twice, the first time
//! to see whether it does. So no memory is asked for but the tensors'.

use std::fs::File;
use std::io::{self, BufWriter, Cursor, Read, Seek, Write};
use std::path::Path;

use autograd::StateDict;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::archive::Archive;
use crate::atomic::{Durability, write_file};
use crate::error::{Error, Problem};
use crate::kind::Kind;
use crate::npy;

/// What the deflated records of a file may become together unless it is said otherwise: 1 GiB.
pub const MAX_INFLATED: u64 = 1 << 30;

/// A deflated record that claims so many bytes more than twice those that it has in the file is not believed.
const BELIEVED: u64 = 1 << 20;

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
        let mut record = archive.record(&name)?;
        let (length, packed) = record.claims();
        if record.stored().is_none() {
            left = left.checked_sub(length).ok_or_else(|| too_much(most))?;
            if length > packed.saturating_mul(2).saturating_add(BELIEVED) {
                record.read(|record| count(record, length))?;
                record = archive.record(&name)?;
            }
        }
        let tensor = record.read(|record| npy::read(record, length))?;
        let key = name.strip_suffix(ENDING).unwrap_or(&name);
        if state.insert(key, tensor).is_some() {
            return Err(Problem::invalid(format!("two arrays are called {key:?}")));
        }
    }
    Ok(state)
}

/// Inflates a record that claims to become so many bytes, and keeps none of them: memory is asked for when they are known to
/// be there.
fn count(record: &mut dyn Read, length: u64) -> Result<(), Problem> {
    let found = io::copy(&mut record.take(length.saturating_add(1)), &mut io::sink())?;
    if found == length {
        return Ok(());
    }
    let found = if found > length {
        "more".to_owned()
    } else {
        format!("{found}")
    };
    Err(Problem::invalid(format!(
        "it becomes {found} bytes, not the {length} that the archive says"
    )))
}

#[cold]
fn too_much(most: u64) -> Problem {
    Problem::unsupported(format!(
        "the deflated records become more than {most} bytes; if that is as it should be, `npz::load_within` allows more"
    ))
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
