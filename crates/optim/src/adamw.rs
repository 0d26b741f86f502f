//! [`AdamW`]: Adam with the weight decay outside the gradient.

use tensor_core::Array;

use crate::adam::{BUFFERS, Moments, choices};
use crate::algorithm::{Algorithm, Core, optimizer};
use crate::group_builder::option_methods;
use crate::options::{Choice, Value};
use crate::state::State;

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
pub struct AdamW(Core);

optimizer!(AdamW, Decoupled);

impl AdamW {
    option_methods! {
        /// How much of the averages of gradients and of their squares remains; `(0.9, 0.999)` unless told otherwise.
        ///
        /// # Panics
        /// Unless both are at least 0 and less than 1.
        betas: (f64, f64);
        /// What keeps the divisor from being zero; 1e-8 unless told otherwise.
        ///
        /// # Panics
        /// If it is negative.
        eps: f64;
        /// How strongly parameters are pulled to zero; 0.01 unless told otherwise.
        ///
        /// # Panics
        /// If it is negative.
        weight_decay: f64;
        /// Divides by the largest average of squares so far.
        amsgrad: bool;
        /// Climbs instead of descending.
        maximize: bool;
    }
}

/// Adam, with the weight decay on the parameter.
#[derive(Clone, Copy, Debug)]
struct Decoupled(Moments);

impl Algorithm for Decoupled {
    const NAME: &'static str = "AdamW";
    const CHOICES: &'static [Choice] = &choices(1e-2);
    const BUFFERS: &'static [&'static str] = BUFFERS;

    #[inline]
    fn read(options: &[Value]) -> Self {
        Self(Moments::read(options, true))
    }

    #[inline]
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut State) {
        self.0.step(parameter, grad, state);
    }
}
