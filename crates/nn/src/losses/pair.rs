//! The shapes of an input and its target.

use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use autograd::{Error, Tensor, caller_location};
use tensor_core::broadcast;

/// Warns, once for each line of the program, if the shapes differ and are broadcast.
///
/// # Errors
/// If they do not broadcast.
pub(super) fn broadcastable(input: &Tensor, target: &Tensor) -> Result<(), Error> {
    if input.shape() == target.shape() {
        return Ok(());
    }
    let shape = broadcast(input.shape(), target.shape()).map_err(|_| differ(input, target))?;
    warn_once(caller_location(), || {
        format!(
            "the input has shape {:?} and the target {:?}, and both are broadcast to {shape:?}; reshape one of \
             them if that is not meant",
            input.shape(),
            target.shape()
        )
    });
    Ok(())
}

/// # Errors
/// If the shapes differ.
pub(super) fn same_shape(input: &Tensor, target: &Tensor) -> Result<(), Error> {
    if input.shape() == target.shape() {
        return Ok(());
    }
    Err(differ(input, target))
}

/// # Errors
/// If the weight `name` does not broadcast to the input.
pub(super) fn weight_fits(name: &str, input: &Tensor, weight: &Tensor) -> Result<(), Error> {
    match broadcast(input.shape(), weight.shape()) {
        Ok(shape) if *shape == *input.shape() => Ok(()),
        _ => Err(Error::shape(format!(
            "the {name} has shape {:?}, which does not broadcast to the input's, {:?}",
            weight.shape(),
            input.shape()
        ))),
    }
}

/// # Errors
/// If the input is not floating point.
pub(super) fn float_only(input: &Tensor) -> Result<(), Error> {
    if input.dtype().is_float() {
        return Ok(());
    }
    Err(Error::dtype(format!(
        "the input is {}, and must be floating point",
        input.dtype()
    )))
}

fn differ(input: &Tensor, target: &Tensor) -> Error {
    Error::shape(format!(
        "the input has shape {:?} and the target {:?}, and they must be the same",
        input.shape(),
        target.shape()
    ))
}

/// Writes a warning to standard error, unless this line of the program has been warned before.
fn warn_once(line: &'static Location<'static>, message: impl FnOnce() -> String) {
    static WARNED: Mutex<Vec<&'static Location<'static>>> = Mutex::new(Vec::new());
    let mut warned = WARNED.lock().unwrap_or_else(PoisonError::into_inner);
    if !warned.contains(&line) {
        warned.push(line);
        eprintln!("warning: {line}: {}", message());
    }
}
