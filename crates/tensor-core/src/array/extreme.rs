//! Extremes and where they are: `max_dim`, `min_dim`, `argmax`, `argmin`.

use crate::array::Array;
use crate::array::reduce::refuse_nothing;
use crate::dtype::{DType, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::convert::Compute;
use crate::kernel::extreme::{self, Largest, Search, Smallest};
use crate::shape::{Shape, dimension, reduced_shape};

impl Array {
    /// The largest elements along `dim` and their positions in it, the first where several are; not-a-number wins.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let (values, indices) = Array::from([[1.0, 5.0, 5.0], [4.0, 2.0, 3.0]]).max_dim(1, false);
    /// assert_eq!(values.to_vec::<f32>(), [5.0, 4.0]);
    /// assert_eq!(indices.to_vec::<i64>(), [1, 0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn max_dim(&self, dim: isize, keepdim: bool) -> (Array, Array) {
        self.extreme("max", End::Largest, dim, keepdim)
    }

    /// The smallest elements along `dim` and their positions in it, the first where several are; not-a-number wins.
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn min_dim(&self, dim: isize, keepdim: bool) -> (Array, Array) {
        self.extreme("min", End::Smallest, dim, keepdim)
    }

    /// The position of the largest element along `dim`, or in row-major order over all dimensions; the first where
    /// several are; not-a-number wins.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([[1.0, 9.0], [4.0, 2.0]]);
    /// assert_eq!(x.argmax(None, false).to_vec::<i64>(), [1]);
    /// assert_eq!(x.argmax(Some(0), false).to_vec::<i64>(), [1, 0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn argmax(&self, dim: Option<isize>, keepdim: bool) -> Array {
        self.place("argmax", End::Largest, dim, keepdim)
    }

    /// The position of the smallest element along `dim`, or in row-major order over all dimensions; the first where
    /// several are; not-a-number wins.
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn argmin(&self, dim: Option<isize>, keepdim: bool) -> Array {
        self.place("argmin", End::Smallest, dim, keepdim)
    }

    #[track_caller]
    fn place(&self, operation: &str, end: End, dim: Option<isize>, keepdim: bool) -> Array {
        if self.dtype() == DType::Bool {
            Error::dtype(format!("{operation} is not for bool: convert them to numbers")).raise();
        }
        match dim {
            Some(dim) => self.extreme(operation, end, dim, keepdim).1,
            None => {
                refuse_nothing(operation, self.shape(), &[]).or_raise();
                let (_, place) = self.reshape(self.numel()).extreme(operation, end, 0, false);
                place.reshape(&reduced_shape(self.shape(), &[], keepdim).or_raise())
            }
        }
    }

    #[track_caller]
    fn extreme(&self, operation: &str, end: End, dim: isize, keepdim: bool) -> (Array, Array) {
        let shape = extreme_shape(operation, self.shape(), dim, keepdim).or_raise();
        let dim = dimension(dim, self.rank()).or_raise();
        dispatch!(self.dtype(), T: Any => match end {
            End::Largest => self.extreme_of::<T>(&Largest, dim, &shape),
            End::Smallest => self.extreme_of::<T>(&Smallest, dim, &shape),
        })
    }

    /// The extremes and where they are; of a stored type, converted back without a loss: they are some of its elements.
    #[track_caller]
    fn extreme_of<T: Compute>(&self, search: &dyn Search<T>, dim: usize, shape: &Shape) -> (Array, Array) {
        let mut indices = Array::unfilled(DType::I64, shape);
        let values = Array::computed([self], self.dtype(), shape, |[x], values| {
            let (layout, indices) = (x.layout(), indices.as_mut_slice::<i64>());
            extreme::extreme(search, layout, dim, x.elements::<T>(), values, indices);
        });
        (values, indices)
    }
}

/// Which extreme is looked for.
#[derive(Clone, Copy)]
enum End {
    Largest,
    Smallest,
}

/// The shape of the extremes along `dim` of `shape`.
///
/// # Errors
/// If the dimension does not exist, or has size 0: nothing has no extreme.
pub fn extreme_shape(operation: &str, shape: &[usize], dim: isize, keepdim: bool) -> Result<Shape, Error> {
    refuse_nothing(operation, shape, &[dim])?;
    reduced_shape(shape, &[dim], keepdim)
}
