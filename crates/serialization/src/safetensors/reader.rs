//! Reading.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

use autograd::{StateDict, Tensor};

use super::header::Header;
use crate::error::Problem;
use crate::kind::Kind;
use crate::limits;

/// How many bytes say how long the header is.
const LENGTH: u64 = 8;

/// Reads a whole file.
pub(super) fn read(file: &mut (impl Read + Seek)) -> Result<StateDict, Problem> {
    let header = begin(file)?;
    let mut read = HashMap::new();
    for entry in header.in_file_order() {
        let tensor = Tensor::read_from(entry.dtype, entry.shape.as_slice(), file)
            .map_err(|error| Problem::from(error).within(format_args!("tensor {:?}", entry.name)))?;
        read.insert(entry.name.as_str(), tensor);
    }
    let mut state = StateDict::new();
    for entry in &header.entries {
        if let Some(tensor) = read.remove(entry.name.as_str()) {
            state.insert(entry.name.as_str(), tensor);
        }
    }
    *state.metadata_mut() = header.metadata;
    Ok(state)
}

/// Reads the remarks of a file, and none of its tensors.
pub(super) fn read_metadata(file: &mut (impl Read + Seek)) -> Result<StateDict, Problem> {
    let mut state = StateDict::new();
    *state.metadata_mut() = begin(file)?.metadata;
    Ok(state)
}

/// Reads the header of a file of this kind, up to the first tensor.
fn begin(file: &mut (impl Read + Seek)) -> Result<Header, Problem> {
    let kind = Kind::of_file(file)?;
    if !matches!(kind, Kind::Safetensors | Kind::Unknown) {
        return Err(Problem::Kind {
            expected: Kind::Safetensors,
            found: kind,
        });
    }
    let len = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(0))?;
    header(file, len)
}

/// The header of a file of `len` bytes, which is read from its start.
fn header(file: &mut impl Read, len: u64) -> Result<Header, Problem> {
    let Some(rest) = len.checked_sub(LENGTH) else {
        return Err(Problem::invalid(format!(
            "the file has {len} bytes; the {LENGTH} that say how long the header is are not all there"
        )));
    };
    let mut length = [0; LENGTH as usize];
    file.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > limits::HEADER {
        return Err(Problem::invalid(format!(
            "the file says that its header has {length} bytes, more than the {} that one may have; is it a safetensors \
             file?",
            limits::HEADER
        )));
    }
    if length > rest {
        return Err(Problem::invalid(format!(
            "the file is truncated: its header has {length} bytes, but only {rest} are there"
        )));
    }
    let mut text = vec![0; length as usize];
    file.read_exact(&mut text)?;
    let text = String::from_utf8(text).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Problem::invalid(format!("byte {at} of the header: it is not UTF-8 text"))
    })?;
    Header::parse(&text, rest - length)
}
