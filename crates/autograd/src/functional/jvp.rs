//! The Jacobian times a vector.

use super::{called, grads};
use crate::backward_options::BackwardOptions;
use crate::tensor::Tensor;

/// `f(x)`, and `J v`: how fast `f(x)` changes where `x` moves along `v`, of the shape of `f(x)`.
///
/// `u' J` is linear in `u`, and `J v` is its derivative along `v`: two passes backward.
///
/// ```
/// use autograd::Tensor;
/// use autograd::functional::jvp;
/// let (x, v) = (Tensor::from([1.0, 2.0]), Tensor::from([1.0, 10.0]));
/// let (_, speed) = jvp(|x| x.square().sum(), &x, &v);
/// assert_eq!(speed.item(), 42.0);
/// ```
///
/// # Panics
/// If `v` has another shape than `x`.
#[track_caller]
pub fn jvp(f: impl FnOnce(&Tensor) -> Tensor, x: &Tensor, v: &Tensor) -> (Tensor, Tensor) {
    let (inputs, y) = called(|x| f(&x[0]), std::slice::from_ref(x));
    let u = y.detach().zeros_like().requires_grad_(true);
    let options = BackwardOptions::new().create_graph(true).gradient(&u);
    let product = grads(&y, &inputs, &options).remove(0);
    let speed = grads(&product, &[u], &BackwardOptions::new().gradient(v)).remove(0);
    (y.detach(), speed.detach())
}
