//! Matrices as products of a permutation, a lower and an upper triangular one.

use tensor_core::{Array, OrRaise};

use super::elimination::Factors;
use super::matrices::{Matrices, push};
use super::packed::Packed;
use super::{Triangle, solve_triangular, t};
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// The permutations `p`, the lower triangular `l` with ones on the diagonal and the upper triangular `u` with `a = p l u`, by
/// elimination with the largest pivot of each column: `torch.linalg.lu`.
///
/// Gradient: `p l^-T (tril(l^T grad_l, -1) + triu(grad_u u^T)) u^-T`, and that of the products with the rows or columns that
/// a matrix has more.
///
/// ```
/// use autograd::{Tensor, linalg};
/// let a = Tensor::from([[1.0, 2.0], [4.0, 4.0]]);
/// let (p, l, u) = linalg::lu(&a);
/// assert_eq!(u.to_vec::<f32>(), [4.0, 4.0, 0.0, 1.0]);
/// assert_eq!(p.matmul(&l).matmul(&u).to_vec::<f32>(), a.to_vec::<f32>());
/// ```
///
/// # Panics
/// If there are fewer than two dimensions, or the elements are not floating point.
#[track_caller]
pub fn lu(a: &Tensor) -> (Tensor, Tensor, Tensor) {
    let matrices = Matrices::of("linalg::lu", a).or_raise();
    let (rows, columns, rank) = (matrices.rows, matrices.columns, matrices.rank());
    let (p, factors) = values(&matrices);
    let p = Tensor::from(p);
    let ordered = t(&p).matmul(a);
    let (l, u) = square(
        &ordered.narrow(-2, 0, rank).narrow(-1, 0, rank),
        factors,
        &matrices.batch,
    );
    if rows > rank {
        let below = ordered.narrow(-2, rank as isize, rows - rank);
        // From the right by u^-1.
        let below = t(&solve_triangular(&t(&u), &t(&below), Triangle::Lower));
        return (p, Tensor::cat(&[&l, &below], -2), u);
    }
    if columns > rank {
        let right = ordered.narrow(-1, rank as isize, columns - rank);
        let right = solve_triangular(&l, &right, Triangle::UnitLower);
        return (p, l, Tensor::cat(&[&u, &right], -1));
    }
    (p, l, u)
}

/// The triangular factors of square matrices whose rows are in order, and which have been computed.
#[track_caller]
fn square(a: &Tensor, factors: Array, batch: &[usize]) -> (Tensor, Tensor) {
    let size = a.size(-1);
    let parts = Packed::new(batch, &[&[size, size], &[size, size]]);
    let formula = parts.clone();
    let packed = record("LinalgLu", factors, [a], [Save::Result], move |cx| {
        let [result] = cx.saved();
        let [l, u] = [0, 1].map(|part| formula.part(result, part));
        let [of_l, of_u] = [0, 1].map(|part| formula.part(&cx.grad, part));
        let inner = t(&l).matmul(of_l).tril(-1).add(of_u.matmul(t(&u)).triu(0));
        let left = solve_triangular(&t(&l), &inner, Triangle::UnitUpper);
        // From the right by u^-T.
        [Some(t(&solve_triangular(&u, &t(&left), Triangle::Upper)))]
    });
    (parts.part(&packed, 0), parts.part(&packed, 1))
}

/// The permutations, and the square parts of the factors, packed.
#[track_caller]
fn values(matrices: &Matrices) -> (Array, Array) {
    let (rows, rank) = (matrices.rows, matrices.rank());
    let (mut orders, mut factors) = (Vec::new(), Vec::new());
    for a in matrices.each() {
        if rank == 0 {
            push(faer::Mat::<f64>::identity(rows, rows).as_ref(), &mut orders);
            continue;
        }
        let found = Factors::of(a);
        let order = faer::Mat::from_fn(rows, rows, |row, column| {
            f64::from(u8::from(found.order[column] == row))
        });
        push(order.as_ref(), &mut orders);
        push(found.lower(rank).as_ref(), &mut factors);
        push(found.upper(rank).as_ref(), &mut factors);
    }
    (
        matrices.array(orders, &[rows, rows]),
        matrices.array(factors, &[2 * rank * rank]),
    )
}

#[cfg(test)]
mod tests {
    use super::lu;
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    fn both(x: &Tensor) -> Tensor {
        let (_, l, u) = lu(x);
        l.powi(2).sum() + u.powi(3).sum()
    }

    #[test]
    fn gradients() {
        check(&[&[2, 3, 3]], |x| both(&x[0]));
        check(&[&[4, 2]], |x| both(&x[0]));
        check(&[&[2, 4]], |x| both(&x[0]));
        check_second(&[&[2, 2]], |x| both(&x[0]));
    }

    #[test]
    fn columns_without_a_pivot_are_passed_over() {
        // torch.linalg.lu
        let (p, l, u) = lu(&Tensor::from([
            [0.0, 0.0, 2.0, 1.0],
            [0.0, 2.0, 4.0, 3.0],
            [0.0, 1.0, 0.0, 4.0],
        ]));
        assert_eq!(p.to_vec::<f32>(), Tensor::eye(3).to_vec::<f32>());
        assert_eq!(l.to_vec::<f32>(), [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.5, 1.0]);
        let rows = [[0.0, 0.0, 2.0, 1.0], [0.0, 2.0, 4.0, 3.0], [0.0, 0.0, -2.0, 2.5]];
        assert_eq!(u.to_vec::<f32>(), rows.concat());
    }

    #[test]
    fn the_product_is_the_matrix() {
        for shape in [[4, 4], [5, 3], [3, 5]] {
            let a = Tensor::randn(shape);
            let (p, l, u) = lu(&a);
            assert!((p.matmul(&l).matmul(&u) - a).abs().max().item() < 1e-5);
        }
    }
}
