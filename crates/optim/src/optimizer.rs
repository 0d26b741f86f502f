//! [`Optimizer`]: what changes parameters by their gradients.

use crate::Group;

/// What changes parameters by their gradients.
///
/// The trait is what schedulers and training loops need of an optimizer; they can take `&mut dyn Optimizer`. What
/// else the built-in ones have, their options, printing and saved state, is in their own methods.
///
/// ```
/// use autograd::Tensor;
/// use optim::{Group, Optimizer};
///
/// /// Steps by the sign of the gradient alone.
/// struct SignSGD(Vec<Group>);
///
/// impl Optimizer for SignSGD {
///     fn step(&mut self) {
///         for group in &self.0 {
///             for parameter in group.parameters() {
///                 if let Some(grad) = parameter.grad() {
///                     parameter.set_data(parameter.detach() - grad.clamp(-1.0, 1.0) * group.lr());
///                 }
///             }
///         }
///     }
///     fn groups(&mut self) -> &mut [Group] {
///         &mut self.0
///     }
/// }
///
/// let w = Tensor::from([1.0]).requires_grad_(true);
/// let mut optimizer = SignSGD(vec![Group::new([&w], 0.25)]);
/// (&w * 100.0).sum().backward();
/// optimizer.step();
/// assert_eq!(w.item(), 0.75);
/// ```
pub trait Optimizer {
    /// Changes every parameter that has a gradient; the others stay as they are.
    fn step(&mut self);

    /// The groups of parameters, with the options of each.
    fn groups(&mut self) -> &mut [Group];

    /// Forgets the gradients: they become none, as in PyTorch, not zeros.
    fn zero_grad(&mut self) {
        for group in self.groups() {
            for parameter in group.parameters() {
                parameter.zero_grad();
            }
        }
    }
}

impl<O: Optimizer + ?Sized> Optimizer for &mut O {
    fn step(&mut self) {
        (**self).step();
    }

    fn groups(&mut self) -> &mut [Group] {
        (**self).groups()
    }

    fn zero_grad(&mut self) {
        (**self).zero_grad();
    }
}

impl<O: Optimizer + ?Sized> Optimizer for Box<O> {
    fn step(&mut self) {
        (**self).step();
    }

    fn groups(&mut self) -> &mut [Group] {
        (**self).groups()
    }

    fn zero_grad(&mut self) {
        (**self).zero_grad();
    }
}
