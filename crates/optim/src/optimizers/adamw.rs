//! [`AdamW`]: Adam with the weight decay outside the gradient.

use super::adam::adam;
use crate::algorithm::{Core, optimizer};
use crate::direction::Decay;

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

adam! {
    /// The options of [`AdamW`].
    struct Decoupled of AdamW with 0.01 {}
}

impl Decoupled {
    fn decay(&self) -> Decay {
        Decay::Parameter(self.weight_decay)
    }
}
