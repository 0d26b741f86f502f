//! How the elements of one tensor are written: all in the same notation and the same width.

use super::python::{non_finite, scientific};
use super::{PrintOptions, item};
use crate::dtype::Scalar;

/// One notation and one width for all elements of a tensor.
pub(super) struct Style {
    notation: Notation,
    precision: usize,
    width: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Notation {
    /// Integers and bools.
    Plain,
    /// Floats that are all whole numbers: `12.`
    Whole,
    /// `12.3457`
    Fixed,
    /// `1.2346e+01`
    Scientific,
}

impl Style {
    /// Chooses the notation from the elements that are shown.
    ///
    /// Zeros, nan and infinities have no say: they are written in whatever notation the others need.
    pub(super) fn of(elements: &[Scalar], options: &PrintOptions) -> Self {
        let precision = options.precision;
        let floats: Option<Vec<f64>> = elements.iter().map(float).collect();
        let Some(floats) = floats else {
            let longest = elements.iter().map(|&element| item(element).len()).max();
            return Self {
                notation: Notation::Plain,
                precision,
                width: longest.unwrap_or(1),
            };
        };
        let deciding: Vec<f64> = floats
            .into_iter()
            .filter(|value| value.is_finite() && *value != 0.0)
            .collect();
        let notation = notation_of(&deciding, options.sci_mode);
        let longest = deciding
            .iter()
            .map(|&value| written(value, notation, precision).len())
            .max();
        Self {
            notation,
            precision,
            width: longest.unwrap_or(1),
        }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Writes an element, padded on the left to the common width.
    pub(super) fn format(&self, element: Scalar) -> String {
        let text = match element {
            Scalar::Float(value) => written(value, self.notation, self.precision),
            other => item(other),
        };
        format!("{text:>width$}", width = self.width)
    }
}

/// The float in an element, or `None` if it holds another kind of number.
fn float(element: &Scalar) -> Option<f64> {
    match element {
        Scalar::Float(value) => Some(*value),
        Scalar::Int(_) | Scalar::Bool(_) => None,
    }
}

/// The notation for floats of these finite values other than zero.
fn notation_of(values: &[f64], sci_mode: Option<bool>) -> Notation {
    let sizes = || values.iter().map(|value| value.abs());
    let largest = sizes().fold(0.0, f64::max);
    let smallest = sizes().fold(f64::INFINITY, f64::min);
    let extreme = || largest / smallest > 1e3 || largest > 1e8 || smallest < 1e-4;
    if values.is_empty() {
        Notation::Whole
    } else if sci_mode.unwrap_or_else(extreme) {
        Notation::Scientific
    } else if values.iter().all(|value| value.fract() == 0.0) {
        Notation::Whole
    } else {
        Notation::Fixed
    }
}

fn written(value: f64, notation: Notation, precision: usize) -> String {
    if let Some(text) = non_finite(value) {
        return text.to_owned();
    }
    match notation {
        Notation::Scientific => scientific(value, precision),
        Notation::Fixed => format!("{value:.precision$}"),
        Notation::Whole | Notation::Plain => format!("{value:.0}."),
    }
}
