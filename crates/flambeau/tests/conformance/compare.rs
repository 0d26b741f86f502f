//! Whether figures agree.

use flambeau::Tensor;
use serde_json::Value;

use crate::outcome::{Trouble, failed};
use crate::reading::{Precision, declared, list, number, numbers as figures, sizes, whole_numbers};

/// What a run in double precision may differ by, relative to the largest figure.
pub(crate) const DOUBLE: f64 = 1e-11;
/// The same for whole trainings, and for cases that are ill-conditioned on purpose.
pub(crate) const DOUBLE_LOOSE: f64 = 1e-8;

/// How far figures may be apart.
#[derive(Clone, Debug)]
pub(crate) struct Tolerance {
    rtol: f64,
    /// One bound, or one an element.
    atol: Vec<f64>,
}

impl Tolerance {
    /// A tensor's own tolerance, or else the case's.
    pub(crate) fn of(tensor: &Value, case: &Value) -> Self {
        let json = [&tensor["tolerance"], &case["tolerance"]]
            .into_iter()
            .find(|json| !json.is_null());
        let json = json.unwrap_or(&Value::Null);
        let atol = match &json["atol"] {
            Value::Array(bounds) => bounds.iter().filter_map(number).collect(),
            bound => vec![number(bound).unwrap_or(0.0)],
        };
        Self {
            rtol: number(&json["rtol"]).unwrap_or(0.0),
            atol,
        }
    }

    /// What a run in `precision` of `case` may be apart from `figures`: in double precision `bound`, relative to the
    /// largest figure.
    pub(crate) fn of_run(figures: &Value, case: &Value, precision: Precision, bound: f64) -> Self {
        match precision {
            Precision::Declared => Self::of(figures, case),
            Precision::Double => Self::relative_to_largest(figures, bound),
        }
    }

    fn relative_to_largest(expected: &Value, bound: f64) -> Self {
        let finite = list(&expected["data"])
            .iter()
            .filter_map(number)
            .filter(|x| x.is_finite());
        let largest = finite.fold(1.0, |largest: f64, x| largest.max(x.abs()));
        Self {
            rtol: 0.0,
            atol: vec![bound * largest],
        }
    }

    fn allows(&self, at: usize, got: f64, expected: f64) -> bool {
        if expected.is_nan() || got.is_nan() {
            return expected.is_nan() && got.is_nan();
        }
        if expected.is_infinite() || got.is_infinite() {
            return expected == got;
        }
        let atol = if self.atol.len() == 1 {
            self.atol[0]
        } else {
            self.atol.get(at).copied().unwrap_or(0.0)
        };
        (got - expected).abs() <= atol + self.rtol * expected.abs()
    }
}

/// Compares a tensor with the corpus's: element type, shape, and elements within the tolerance; integers and bools
/// exactly.
pub(crate) fn tensors(
    what: &str,
    got: &Tensor,
    expected: &Value,
    tolerance: &Tolerance,
    precision: Precision,
) -> Result<(), Trouble> {
    let declared = declared(expected)?;
    if got.dtype() != precision.of(declared) {
        return Err(failed(format!(
            "{what} has type {}, not {}",
            got.dtype(),
            precision.of(declared)
        )));
    }
    let shape = sizes(&expected["shape"])?;
    if got.shape() != shape {
        return Err(failed(format!(
            "{what} has shape {:?}, not {shape:?}",
            got.shape()
        )));
    }
    if !declared.is_float() {
        return plain(what, got.to_vec::<i64>(), whole_numbers(&expected["data"])?);
    }
    numbers(
        what,
        &got.to_vec::<f64>(),
        &figures(&expected["data"])?,
        tolerance,
    )
}

/// Compares numbers one by one.
pub(crate) fn numbers(
    what: &str,
    got: &[f64],
    expected: &[f64],
    tolerance: &Tolerance,
) -> Result<(), Trouble> {
    if got.len() != expected.len() {
        return Err(failed(format!(
            "{what} has {} elements, not {}",
            got.len(),
            expected.len()
        )));
    }
    for (at, (got, expected)) in got.iter().zip(expected).enumerate() {
        if !tolerance.allows(at, *got, *expected) {
            return Err(failed(format!(
                "{what} at element {at} is {got:e}, not {expected:e}"
            )));
        }
    }
    Ok(())
}

/// Compares a gradient; `null` in the corpus says that there is none.
pub(crate) fn gradient(
    what: &str,
    got: Option<&Tensor>,
    expected: &Value,
    tolerance: &Tolerance,
    precision: Precision,
) -> Result<(), Trouble> {
    match (got, expected.is_null()) {
        (None, true) => Ok(()),
        (Some(got), false) => tensors(what, got, expected, tolerance, precision),
        (Some(_), true) => Err(failed(format!("{what} exists and should not"))),
        (None, false) => Err(failed(format!("{what} does not exist"))),
    }
}

/// Compares what is plain JSON.
pub(crate) fn plain<T: PartialEq + std::fmt::Debug>(what: &str, got: T, expected: T) -> Result<(), Trouble> {
    if got == expected {
        Ok(())
    } else {
        Err(failed(format!("{what} is {got:?}, not {expected:?}")))
    }
}
