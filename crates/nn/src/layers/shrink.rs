//! [`Hardshrink`], [`Softshrink`] and [`Tanhshrink`]: what is near 0 becomes 0.

use autograd::{DType, Error, Tensor};
use options_derive::Options;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Each element outside of `[-lambd, lambd]`, else 0.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Hardshrink, Tensor};
/// assert_eq!(Hardshrink::new().forward(&Tensor::from([-2.0, 0.5])).to_vec::<f32>(), [-2.0, 0.0]);
/// assert_eq!(Hardshrink::new().to_string(), "Hardshrink(0.5)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct Hardshrink {
    /// How far from 0 what becomes 0 reaches.
    #[option(default = 0.5, positional)]
    lambd: f64,
}

impl Hardshrink {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.hardshrink(self.lambd))
    }
}

layer!(Hardshrink);

/// Each element moved towards 0 by `lambd`, and 0 where it would pass it.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Softshrink, Tensor};
/// assert_eq!(Softshrink::new().forward(&Tensor::from([-2.0, 0.5])).to_vec::<f32>(), [-1.5, 0.0]);
/// assert_eq!(Softshrink::new().to_string(), "Softshrink(0.5)");
/// ```
#[derive(Clone, Copy, Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct Softshrink {
    /// How far elements are moved.
    #[option(default = 0.5, limit = non_negative, positional)]
    lambd: f64,
}

impl Softshrink {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        Ok(x.softshrink(self.lambd))
    }
}

layer!(Softshrink);

/// `x - tanh(x)` of each element.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Tanhshrink, Tensor};
/// assert_eq!(Tanhshrink.forward(&Tensor::from([-20.0, 0.0])).to_vec::<f32>(), [-19.0, 0.0]);
/// assert_eq!(Tanhshrink.to_string(), "Tanhshrink()");
/// ```
#[derive(Clone, Copy, Debug, Default, Module)]
pub struct Tanhshrink;

impl Tanhshrink {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        if x.dtype() == DType::Bool {
            return Err(Error::dtype("input is bool, and must be numbers").into());
        }
        Ok(x.tanhshrink())
    }
}

layer!(Tanhshrink);
