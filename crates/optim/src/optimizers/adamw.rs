//! [`AdamW`]: Adam with the weight decay outside the gradient.

use options_derive::Options;
use tensor_core::Array;

use super::adam::{Adaptive, Decay, Moments};
use crate::algorithm::{Algorithm, Core, optimizer};

/// [`Adam`](crate::Adam) with decoupled weight decay, of I. Loshchilov and F. Hutter: "Decoupled Weight Decay
/// Regularization" (2017): `torch.optim.AdamW`.
///
/// The decay does not enter the averages; each step begins with `p = p (1 - lr weight_decay)`.
///
/// ```
/// use autograd::Tensor;
/// use optim::{AdamW, Optimizer};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = AdamW::new([&w], 0.01).weight_decay(0.1);
/// (&w * 0.0).sum().backward();
/// optimizer.step(); // no gradient, but decay
/// assert!((w.get(0).item() - 0.999).abs() < 1e-6);
/// ```
#[derive(Debug)]
pub struct AdamW(Core<Decoupled>);

optimizer!(AdamW, Decoupled);

/// The options of [`AdamW`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = AdamW)]
struct Decoupled {
    /// The learning rate.
    #[option(limit = non_negative)]
    lr: f64,
    /// How much of the averages of gradients and of their squares remains.
    #[option(default = (0.9, 0.999), limit = below_one)]
    betas: (f64, f64),
    /// What keeps the divisor from being zero.
    #[option(default = 1e-8, limit = non_negative)]
    eps: f64,
    /// How strongly parameters are pulled to zero.
    #[option(default = 0.01, limit = non_negative)]
    weight_decay: f64,
    /// Divides by the largest average of squares so far.
    #[option(default = false)]
    amsgrad: bool,
    /// Climbs instead of descending.
    #[option(default = false)]
    maximize: bool,
}

impl Algorithm for Decoupled {
    type State = Moments;

    fn begin(&self, parameter: &Array) -> Moments {
        Moments::new(parameter, self.amsgrad)
    }

    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, moments: &mut Moments) {
        moments.step(
            parameter,
            grad,
            &Adaptive {
                lr: self.lr,
                betas: self.betas,
                eps: self.eps,
                decay: Decay::Parameter(self.weight_decay),
                amsgrad: self.amsgrad,
                maximize: self.maximize,
            },
        );
    }
}
