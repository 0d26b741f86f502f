//! Tensors as the matrices that `faer` reads, and what it gives as arrays.

use std::iter::empty;

use faer::linalg::cholesky::llt::factor::LltError;
use faer::linalg::solvers::Solve;
use faer::{Mat, MatRef, Side};
use tensor_core::{Array, DType, Error, OrRaise, scratch};

use super::elimination::Factors;
use crate::tensor::Tensor;

/// The matrices of the last two dimensions, one after the other, in `f64`.
pub(super) struct Matrices {
    /// The leading dimensions.
    pub(super) batch: Vec<usize>,
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// The element type that the results have.
    pub(super) dtype: DType,
    operation: &'static str,
    elements: Vec<f64>,
}

impl Matrices {
    pub(super) fn of(operation: &'static str, a: &Tensor) -> Result<Self, Error> {
        if !matches!(a.dtype(), DType::F32 | DType::F64) {
            return Err(Error::dtype(format!(
                "{operation} is for elements of float32 and float64, not of {}",
                a.dtype()
            )));
        }
        let (batch, rows, columns) = sizes(operation, a.shape())?;
        Ok(Self {
            batch: batch.to_vec(),
            rows,
            columns,
            dtype: a.dtype(),
            operation,
            elements: a.value().to_dtype(DType::F64).to_vec(),
        })
    }

    pub(super) fn square(operation: &'static str, a: &Tensor) -> Result<Self, Error> {
        let matrices = Self::of(operation, a)?;
        square_size(operation, a.shape())?;
        Ok(matrices)
    }

    pub(super) fn count(&self) -> usize {
        self.batch.iter().product()
    }

    /// How many diagonal elements each has.
    pub(super) fn rank(&self) -> usize {
        self.rows.min(self.columns)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0 || self.columns == 0
    }

    pub(super) fn each(&self) -> impl Iterator<Item = MatRef<'_, f64>> {
        let len = self.rows * self.columns;
        (0..self.count()).map(move |at| {
            let elements = &self.elements[at * len..][..len];
            MatRef::from_row_major_slice(elements, self.rows, self.columns).as_dyn_stride()
        })
    }

    /// Those of [`each`](Self::each) that have elements: all or none.
    pub(super) fn filled(&self) -> impl Iterator<Item = MatRef<'_, f64>> {
        self.each().filter(|a| a.nrows() > 0 && a.ncols() > 0)
    }

    /// The array of elements that were written matrix by matrix: the leading dimensions, then `shape`.
    #[track_caller]
    pub(super) fn array(&self, elements: Vec<f64>, shape: &[usize]) -> Array {
        let shape = [&self.batch[..], shape].concat();
        let array = Array::from_vec::<f64>(elements, &shape[..]).or_raise();
        array.to_dtype(self.dtype)
    }

    /// The solutions of `A X = B`, divided by the pivots also where one is zero, and which is the first of those: [`Info`](super::info::Info).
    #[track_caller]
    pub(super) fn solutions(&self, right: &Matrices) -> (Array, Vec<i32>) {
        let mut elements = scratch::collected(right.elements.len(), empty());
        let mut info = scratch::collected(self.count(), empty());
        for (a, b) in self.filled().zip(right.each()) {
            let factors = a.partial_piv_lu();
            let upper = factors.U();
            let zero = (0..self.rows).find(|at| upper[(*at, *at)] == 0.0);
            match zero {
                None => push(factors.solve(b).as_ref(), &mut elements),
                Some(_) => push(Factors::of(a).quotients(b).as_ref(), &mut elements),
            }
            info.push(zero.map_or(0, number));
        }
        elements.resize(right.elements.len(), 0.0);
        info.resize(self.count(), 0);
        (right.array(elements, &[right.rows, right.columns]), info)
    }

    /// The lower triangular factors of symmetric positive definite matrices, and of others, of the rows and columns before the first
    /// leading minor that is not positive, which is counted in [`Info`](super::info::Info).
    #[track_caller]
    pub(super) fn cholesky(&self) -> (Array, Vec<i32>) {
        let mut elements = scratch::collected(self.elements.len(), empty());
        let mut info = scratch::collected(self.count(), empty());
        for a in self.filled() {
            let (factor, failed) = leading_cholesky(a);
            push(factor.as_ref(), &mut elements);
            info.push(failed.map_or(0, number));
        }
        info.resize(self.count(), 0);
        (self.array(elements, &[self.rows, self.columns]), info)
    }

    /// A refusal of matrix number `number`.
    pub(super) fn refusal(&self, number: usize, why: &str) -> Error {
        let which = match self.count() {
            1 => "the matrix".to_owned(),
            _ => format!("matrix {number} of the batch"),
        };
        Error::argument(format!(
            "{}: {which} of {} by {} {why}",
            self.operation, self.rows, self.columns
        ))
    }

    /// A refusal of a matrix that an iteration did not come to an end for.
    pub(super) fn does_not_converge(&self, number: usize) -> Error {
        self.refusal(
            number,
            "has no decomposition that was found: its elements are not all finite, or too far apart",
        )
    }
}

/// The lower triangular factor of a symmetric positive definite matrix, or of as many rows and columns of it as are one, and how
/// many those are.
fn leading_cholesky(a: MatRef<'_, f64>) -> (Mat<f64>, Option<usize>) {
    let size = a.nrows();
    match a.llt(Side::Lower) {
        Ok(factors) => (factors.L().to_owned(), None),
        Err(LltError::NonPositivePivot { index }) => {
            let (leading, _) = leading_cholesky(a.submatrix(0, 0, index, index));
            let factor = Mat::from_fn(size, size, |row, column| match row.max(column) < index {
                true => leading[(row, column)],
                false => 0.0,
            });
            (factor, Some(index))
        }
    }
}

/// What LAPACK calls the row or column at `at`.
pub(super) fn number(at: usize) -> i32 {
    i32::try_from(at + 1).unwrap_or(i32::MAX)
}

/// The leading dimensions, and the sizes of the matrices.
pub(super) fn sizes<'a>(operation: &str, shape: &'a [usize]) -> Result<(&'a [usize], usize, usize), Error> {
    match shape {
        &[ref batch @ .., rows, columns] => Ok((batch, rows, columns)),
        _ => Err(Error::shape(format!(
            "{operation} is for matrices in the last two dimensions, not for shape {shape:?}"
        ))),
    }
}

/// How many rows and columns matrices have.
///
/// # Errors
/// If they are not square.
pub(super) fn square_size(operation: &str, shape: &[usize]) -> Result<usize, Error> {
    let (_, rows, columns) = sizes(operation, shape)?;
    match rows == columns {
        true => Ok(rows),
        false => Err(Error::shape(format!(
            "{operation} is for square matrices, and those of shape {shape:?} are {rows} by {columns}"
        ))),
    }
}

/// Adds the elements of a matrix, row by row.
pub(super) fn push(a: MatRef<'_, f64>, elements: &mut Vec<f64>) {
    for row in 0..a.nrows() {
        elements.extend((0..a.ncols()).map(|column| a[(row, column)]));
    }
}
