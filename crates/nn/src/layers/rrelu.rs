//! [`RReLU`]: a rectifier whose slope below 0 is drawn.

use autograd::random::default_generator;
use autograd::{Array, DType, Tensor, scratch};
use options_derive::Options;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::training::Training;

/// Each element `x` where positive, else `a x`. In training `a` is drawn for each element between `lower` and `upper`; in
/// [evaluation](crate::Module::eval) it is halfway between them. After Xu and others, "Empirical evaluation of rectified
/// activations in convolutional network" (2015).
///
/// # Shape
/// Any, kept.
///
/// ```
/// use nn::{Forward, Module, RReLU, Tensor};
/// let layer = RReLU::new().lower(0.1).upper(0.3);
/// let y = layer.forward(&Tensor::from([-1.0, 2.0])).to_vec::<f32>();
/// assert!((-0.3..=-0.1).contains(&y[0]) && y[1] == 2.0);
/// layer.eval();
/// assert_eq!(layer.forward(&Tensor::from([-1.0])).to_vec::<f32>(), [-0.2]);
/// ```
#[derive(Debug, Module, Options)]
#[module(extra_repr)]
#[options(repr)]
pub struct RReLU {
    /// The least slope below 0.
    #[option(default = 1.0 / 8.0)]
    lower: f64,
    /// The greatest slope below 0.
    #[option(default = 1.0 / 3.0)]
    upper: f64,
    #[option(default = Training::default(), private)]
    training: Training,
}

impl RReLU {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        if !self.training.get() {
            return Ok(x.leaky_relu((self.lower + self.upper) / 2.0));
        }
        // As in PyTorch a slope is drawn for those alone that need one, in `f64`.
        let below = x.le(0).to_vec::<bool>();
        let count = below.iter().filter(|below| **below).count();
        let drawn = Array::uniform(count, self.lower, self.upper, DType::F64, &default_generator())?;
        let mut drawn = drawn.to_vec::<f64>().into_iter();
        let factors = below
            .iter()
            .map(|below| if *below { drawn.next().unwrap_or(1.0) } else { 1.0 });
        let factors = Tensor::from(scratch::collected(below.len(), factors)).reshape(x.shape());
        Ok(x * factors.to_dtype(x.dtype()))
    }
}

layer!(RReLU);
