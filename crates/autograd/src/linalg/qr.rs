//! Matrices as products of orthogonal and upper triangular ones.

use tensor_core::{Array, Error, OrRaise, scratch};

use super::matrices::{Matrices, push};
use super::packed::Packed;
use super::{Triangle, solve_triangular, t};
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// The matrices `q` with orthonormal columns and the upper triangular `r` with `a = q r`: `torch.linalg.qr`, reduced. The
/// diagonal of `r` is not negative, which makes the two unique where the columns of `a` are independent.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[3.0, 1.0], [4.0, 2.0]]);
/// let (q, r) = linalg::qr(&a);
/// assert!((q.matmul(&r) - &a).abs().max().item() < 1e-6);
/// assert_eq!(r.slice(autograd::s![1, 0]).item(), 0.0);
/// ```
///
/// # Panics
/// If there are fewer than two dimensions, or the elements are not floating point.
#[track_caller]
pub fn qr(a: &Tensor) -> (Tensor, Tensor) {
    let (rows, columns) = (Matrices::of("linalg::qr", a).or_raise().rows, a.size(-1));
    if rows >= columns {
        return tall(a);
    }
    // The first columns are a product of their own, and the others follow from it.
    let (q, r) = tall(&a.narrow(-1, 0, rows));
    let others = t(&q).matmul(a.narrow(-1, rows as isize, columns - rows));
    (q, Tensor::cat(&[&r, &others], -1))
}

/// [`qr`] of matrices with no more columns than rows.
#[track_caller]
fn tall(a: &Tensor) -> (Tensor, Tensor) {
    let matrices = Matrices::of("linalg::qr", a).or_raise();
    let (rows, columns) = (matrices.rows, matrices.columns);
    let parts = Packed::new(&matrices.batch, &[&[rows, columns], &[columns, columns]]);
    let value = factors(&matrices, &parts).or_raise();
    let formula = parts.clone();
    let packed = record("LinalgQr", value, [a], [Save::Result], move |cx| {
        let [result] = cx.saved();
        let [q, r] = [0, 1].map(|part| formula.part(result, part));
        let [of_q, of_r] = [0, 1].map(|part| formula.part(&cx.grad, part));
        let inner = of_r.matmul(t(&r)).sub(t(&q).matmul(&of_q)).triu(0);
        let symmetric = inner.add(t(&inner.triu(1)));
        let outer = q.matmul(symmetric).add(&of_q);
        // From the right by r^-T.
        [Some(t(&solve_triangular(&r, &t(&outer), Triangle::Upper)))]
    });
    (parts.part(&packed, 0), parts.part(&packed, 1))
}

#[track_caller]
fn factors(matrices: &Matrices, parts: &Packed) -> Result<Array, Error> {
    let mut elements = scratch::collected(matrices.count() * parts.len(), std::iter::empty());
    if !matrices.is_empty() {
        for a in matrices.each() {
            let factors = a.qr();
            let (mut q, mut r) = (factors.compute_thin_Q(), factors.thin_R().to_owned());
            for at in (0..matrices.columns).filter(|at| factors.thin_R()[(*at, *at)] < 0.0) {
                (0..q.nrows()).for_each(|row| q[(row, at)] = -q[(row, at)]);
                (0..r.ncols()).for_each(|column| r[(at, column)] = -r[(at, column)]);
            }
            push(q.as_ref(), &mut elements);
            push(r.as_ref(), &mut elements);
        }
    }
    Ok(matrices.array(elements, &[parts.len()]))
}

#[cfg(test)]
mod tests {
    use super::qr;
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    /// Of both factors.
    fn both(x: &Tensor) -> Tensor {
        let (q, r) = qr(x);
        q.matmul(r.square()).sum() + q.powi(3).sum()
    }

    #[test]
    fn gradients() {
        check(&[&[3, 3]], |x| both(&x[0]));
        check(&[&[2, 4, 2]], |x| both(&x[0]));
        check(&[&[2, 4]], |x| both(&x[0]));
        check_second(&[&[3, 2]], |x| both(&x[0]));
    }

    #[test]
    fn columns_are_orthonormal_and_the_diagonal_positive() {
        let (q, r) = qr(&Tensor::randn([2, 5, 3]));
        let one = q.transpose(-2, -1).matmul(&q) - Tensor::eye(3);
        assert!(one.abs().max().item() < 1e-6);
        assert!(r.diagonal(0, -2, -1).gt(0).all().item() != 0.0);
        assert_eq!(r.tril(-1).abs().max().item(), 0.0);
    }
}
