//! What is in the tensors of a batch.

use autograd::{Error, Tensor, scratch};

/// The labels of a batch: whole numbers.
pub(crate) fn labels(name: &str, tensor: &Tensor) -> Result<Vec<i64>, Error> {
    if tensor.rank() != 1 {
        return Err(Error::shape(format!(
            "{name} has shape {:?}, and labels are a vector",
            tensor.shape()
        )));
    }
    if !tensor.dtype().is_float() {
        return Ok(tensor.to_vec());
    }
    let labels = tensor.to_vec::<f64>();
    let is_whole = |label: &f64| label.fract() == 0.0 && label.abs() < 2.0_f64.powi(53);
    match labels.iter().find(|label| !is_whole(label)) {
        Some(label) => Err(Error::argument(format!(
            "{name} has {label}, which is no label: labels are whole numbers"
        ))),
        None => Ok(scratch::collected(
            labels.len(),
            labels.iter().map(|label| *label as i64),
        )),
    }
}

/// The numbers of a batch: samples, and how many there are of each.
pub(crate) fn numbers(name: &str, tensor: &Tensor) -> Result<(Vec<f64>, usize), Error> {
    let columns = match tensor.shape() {
        [_] => 1,
        [_, columns] => *columns,
        shape => {
            return Err(Error::shape(format!(
                "{name} has shape {shape:?}, and must be a vector or a matrix"
            )));
        }
    };
    let numbers = tensor.to_vec::<f64>();
    match numbers.iter().find(|number| !number.is_finite()) {
        Some(number) => Err(Error::argument(format!(
            "{name} has {number}, and must have finite numbers"
        ))),
        None => Ok((numbers, columns)),
    }
}

/// What each sample counts.
pub(crate) fn weights(weight: Option<&Tensor>, samples: usize) -> Result<Vec<f64>, Error> {
    let Some(weight) = weight else {
        return Ok(scratch::filled(1.0, samples));
    };
    let (weights, _) = numbers("sample_weight", weight)?;
    same_length("y_true", samples, "sample_weight", weights.len())?;
    match weights.iter().find(|weight| **weight < 0.0) {
        Some(weight) => Err(Error::argument(format!(
            "sample_weight has {weight}, and weights are not negative"
        ))),
        None => Ok(weights),
    }
}

pub(crate) fn same_length(name: &str, length: usize, other: &str, other_length: usize) -> Result<(), Error> {
    if length == other_length {
        return Ok(());
    }
    Err(Error::shape(format!(
        "{name} has {length} samples and {other} {other_length}"
    )))
}

/// Refuses a figure of nothing.
pub(crate) fn not_empty(samples: usize) -> Result<(), Error> {
    if samples > 0 {
        return Ok(());
    }
    Err(Error::argument("there are no samples"))
}
