//! Tensors as the matrices that `faer` reads, and what it gives as arrays.

use std::iter::empty;

use faer::linalg::solvers::{PartialPivLu, Solve};
use faer::{MatRef, Side};
use tensor_core::{Array, DType, Error, OrRaise, scratch};

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

    /// The array of elements that were written matrix by matrix: the leading dimensions, then `shape`.
    #[track_caller]
    pub(super) fn array(&self, elements: Vec<f64>, shape: &[usize]) -> Array {
        let shape = [&self.batch[..], shape].concat();
        let array = Array::from_vec::<f64>(elements, &shape[..]).or_raise();
        array.to_dtype(self.dtype)
    }

    /// The factors of each matrix, if none is singular.
    pub(super) fn factors(&self) -> Result<Vec<PartialPivLu<f64>>, Error> {
        let mut all = Vec::new();
        if self.is_empty() {
            return Ok(all);
        }
        for (number, a) in self.each().enumerate() {
            let factors = a.partial_piv_lu();
            let upper = factors.U();
            if let Some(zero) = (0..self.rows).find(|at| upper[(*at, *at)] == 0.0) {
                return Err(self.refusal(number, &format!("is singular: pivot {} is zero", zero + 1)));
            }
            all.push(factors);
        }
        Ok(all)
    }

    /// The solutions of `A X = B`.
    #[track_caller]
    pub(super) fn solutions(&self, right: &Matrices) -> Result<Array, Error> {
        let factors = self.factors()?;
        let mut elements = scratch::collected(right.elements.len(), empty());
        for (factors, b) in factors.iter().zip(right.each()) {
            push(factors.solve(b).as_ref(), &mut elements);
        }
        elements.resize(right.elements.len(), 0.0);
        Ok(right.array(elements, &[right.rows, right.columns]))
    }

    /// The lower triangular factors of symmetric positive definite matrices.
    #[track_caller]
    pub(super) fn cholesky(&self) -> Result<Array, Error> {
        let mut elements = scratch::collected(self.elements.len(), empty());
        if !self.is_empty() {
            for (number, a) in self.each().enumerate() {
                match a.llt(Side::Lower) {
                    Ok(factors) => push(factors.L(), &mut elements),
                    Err(_) => return Err(self.refusal(number, "is not positive definite")),
                }
            }
        }
        Ok(self.array(elements, &[self.rows, self.columns]))
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

/// The leading dimensions, and the sizes of the matrices.
fn sizes<'a>(operation: &str, shape: &'a [usize]) -> Result<(&'a [usize], usize, usize), Error> {
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
