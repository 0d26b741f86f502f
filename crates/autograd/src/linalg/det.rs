//! Determinants.

use faer::MatRef;
use tensor_core::{Array, OrRaise, scratch};

use super::matrices::Matrices;
use super::{columns_times, inv, scaled, svd, t};
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// The determinants of the matrices: `torch.linalg.det`.
///
/// Gradient: `grad` times the cofactors, also of singular matrices.
///
/// ```
/// use autograd::{Tensor, linalg};
/// assert_eq!(linalg::det(&Tensor::from([[1.0, 2.0], [3.0, 4.0]])).item(), -2.0);
/// ```
///
/// # Panics
/// If the matrices are not square, or the elements are not floating point.
#[track_caller]
pub fn det(a: &Tensor) -> Tensor {
    let matrices = Matrices::square("linalg::det", a).or_raise();
    let dets = match matrices.is_empty() {
        true => scratch::filled(1.0, matrices.count()),
        // Products of the pivots are exact where those are small integers.
        false => scratch::collected(matrices.count(), matrices.each().map(product)),
    };
    let value = matrices.array(dets, &[]);
    record("LinalgDet", value, [a], [Save::Input(0), Save::Result], |cx| {
        let [a, det] = cx.saved();
        let regular = det.ne(0).all().item() != 0.0;
        [Some(match regular {
            true => scaled(&t(&inv(a)), &cx.grad.mul(det)),
            false => scaled(&cofactors(a), &cx.grad),
        })]
    })
}

/// The signs of the determinants of the matrices and the logarithms of their absolute values: `torch.linalg.slogdet`. Of a
/// singular matrix they are 0 and minus infinity.
///
/// Gradient: `grad * a^-T` for the logarithm, none for the sign.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let (sign, logabsdet) = linalg::slogdet(&Tensor::from([[0.0, 1.0], [1.0, 0.0]]));
/// assert_eq!((sign.item(), logabsdet.item()), (-1.0, 0.0));
/// ```
///
/// # Panics
/// If the matrices are not square, or the elements are not floating point.
#[track_caller]
pub fn slogdet(a: &Tensor) -> (Tensor, Tensor) {
    let matrices = Matrices::square("linalg::slogdet", a).or_raise();
    let (signs, logs) = logarithms(&matrices).unzip();
    // It does not change where it can be differentiated.
    let sign = record(
        "LinalgSlogdet",
        matrices.array(signs, &[]),
        [a],
        [Save::Input(0)],
        |cx| [Some(cx.saved()[0].zeros_like())],
    );
    let value = matrices.array(logs, &[]);
    let log = record("LinalgSlogdet", value, [a], [Save::Input(0)], |cx| {
        let [a] = cx.saved();
        [Some(scaled(&t(&inv(a)), &cx.grad))]
    });
    (sign, log)
}

/// The logarithms of the determinants of the matrices: `torch.logdet`. Minus infinity of singular matrices, not-a-number of
/// a negative determinant.
///
/// Gradient: that of [`slogdet`].
///
/// ```
/// use autograd::{Tensor, linalg};
/// assert_eq!(linalg::logdet(&Tensor::from([[2.0, 0.0], [0.0, 0.5]])).item(), 0.0);
/// ```
///
/// # Panics
/// If the matrices are not square, or the elements are not floating point.
#[track_caller]
#[must_use]
pub fn logdet(a: &Tensor) -> Tensor {
    let (sign, log) = slogdet(a);
    sign.lt(0).where_(f64::NAN, log)
}

/// The pivots of a matrix, and the sign of the order of its rows.
fn pivots(a: MatRef<'_, f64>) -> (Vec<f64>, f64) {
    let factors = a.partial_piv_lu();
    let upper = factors.U();
    let pivots = (0..a.nrows()).map(|at| upper[(at, at)]).collect();
    let mut order = factors.P().arrays().0.to_vec();
    let mut sign = 1.0;
    for at in 0..order.len() {
        while order[at] != at {
            let to = order[at];
            order.swap(at, to);
            sign = -sign;
        }
    }
    (pivots, sign)
}

fn product(a: MatRef<'_, f64>) -> f64 {
    let (pivots, sign) = pivots(a);
    pivots.iter().fold(sign, |product, pivot| product * pivot)
}

/// The sign of each determinant, and the logarithm of its absolute value.
fn logarithms(matrices: &Matrices) -> impl Iterator<Item = (f64, f64)> {
    matrices.each().map(|a| {
        let (pivots, sign) = if a.nrows() == 0 {
            (Vec::new(), 1.0)
        } else {
            pivots(a)
        };
        let sign = pivots.iter().fold(sign, |sign, pivot| match *pivot {
            0.0 => 0.0,
            pivot => sign * pivot.signum(),
        });
        (sign, pivots.iter().map(|pivot| pivot.abs().ln()).sum())
    })
}

/// The matrices of cofactors, by the singular values: the products of all but one.
#[track_caller]
fn cofactors(a: &Tensor) -> Tensor {
    let (u, s, vh) = svd(a);
    let size = a.size(-1);
    let own = Tensor::from(Array::eye(size, size, a.dtype())).ne(0);
    let others = own.where_(1, s.unsqueeze(-2)).prod_dim(-1, false);
    let turned = columns_times(&u, &others).matmul(&vh);
    scaled(&turned, &det(&u).mul(det(&vh)))
}

#[cfg(test)]
mod tests {
    use super::{det, slogdet};
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 3]], |x| det(&x[0]));
        check(&[&[3, 3]], |x| slogdet(&x[0]).1);
        check_second(&[&[3, 3]], |x| det(&x[0]));
        check_second(&[&[2, 2]], |x| slogdet(&x[0]).1);
    }

    #[test]
    fn a_singular_matrix_has_cofactors() {
        let a = Tensor::from([[1.0, 2.0], [2.0, 4.0]]).requires_grad_(true);
        let value = det(&a);
        value.backward();
        assert_eq!(value.item(), 0.0);
        let error = a.grad().unwrap() - Tensor::from([[4.0, -2.0], [-2.0, 1.0]]);
        assert!(error.abs().max().item() < 1e-5);
        let (sign, log) = slogdet(&a.detach());
        assert_eq!((sign.item(), log.item()), (0.0, f64::NEG_INFINITY));
    }
}
