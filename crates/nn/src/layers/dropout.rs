//! [`Dropout`]: zeroes at random in training.

use autograd::random::default_generator;
use autograd::{Array, DType, Generator, Tensor};
use options_derive::Options;
use tensor_core::print::python_float;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::training::Training;

/// In training, sets each element to 0 with probability `p` and divides the others by `1 - p`, so that the mean stays;
/// in [evaluation](crate::Module::eval), passes everything on. After Hinton and others, "Improving neural networks by
/// preventing co-adaptation of feature detectors" (2012).
///
/// It draws from the default generator of the thread that runs it, or from that of the
/// [`with_generator`](autograd::with_generator) around. The elements that stay are PyTorch's, if the generator is.
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Dropout, Forward, Module, Tensor};
/// let dropout = Dropout::new(0.5);
/// let y = dropout.forward(&Tensor::ones([1000]));
/// assert!(y.to_vec::<f32>().iter().all(|&y| y == 0.0 || y == 2.0));
/// dropout.eval();
/// assert_eq!(dropout.forward(&Tensor::ones([3])).to_vec::<f32>(), [1.0; 3]);
/// ```
#[derive(Debug, Module, Options)]
#[module(extra_repr)]
pub struct Dropout {
    /// The probability of an element to be dropped.
    #[option(limit = unit)]
    p: f64,
    #[option(default = Training::default(), private)]
    training: Training,
}

impl Dropout {
    fn extra_repr(&self) -> String {
        format!("p={}, inplace=False", python_float(self.p))
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        // Nothing is drawn where nothing is random: the stream stays PyTorch's.
        if !self.training.get() || self.p == 0.0 {
            return Ok(x.clone());
        }
        float_only(x)?;
        if self.p == 1.0 {
            return Ok(x * 0.0);
        }
        Ok(x * factors(&default_generator(), x.shape(), x.dtype(), 1.0 - self.p)?)
    }
}

layer!(Dropout);

/// What each of so many elements is multiplied by: `1 / keep` with probability `keep`, else 0.
pub(super) fn factors(
    generator: &Generator,
    shape: &[usize],
    dtype: DType,
    keep: f64,
) -> Result<Tensor, LayerError> {
    let factor = match dtype {
        DType::F64 => 1.0 / keep,
        // PyTorch divides in the element type; 1 / keep in f64 may round to another number.
        _ => f64::from(1.0 / keep as f32),
    };
    let mut factors = Array::bernoulli(shape, keep, dtype, generator)?;
    factors.mul_scalar_assign(factor);
    Ok(Tensor::from(factors))
}
