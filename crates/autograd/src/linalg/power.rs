//! Powers, exponentials and products of matrices.

use std::borrow::Borrow;

use tensor_core::{Array, DType, Error, OrRaise};

use super::matrices::{Matrices, square_size};
use super::{inv, solve, t};
use crate::mode::no_grad;
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// The matrices to the power `n`, by repeated squares; the inverse's for negative ones: `torch.linalg.matrix_power`.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[1.0, 1.0], [0.0, 1.0]]);
/// assert_eq!(linalg::matrix_power(&a, 5).to_vec::<f32>(), [1.0, 5.0, 0.0, 1.0]);
/// ```
///
/// # Panics
/// If the matrices are not square, or `n` is negative and one is singular or the elements are not floating point.
#[track_caller]
pub fn matrix_power(a: &Tensor, n: i32) -> Tensor {
    let size = square_size("linalg::matrix_power", a.shape()).or_raise();
    if n == 0 {
        // Ones whatever the matrices are, but a result of theirs.
        let ones = Array::eye(size, size, a.dtype()).expand(a.shape());
        return record("MatrixPower", ones, [a], [], |cx| [Some(cx.grad.zeros_like())]);
    }
    let mut square = if n < 0 { inv(a) } else { a.clone() };
    let (mut left, mut power): (u32, Option<Tensor>) = (n.unsigned_abs(), None);
    while left > 0 {
        if left % 2 == 1 {
            power = Some(power.map_or_else(|| square.clone(), |power| power.matmul(&square)));
        }
        left /= 2;
        if left > 0 {
            square = square.matmul(&square);
        }
    }
    power.unwrap_or(square)
}

/// The numerators' coefficients of Padé's approximant of degree 13, and the norm up to which it has the precision of `f64`:
/// Higham, "The scaling and squaring method for the matrix exponential revisited", 2005.
const PADE: [f64; 14] = [
    64_764_752_532_480_000.0,
    32_382_376_266_240_000.0,
    7_771_770_303_897_600.0,
    1_187_353_796_428_800.0,
    129_060_195_264_000.0,
    10_559_470_521_600.0,
    670_442_572_800.0,
    33_522_128_640.0,
    1_323_241_920.0,
    40_840_800.0,
    960_960.0,
    16_380.0,
    182.0,
    1.0,
];
const PADE_NORM: f64 = 5.371_920_351_148_152;

/// The exponentials of the matrices, `Σ a^k / k!`: `torch.linalg.matrix_exp`.
///
/// Gradient: the upper right block of the exponential of `[[a^T, grad], [0, a^T]]`.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let turned = linalg::matrix_exp(&Tensor::from([[0.0, -1.0], [1.0, 0.0]]));
/// assert!((turned.get(0).get(0).item() - 1_f64.cos()).abs() < 1e-6);
/// ```
///
/// # Panics
/// If the matrices are not square, or the elements are not finite floating-point numbers.
#[track_caller]
pub fn matrix_exp(a: &Tensor) -> Tensor {
    Matrices::square("linalg::matrix_exp", a).or_raise();
    let value = no_grad(|| exponential(&a.detach().to_dtype(DType::F64)).or_raise());
    let value = value.to_dtype(a.dtype()).to_array();
    record("LinalgMatrixExp", value, [a], [Save::Input(0)], |cx| {
        let [a] = cx.saved();
        let size = a.size(-1);
        let turned = t(a);
        let upper = Tensor::cat(&[&turned, &cx.grad], -1);
        let lower = Tensor::cat(&[&turned.zeros_like(), &turned], -1);
        let blocks = matrix_exp(&Tensor::cat(&[&upper, &lower], -2));
        [Some(blocks.narrow(-2, 0, size).narrow(-1, size as isize, size))]
    })
}

#[track_caller]
fn exponential(a: &Tensor) -> Result<Tensor, Error> {
    if a.is_empty() {
        return Ok(a.clone());
    }
    let norm = a.abs().sum_dim(-2, false).max().item();
    if !norm.is_finite() {
        return Err(Error::argument(
            "linalg::matrix_exp: the elements are not all finite",
        ));
    }
    let halvings = (norm / PADE_NORM).log2().ceil().max(0.0) as i32;
    let a = a.div(2_f64.powi(halvings));
    let one = Tensor::from(Array::eye(a.size(-1), a.size(-1), a.dtype()));
    let two = a.matmul(&a);
    let four = two.matmul(&two);
    let six = four.matmul(&two);
    let sum = |first: usize| {
        let c = |at: usize| PADE[first + 2 * at];
        let high = six.mul(c(6)).add(four.mul(c(5))).add(two.mul(c(4)));
        let low = six
            .mul(c(3))
            .add(four.mul(c(2)))
            .add(two.mul(c(1)))
            .add(one.mul(c(0)));
        six.matmul(high).add(low)
    };
    let (odd, even) = (a.matmul(sum(1)), sum(0));
    let mut result = solve(&even.sub(&odd), &even.add(&odd));
    for _ in 0..halvings {
        result = result.matmul(&result);
    }
    Ok(result)
}

/// The product of two or more matrices, in the order that needs the fewest multiplications: `torch.linalg.multi_dot`. The
/// first and the last may be vectors.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let chain = [Tensor::ones([2, 30]), Tensor::ones([30, 2]), Tensor::ones([2, 9])];
/// assert_eq!(linalg::multi_dot(&chain).shape(), [2, 9]);
/// ```
///
/// # Panics
/// If there are fewer than two, or they do not fit each other.
#[track_caller]
pub fn multi_dot<T: Borrow<Tensor>>(matrices: &[T]) -> Tensor {
    let matrices: Vec<&Tensor> = matrices.iter().map(Borrow::borrow).collect();
    product_of_all(&matrices).or_raise()
}

#[track_caller]
fn product_of_all(all: &[&Tensor]) -> Result<Tensor, Error> {
    let [first, .., last] = all else {
        return Err(Error::argument("linalg::multi_dot needs at least two matrices"));
    };
    let matrix = |at: usize| match (all[at].rank(), at) {
        (1, 0) => Ok(all[at].unsqueeze(0)),
        (1, at) if at + 1 == all.len() => Ok(all[at].unsqueeze(1)),
        (2, _) => Ok(all[at].clone()),
        _ => Err(Error::shape(format!(
            "linalg::multi_dot: factor {at} of shape {:?} is no matrix",
            all[at].shape()
        ))),
    };
    let factors = (0..all.len()).map(matrix).collect::<Result<Vec<_>, Error>>()?;
    let mut product = times(&factors, &best_cuts(&factors), 0, factors.len() - 1);
    if last.rank() == 1 {
        product = product.squeeze_dim(-1);
    }
    if first.rank() == 1 {
        product = product.squeeze_dim(0);
    }
    Ok(product)
}

/// After which factor to cut the product of factors `i` to `j`, so that all of it costs least.
fn best_cuts(factors: &[Tensor]) -> Vec<Vec<usize>> {
    let count = factors.len();
    let size = |at: usize| {
        if at < count {
            factors[at].shape()[0]
        } else {
            factors[count - 1].shape()[1]
        }
    };
    let (mut cost, mut cut) = (vec![vec![0; count]; count], vec![vec![0; count]; count]);
    for len in 1..count {
        for i in 0..count - len {
            let j = i + len;
            let of = |k: usize, cost: &[Vec<usize>]| {
                cost[i][k] + cost[k + 1][j] + size(i) * size(k + 1) * size(j + 1)
            };
            let best = (i..j).min_by_key(|k| of(*k, &cost)).unwrap_or(i);
            (cost[i][j], cut[i][j]) = (of(best, &cost), best);
        }
    }
    cut
}

#[track_caller]
fn times(factors: &[Tensor], cut: &[Vec<usize>], i: usize, j: usize) -> Tensor {
    if i == j {
        return factors[i].clone();
    }
    let k = cut[i][j];
    times(factors, cut, i, k).mm(times(factors, cut, k + 1, j))
}

#[cfg(test)]
mod tests {
    use super::{matrix_exp, matrix_power, multi_dot};
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 3]], |x| matrix_power(&x[0], 3));
        check(&[&[2, 2]], |x| {
            matrix_power(&(&x[0] + Tensor::eye(2).to_dtype(x[0].dtype()) * 3.0), -2)
        });
        check(&[&[2, 3, 3]], |x| matrix_exp(&x[0]));
        check(&[&[2], &[2, 3], &[3, 2]], |x| multi_dot(x));
        check_second(&[&[2, 2]], |x| matrix_exp(&x[0]));
    }

    #[test]
    fn large_exponentials_are_scaled() {
        let x = matrix_exp(&Tensor::from([[20.0, 0.0], [0.0, -20.0]]));
        assert!((x.get(0).get(0).item() / 20_f64.exp() - 1.0).abs() < 1e-6);
        assert_eq!(matrix_power(&Tensor::zeros([0, 2, 2]), 0).shape(), [0, 2, 2]);
    }

    #[test]
    fn powers_of_integers_are_exact_and_wrap() {
        let a = Tensor::from([[1, 1], [1, 0]]);
        assert_eq!(matrix_power(&a, 5).to_vec::<i64>(), [8, 5, 5, 3]);
        assert_eq!(matrix_power(&a, 0).to_vec::<i64>(), [1, 0, 0, 1]);
        // torch.linalg.matrix_power(a.to(torch.int8), 14)
        let bytes = matrix_power(&a.to_dtype(DType::I8), 14);
        assert_eq!(bytes.to_vec::<i8>(), [98, 121, 121, -23]);
    }

    #[test]
    #[should_panic(expected = "linalg::inv is for elements of float32 and float64, not of int64")]
    fn integers_have_no_inverse() {
        matrix_power(&Tensor::from([[1, 1], [1, 0]]), -1);
    }
}
