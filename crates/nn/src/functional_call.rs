//! [`functional_call`]: a model run with other tensors.

use autograd::{Error, Tensor};

use crate::copying;
use crate::module::Module;
use crate::walk::walk;

/// What `call` gives for `model` with other tensors in the places of some of its parameters and buffers, which are named:
/// `torch.func.functional_call`. The model stays as it is. The tensors may have been computed, and gradients go through
/// them: to weights after a step of an inner training, to a network that makes weights.
///
/// What is tied is replaced under all its names. The model is copied for the call, so it must be one that
/// [can be](Module::deep_copy); nothing of its elements is.
///
/// ```
/// use autograd::{BackwardOptions, grad};
/// use nn::{Forward, Linear, Module, Tensor, functional_call, mse_loss};
///
/// // MAML: the loss after one step of gradient descent, as a function of where it began.
/// let model = Linear::new(2, 1);
/// let (x, y) = (Tensor::from([[1.0, 2.0], [3.0, 4.0]]), Tensor::from([[1.0], [2.0]]));
/// let weights = model.named_parameters();
/// let inputs: Vec<&Tensor> = weights.iter().map(|(_, weight)| &**weight).collect();
/// let slopes = grad(&mse_loss(&model.forward(&x), &y), &inputs, &BackwardOptions::new().create_graph(true))?;
/// let after = weights.iter().zip(slopes).map(|((name, weight), slope)| (name, weight - slope.unwrap() * 0.01));
/// let loss = functional_call(&model, after, |model| mse_loss(&model.forward(&x), &y));
/// loss.backward();
/// assert!(model.weight.grad().is_some());
/// # Ok::<_, autograd::Error>(())
/// ```
///
/// # Panics
/// If there is no tensor of a name, its shape is another, or the model cannot be copied.
#[track_caller]
pub fn functional_call<M: Module, K: AsRef<str>, T: Into<Tensor>, R>(
    model: &M,
    tensors: impl IntoIterator<Item = (K, T)>,
    call: impl FnOnce(&M) -> R,
) -> R {
    let mut own: Vec<(String, Tensor)> = Vec::new();
    walk(&model, &mut |path, found| {
        if let Some(tensor) = found.tensor() {
            own.push((path.to_owned(), tensor.clone()));
        }
    });
    let mut replaced = Vec::new();
    for (name, tensor) in tensors {
        let (name, tensor) = (name.as_ref(), tensor.into());
        match own.iter().find(|(path, _)| path == name) {
            Some((_, old)) if old.shape() == tensor.shape() => replaced.push((old.clone(), tensor)),
            Some((_, old)) => Error::shape(format!(
                "functional_call: `{name}` has shape {:?}, and what is given for it {:?}",
                old.shape(),
                tensor.shape()
            ))
            .raise(),
            None => Error::argument(format!(
                "functional_call: {} has no parameter or buffer `{name}`",
                model.type_name()
            ))
            .raise(),
        }
    }
    match copying::replacing(model, replaced) {
        Ok(model) => call(&model),
        Err(error) => Error::argument(format!("functional_call: {error}")).raise(),
    }
}

#[cfg(test)]
mod tests {
    use autograd::Tensor;

    use super::functional_call;
    use crate::{Forward, Linear, Module, Tanh, sequential};

    #[test]
    fn gradients_go_to_what_is_given() {
        let model = sequential![Linear::new(2, 3), Tanh, Linear::new(3, 1)];
        let x = Tensor::randn([4, 2]);
        let given = (model.get_parameter("0.weight").unwrap().detach() * 2.0).requires_grad_(true);
        let run = || functional_call(&model, [("0.weight", &given)], |model| model.forward(&x));
        run().sum().backward();
        assert!(model.get_parameter("0.weight").unwrap().grad().is_none());
        assert!(model.get_parameter("2.weight").unwrap().grad().is_some());
        let before = run();
        model.get_parameter("0.weight").unwrap().set_data(&given);
        assert!(model.forward(&x).equal(&before));
        assert!(given.grad().is_some());
    }

    #[test]
    #[should_panic(expected = "Linear has no parameter or buffer `weights`")]
    fn a_name_that_is_not_there_is_refused() {
        functional_call(&Linear::new(1, 1), [("weights", Tensor::zeros([1, 1]))], |_| ());
    }
}
