//! The derivative of each element by each.

use tensor_core::scratch;

use super::{called, grads};
use crate::backward_options::BackwardOptions;
use crate::tensor::Tensor;

/// The Jacobian of `f` at `x`: the derivative of each element of `f(x)` by each of `x`, of the shape of `f(x)` and then that
/// of `x`.
///
/// ```
/// use autograd::Tensor;
/// use autograd::functional::jacobian;
/// let x = Tensor::from([1.0, 2.0]);
/// let j = jacobian(|x| Tensor::stack(&[x.sum(), x.get(0) * x.get(1)], 0), &x);
/// assert_eq!((j.shape(), j.to_vec::<f32>()), (&[2, 2][..], vec![1.0, 1.0, 2.0, 1.0]));
/// ```
#[track_caller]
pub fn jacobian(f: impl FnOnce(&Tensor) -> Tensor, x: &Tensor) -> Tensor {
    jacobians(|x| f(&x[0]), std::slice::from_ref(x)).remove(0)
}

/// The Jacobian of a function of several tensors by each of them.
///
/// ```
/// use autograd::Tensor;
/// use autograd::functional::jacobians;
/// let inputs = [Tensor::from([1.0, 2.0]), Tensor::from([3.0, 4.0])];
/// let j = jacobians(|x| x[0].dot(&x[1]), &inputs);
/// assert_eq!((j[0].to_vec::<f32>(), j[1].to_vec::<f32>()), (vec![3.0, 4.0], vec![1.0, 2.0]));
/// ```
#[track_caller]
pub fn jacobians(f: impl FnOnce(&[Tensor]) -> Tensor, inputs: &[Tensor]) -> Vec<Tensor> {
    let (inputs, y) = called(f, inputs);
    rows(&y, &inputs)
}

/// The gradients of each element of `y`, for each input one tensor.
#[track_caller]
pub(super) fn rows(y: &Tensor, inputs: &[Tensor]) -> Vec<Tensor> {
    let count = y.numel();
    let mut each: Vec<Vec<Tensor>> = scratch::collected(count, std::iter::empty());
    for at in 0..count {
        let mut one = scratch::filled(0.0, count);
        one[at] = 1.0;
        let one = Tensor::from_vec(one, y.shape()).to_dtype(y.dtype());
        let options = BackwardOptions::new().retain_graph(true).gradient(one);
        each.push(grads(y, inputs, &options));
    }
    let mut all = Vec::with_capacity(inputs.len());
    for (at, x) in inputs.iter().enumerate() {
        let shape = [y.shape(), x.shape()].concat();
        let rows: Vec<Tensor> = each.iter().map(|grads| grads[at].detach()).collect();
        all.push(match rows.is_empty() {
            true => Tensor::options().dtype(x.dtype()).zeros(shape),
            false => Tensor::stack(&rows, 0).reshape(shape),
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mode::no_grad;

    #[test]
    fn shapes_are_those_of_the_result_and_the_input() {
        let x = Tensor::randn([2, 3]);
        let j = jacobian(|x| x.sum_dim(1, false), &x);
        assert_eq!(j.shape(), [2, 2, 3]);
        let expected = [1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1].map(f64::from);
        assert_eq!(j.to_vec::<f64>(), expected);
        assert_eq!(jacobian(|x| x.narrow(0, 0, 0), &x).shape(), [0, 3, 2, 3]);
    }

    #[test]
    fn what_does_not_depend_on_the_input_has_zeros() {
        let x = Tensor::from([1.0, 2.0]);
        let constant = |_: &Tensor| Tensor::from([5.0]);
        assert_eq!(jacobian(constant, &x).to_vec::<f32>(), [0.0, 0.0]);
        let j = no_grad(|| jacobians(|x| x[1].square(), &[x.clone(), Tensor::from([3.0])]));
        assert_eq!(
            (j[0].to_vec::<f32>(), j[1].to_vec::<f32>()),
            (vec![0.0, 0.0], vec![6.0])
        );
        assert!(!j[1].requires_grad());
    }
}
