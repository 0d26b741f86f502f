//! Tensors out of their storages.

use std::io::{Read, Seek};

use autograd::{Array, Tensor};

use super::arena::{Arena, StorageSpec, TensorSpec};
use crate::archive::Archive;
use crate::error::Problem;
use crate::limits::bytes_of;
use crate::swapped::Swapped;

/// Where storages lie.
pub(super) struct Storages<'z, 'a, R> {
    pub(super) archive: &'z mut Archive<'a, R>,
    /// What the names of all records begin with.
    pub(super) prefix: String,
    pub(super) big_endian: bool,
    /// How many bytes the file has.
    pub(super) file: u64,
}

impl<R: Read + Seek> Storages<'_, '_, R> {
    /// All tensors that a pickle has described, in its order. Each storage is read once.
    pub(super) fn tensors(&mut self, arena: &Arena) -> Result<Vec<Tensor>, Problem> {
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); arena.storages.len()];
        for (at, tensor) in arena.tensors.iter().enumerate() {
            users[tensor.storage].push(at);
        }
        let mut tensors: Vec<Option<Tensor>> = vec![None; arena.tensors.len()];
        for (storage, users) in arena.storages.iter().zip(&users) {
            let specs: Vec<&TensorSpec> = users.iter().map(|at| &arena.tensors[*at]).collect();
            let read = self.views(storage, &specs);
            let read = read.map_err(|problem| problem.within(format_args!("storage {:?}", storage.key)))?;
            for (at, tensor) in users.iter().zip(read) {
                tensors[*at] = Some(tensor);
            }
        }
        Ok(tensors.into_iter().flatten().collect())
    }

    /// The tensors that are views of a storage.
    fn views(&mut self, storage: &StorageSpec, specs: &[&TensorSpec]) -> Result<Vec<Tensor>, Problem> {
        match specs {
            [] => Ok(Vec::new()),
            [whole] if is_whole(whole, storage) => {
                let array = self.read(storage, &whole.shape)?;
                Ok(vec![array.into()])
            }
            _ => {
                let elements = self.read(storage, &[storage.len])?;
                specs.iter().map(|spec| self.view(&elements, spec)).collect()
            }
        }
    }

    fn view(&self, elements: &Array, spec: &TensorSpec) -> Result<Tensor, Problem> {
        let bytes = bytes_of(elements.dtype(), &spec.shape)?;
        if bytes > self.file {
            return Err(Problem::unsupported(format!(
                "an expanded tensor of shape {:?} has {bytes} bytes, more than the whole file",
                spec.shape
            )));
        }
        let view = elements.as_strided(spec.shape.as_slice(), &spec.strides, spec.offset);
        view.map(Tensor::from)
            .map_err(|error| Problem::invalid(error.to_string()))
    }

    /// The elements of a storage, under this shape.
    fn read(&mut self, storage: &StorageSpec, shape: &[usize]) -> Result<Array, Problem> {
        let record = self
            .archive
            .record(&format!("{}data/{}", self.prefix, storage.key))?;
        let bytes = bytes_of(storage.dtype, &[storage.len])?;
        match record.stored() {
            None => return Err(record.refuse_compressed()),
            Some(stored) if stored != bytes => {
                return Err(Problem::invalid(format!(
                    "{} elements of {} have {bytes} bytes, but the record has {stored}",
                    storage.len, storage.dtype
                )));
            }
            Some(_) => {}
        }
        let big_endian = self.big_endian;
        record.read(|record| {
            let mut elements = Swapped {
                reader: record,
                size: storage.dtype.size(),
                big_endian,
            };
            Ok(Array::read_from(storage.dtype, shape, &mut elements)?)
        })
    }
}

/// Whether a tensor is all of its storage, in row-major order.
fn is_whole(tensor: &TensorSpec, storage: &StorageSpec) -> bool {
    let mut step = 1;
    let row_major = tensor.shape.len() == tensor.strides.len()
        && tensor
            .shape
            .iter()
            .zip(&tensor.strides)
            .rev()
            .all(|(size, stride)| {
                let fits = *size == 1 || *stride == step;
                step *= size;
                fits
            });
    row_major && tensor.offset == 0 && step == storage.len
}
