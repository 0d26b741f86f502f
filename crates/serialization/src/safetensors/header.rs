//! The header: what tensors a file holds, and where.

use std::collections::{BTreeMap, HashSet};

use autograd::DType;

use super::json::Json;
use crate::error::Problem;
use crate::limits::bytes_of;

/// The name under which the header keeps remarks.
pub(super) const METADATA: &str = "__metadata__";

/// What the format calls our types.
const TYPES: [(&str, DType); 10] = [
    ("BOOL", DType::Bool),
    ("U8", DType::U8),
    ("I8", DType::I8),
    ("I16", DType::I16),
    ("I32", DType::I32),
    ("I64", DType::I64),
    ("F16", DType::F16),
    ("BF16", DType::BF16),
    ("F32", DType::F32),
    ("F64", DType::F64),
];

/// What the format calls a type.
pub(super) fn type_name(dtype: DType) -> Option<&'static str> {
    TYPES
        .iter()
        .find(|(_, ours)| *ours == dtype)
        .map(|(name, _)| *name)
}

/// A tensor of which the bytes have not been read yet.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) dtype: DType,
    pub(super) shape: Vec<usize>,
    /// Where its bytes begin after the header, and end.
    pub(super) bytes: [u64; 2],
}

/// What a header says.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) entries: Vec<Entry>,
    pub(super) metadata: BTreeMap<String, String>,
}

impl Header {
    /// Reads a header of a file that has so many bytes after it.
    pub(super) fn parse(text: &str, data: u64) -> Result<Self, Problem> {
        let mut header = Header::default();
        let mut names = HashSet::new();
        let mut json = Json::new(text);
        json.object(|json, name| {
            if !names.insert(name.clone()) {
                return Err(json.wrong(&format!("the name {name:?} comes a second time")));
            }
            if name == METADATA {
                header.metadata = metadata(json)?;
            } else {
                header.entries.push(entry(json, name)?);
            }
            Ok(())
        })?;
        json.end()?;
        header.check_bytes(data)?;
        Ok(header)
    }

    /// Checks that the tensors' bytes follow each other without gaps up to the end.
    fn check_bytes(&self, data: u64) -> Result<(), Problem> {
        let mut at = 0;
        for entry in self.in_file_order() {
            let [begin, end] = entry.bytes;
            let place = format!("tensor {:?}, bytes {begin} to {end}", entry.name);
            if end > data {
                return Err(Problem::invalid(format!(
                    "{place}: the file is truncated, or lies: only {data} bytes follow the header"
                )));
            }
            if begin < at {
                return Err(Problem::invalid(format!(
                    "{place}: they overlap those before, which end at {at}"
                )));
            }
            if begin > at {
                return Err(Problem::invalid(format!(
                    "{place}: the bytes from {at} to {begin} belong to no tensor"
                )));
            }
            at = end;
        }
        if at < data {
            return Err(Problem::invalid(format!(
                "{} bytes after the last tensor belong to none",
                data - at
            )));
        }
        Ok(())
    }

    /// The tensors as their bytes follow each other.
    pub(super) fn in_file_order(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by_key(|entry| entry.bytes);
        entries
    }
}

fn metadata(json: &mut Json<'_>) -> Result<BTreeMap<String, String>, Problem> {
    let mut metadata = BTreeMap::new();
    json.object(|json, name| {
        let place = format!("the name {name:?} comes a second time in {METADATA}");
        let value = json.string()?;
        match metadata.insert(name, value) {
            None => Ok(()),
            Some(_) => Err(json.wrong(&place)),
        }
    })?;
    Ok(metadata)
}

fn entry(json: &mut Json<'_>, name: String) -> Result<Entry, Problem> {
    let (mut dtype, mut shape, mut offsets) = (None, None, None);
    json.object(|json, field| {
        let again = match field.as_str() {
            "dtype" => dtype.replace(json.string()?).is_some(),
            "shape" => shape.replace(json.numbers()?).is_some(),
            "data_offsets" => offsets.replace(json.numbers()?).is_some(),
            _ => {
                json.skip()?;
                false
            }
        };
        if again {
            return Err(json.wrong(&format!("{field} comes a second time")));
        }
        Ok(())
    })
    .and_then(|()| checked(&name, dtype, shape, offsets))
    .map_err(|problem| problem.within(format_args!("tensor {name:?}")))
}

fn checked(
    name: &str,
    dtype: Option<String>,
    shape: Option<Vec<u64>>,
    offsets: Option<Vec<u64>>,
) -> Result<Entry, Problem> {
    let (Some(dtype), Some(shape), Some(offsets)) = (dtype, shape, offsets) else {
        return Err(Problem::invalid("it lacks dtype, shape or data_offsets"));
    };
    let Some((_, dtype)) = TYPES.iter().find(|(known, _)| *known == dtype) else {
        return Err(Problem::unsupported(format!(
            "the element type {dtype:?} does not exist here"
        )));
    };
    let shape = shape
        .into_iter()
        .map(|size| usize::try_from(size).unwrap_or(usize::MAX));
    let shape: Vec<usize> = shape.collect();
    let bytes = bytes_of(*dtype, &shape)?;
    let Ok([begin, end]) = <[u64; 2]>::try_from(offsets) else {
        return Err(Problem::invalid("data_offsets are not two numbers"));
    };
    if end.checked_sub(begin) != Some(bytes) {
        return Err(Problem::invalid(format!(
            "a {dtype} tensor of shape {shape:?} has {bytes} bytes, but they lie from {begin} to {end}"
        )));
    }
    Ok(Entry {
        name: name.to_owned(),
        dtype: *dtype,
        shape,
        bytes: [begin, end],
    })
}
