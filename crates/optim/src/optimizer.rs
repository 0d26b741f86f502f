//! [`Optimizer`]: what changes parameters by their gradients.

use autograd::{Error, StateDict, Tensor, enable_grad};

use crate::{Group, state_dict};

/// What changes parameters by their gradients.
///
/// The trait is what schedulers and training loops need of an optimizer; they can take `&mut dyn Optimizer`. What
/// else the built-in ones have, their constructors and options, is in their own methods.
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
///     fn groups(&self) -> &[Group] {
///         &self.0
///     }
///     fn groups_mut(&mut self) -> &mut [Group] {
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
    ///
    /// # Panics
    /// If the system gives no memory for it: an optimizer of this crate has then changed nothing.
    #[track_caller]
    fn step(&mut self);

    /// The groups of parameters, with the options of each: PyTorch's `param_groups`.
    fn groups(&self) -> &[Group];

    /// The groups, to be changed.
    fn groups_mut(&mut self) -> &mut [Group];

    /// Forgets the gradients: they become none, as in PyTorch, not zeros.
    fn zero_grad(&self) {
        for parameter in self.groups().iter().flat_map(Group::parameters) {
            parameter.zero_grad();
        }
    }

    /// Computes the loss by `closure`, steps, and returns the loss: PyTorch's `step(closure)`. Optimizers that try
    /// several places in a step call it once for each.
    ///
    /// The closure forgets the gradients of before, computes the loss and calls `backward`; gradients are recorded in it
    /// even inside `no_grad`. The optimizer is busy meanwhile, so the gradients are forgotten through the model or the
    /// parameters.
    ///
    /// ```
    /// use autograd::Tensor;
    /// use optim::{Optimizer, SGD};
    ///
    /// let w = Tensor::from([3.0]).requires_grad_(true);
    /// let mut optimizer = SGD::new([&w], 0.5);
    /// let loss = optimizer.step_with(&mut || {
    ///     w.zero_grad();
    ///     let loss = w.square().sum();
    ///     loss.backward();
    ///     loss
    /// });
    /// assert_eq!((loss.item(), w.item()), (9.0, 0.0));
    /// ```
    #[track_caller]
    fn step_with(&mut self, closure: &mut dyn FnMut() -> Tensor) -> Tensor {
        let loss = enable_grad(closure);
        self.step();
        loss
    }

    /// What the optimizer needs to go on where it is: PyTorch's `state_dict`, with flat names.
    ///
    /// - `state.0.exp_avg` is what it keeps for parameter 0, in the shape and element type that it has; a number is a
    ///   float64 tensor of rank 0. Parameters are counted through all groups. One that has made no step has no entry.
    /// - The remark `param_groups.0.lr` is an option of group 0, written as a constant of Python: numbers keep every bit.
    ///   `param_groups.0.params` are the numbers of its parameters; `param_groups.0.initial_lr` is there if a scheduler
    ///   was attached.
    /// - The remark `state` lists the entries, so that one that gets lost is missed.
    ///
    /// ```
    /// use autograd::Tensor;
    /// use optim::{Optimizer, SGD};
    ///
    /// let w = Tensor::zeros(2).requires_grad_(true);
    /// let mut optimizer = SGD::new([&w], 0.1).momentum(0.9);
    /// w.sum().backward();
    /// optimizer.step();
    ///
    /// let saved = optimizer.state_dict();
    /// assert_eq!(saved["state.0.momentum_buffer"].to_vec::<f32>(), [1.0, 1.0]);
    /// assert_eq!(saved.metadata()["param_groups.0.momentum"], "0.9");
    /// let mut other = SGD::new([&w], 0.5);
    /// other.load_state_dict(&saved)?;
    /// assert_eq!(other.to_string(), optimizer.to_string());
    /// # Ok::<_, autograd::Error>(())
    /// ```
    ///
    /// An optimizer of your own that keeps nothing but its groups needs no method of its own.
    fn state_dict(&self) -> StateDict {
        state_dict::save(self.groups())
    }

    /// Goes on where a saved optimizer was, its learning rates and other options included. Groups and parameters
    /// correspond by their position.
    ///
    /// # Errors
    /// If entries are missing, are not known here or do not fit; the error names all of them, and nothing has changed.
    fn load_state_dict(&mut self, state: &StateDict) -> Result<(), Error> {
        state_dict::load(self.groups_mut(), state)
    }
}

macro_rules! forward {
    ($($outer:ty),*) => {$(
        impl<O: Optimizer + ?Sized> Optimizer for $outer {
            fn step(&mut self) {
                (**self).step();
            }

            fn groups(&self) -> &[Group] {
                (**self).groups()
            }

            fn groups_mut(&mut self) -> &mut [Group] {
                (**self).groups_mut()
            }

            fn zero_grad(&self) {
                (**self).zero_grad();
            }

            fn step_with(&mut self, closure: &mut dyn FnMut() -> Tensor) -> Tensor {
                (**self).step_with(closure)
            }

            fn state_dict(&self) -> StateDict {
                (**self).state_dict()
            }

            fn load_state_dict(&mut self, state: &StateDict) -> Result<(), Error> {
                (**self).load_state_dict(state)
            }
        }
    )*};
}
forward!(&mut O, Box<O>);
