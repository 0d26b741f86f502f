//! [`Array`]: a strided n-dimensional value with an element type known at run time.

mod as_strided;
mod assign;
mod born;
mod bytes;
mod cast;
mod conv;
mod create;
mod cumulative;
mod elementwise;
mod extreme;
mod index;
mod join;
mod matmul;
#[cfg(feature = "ndarray")]
mod ndarray;
mod pad;
mod places;
mod pool;
mod random;
mod range;
mod reduce;
mod resample;
mod scatter_reduce;
mod select;
#[cfg(feature = "serde")]
mod serde;
mod side;
mod softmax;
mod sort;
mod unfold;
mod update;
mod view;
mod where_;

use std::fmt;

use crate::buffer::{Buffer, SharedPlace};
use crate::dtype::{DType, Element, Rank, Scalar, dispatch};
use crate::error::Error;
use crate::layout::Layout;
use crate::scratch;
use crate::shape::{Shape, same};

pub use create::Nested;
pub use extreme::extreme_shape;
pub use index::{IndexItem, IntoIndexItems};
pub use join::{cat, cat_shape, chunk_sizes, repeat_shape, split_sizes, stack, stack_shape};
pub use matmul::matmul_dtype;
pub use places::{Combination, Places};
pub use pool::Divisor;
pub use scatter_reduce::{ScatterReduce, source_over};
pub use select::{check_index_dtype, gather_dimension, index_select_shape};
pub use side::{Side, promote};
pub use sort::Unique;
pub use view::{flatten_shape, narrow_range, permutation, select_position};
pub use where_::where_;

pub(crate) use elementwise::zip;

/// A strided n-dimensional value: elements of one [`DType`] in a shared buffer, and the layout that reads them.
///
/// Views (`transpose`, `slice`, `expand` …) share the buffer and copy nothing. Values are copy-on-write: an update
/// in place writes in place if nobody else holds the buffer, and copies first if somebody does, so one holder never
/// sees another's update.
///
/// ```
/// use tensor_core::Array;
/// let x = Array::from([[1.0, 2.0], [3.0, 4.0]]);
/// assert_eq!(x.transpose(0, 1).to_vec::<f32>(), [1.0, 3.0, 2.0, 4.0]);
/// ```
#[derive(Clone)]
pub struct Array {
    buffer: Buffer,
    /// What carries the layout of this array, if that is not the one that the buffer was made for.
    view: Option<Buffer>,
}

impl Array {
    /// A new array to be overwritten: its values are unspecified.
    ///
    /// # Panics
    /// If the system gives no memory for it.
    #[inline]
    #[track_caller]
    pub(crate) fn unfilled(dtype: DType, shape: &[usize]) -> Self {
        Self {
            buffer: Buffer::new(dtype, shape),
            view: None,
        }
    }

    /// As [`unfilled`](Self::unfilled).
    ///
    /// # Errors
    /// If the system gives no memory for it.
    pub(crate) fn try_unfilled(dtype: DType, shape: &[usize]) -> Result<Self, Error> {
        Ok(Self {
            buffer: Buffer::try_new(dtype, shape)?,
            view: None,
        })
    }

    /// The same buffer, read through another layout.
    #[inline]
    #[track_caller]
    pub(crate) fn with_layout(&self, layout: Layout) -> Self {
        debug_assert!(layout.end() <= self.layout().end().max(layout.offset()));
        Self {
            buffer: self.buffer.clone(),
            view: Some(Buffer::for_view(layout)),
        }
    }

    /// The element type.
    #[inline(always)]
    pub fn dtype(&self) -> DType {
        self.buffer.dtype()
    }

    /// The size of each dimension.
    #[inline(always)]
    pub fn shape(&self) -> &[usize] {
        self.layout().shape()
    }

    /// For each dimension, how many elements apart in the buffer one index is from the next.
    #[inline]
    pub fn strides(&self) -> &[usize] {
        self.layout().strides()
    }

    /// The number of dimensions.
    #[inline(always)]
    pub fn rank(&self) -> usize {
        self.layout().rank()
    }

    /// The number of elements.
    #[inline(always)]
    pub fn numel(&self) -> usize {
        match &self.view {
            None => self.buffer.len(),
            Some(view) => view.layout().numel(),
        }
    }

    /// Whether the elements lie in row-major order without gaps.
    #[inline]
    pub fn is_contiguous(&self) -> bool {
        self.view.is_none() || self.layout().is_contiguous()
    }

    /// An array of this shape in `place`, its elements unspecified; none if an array lies there already, or it would have
    /// another number of elements.
    pub fn in_place(place: &SharedPlace, shape: &[usize]) -> Option<Self> {
        let buffer = place.buffer(shape)?;
        Some(Self { buffer, view: None })
    }

    /// Whether all that lies in `place` is this array in row-major order, and nobody else holds it.
    pub fn lies_in(&self, place: &SharedPlace) -> bool {
        place.holds(&self.buffer) && self.numel() == place.numel() && self.is_contiguous()
    }

    /// Whether both are views of the same memory.
    pub fn shares_storage(&self, other: &Array) -> bool {
        self.buffer.is_same(&other.buffer)
    }

    #[inline(always)]
    pub(crate) fn layout(&self) -> &Layout {
        match &self.view {
            None => self.buffer.layout(),
            Some(view) => view.layout(),
        }
    }

    /// The part that this array plays in promotion.
    #[inline]
    pub fn promotion(&self) -> (DType, Rank) {
        (
            self.dtype(),
            if self.rank() == 0 {
                Rank::ZeroDim
            } else {
                Rank::Dimensioned
            },
        )
    }

    /// The buffer from the first element on, to be read by strides.
    #[inline(always)]
    pub(crate) fn elements<T: Element>(&self) -> &[T] {
        // An empty view may begin anywhere, also beyond the end.
        self.buffer
            .as_slice::<T>()
            .get(self.layout().offset()..)
            .unwrap_or_default()
    }

    /// The elements in row-major order, if that is how they lie.
    ///
    /// # Panics
    /// If they are not of type `T`.
    ///
    /// ```
    /// use tensor_core::Array;
    /// assert_eq!(Array::from([1.0, 2.0]).as_slice::<f32>(), Some(&[1.0_f32, 2.0][..]));
    /// ```
    #[inline]
    pub fn as_slice<T: Element>(&self) -> Option<&[T]> {
        if !self.is_contiguous() {
            return None;
        }
        Some(&self.elements::<T>()[..self.numel()])
    }

    /// The elements in row-major order, to be written. If somebody else holds the buffer, or the elements do not lie
    /// in that order, they are copied first.
    ///
    /// # Panics
    /// If they are not of type `T`.
    #[inline]
    #[track_caller]
    pub fn as_mut_slice<T: Element>(&mut self) -> &mut [T] {
        self.make_writable();
        if self.numel() == 0 {
            return &mut [];
        }
        let range = self.layout().offset()..self.layout().offset() + self.numel();
        match self.buffer.as_mut_slice::<T>() {
            Some(elements) => &mut elements[range],
            None => unreachable!("a buffer that was just made has one owner"),
        }
    }

    /// Makes this array the only holder of contiguous elements.
    #[inline]
    #[track_caller]
    fn make_writable(&mut self) {
        if !self.buffer.is_unique() || !self.is_contiguous() {
            *self = self.copied();
        }
    }

    /// The elements in row-major order, copied.
    ///
    /// # Panics
    /// If they are not of type `T`.
    #[track_caller]
    pub fn to_vec<T: Element>(&self) -> Vec<T> {
        match self.as_slice::<T>() {
            Some(elements) => scratch::copied(elements),
            None => scratch::copied(self.copied().elements::<T>()),
        }
    }

    /// The only element.
    ///
    /// # Errors
    /// If there are none or several.
    pub fn item(&self) -> Result<Scalar, Error> {
        if self.numel() != 1 {
            return Err(Error::shape(format!(
                "an array of shape {:?} has {} elements: only one element is a number",
                self.shape(),
                self.numel()
            )));
        }
        Ok(self.scalar_at(0))
    }

    /// The element at an index.
    ///
    /// # Panics
    /// If the index does not name an element.
    ///
    /// ```
    /// use tensor_core::{Array, Scalar};
    /// assert_eq!(Array::from([[1, 2], [3, 4]]).at(&[1, 0]), Scalar::Int(3));
    /// ```
    #[track_caller]
    pub fn at(&self, index: &[usize]) -> Scalar {
        let inside = index.len() == self.rank() && index.iter().zip(self.shape()).all(|(at, size)| at < size);
        if !inside {
            Error::index(format!(
                "index {index:?} names no element of shape {:?}",
                self.shape()
            ))
            .raise();
        }
        self.scalar_at(
            index
                .iter()
                .zip(self.strides())
                .map(|(at, stride)| at * stride)
                .sum(),
        )
    }

    /// The element `place` elements after the first one in the buffer.
    pub(crate) fn scalar_at(&self, place: usize) -> Scalar {
        dispatch!(self.dtype(), T: Element => self.elements::<T>()[place].to_scalar())
    }

    /// A copy of the shape, which outlives the array.
    #[inline]
    pub fn to_shape(&self) -> Shape {
        Shape::from(self.shape())
    }
}

impl fmt::Debug for Array {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Array({}, {:?}", self.dtype(), self.shape())?;
        let shown = self.numel().min(8);
        let elements: Vec<Scalar> = (0..shown)
            .map(|at| self.scalar_at(self.layout().place(at)))
            .collect();
        for (at, element) in elements.iter().enumerate() {
            write!(f, "{}{element}", if at == 0 { ", [" } else { ", " })?;
        }
        f.write_str(if shown < self.numel() {
            ", …])"
        } else if shown > 0 {
            "])"
        } else {
            ")"
        })
    }
}

const _: () = assert!(
    size_of::<Array>() == 2 * size_of::<usize>(),
    "an array must stay small: everything that moves one pays"
);
