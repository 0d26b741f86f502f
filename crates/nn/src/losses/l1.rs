//! The mean absolute error.

use autograd::Tensor;
use options_derive::Options;

use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// The absolute error `|input - target|` of each element, reduced to its mean.
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct L1Loss {
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `|input - target|` over all elements: [`L1Loss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, l1_loss};
    /// assert_eq!(l1_loss(&Tensor::from([1.0, 2.0]), &Tensor::from([1.0, 5.0])).item(), 1.5);
    /// ```
    pub fn l1_loss(input, target) of L1Loss
}

impl L1Loss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        pair::broadcastable(input, target)?;
        Ok(self.reduction.of((input - target).abs()))
    }
}
