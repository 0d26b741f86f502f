//! Matrix products: of vectors, matrices and batches of them, and the one with a bias that a linear layer is.

use crate::array::Array;
use crate::dtype::{DType, Element, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::gemm::{Init, Matrix, Scalar, gemm};
use crate::kernel::rows::{Row, Rows};
use crate::shape::{Shape, linear_shape, matmul_shape};

impl Array {
    /// `self @ other`: `[.., m, k] x [.., k, n] -> [.., m, n]` with broadcast leading dimensions. A vector on the left
    /// is a row, one on the right a column, and the dimension it lends is not in the result; two vectors give a 0-d
    /// array.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.matmul(&Array::from([1.0, 10.0])).to_vec::<f32>(), [21.0, 43.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit ([`matmul_shape`](crate::matmul_shape())), or the element types differ or are bool.
    #[track_caller]
    pub fn matmul(&self, other: &Array) -> Array {
        let shape = matmul_shape(self.shape(), other.shape()).or_raise();
        let dtype = matmul_dtype(self.dtype(), other.dtype()).or_raise();
        dispatch!(dtype, T: Number => Array::computed_with_room([self, other], dtype, &shape, |[a, b], out: &mut [T]| {
            if a.rank() <= 2 && b.rank() <= 2 {
                gemm(left(a), right(b), Init::Zero, out);
            } else if !out.is_empty() {
                multiply_batches::<T>(a, b, out);
            }
        }))
    }

    /// `self @ weight^T + bias`: `[.., in] x [out, in] + [out] -> [.., out]`, in one pass over the result. A weight of
    /// shape `[in]` gives `[..]`, with a 0-d bias.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let (x, w, b) = (Array::from([[1.0, 2.0]]), Array::from([[3.0, 4.0], [5.0, 6.0]]), Array::from([0.5, 0.0]));
    /// assert_eq!(x.linear(&w, Some(&b)).to_vec::<f32>(), [11.5, 17.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit ([`linear_shape`](crate::linear_shape())), or the element types differ or are bool.
    #[track_caller]
    pub fn linear(&self, weight: &Array, bias: Option<&Array>) -> Array {
        let shape = linear_shape(self.shape(), weight.shape(), bias.map(Array::shape)).or_raise();
        let mut dtype = matmul_dtype(self.dtype(), weight.dtype()).or_raise();
        if let Some(bias) = bias {
            dtype = matmul_dtype(dtype, bias.dtype()).or_raise();
        }
        match self.shape() {
            [leading @ .., last] if leading.len() > 1 => {
                let rows = self.reshape([leading.iter().product::<usize>(), *last]);
                let outputs = &weight.shape()[..weight.rank() - 1];
                let shape_of_rows: Shape = rows.shape()[..1].iter().chain(outputs).copied().collect();
                rows.linear_of_rows(weight, bias, dtype, &shape_of_rows)
                    .reshaped(&shape)
            }
            _ => self.linear_of_rows(weight, bias, dtype, &shape),
        }
    }

    /// [`linear`](Self::linear) of a matrix or a vector, once all is known to fit.
    #[inline]
    #[track_caller]
    fn linear_of_rows(&self, weight: &Array, bias: Option<&Array>, dtype: DType, shape: &[usize]) -> Array {
        let inputs = [self, weight, bias.unwrap_or(self)];
        dispatch!(dtype, T: Number => Array::computed_with_room(inputs, dtype, shape, |[x, weight, given], out: &mut [T]| {
            let copied;
            let init = match bias {
                None => Init::Zero,
                Some(_) => Init::Row(match given.as_slice::<T>() {
                    Some(elements) => elements,
                    None => {
                        copied = given.to_vec::<T>();
                        &copied
                    }
                }),
            };
            gemm(left(x), transposed(weight), init, out);
        }))
    }

    /// `self^T @ other` of matrices, `[k, m] x [k, n] -> [m, n]`: the gradient of a linear layer's weight.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let (grad, x) = (Array::from([[1.0], [10.0]]), Array::from([[1.0, 2.0], [3.0, 4.0]]));
    /// assert_eq!(grad.matmul_tn(&x).to_vec::<f32>(), [31.0, 42.0]);
    /// ```
    ///
    /// # Panics
    /// If these are not matrices with as many rows, or the element types differ or are bool.
    #[track_caller]
    pub fn matmul_tn(&self, other: &Array) -> Array {
        let (&[rows, m], &[k, n]) = (self.shape(), other.shape()) else {
            return self.t().matmul(other);
        };
        let shape = matmul_shape(&[m, rows], &[k, n]).or_raise();
        let dtype = matmul_dtype(self.dtype(), other.dtype()).or_raise();
        dispatch!(dtype, T: Number => Array::computed_with_room([self, other], dtype, &shape, |[a, b], out: &mut [T]| {
            gemm(left(a).transposed(), right(b), Init::Zero, out);
        }))
    }
}

/// The element type of a product of matrices, which does not promote, as in PyTorch.
///
/// # Errors
/// If the types differ or are bool.
#[inline]
pub fn matmul_dtype(a: DType, b: DType) -> Result<DType, Error> {
    if a == b && a != DType::Bool {
        Ok(a)
    } else {
        Err(no_product(a, b))
    }
}

#[cold]
fn no_product(a: DType, b: DType) -> Error {
    Error::dtype(if a == b {
        "a matrix product is not for bool: convert them to numbers".into()
    } else {
        format!("a matrix product needs one element type, not {a} and {b}: convert one side")
    })
}

/// The first matrix of a left operand; a vector is a row.
#[inline]
fn left<T: Element>(a: &Array) -> Matrix<'_, T> {
    match (a.shape(), a.strides()) {
        (&[.., m, k], &[.., row, col]) => Matrix::new(a.elements(), [m, k], [row, col]),
        (shape, strides) => Matrix::new(a.elements(), [1, shape[0]], [0, strides[0]]),
    }
}

/// The first matrix of a right operand; a vector is a column.
#[inline]
fn right<T: Element>(b: &Array) -> Matrix<'_, T> {
    match (b.shape(), b.strides()) {
        (&[.., k, n], &[.., row, col]) => Matrix::new(b.elements(), [k, n], [row, col]),
        (shape, strides) => Matrix::new(b.elements(), [shape[0], 1], [strides[0], 0]),
    }
}

/// A weight `[out, in]` as the matrix `[in, out]`; a vector is a column.
#[inline]
fn transposed<T: Element>(weight: &Array) -> Matrix<'_, T> {
    match (weight.shape(), weight.strides()) {
        (&[n, k], &[row, col]) => Matrix::new(weight.elements(), [k, n], [col, row]),
        _ => right(weight),
    }
}

/// Products of every pair of matrices, into a result that is not empty.
fn multiply_batches<T: Element + Scalar>(a: &Array, b: &Array, out: &mut [T]) {
    if let Some(rows) = folded(a, b) {
        return gemm(rows, right(b), Init::Zero, out);
    }
    let (first, second) = (left::<T>(a), right::<T>(b));
    let (sizes_a, sizes_b) = ([first.rows(), first.cols()], [second.rows(), second.cols()]);
    if sizes_a[1] == 0 {
        return out.fill(T::ZERO);
    }
    let batch = a.rank().max(b.rank()) - 2;
    let (shape_a, strides_a) = batches(a, batch);
    let (shape_b, strides_b) = batches(b, batch);
    let shape: Shape = shape_a
        .iter()
        .zip(shape_b.iter())
        .map(|(a, b)| *a.max(b))
        .collect();
    let size = sizes_a[0] * sizes_b[1];
    let rows = Rows::new(&shape, [&strides_a, &strides_b]);
    for Row {
        start, place: [i, j], ..
    } in rows.iter()
    {
        for at in 0..rows.len {
            let (i, j) = (i + at * rows.step[0], j + at * rows.step[1]);
            let a = Matrix::new(&a.elements::<T>()[i..], sizes_a, first.strides());
            let b = Matrix::new(&b.elements::<T>()[j..], sizes_b, second.strides());
            gemm(a, b, Init::Zero, &mut out[(start + at) * size..][..size]);
        }
    }
}

/// The rows of all of `a`'s matrices as one matrix, if all meet the same `b` and lie equally far apart: one large
/// product instead of many small ones.
fn folded<'a, T: Element>(a: &'a Array, b: &Array) -> Option<Matrix<'a, T>> {
    let leading = |array: &Array| array.rank().saturating_sub(2);
    if b.shape()[..leading(b)].iter().any(|size| *size != 1) {
        return None;
    }
    let (sizes, strides) = (&a.shape()[..a.rank() - 1], &a.strides()[..a.rank() - 1]);
    let (mut count, mut stride) = (1, 0);
    for (size, step) in sizes.iter().zip(strides).rev() {
        if count == 1 {
            (count, stride) = (*size, *step);
        } else if *size != 1 {
            if *step != count * stride {
                return None;
            }
            count *= size;
        }
    }
    let (k, col) = (a.shape()[a.rank() - 1], a.strides()[a.rank() - 1]);
    Some(Matrix::new(a.elements(), [count, k], [stride, col]))
}

/// The sizes and strides of an operand's batch dimensions, aligned at the end to `rank` of them; what is broadcast has
/// stride 0.
fn batches(array: &Array, rank: usize) -> (Shape, Shape) {
    let own = array.rank().saturating_sub(2);
    let (mut shape, mut strides) = (Shape::ones(rank), Shape::ones(rank));
    strides.fill(0);
    for dim in 0..own {
        let size = array.shape()[dim];
        shape[rank - own + dim] = size;
        strides[rank - own + dim] = if size == 1 { 0 } else { array.strides()[dim] };
    }
    (shape, strides)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dtype::Scalar as Number;

    fn counted(shape: &[usize]) -> Array {
        let numel: usize = shape.iter().product();
        Array::arange(0.0, numel as f64, 1.0, DType::I64)
            .unwrap()
            .reshape(&Shape::from(shape))
    }

    /// The definition, element by element.
    fn naive(a: &Array, b: &Array) -> Vec<i64> {
        let wide = |x: &Array, vector: isize| {
            if x.rank() == 1 {
                x.unsqueeze(vector)
            } else {
                x.clone()
            }
        };
        let (a, b) = (wide(a, 0), wide(b, 1));
        let shape = matmul_shape(a.shape(), b.shape()).unwrap();
        let (m, n, k) = (
            shape[shape.len() - 2],
            shape[shape.len() - 1],
            a.shape()[a.rank() - 1],
        );
        let lead = &shape[..shape.len() - 2];
        let (mut shape_a, mut shape_b) = (Shape::from(lead), Shape::from(lead));
        shape_a.push(m);
        shape_a.push(k);
        shape_b.push(k);
        shape_b.push(n);
        let (a, b) = (
            a.expand(&shape_a).to_vec::<i64>(),
            b.expand(&shape_b).to_vec::<i64>(),
        );
        let batches: usize = lead.iter().product();
        let mut out = Vec::new();
        for batch in 0..batches {
            for i in 0..m {
                for j in 0..n {
                    out.push(
                        (0..k)
                            .map(|p| a[(batch * m + i) * k + p] * b[(batch * k + p) * n + j])
                            .sum(),
                    );
                }
            }
        }
        out
    }

    #[test]
    fn products_of_every_rank_agree_with_the_definition() {
        for (a, b, shape) in [
            (&[3][..], &[3][..], &[][..]),
            (&[3], &[3, 2], &[2]),
            (&[2, 3], &[3], &[2]),
            (&[2, 3], &[3, 4], &[2, 4]),
            (&[5, 2, 3], &[3, 4], &[5, 2, 4]),
            (&[5, 2, 3], &[3], &[5, 2]),
            (&[3], &[5, 3, 2], &[5, 2]),
            (&[2, 1, 2, 3], &[4, 3, 2], &[2, 4, 2, 2]),
            (&[2, 3], &[1, 1, 3, 2], &[1, 1, 2, 2]),
            (&[4, 2, 0], &[4, 0, 3], &[4, 2, 3]),
            (&[2, 0], &[0, 3], &[2, 3]),
            (&[0, 2, 3], &[3, 4], &[0, 2, 4]),
            (&[3, 0, 2], &[2, 4], &[3, 0, 4]),
            (&[2, 1, 1, 2, 1, 3], &[2, 1, 3, 2], &[2, 1, 2, 2, 1, 2]),
        ] {
            let (a, b) = (counted(a), counted(b));
            let product = a.matmul(&b);
            assert_eq!(product.shape(), shape);
            assert_eq!(product.to_vec::<i64>(), naive(&a, &b), "{a:?} @ {b:?}");
        }
    }

    #[test]
    fn views_are_multiplied_as_they_lie() {
        let a = counted(&[2, 3, 4]);
        for a in [
            a.transpose(0, 1),
            a.transpose(1, 2),
            a.select(0, 1).expand([3, 3, 4]),
            a.narrow(1, 1, 2),
        ] {
            let b = counted(&[3, a.shape()[2]]).t();
            assert_eq!(a.matmul(&b).to_vec::<i64>(), naive(&a, &b), "{:?}", a.strides());
        }
    }

    #[test]
    fn linear_is_the_product_plus_the_bias() {
        let w = counted(&[2, 3]);
        let b = Array::from([10, 20]);
        for x in [
            counted(&[3]),
            counted(&[4, 3]),
            counted(&[2, 2, 3]),
            counted(&[0, 3]),
            counted(&[2, 3, 2]).transpose(1, 2),
        ] {
            let product = x.matmul(&w.t());
            assert_eq!(x.linear(&w, None).to_vec::<i64>(), product.to_vec::<i64>());
            let with_bias = x.linear(&w, Some(&b));
            let sum = crate::functions::Add::of(&product, &b);
            assert_eq!(with_bias.shape(), product.shape());
            assert_eq!(with_bias.to_vec::<i64>(), sum.to_vec::<i64>());
        }
        let one = Array::scalar(Number::Int(1), DType::I64);
        let row = counted(&[1, 4, 3]).linear(&w.select(0, 1), Some(&one));
        assert_eq!(row.to_vec::<i64>(), [15, 51, 87, 123]);
    }

    #[test]
    fn types_are_not_promoted() {
        assert_eq!(
            matmul_dtype(DType::F32, DType::F64).unwrap_err().to_string(),
            "a matrix product needs one element type, not float32 and float64: convert one side"
        );
        assert!(matmul_dtype(DType::Bool, DType::Bool).is_err());
    }
}
