//! Reductions over dimensions: sums, means, products, extremes, any and all, and the undoing of a broadcast.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::array::Array;
use crate::dtype::{DType, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::convert::Compute;
use crate::kernel::fold::Fold;
use crate::kernel::functions::float_dtype;
use crate::kernel::monoid::{Max, Min, Prod, Sum};
use crate::kernel::reduce;
use crate::shape::{IntoShape, Shape, broadcast, dimensions, without};

impl Array {
    /// The sum over `dims` (none named means all of them), which leave the shape, or stay with size 1 if `keepdim`.
    /// Bools are counted as `i64`; the sum of nothing is 0.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.sum(&[0], false).to_vec::<f32>(), [4.0, 6.0]);
    /// assert_eq!(x.sum(&[], true).shape(), [1, 1]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn sum(&self, dims: &[isize], keepdim: bool) -> Array {
        let x = self.counted();
        dispatch!(x.dtype(), T: Number => x.reduce::<T>(&Sum, x.dtype(), dims, keepdim))
    }

    /// The mean over `dims` (none named means all of them); not-a-number if there is nothing to take it of.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([[1.0, 2.0], [3.0, 4.0]]).mean(&[1], false).to_vec::<f32>(), [1.5, 3.5]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, or a dimension does not exist or is named twice.
    #[track_caller]
    pub fn mean(&self, dims: &[isize], keepdim: bool) -> Array {
        let dtype = float_dtype("mean", self.dtype()).or_raise();
        let reduced = dimensions(dims, self.rank()).or_raise();
        let count: usize = reduced.iter().filter_map(|dim| self.shape().get(*dim)).product();
        let shape = without(self.shape(), &reduced, keepdim);
        dispatch!(dtype, T: Float => Array::computed_with_room([self], dtype, &shape, |[x], out| {
            reduce::reduce(&Sum, x.layout(), &reduced, x.elements::<T>(), out);
            for sum in out {
                *sum /= count as T;
            }
        }))
    }

    /// The product over `dims` (none named means all of them), `i64` for bools; the product of nothing is 1.
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn prod(&self, dims: &[isize], keepdim: bool) -> Array {
        let x = self.counted();
        dispatch!(x.dtype(), T: Number => x.reduce::<T>(&Prod, x.dtype(), dims, keepdim))
    }

    /// The largest element over `dims` (none named means all of them); not-a-number wins.
    ///
    /// # Panics
    /// If a dimension does not exist, is named twice or has size 0.
    #[track_caller]
    pub fn amax(&self, dims: &[isize], keepdim: bool) -> Array {
        refuse_nothing("amax", self.shape(), dims).or_raise();
        dispatch!(self.dtype(), T: Any => self.reduce::<T>(&Max, self.dtype(), dims, keepdim))
    }

    /// The smallest element over `dims` (none named means all of them); not-a-number wins.
    ///
    /// # Panics
    /// If a dimension does not exist, is named twice or has size 0.
    #[track_caller]
    pub fn amin(&self, dims: &[isize], keepdim: bool) -> Array {
        refuse_nothing("amin", self.shape(), dims).or_raise();
        dispatch!(self.dtype(), T: Any => self.reduce::<T>(&Min, self.dtype(), dims, keepdim))
    }

    /// Whether any element over `dims` (none named means all of them) is true, or a number other than 0.
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn any(&self, dims: &[isize], keepdim: bool) -> Array {
        self.answered(&Max, dims, keepdim)
    }

    /// Whether all elements over `dims` (none named means all of them) are true, or numbers other than 0.
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn all(&self, dims: &[isize], keepdim: bool) -> Array {
        self.answered(&Min, dims, keepdim)
    }

    /// What [`any`](Self::any) and [`all`](Self::all) say: in bool, but of `uint8`, which was PyTorch's bool once, in
    /// that.
    #[track_caller]
    fn answered(&self, fold: &dyn Fold<bool>, dims: &[isize], keepdim: bool) -> Array {
        let answer = self
            .to_dtype(DType::Bool)
            .reduce(fold, DType::Bool, dims, keepdim);
        match self.dtype() {
            DType::U8 => answer.to_dtype(DType::U8),
            _ => answer,
        }
    }

    /// Undoes a broadcast: sums the leading dimensions and those of size 1 in `shape`, to exactly that shape.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.sum_to([1, 2]).to_vec::<f32>(), [4.0, 6.0]);
    /// ```
    ///
    /// # Panics
    /// If `shape` does not broadcast to this array's.
    #[track_caller]
    #[inline]
    pub fn sum_to(&self, shape: impl IntoShape) -> Array {
        self.sum_to_shape(&shape.into_shape())
    }

    #[track_caller]
    fn sum_to_shape(&self, shape: &Shape) -> Array {
        if super::same(self.shape(), shape) {
            return self.clone();
        }
        if let ([_, columns], [n]) = (self.shape(), &shape[..])
            && columns == n
            && self.dtype().is_float()
        {
            return dispatch!(self.dtype(), T: Number => Array::computed_with_room([self], self.dtype(), shape, |[x], out| {
                reduce::reduce(&Sum, x.layout(), &[0], x.elements::<T>(), out);
            }));
        }
        if !broadcast(self.shape(), shape).is_ok_and(|both| super::same(&both, self.shape())) {
            Error::shape(format!(
                "sum_to: shape {shape} does not broadcast to {:?}, so no sum undoes it",
                self.shape()
            ))
            .raise();
        }
        let lead = self.rank() - shape.len();
        let dims: SmallVec<[usize; 4]> = (0..self.rank())
            .filter(|dim| *dim < lead || shape[dim - lead] != self.shape()[*dim])
            .collect();
        let x = self.counted();
        dispatch!(x.dtype(), T: Number => Array::computed_with_room([&x], x.dtype(), shape, |[x], out| {
            reduce::reduce(&Sum, x.layout(), &dims, x.elements::<T>(), out);
        }))
    }

    /// Numbers to be summed: bools and integers as `i64`, which does not overflow soon, others as they are.
    #[inline]
    #[track_caller]
    pub(super) fn counted(&self) -> Cow<'_, Array> {
        self.as_dtype(self.dtype().to_sum())
    }

    /// The elements, which are computed in `T`, folded over `dims` to an array of `dtype`.
    #[track_caller]
    fn reduce<T: Compute>(&self, fold: &dyn Fold<T>, dtype: DType, dims: &[isize], keepdim: bool) -> Array {
        let dims = dimensions(dims, self.rank()).or_raise();
        let shape = without(self.shape(), &dims, keepdim);
        Array::computed_with_room([self], dtype, &shape, |[x], out| {
            reduce::reduce(fold, x.layout(), &dims, x.elements::<T>(), out);
        })
    }
}

/// Refuses what has no identity: the extreme of nothing.
pub(super) fn refuse_nothing(operation: &str, shape: &[usize], dims: &[isize]) -> Result<(), Error> {
    let reduced = dimensions(dims, shape.len())?;
    match reduced.iter().find(|dim| shape.get(**dim) == Some(&0)) {
        Some(dim) => Err(Error::shape(format!(
            "{operation}: dimension {dim} of shape {shape:?} has size 0, and nothing has no largest or smallest element"
        ))),
        None => Ok(()),
    }
}
