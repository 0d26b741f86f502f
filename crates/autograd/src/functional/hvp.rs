//! The Hessian times a vector.

use super::{called, grads, slope};
use crate::backward_options::BackwardOptions;
use crate::tensor::Tensor;

/// `f(x)`, and `H v`: how fast the gradient of the number `f(x)` changes where `x` moves along `v`, of the shape of `x`. The
/// Hessian itself is never made.
///
/// ```
/// use autograd::Tensor;
/// use autograd::functional::hvp;
/// let (x, v) = (Tensor::from([1.0, 2.0]), Tensor::from([1.0, 1.0]));
/// let (_, product) = hvp(|x| x.get(0).square() * x.get(1), &x, &v);
/// assert_eq!(product.to_vec::<f32>(), [6.0, 2.0]);
/// ```
///
/// # Panics
/// If `f` does not give one number, or `v` has another shape than `x`.
#[track_caller]
pub fn hvp(f: impl FnOnce(&Tensor) -> Tensor, x: &Tensor, v: &Tensor) -> (Tensor, Tensor) {
    along("hvp", f, x, v)
}

/// `f(x)`, and `v' H`, which is [`hvp`]'s: second derivatives do not depend on their order.
///
/// # Panics
/// As [`hvp`].
#[track_caller]
pub fn vhp(f: impl FnOnce(&Tensor) -> Tensor, x: &Tensor, v: &Tensor) -> (Tensor, Tensor) {
    along("vhp", f, x, v)
}

#[track_caller]
fn along(name: &str, f: impl FnOnce(&Tensor) -> Tensor, x: &Tensor, v: &Tensor) -> (Tensor, Tensor) {
    let (inputs, y) = called(|x| f(&x[0]), std::slice::from_ref(x));
    let slope = slope(name, &y, &inputs).remove(0);
    let product = grads(&slope, &inputs, &BackwardOptions::new().gradient(v)).remove(0);
    (y.detach(), product.detach())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functional::{hessian, jacobian, jvp, vjp};
    use tensor_core::DType;

    #[test]
    fn products_are_those_of_the_whole_matrices() {
        let draw = |shape: &[usize]| Tensor::options().dtype(DType::F64).randn(shape);
        let (x, v, u) = (draw(&[2, 3]), draw(&[2, 3]), draw(&[2]));
        let near = |a: &Tensor, b: &Tensor| assert!((a - b).abs().max().item() < 1e-12, "{a} {b}");

        let f = |x: &Tensor| (x.sin() * x.exp()).sum_dim(1, false);
        let j = jacobian(f, &x).reshape([2, 6]);
        near(&vjp(f, &x, &u).1, &u.matmul(&j).reshape([2, 3]));
        near(&jvp(f, &x, &v).1, &j.matmul(v.reshape(6)));
        near(&vjp(f, &x, &u).0, &f(&x));

        let g = |x: &Tensor| f(x).square().sum();
        let h = hessian(g, &x).reshape([6, 6]);
        near(&h, &h.t().contiguous());
        near(&hvp(g, &x, &v).1, &h.matmul(v.reshape(6)).reshape([2, 3]));
        near(&vhp(g, &x, &v).1, &hvp(g, &x, &v).1);
    }
}
