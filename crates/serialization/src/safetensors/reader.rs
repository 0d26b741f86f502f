//! Reading.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::panic::resume_unwind;
use std::thread;

use autograd::{StateDict, Tensor};
use tensor_core::kernel::threads::num_threads;

use super::header::{Entry, Header};
use crate::error::Problem;
use crate::kind::Kind;
use crate::limits;
use crate::positioned::{BY_SEVERAL, Positioned};

/// How many bytes say how long the header is.
const LENGTH: u64 = 8;

/// A thread is worth its start from so many bytes on.
const SHARE: u64 = 4 << 20;

/// Reads a whole file, a long one by several threads: copying out of the system's memory takes as long as any other copy.
pub(super) fn read_file(mut file: File) -> Result<StateDict, Problem> {
    let header = begin(&mut file)?;
    let data = file.stream_position()?;
    let order = header.in_file_order();
    let shares = shares(&order);
    let read = |share: &[&Entry]| match share.first() {
        Some(first) => tensors(share, &mut Positioned::new(&file, data + first.bytes[0])),
        None => Ok(Vec::new()),
    };
    let tensors = at_once(&shares, &read)
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
    Ok(state(&header, tensors.into_iter().flatten()))
}

/// Reads what is in memory.
pub(super) fn read(bytes: &[u8]) -> Result<StateDict, Problem> {
    let mut bytes = Cursor::new(bytes);
    let header = begin(&mut bytes)?;
    let tensors = tensors(&header.in_file_order(), &mut bytes)?;
    Ok(state(&header, tensors.into_iter()))
}

/// The tensors of entries that follow each other, whose bytes `reader` has.
fn tensors(entries: &[&Entry], reader: &mut impl Read) -> Result<Vec<Tensor>, Problem> {
    let read = entries.iter().map(|entry| {
        Tensor::read_from(entry.dtype, entry.shape.as_slice(), reader)
            .map_err(|error| Problem::from(error).within(format_args!("tensor {:?}", entry.name)))
    });
    read.collect()
}

/// Entries that follow each other, cut into runs of about as many bytes, one for each thread.
fn shares<'o, 'e>(order: &'o [&'e Entry]) -> Vec<&'o [&'e Entry]> {
    let bytes = order.last().map_or(0, |last| last.bytes[1]);
    let most = if BY_SEVERAL { num_threads() as u64 } else { 1 };
    let count = (bytes / SHARE).clamp(1, most);
    let share_of = |entry: &Entry| entry.bytes[0] * count / bytes.max(1);
    order.chunk_by(|a, b| share_of(a) == share_of(b)).collect()
}

/// What `read` makes of all shares but the first in threads of their own, and of that in this one.
fn at_once<'s, T: Send>(
    shares: &[&'s [&'s Entry]],
    read: &(impl Fn(&[&'s Entry]) -> Result<T, Problem> + Sync),
) -> Vec<Result<T, Problem>> {
    let Some((first, others)) = shares.split_first() else {
        return Vec::new();
    };
    thread::scope(|scope| {
        let helpers: Vec<_> = others
            .iter()
            .map(|share| {
                thread::Builder::new()
                    .spawn_scoped(scope, move || read(share))
                    .map_err(|_| *share)
            })
            .collect();
        let mut results = vec![read(first)];
        results.extend(helpers.into_iter().map(|helper| match helper {
            Ok(helper) => helper.join().unwrap_or_else(|panic| resume_unwind(panic)),
            // The system gave no thread.
            Err(share) => read(share),
        }));
        results
    })
}

/// The tensors, which come in the file's order, in the header's.
fn state(header: &Header, tensors: impl Iterator<Item = Tensor>) -> StateDict {
    let names = header
        .in_file_order()
        .into_iter()
        .map(|entry| entry.name.as_str());
    let mut read: HashMap<&str, Tensor> = names.zip(tensors).collect();
    let mut state = StateDict::new();
    for entry in &header.entries {
        if let Some(tensor) = read.remove(entry.name.as_str()) {
            state.insert(entry.name.as_str(), tensor);
        }
    }
    *state.metadata_mut() = header.metadata.clone();
    state
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
