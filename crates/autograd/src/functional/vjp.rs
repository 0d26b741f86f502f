//! A vector times the Jacobian.

use super::{called, grads};
use crate::backward_options::BackwardOptions;
use crate::tensor::Tensor;

/// `f(x)`, and `v' J`: the sum over the elements of `f(x)` of `v` times their gradient, of the shape of `x`.
///
/// ```
/// use autograd::Tensor;
/// use autograd::functional::vjp;
/// let (x, v) = (Tensor::from([1.0, 2.0]), Tensor::from([1.0, 10.0]));
/// let (y, product) = vjp(|x| x.square(), &x, &v);
/// assert_eq!((y.to_vec::<f32>(), product.to_vec::<f32>()), (vec![1.0, 4.0], vec![2.0, 40.0]));
/// ```
///
/// # Panics
/// If `v` has another shape than `f(x)`.
#[track_caller]
pub fn vjp(f: impl FnOnce(&Tensor) -> Tensor, x: &Tensor, v: &Tensor) -> (Tensor, Tensor) {
    let (inputs, y) = called(|x| f(&x[0]), std::slice::from_ref(x));
    let product = grads(&y, &inputs, &BackwardOptions::new().gradient(v)).remove(0);
    (y.detach(), product.detach())
}
