//! Writing.

use std::io::Write;

use autograd::{StateDict, Tensor};

use super::header::{METADATA, type_name};
use super::json::quote;
use crate::error::Problem;
use crate::limits;

/// What the header is filled up to a multiple of, so that every tensor is aligned.
const ALIGNMENT: usize = 8;

/// A file that is about to be written.
pub(super) struct Plan<'a> {
    header: String,
    /// In the order in which they are written.
    tensors: Vec<&'a Tensor>,
    /// How many bytes the tensors have together.
    data: usize,
}

impl<'a> Plan<'a> {
    pub(super) fn of(state: &'a StateDict) -> Result<Self, Problem> {
        // The largest elements first, so that all are aligned. Names stay in order in the header.
        let mut tensors: Vec<(usize, &Tensor)> = state.values().enumerate().collect();
        tensors.sort_by_key(|(_, tensor)| std::cmp::Reverse(tensor.dtype().size()));
        let mut places = vec![[0; 2]; tensors.len()];
        let mut at = 0;
        for (index, tensor) in &tensors {
            let end = at + tensor.numel() * tensor.dtype().size();
            places[*index] = [at, end];
            at = end;
        }
        Ok(Self {
            header: header(state, &places)?,
            tensors: tensors.into_iter().map(|(_, tensor)| tensor).collect(),
            data: at,
        })
    }

    /// How many bytes the file will have.
    pub(super) fn len(&self) -> usize {
        size_of::<u64>() + self.header.len() + self.data
    }

    pub(super) fn write(&self, out: &mut impl Write) -> Result<(), Problem> {
        out.write_all(&(self.header.len() as u64).to_le_bytes())?;
        out.write_all(self.header.as_bytes())?;
        for tensor in &self.tensors {
            out.write_all(&tensor.value().le_bytes())?;
        }
        Ok(())
    }
}

fn header(state: &StateDict, places: &[[usize; 2]]) -> Result<String, Problem> {
    let mut header = String::from("{");
    if !state.metadata().is_empty() {
        quote(METADATA, &mut header);
        header.push_str(":{");
        for (name, value) in state.metadata() {
            quote(name, &mut header);
            header.push(':');
            quote(value, &mut header);
            header.push(',');
        }
        header.pop();
        header.push_str("},");
    }
    for ((name, tensor), [begin, end]) in state.iter().zip(places) {
        let dtype = tensor.dtype();
        let Some(type_name) = type_name(dtype) else {
            return Err(Problem::unsupported(format!(
                "tensor {name:?}: safetensors has no type for {dtype} elements"
            )));
        };
        if name == METADATA {
            return Err(Problem::unsupported(format!(
                "a tensor cannot be called {METADATA}, which safetensors keeps for remarks"
            )));
        }
        quote(name, &mut header);
        let shape = tensor.shape();
        header.push_str(&format!(
            ":{{\"dtype\":\"{type_name}\",\"shape\":{shape:?},\"data_offsets\":[{begin},{end}]}},"
        ));
    }
    if header.len() > 1 {
        header.pop();
    }
    header.push('}');
    while !header.len().is_multiple_of(ALIGNMENT) {
        header.push(' ');
    }
    if header.len() as u64 > limits::HEADER {
        return Err(Problem::unsupported(format!(
            "the names and remarks need a header of {} bytes, more than the {} that one may have",
            header.len(),
            limits::HEADER
        )));
    }
    Ok(header)
}
