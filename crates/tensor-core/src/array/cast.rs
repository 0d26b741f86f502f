//! Copies: into row-major order, and into another element type.

use crate::array::Array;
use crate::dtype::{DType, Element, dispatch_dtype};
use crate::kernel::place::{self, Cast};

impl Array {
    /// The same elements in row-major order without gaps: this array if they lie so, else a copy.
    pub fn contiguous(&self) -> Array {
        if self.is_contiguous() {
            self.clone()
        } else {
            self.copied()
        }
    }

    /// A copy in row-major order in memory of its own.
    pub fn copied(&self) -> Array {
        dispatch_dtype!(self.dtype(), T => Array::filled_by::<T>(self.shape(), |out| {
            place::copy(self.layout(), self.elements::<T>(), out);
        }))
    }

    /// The same values in another element type: this array if it has that type, else a copy. Floating point to
    /// integer drops the fraction; anything but zero is true.
    ///
    /// ```
    /// use tensor_core::{Array, DType};
    /// assert_eq!(Array::from([1.9, -1.9]).to_dtype(DType::I64).to_vec::<i64>(), [1, -1]);
    /// ```
    pub fn to_dtype(&self, dtype: DType) -> Array {
        if self.dtype() == dtype {
            return self.clone();
        }
        dispatch_dtype!(self.dtype(), T => dispatch_dtype!(dtype, U => self.cast::<T, U>()))
    }

    fn cast<T: Element, U: Element>(&self) -> Array {
        self.map::<T, U>(&Cast)
    }
}
