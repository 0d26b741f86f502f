//! Copies: into row-major order, and into another element type.

use crate::array::Array;
use crate::dtype::{DType, dispatch};
use crate::kernel::place::{self, Cast};

impl Array {
    /// The same elements in row-major order without gaps: this array if they lie so, else a copy.
    #[track_caller]
    pub fn contiguous(&self) -> Array {
        if self.is_contiguous() {
            self.clone()
        } else {
            self.copied()
        }
    }

    /// A copy in row-major order in memory of its own.
    #[track_caller]
    pub fn copied(&self) -> Array {
        dispatch!(self.dtype(), T: Word => Array::moved::<T>(self.dtype(), self.shape(), |out| {
            place::copy(self.layout(), self.words::<T>(), out);
        }))
    }

    /// The same values in another element type: this array if it has that type, else a copy, as PyTorch's `to` makes
    /// it. Integers wrap around to the range of a smaller type. Floating point loses its fraction on the way to an
    /// integer, and what no `i64` holds, not-a-number included, becomes the least one. Anything but zero is true.
    ///
    /// ```
    /// use tensor_core::{Array, DType};
    /// assert_eq!(Array::from([1.9, -1.9]).to_dtype(DType::I64).to_vec::<i64>(), [1, -1]);
    /// assert_eq!(Array::from([300, -1]).to_dtype(DType::U8).to_vec::<u8>(), [44, 255]);
    /// ```
    #[track_caller]
    pub fn to_dtype(&self, dtype: DType) -> Array {
        if self.dtype() == dtype {
            return self.clone();
        }
        dispatch!(self.dtype(), T: Any => dispatch!(dtype, U: Any => self.map::<T, U>(&Cast, dtype)))
    }
}
