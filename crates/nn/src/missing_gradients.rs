//! [`check_gradients`]: which parameters a backward pass has left without a gradient.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::module::Module;

/// Runs `pass`, in which a backward pass is run, and refuses if it has left a parameter of `model` that requires one without
/// a gradient: a layer that the loss does not depend on, a graph that was cut by `detach`, a head that nobody called.
///
/// What counts is that a gradient has arrived, also if it is zero, and whatever gradients there were before.
///
/// ```
/// use nn::{Forward, Linear, Module, Tensor, check_gradients};
///
/// #[derive(Module)]
/// struct Net {
///     body: Linear,
///     head: Linear,
///     forgotten: Linear,
/// }
///
/// let net = Net { body: Linear::new(4, 8), head: Linear::new(8, 1), forgotten: Linear::new(8, 1) };
/// let x = Tensor::randn([2, 4]);
/// let error = check_gradients(&net, || net.head.forward(&net.body.forward(&x)).sum().backward()).unwrap_err();
/// assert_eq!(error.parameters, ["forgotten.weight", "forgotten.bias"]);
/// assert_eq!(
///     error.to_string(),
///     "2 of 6 parameters got no gradient: forgotten.weight, forgotten.bias; the loss does not depend on them",
/// );
/// ```
///
/// # Errors
/// If a parameter got no gradient: the paths of all such.
pub fn check_gradients<M: Module + ?Sized, R>(
    model: &M,
    pass: impl FnOnce() -> R,
) -> Result<R, MissingGradients> {
    let mut waiting = Vec::new();
    for (path, parameter) in model.named_parameters() {
        if parameter.requires_grad() {
            let arrived = Arc::new(AtomicBool::new(false));
            let note = arrived.clone();
            let hook =
                parameter.register_post_accumulate_grad_hook(move |_| note.store(true, Ordering::Relaxed));
            waiting.push((path, arrived, Hook(hook)));
        }
    }
    let result = pass();
    let count = waiting.len();
    waiting.retain(|(_, arrived, _)| !arrived.load(Ordering::Relaxed));
    if waiting.is_empty() {
        return Ok(result);
    }
    Err(MissingGradients {
        parameters: waiting.into_iter().map(|(path, ..)| path).collect(),
        count,
    })
}

/// Removes its hook also if the pass panics.
struct Hook(autograd::HookHandle);

impl Drop for Hook {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// Parameters that got no gradient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingGradients {
    /// Their paths, in the model's order.
    pub parameters: Vec<String>,
    /// How many parameters require a gradient.
    pub count: usize,
}

impl fmt::Display for MissingGradients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} parameters got no gradient: {}; the loss does not depend on them",
            self.parameters.len(),
            self.count,
            self.parameters.join(", ")
        )
    }
}

impl std::error::Error for MissingGradients {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Forward, Linear, Tensor, sequential};

    #[test]
    fn what_was_there_before_does_not_count() {
        let model = sequential![Linear::new(2, 3), Linear::new(3, 1)];
        let pass = || model.forward(&Tensor::ones([1, 2])).sum().backward();
        assert_eq!(check_gradients(&model, pass), Ok(()));
        let half = || model[1].forward(&Tensor::ones([1, 3])).sum().backward();
        let missing = check_gradients(&model, half).unwrap_err();
        assert_eq!(missing.parameters, ["0.weight", "0.bias"]);
        // What is frozen waits for none, and the hooks are gone.
        model.requires_grad_where(&|path| path.starts_with('0'), false);
        assert_eq!(check_gradients(&model, half), Ok(()));
    }

    #[test]
    fn a_gradient_of_zero_has_arrived() {
        let model = Linear::new(2, 1);
        assert_eq!(
            check_gradients(&model, || (model.forward(&Tensor::ones([1, 2])) * 0.0)
                .sum()
                .backward()),
            Ok(())
        );
    }
}
