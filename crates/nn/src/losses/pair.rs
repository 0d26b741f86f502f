//! The shapes of an input and its target.

use std::panic::Location;
use std::sync::{Mutex, PoisonError};

use autograd::{DType, Error, Tensor, caller_location};
use tensor_core::broadcast;

/// Warns, once for each line of the program, if the shapes differ and are broadcast.
///
/// # Errors
/// If they do not broadcast, or the target is bool.
pub(super) fn broadcastable(input: &Tensor, target: &Tensor) -> Result<(), Error> {
    not_bool(target)?;
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
/// If the shapes differ, or the target is bool.
pub(super) fn same_shape(input: &Tensor, target: &Tensor) -> Result<(), Error> {
    not_bool(target)?;
    if input.shape() == target.shape() {
        return Ok(());
    }
    Err(differ(input, target))
}

/// # Errors
/// If not all inputs have as many dimensions.
pub(super) fn same_rank(inputs: &[(&str, &Tensor)]) -> Result<(), Error> {
    let ranks: Vec<usize> = inputs.iter().map(|(_, input)| input.rank()).collect();
    if ranks.iter().all(|rank| *rank == ranks[0]) {
        return Ok(());
    }
    let shapes = inputs
        .iter()
        .map(|(name, input)| format!("the {name} has shape {:?}", input.shape()));
    Err(Error::shape(format!(
        "{}, and they must have as many dimensions",
        shapes.collect::<Vec<_>>().join(", ")
    )))
}

/// The input as a number that has logarithms: integers and bools become floating point.
pub(super) fn floating(input: &Tensor) -> Tensor {
    if input.dtype().is_float() {
        input.clone()
    } else {
        input.to_dtype(autograd::default_dtype())
    }
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
/// If they are not floating point.
pub(super) fn float_only(name: &str, values: &Tensor) -> Result<(), Error> {
    if values.dtype().is_float() {
        return Ok(());
    }
    Err(Error::dtype(format!(
        "the {name} is {}, and must be floating point",
        values.dtype()
    )))
}

/// # Errors
/// If not all of `values` are in [0, 1]; what is not a number is not. `hint` ends the sentence.
pub(super) fn probabilities(name: &str, values: &Tensor, hint: &str) -> Result<(), Error> {
    let fits = |x: f64| (0.0..=1.0).contains(&x);
    match misfit(values, fits) {
        Some(x) => Err(Error::argument(format!(
            "{name} are probabilities in [0, 1], and one is {x}{hint}"
        ))),
        None => Ok(()),
    }
}

/// # Errors
/// If one of `values` is negative, infinite or not a number.
pub(super) fn shares(name: &str, values: &Tensor) -> Result<(), Error> {
    match misfit(values, |x| (0.0..f64::INFINITY).contains(&x)) {
        Some(x) => Err(Error::argument(format!(
            "{name} are probabilities, and one is {x}"
        ))),
        None => Ok(()),
    }
}

/// # Errors
/// If one of `values` is negative or not a number.
pub(super) fn variances(values: &Tensor) -> Result<(), Error> {
    match misfit(values, |x| x >= 0.0) {
        Some(x) => Err(Error::argument(format!(
            "variances are not negative, and one is {x}"
        ))),
        None => Ok(()),
    }
}

/// # Errors
/// If one of `values` is infinite or not a number.
pub(super) fn finite(name: &str, values: &Tensor) -> Result<(), Error> {
    match misfit(values, f64::is_finite) {
        Some(x) => Err(Error::argument(format!(
            "{name} are finite numbers, and one is {x}"
        ))),
        None => Ok(()),
    }
}

/// An extreme of the values that is outside the interval which `fits` accepts. Not-a-number is both extremes.
fn misfit(values: &Tensor, fits: impl Fn(f64) -> bool) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let values = values.value();
    let extremes = [values.amin(&[], false), values.amax(&[], false)];
    let extremes = extremes.iter().filter_map(|extreme| extreme.item().ok());
    extremes.map(autograd::Scalar::to_f64).find(|x| !fits(*x))
}

fn not_bool(target: &Tensor) -> Result<(), Error> {
    if target.dtype() != DType::Bool {
        return Ok(());
    }
    Err(Error::dtype(
        "the target is bool, and must be numbers: convert it with to_dtype",
    ))
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
