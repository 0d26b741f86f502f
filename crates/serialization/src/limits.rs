//! What no file may ask for more of, whatever its format.

use autograd::DType;

use crate::error::Problem;

/// The longest header, in bytes: of a safetensors file, of an array of NumPy.
pub(crate) const HEADER: u64 = 16 << 20;
/// The most dimensions of a tensor, as in PyTorch and NumPy.
pub(crate) const RANK: usize = 64;

/// How many bytes a tensor of this type and shape has.
pub(crate) fn bytes_of(dtype: DType, shape: &[usize]) -> Result<u64, Problem> {
    if shape.len() > RANK {
        return Err(Problem::invalid(format!(
            "the shape has {} dimensions, more than {RANK}",
            shape.len()
        )));
    }
    // As if no dimension were empty, so that strides can be counted as well.
    let extent = shape
        .iter()
        .try_fold(dtype.size(), |bytes, &size| bytes.checked_mul(size.max(1)));
    let counted = extent.filter(|bytes| isize::try_from(*bytes).is_ok());
    if counted.is_none() {
        return Err(Problem::invalid(format!(
            "a {dtype} tensor of shape {shape:?} has more bytes than can be counted"
        )));
    }
    Ok(shape.iter().map(|&size| size as u64).product::<u64>() * dtype.size() as u64)
}
