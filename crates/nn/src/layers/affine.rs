//! What the normalising layers share: their weight and bias, and what they refuse.

use autograd::options::OptionValue;
use autograd::{Error, Tensor};

use super::{float_only, other_dtype};
use crate::layer_error::LayerError;
use crate::parameter::Parameter;

/// The weight of ones and the bias of zeros that a layer begins with, as far as it has them.
#[track_caller]
pub(super) fn parameters(
    shape: &[usize],
    affine: bool,
    bias: bool,
) -> (Option<Parameter>, Option<Parameter>) {
    Error::raise_memory_here(|| {
        let weight = affine.then(|| Parameter::new(Tensor::ones(shape)));
        let bias = (affine && bias).then(|| Parameter::new(Tensor::zeros(shape)));
        (weight, bias)
    })
}

/// Refuses what is not floating point or of another type than the weight.
pub(super) fn fits_dtype(x: &Tensor, weight: Option<&Parameter>) -> Result<(), LayerError> {
    match weight {
        Some(weight) if weight.dtype() != x.dtype() => Err(other_dtype(x, weight)),
        _ => float_only(x),
    }
}

/// Refuses an input whose last dimensions are not `shape`.
pub(super) fn fits_shape(x: &Tensor, shape: &[usize]) -> Result<(), LayerError> {
    if shape.is_empty() {
        return Err(LayerError::from(Error::argument(
            "normalized_shape is empty, and must name at least one dimension",
        )));
    }
    if x.rank() < shape.len() {
        return Err(LayerError::from(Error::shape(format!(
            "input has shape {:?}, and must end with {shape:?}",
            x.shape()
        ))));
    }
    let dims = (-(shape.len() as isize)..0).rev();
    let wrong = dims
        .zip(shape.iter().rev())
        .find(|(dim, size)| x.size(*dim) != **size);
    match wrong {
        Some((dim, size)) => Err(LayerError::size(x, dim, *size)),
        None => Ok(()),
    }
}

/// As Python prints a tuple of sizes and an option.
pub(super) fn python(value: impl Into<OptionValue>) -> String {
    value.into().to_string()
}
