//! Systems of triangular equations.

use tensor_core::{Array, Error, OrRaise};

use super::matrices::{Matrices, push};
use super::solve::with_one_batch;
use super::t;
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// Which triangle of a matrix counts, and what is on its diagonal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Triangle {
    /// The lower one with the diagonal.
    Lower,
    /// The upper one with the diagonal.
    Upper,
    /// The lower one, with ones on the diagonal whatever stands there.
    UnitLower,
    /// The upper one, with ones on the diagonal whatever stands there.
    UnitUpper,
}

impl Triangle {
    fn transposed(self) -> Self {
        match self {
            Self::Lower => Self::Upper,
            Self::Upper => Self::Lower,
            Self::UnitLower => Self::UnitUpper,
            Self::UnitUpper => Self::UnitLower,
        }
    }

    /// What of a matrix counts.
    #[track_caller]
    fn of(self, a: &Tensor) -> Tensor {
        match self {
            Self::Lower => a.tril(0),
            Self::Upper => a.triu(0),
            Self::UnitLower => a.tril(-1),
            Self::UnitUpper => a.triu(1),
        }
    }
}

/// The solutions of `a x = b`, of which only one triangle of `a` is read: `torch.linalg.solve_triangular`. Leading
/// dimensions are broadcast.
///
/// Gradient: `solve_triangular(a^T, grad)` for `b`; the triangle of minus its product with the solution, transposed, for `a`.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[2.0, 9.0], [1.0, 4.0]]);
/// let x = linalg::solve_triangular(&a, &Tensor::from([[2.0], [5.0]]), linalg::Triangle::Lower);
/// assert_eq!(x.to_vec::<f32>(), [1.0, 1.0]);
/// ```
///
/// # Panics
/// If the matrices are not square, the shapes do not fit, or the elements are not floating point.
#[track_caller]
pub fn solve_triangular(a: &Tensor, b: &Tensor, triangle: Triangle) -> Tensor {
    let (a, b) = with_one_batch("linalg::solve_triangular", a, b).or_raise();
    let value = solution(&a, &b, triangle).or_raise();
    let save = [Save::Input(0), Save::Result];
    record("LinalgSolveTriangular", value, [&a, &b], save, move |cx| {
        let [a, result] = cx.saved();
        let of_b = solve_triangular(&t(a), &cx.grad, triangle.transposed());
        let of_a = cx.to(0, |_| triangle.of(&of_b.matmul(t(result)).neg()));
        [of_a, Some(of_b)]
    })
}

#[track_caller]
fn solution(a: &Tensor, b: &Tensor, triangle: Triangle) -> Result<Array, Error> {
    let left = Matrices::square("linalg::solve_triangular", a)?;
    let right = Matrices::of("linalg::solve_triangular", b)?;
    let mut elements = Vec::new();
    for (a, b) in left.each().zip(right.each()) {
        let mut x = b.to_owned();
        match triangle {
            Triangle::Lower => a.solve_lower_triangular_in_place(x.as_mut()),
            Triangle::Upper => a.solve_upper_triangular_in_place(x.as_mut()),
            Triangle::UnitLower => a.solve_unit_lower_triangular_in_place(x.as_mut()),
            Triangle::UnitUpper => a.solve_unit_upper_triangular_in_place(x.as_mut()),
        }
        push(x.as_ref(), &mut elements);
    }
    Ok(right.array(elements, &[right.rows, right.columns]))
}

#[cfg(test)]
mod tests {
    use super::Triangle::{self, *};
    use super::solve_triangular;
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    const ALL: [Triangle; 4] = [Lower, Upper, UnitLower, UnitUpper];

    #[test]
    fn gradients() {
        for triangle in ALL {
            let solve = |x: &[Tensor]| {
                let a = &x[0] + Tensor::eye(3).to_dtype(x[0].dtype()) * 2.0;
                solve_triangular(&a, &x[1], triangle)
            };
            check(&[&[3, 3], &[2, 3, 2]], solve);
            check_second(&[&[3, 3], &[3, 1]], solve);
        }
    }
}
