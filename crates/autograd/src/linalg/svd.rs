//! Singular values.

use tensor_core::{Array, Error, OrRaise, scratch};

use super::matrices::{Matrices, push};
use super::packed::Packed;
use super::{columns_times, t};
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// The matrices `u` and `vh` with orthonormal columns and rows, and the singular values `s` in descending order, with
/// `a = u diag(s) vh`: `torch.linalg.svd` with `full_matrices=False`. A pair of vectors is unique up to its sign, where its
/// value is there once.
///
/// Gradient: PyTorch's, of which equal values turn nothing.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[3.0, 0.0], [0.0, -4.0], [0.0, 0.0]]);
/// let (u, s, vh) = linalg::svd(&a);
/// assert_eq!((u.shape(), vh.shape()), (&[3, 2][..], &[2, 2][..]));
/// assert!((s - Tensor::from([4.0, 3.0])).abs().max().item() < 1e-6);
/// ```
///
/// # Panics
/// If there are fewer than two dimensions, or the elements are not finite floating-point numbers.
#[track_caller]
pub fn svd(a: &Tensor) -> (Tensor, Tensor, Tensor) {
    let matrices = Matrices::of("linalg::svd", a).or_raise();
    let (rows, columns, rank) = (matrices.rows, matrices.columns, matrices.rank());
    let parts = Packed::new(&matrices.batch, &[&[rows, rank], &[rank], &[rank, columns]]);
    let value = decomposed(&matrices, &parts).or_raise();
    let formula = parts.clone();
    let packed = record("LinalgSvd", value, [a], [Save::Result], move |cx| {
        let [result] = cx.saved();
        let values = [0, 1, 2].map(|part| formula.part(result, part));
        let grads = [0, 1, 2].map(|part| formula.part(&cx.grad, part));
        [Some(gradient(values, grads))]
    });
    (
        parts.part(&packed, 0),
        parts.part(&packed, 1),
        parts.part(&packed, 2),
    )
}

/// The singular values of the matrices in descending order: the second result of [`svd`], `torch.linalg.svdvals`.
///
/// # Panics
/// As [`svd`].
#[track_caller]
pub fn svdvals(a: &Tensor) -> Tensor {
    svd(a).1
}

#[track_caller]
fn gradient([u, s, vh]: [Tensor; 3], [of_u, of_s, of_vh]: [Tensor; 3]) -> Tensor {
    let (v, of_v) = (t(&vh), t(&of_vh));
    let skew = |x: Tensor| x.sub(t(&x));
    let squares = s.square();
    let apart = squares.unsqueeze(-2).sub(squares.unsqueeze(-1));
    let apart = apart.eq(0).where_(f64::INFINITY, &apart);
    let (turned_u, turned_v) = (t(&u).matmul(&of_u), t(&v).matmul(&of_v));
    let left = columns_times(&skew(turned_u.clone()).div(&apart), &s);
    let right = skew(turned_v.clone()).div(&apart).mul(s.unsqueeze(-1));
    let inner = left.add(right).add(of_s.diag_embed(0, -2, -1));
    let mut grad = u.matmul(inner).matmul(&vh);
    let inverse = s.eq(0).where_(f64::INFINITY, &s).reciprocal();
    if u.size(-2) > u.size(-1) {
        // What leads out of the space of the columns.
        let outside = of_u.sub(u.matmul(turned_u));
        grad = grad.add(columns_times(&outside, &inverse).matmul(&vh));
    }
    if v.size(-2) > v.size(-1) {
        let outside = of_v.sub(v.matmul(turned_v));
        grad = grad.add(columns_times(&u, &inverse).matmul(t(&outside)));
    }
    grad
}

#[track_caller]
fn decomposed(matrices: &Matrices, parts: &Packed) -> Result<Array, Error> {
    let mut elements = scratch::collected(matrices.count() * parts.len(), std::iter::empty());
    if !matrices.is_empty() {
        for (number, a) in matrices.each().enumerate() {
            let found = a.thin_svd().map_err(|_| matrices.does_not_converge(number))?;
            push(found.U(), &mut elements);
            let values = found.S().column_vector();
            elements.extend((0..matrices.rank()).map(|at| values[at]));
            push(found.V().transpose(), &mut elements);
        }
    }
    Ok(matrices.array(elements, &[parts.len()]))
}

#[cfg(test)]
mod tests {
    use super::{svd, svdvals};
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    /// Of all three, the same whatever the signs.
    fn all(x: &Tensor) -> Tensor {
        let (u, s, vh) = svd(x);
        u.powi(4).sum() + s.powi(3).sum() + vh.powi(2).select(-1, 0).mul(&s).sum()
    }

    #[test]
    fn gradients() {
        check(&[&[2, 3, 3]], |x| all(&x[0]));
        check(&[&[4, 2]], |x| all(&x[0]));
        check(&[&[2, 4]], |x| all(&x[0]));
        check_second(&[&[3, 2]], |x| svdvals(&x[0]).powi(2));
    }

    #[test]
    fn the_product_is_the_matrix() {
        let a = Tensor::randn([2, 5, 3]);
        let (u, s, vh) = svd(&a);
        let product = u.mul(s.unsqueeze(-2)).matmul(vh);
        assert!((product - a).abs().max().item() < 1e-5);
        assert_eq!(svdvals(&Tensor::zeros([2, 0, 3])).shape(), [2, 0]);
    }
}
