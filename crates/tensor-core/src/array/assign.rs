//! Writes to a part of an array: `x[index] = value`, `x[index] += value`, and the backward of a slice.

use crate::array::Array;
use crate::array::view::sliced;
use crate::dtype::{DType, Element, dispatch};
use crate::error::{Error, OrRaise};
use crate::index::{Index, IntoIndex};
use crate::kernel::functions::Add;
use crate::kernel::number::Number;
use crate::kernel::place::{add, place};
use crate::layout::Layout;
use crate::shape::IntoShape;

impl Array {
    /// `x[index] = value` of Python: the value is broadcast to the part and converted to this array's element type.
    /// If somebody else holds the elements, they are copied first.
    ///
    /// ```
    /// use tensor_core::{Array, s};
    /// let mut x = Array::from([[1, 2], [3, 4]]);
    /// x.set_slice(s![.., 0], &Array::from(9));
    /// assert_eq!(x.to_vec::<i64>(), [9, 2, 9, 4]);
    /// ```
    ///
    /// # Panics
    /// If the index does not fit ([`Array::slice`]), or the value does not broadcast to the part.
    #[track_caller]
    pub fn set_slice(&mut self, index: impl IntoIndex, value: &Array) {
        self.set_part(&index.into_index(), value);
    }

    #[track_caller]
    fn set_part(&mut self, index: &[Index], value: &Array) {
        // What is written to is contiguous, whatever the layout has been.
        let part = sliced(&Layout::contiguous(self.shape()), index).or_raise();
        let value = value
            .to_dtype(self.dtype())
            .broadcast_into(part.shape())
            .or_raise();
        dispatch!(self.dtype(), T: Word => write::<T>(&value, &part, self.as_mut_words::<T>()));
    }

    /// `x[index] += value` of Python: the value is broadcast to the part and converted to this array's element type.
    /// If somebody else holds the elements, they are copied first; else only the part is touched.
    ///
    /// ```
    /// use tensor_core::{Array, s};
    /// let mut x = Array::from([[1, 2], [3, 4]]);
    /// x.slice_add_assign(s![.., 0], &Array::from(10));
    /// assert_eq!(x.to_vec::<i64>(), [11, 2, 13, 4]);
    /// ```
    ///
    /// # Panics
    /// If the index does not fit ([`Array::slice`]), the value does not broadcast to the part, or this array is bool.
    #[track_caller]
    pub fn slice_add_assign(&mut self, index: impl IntoIndex, value: &Array) {
        self.add_to_part(&index.into_index(), value);
    }

    #[track_caller]
    fn add_to_part(&mut self, index: &[Index], value: &Array) {
        if self.dtype() == DType::Bool {
            Error::dtype("slice_add_assign is for numbers, not bool").raise();
        }
        let part = sliced(&Layout::contiguous(self.shape()), index).or_raise();
        let value = value
            .to_dtype(self.dtype())
            .broadcast_into(part.shape())
            .or_raise();
        if self.dtype().is_stored() {
            // Only the part is computed in another type.
            let sum = Add::of(&self.slice(index), &value);
            return self.set_part(index, &sum);
        }
        dispatch!(self.dtype(), T: Number => increase::<T>(&value, &part, self.as_mut_slice::<T>()));
    }

    /// Zeros of `shape` with this array at `index`: the gradient of `x.slice(index)` with respect to `x`, from the
    /// gradient of the slice.
    ///
    /// ```
    /// use tensor_core::{Array, s};
    /// let grad = Array::from([1.0, 2.0]);
    /// assert_eq!(grad.embed([2, 2], s![.., 1]).to_vec::<f32>(), [0.0, 1.0, 0.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the index does not fit, or this array does not broadcast to the part that it names.
    #[track_caller]
    pub fn embed(&self, shape: impl IntoShape, index: impl IntoIndex) -> Array {
        let mut whole = Array::zeros(shape, self.dtype());
        whole.set_slice(index, self);
        whole
    }

    /// This array expanded to `shape`. Leading dimensions of size 1 that `shape` has not are dropped, as PyTorch does
    /// in assignments.
    #[track_caller]
    fn broadcast_into(&self, shape: &[usize]) -> Result<Array, Error> {
        let extra = self.rank().saturating_sub(shape.len());
        let spare = self.shape()[..extra].iter().all(|size| *size == 1);
        let value = if spare {
            self.with_layout(self.layout().squeeze(|dim| dim < extra))
        } else {
            self.clone()
        };
        match value.layout().expand(shape) {
            Ok(layout) => Ok(value.with_layout(layout)),
            Err(_) => Err(Error::shape(format!(
                "a value of shape {:?} cannot be written to a part of shape {shape:?}",
                self.shape()
            ))),
        }
    }
}

fn write<T: Element>(value: &Array, part: &Layout, out: &mut [T]) {
    let out = out.get_mut(part.offset()..).unwrap_or_default();
    place(
        part.shape(),
        [value.strides(), part.strides()],
        value.words::<T>(),
        out,
    );
}

fn increase<T: Number>(value: &Array, part: &Layout, out: &mut [T]) {
    let out = out.get_mut(part.offset()..).unwrap_or_default();
    add(
        part.shape(),
        [value.strides(), part.strides()],
        value.elements::<T>(),
        out,
    );
}
