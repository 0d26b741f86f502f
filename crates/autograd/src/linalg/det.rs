//! Determinants.

use faer::MatRef;
use tensor_core::{Array, OrRaise, scratch};

use super::elimination::Factors;
use super::matrices::Matrices;
use super::{columns_times, inv, inv_ex, scaled, svd, t};
use crate::mode::is_grad_enabled;
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// The determinants of the matrices: `torch.linalg.det`.
///
/// Gradient: `grad` times the cofactors, also of singular matrices, where PyTorch gives them under `create_graph` and else 0.
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
            true => scaled(&turned_inverse(a), &cx.grad.mul(det)),
            false => scaled(&cofactors(a), &cx.grad),
        })]
    })
}

/// The signs of the determinants of the matrices and the logarithms of their absolute values: `torch.linalg.slogdet`. Of a
/// singular matrix they are 0 and minus infinity.
///
/// Gradient: `grad * a^-T` for the logarithm, none for the sign. Of a singular matrix it is infinite or not a number, and there is
/// none that could be differentiated again.
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
        [Some(scaled(&turned_inverse(a), &cx.grad))]
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

fn product(a: MatRef<'_, f64>) -> f64 {
    let (pivots, sign) = Factors::of(a).pivots();
    pivots.iter().fold(sign, |product, pivot| product * pivot)
}

/// The sign of each determinant, and the logarithm of its absolute value.
fn logarithms(matrices: &Matrices) -> impl Iterator<Item = (f64, f64)> {
    matrices.each().map(|a| {
        let (pivots, sign) = if a.nrows() == 0 {
            (Vec::new(), 1.0)
        } else {
            Factors::of(a).pivots()
        };
        let sign = pivots.iter().fold(sign, |sign, pivot| match *pivot {
            0.0 => 0.0,
            pivot => sign * pivot.signum(),
        });
        (sign, pivots.iter().map(|pivot| pivot.abs().ln()).sum())
    })
}

/// The inverses transposed. A pivot that is zero divides as numbers do, unless that is to be differentiated.
#[track_caller]
fn turned_inverse(a: &Tensor) -> Tensor {
    match is_grad_enabled() {
        true => t(&inv(a)),
        false => inv_ex(&t(a)).0,
    }
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
    use crate::gradcheck::{check, check_second};
    use crate::{BackwardOptions, Tensor};

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

    #[test]
    fn no_pivot_in_a_column() {
        for a in [Tensor::zeros([3, 3]), Tensor::ones([6, 6])] {
            assert_eq!(det(&a).item(), 0.0);
            let (sign, log) = slogdet(&a);
            assert_eq!((sign.item(), log.item()), (0.0, f64::NEG_INFINITY));
        }
    }

    /// What PyTorch gives as the gradient.
    #[track_caller]
    fn slopes<const N: usize>(of: fn(&Tensor) -> Tensor, a: [[f64; N]; N], expected: [[f64; N]; N]) {
        let a = Tensor::from_vec(a.concat(), [N, N]).requires_grad_(true);
        of(&a).sum().backward();
        for (grad, expected) in a
            .grad()
            .unwrap()
            .to_vec::<f64>()
            .into_iter()
            .zip(expected.concat())
        {
            let close = grad == expected || (grad - expected).abs() < 1e-12;
            assert!(close || grad.is_nan() && expected.is_nan(), "{grad} {expected}");
        }
    }

    #[test]
    fn pivots_that_are_zero_divide() {
        let (inf, nan) = (f64::INFINITY, f64::NAN);
        let log = |x: &Tensor| slogdet(x).1;
        slopes(log, [[1.0, 2.0], [2.0, 4.0]], [[-inf, inf], [inf, -inf]]);
        slopes(log, [[0.0, 0.0], [0.0, 0.0]], [[nan, nan], [nan, inf]]);
        let diagonal = [[2.0, 0.0, 0.0], [0.0, 3.0, 0.0], [0.0, 0.0, 0.0]];
        slopes(log, diagonal, [[nan, nan, nan], [nan, nan, nan], [nan, nan, inf]]);
        let rank_2 = [[4.0, 2.0, 1.0], [8.0, 4.0, 2.0], [4.0, 0.0, 1.0]];
        slopes(
            log,
            rank_2,
            [[inf, nan, -inf], [-inf, nan, inf], [-inf, nan, inf]],
        );
        // A determinant that is not a number, of a pivot that is zero and one that is infinite.
        slopes(det, [[inf, 0.0], [0.0, 0.0]], [[nan, nan], [nan, nan]]);
    }

    #[test]
    #[should_panic(expected = "linalg::inv: the matrix of 2 by 2 is singular: pivot 2 is zero")]
    fn quotients_by_zero_are_not_differentiated() {
        let a = Tensor::from([[1.0, 2.0], [2.0, 4.0]]).requires_grad_(true);
        slogdet(&a)
            .1
            .backward_with(BackwardOptions::new().create_graph(true));
    }
}
