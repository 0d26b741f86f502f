//! Eigenvalues and eigenvectors of symmetric matrices.

use faer::Side;
use tensor_core::{Array, Error, OrRaise, scratch};

use super::matrices::{Matrices, push};
use super::packed::Packed;
use super::t;
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// The eigenvalues of symmetric matrices in ascending order, and their eigenvectors as columns; the lower triangle is read:
/// `torch.linalg.eigh`. An eigenvector is unique up to its sign, where its eigenvalue is there once.
///
/// Gradient: `v (diag(grad_w) + v^T grad_v / (w[j] - w[i])) v^T`.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let (w, v) = linalg::eigh(&Tensor::from([[2.0, 1.0], [1.0, 2.0]]));
/// assert!((w - Tensor::from([1.0, 3.0])).abs().max().item() < 1e-6);
/// assert!((v.abs() - 0.5_f64.sqrt()).abs().max().item() < 1e-6);
/// ```
///
/// # Panics
/// If the matrices are not square, or the elements are not finite floating-point numbers.
#[track_caller]
pub fn eigh(a: &Tensor) -> (Tensor, Tensor) {
    let matrices = Matrices::square("linalg::eigh", a).or_raise();
    let size = matrices.rows;
    let parts = Packed::new(&matrices.batch, &[&[size], &[size, size]]);
    let value = decomposed(&matrices, &parts).or_raise();
    let formula = parts.clone();
    let packed = record("LinalgEigh", value, [a], [Save::Result], move |cx| {
        let [result] = cx.saved();
        let [w, v] = [0, 1].map(|part| formula.part(result, part));
        let [of_w, of_v] = [0, 1].map(|part| formula.part(&cx.grad, part));
        let apart = w.unsqueeze(-2).sub(w.unsqueeze(-1));
        // Equal values, as each is its own, turn nothing.
        let apart = apart.eq(0).where_(f64::INFINITY, &apart);
        let inner = t(&v).matmul(of_v).div(apart).add(of_w.diag_embed(0, -2, -1));
        [Some(v.matmul(inner).matmul(t(&v)))]
    });
    (parts.part(&packed, 0), parts.part(&packed, 1))
}

/// The eigenvalues of symmetric matrices in ascending order: the first result of [`eigh`], `torch.linalg.eigvalsh`.
///
/// # Panics
/// As [`eigh`].
#[track_caller]
pub fn eigvalsh(a: &Tensor) -> Tensor {
    eigh(a).0
}

#[track_caller]
fn decomposed(matrices: &Matrices, parts: &Packed) -> Result<Array, Error> {
    let mut elements = scratch::collected(matrices.count() * parts.len(), std::iter::empty());
    if !matrices.is_empty() {
        for (number, a) in matrices.each().enumerate() {
            let found = a
                .self_adjoint_eigen(Side::Lower)
                .map_err(|_| matrices.does_not_converge(number))?;
            let values = found.S().column_vector();
            elements.extend((0..matrices.rows).map(|at| values[at]));
            push(found.U(), &mut elements);
        }
    }
    Ok(matrices.array(elements, &[parts.len()]))
}

#[cfg(test)]
mod tests {
    use super::{eigh, eigvalsh};
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    fn symmetric(x: &Tensor) -> Tensor {
        x + x.transpose(-2, -1)
    }

    #[test]
    fn gradients() {
        check(&[&[2, 3, 3]], |x| eigvalsh(&symmetric(&x[0])));
        check(&[&[3, 3]], |x| eigh(&symmetric(&x[0])).1.powi(4));
        check_second(&[&[3, 3]], |x| eigvalsh(&symmetric(&x[0])).powi(2));
    }

    #[test]
    fn values_that_are_there_twice_have_a_gradient() {
        let x = Tensor::eye(2).requires_grad_(true);
        eigvalsh(&x).sum().backward();
        assert!((x.grad().unwrap() - Tensor::eye(2)).abs().max().item() < 1e-6);
    }
}
