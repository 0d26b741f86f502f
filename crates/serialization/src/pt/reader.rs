//! Reading an archive.

use std::io::{Read, Seek, SeekFrom};

use super::machine;
use super::storage::Storages;
use super::tree;
use super::value::Value;
use crate::archive::Archive;
use crate::error::Problem;
use crate::kind::Kind;

/// What a value may have of parts and letters together for each byte of the file.
const REPETITION: u64 = 64;

/// The record that holds the pickle, after the name that all records begin with.
const PICKLE: &str = "data.pkl";

/// Reads a whole file.
pub(super) fn read(file: &mut (impl Read + Seek)) -> Result<Value, Problem> {
    let length = file.seek(SeekFrom::End(0))?;
    let mut archive = Archive::open(file, Kind::Pt)?;
    let prefix = prefix(archive.names())?;
    let big_endian = big_endian(&mut archive, &prefix)?;
    let pickle = archive.record(&format!("{prefix}{PICKLE}"))?.bytes(length)?;
    let (arena, id) = machine::run(&pickle)?;
    drop(pickle);
    let mut storages = Storages {
        archive: &mut archive,
        prefix,
        big_endian,
        file: length,
    };
    let tensors = storages.tensors(&arena)?;
    tree::value(&arena, &tensors, id, length.saturating_mul(REPETITION))
}

/// What the names of all records begin with: the name of the archive.
fn prefix(names: &[String]) -> Result<String, Problem> {
    let pickles = names.iter().filter_map(|name| name.strip_suffix(PICKLE));
    let mut prefixes = pickles.filter(|prefix| prefix.ends_with('/') && prefix.matches('/').count() == 1);
    let Some(prefix) = prefixes.next() else {
        let found = match names.first() {
            Some(name) if name.ends_with(".npy") => Kind::Npz,
            _ => Kind::Zip,
        };
        return Err(Problem::Kind {
            expected: Kind::Pt,
            found,
        });
    };
    if prefixes.next().is_some() {
        return Err(Problem::invalid("the archive has more than one pickle"));
    }
    if names.contains(&format!("{prefix}constants.pkl")) {
        return Err(Problem::unsupported(
            "this is a program of TorchScript; torch.save(torch.jit.load(file).state_dict(), file) in Python makes a file of \
             its weights",
        ));
    }
    Ok(prefix.to_owned())
}

/// Whether the archive says that its elements are big-endian.
fn big_endian<R: Read + Seek>(archive: &mut Archive<'_, R>, prefix: &str) -> Result<bool, Problem> {
    const LONGEST: u64 = 64;
    let name = format!("{prefix}byteorder");
    if !archive.names().contains(&name) {
        // Before PyTorch 2.1 it was not said, and little-endian.
        return Ok(false);
    }
    let order = archive.record(&name)?.bytes(LONGEST)?;
    match order.as_slice() {
        b"little" => Ok(false),
        b"big" => Ok(true),
        other => Err(Problem::invalid(format!(
            "the byte order is {:?}, neither little nor big",
            String::from_utf8_lossy(other)
        ))),
    }
}
