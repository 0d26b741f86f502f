//! Where arrays are born, and how kernels come to the elements of those they read: operations say what they compute,
//! and stored element types are read and written back here.

use crate::array::Array;
use crate::dtype::{DType, Element};
use crate::error::Error;
use crate::kernel::convert::{Compute, fill_stored};
use crate::kernel::source::Source;
use crate::kernel::threads::{LINE, fill};
use crate::shape::same;

impl Array {
    /// A new array of `dtype`, all of which `kernel` writes in one go, in the type `T` that `dtype` is computed in. It is
    /// given `inputs`, which are of `dtype` too; or of others that kernels compute in, such as positions. Where `dtype` is
    /// a stored type, they are converted first.
    #[inline]
    #[track_caller]
    pub(crate) fn computed<T: Compute, const N: usize>(
        inputs: [&Array; N],
        dtype: DType,
        shape: &[usize],
        kernel: impl FnOnce([&Array; N], &mut [T]),
    ) -> Self {
        if !T::HAS_STORED || dtype == T::DTYPE {
            Self::written(shape, |out| kernel(inputs, out))
        } else {
            Self::computed_apart(inputs, dtype, shape, kernel)
        }
    }

    /// [`computed`](Self::computed) by a kernel that asks for memory of its own.
    #[track_caller]
    pub(crate) fn computed_with_room<T: Compute, const N: usize>(
        inputs: [&Array; N],
        dtype: DType,
        shape: &[usize],
        kernel: impl FnOnce([&Array; N], &mut [T]),
    ) -> Self {
        Error::raise_memory_here(|| Self::computed(inputs, dtype, shape, kernel))
    }

    /// A new array of `dtype`, which `kernel` writes in the type `T` that `dtype` is computed in.
    ///
    /// # Errors
    /// If the system gives no memory for it.
    pub(crate) fn generated<T: Compute>(
        dtype: DType,
        shape: &[usize],
        kernel: impl FnOnce(&mut [T]),
    ) -> Result<Self, Error> {
        Error::catch_memory(|| {
            let mut array = Self::unfilled(T::DTYPE, shape);
            kernel(array.as_mut_slice());
            array.to_dtype(dtype)
        })
    }

    /// [`computed`](Self::computed) of a stored type.
    #[cold]
    #[inline(never)]
    #[track_caller]
    fn computed_apart<T: Compute, const N: usize>(
        inputs: [&Array; N],
        dtype: DType,
        shape: &[usize],
        kernel: impl FnOnce([&Array; N], &mut [T]),
    ) -> Self {
        let inputs = Error::raise_memory_here(|| inputs.map(Array::computable));
        Self::written(shape, |out| kernel(inputs.each_ref(), out)).to_dtype(dtype)
    }

    /// A new array of `dtype` that `kernel` writes part by part, in the type `T` that `dtype` is computed in: given the
    /// number of a part's first element, and the part. Threads share the parts if `cost` additions an element are worth
    /// it, so an element must depend on its place alone.
    #[track_caller]
    pub(crate) fn mapped<T: Compute>(
        dtype: DType,
        shape: &[usize],
        cost: usize,
        kernel: &(dyn Fn(usize, &mut [T]) + Sync),
    ) -> Self {
        let mut array = Self::unfilled(dtype, shape);
        if dtype != T::DTYPE {
            if let Some(bytes) = array.buffer.as_mut_bytes() {
                fill_stored(dtype, bytes, cost, kernel);
            }
        } else if let Some(out) = array.buffer.as_mut_slice::<T>() {
            fill(out, LINE, cost, kernel);
        }
        array
    }

    /// A new array of `dtype` to whose places `kernel` moves elements, as words of their width.
    #[inline]
    #[track_caller]
    pub(crate) fn moved<T: Element>(dtype: DType, shape: &[usize], kernel: impl FnOnce(&mut [T])) -> Self {
        let mut array = Self::unfilled(dtype, shape);
        if let Some(words) = array.buffer.as_mut_words::<T>() {
            kernel(words);
        }
        array
    }

    /// A new array of the very type `T`, whose elements `kernel` writes.
    #[inline]
    #[track_caller]
    pub(crate) fn written<T: Element>(shape: &[usize], kernel: impl FnOnce(&mut [T])) -> Self {
        let mut array = Self::unfilled(T::DTYPE, shape);
        if let Some(elements) = array.buffer.as_mut_slice::<T>() {
            kernel(elements);
        }
        array
    }

    /// Changes the elements in place by `kernel`, which sees them in row-major order in the type `T` that they are
    /// computed in. If somebody else holds them, or they lie otherwise, they are copied first.
    #[inline]
    #[track_caller]
    pub(crate) fn changed<T: Compute, R>(&mut self, kernel: impl FnOnce(&mut [T]) -> R) -> R {
        let dtype = self.dtype();
        if dtype == T::DTYPE {
            return kernel(self.as_mut_slice());
        }
        let mut computed = self.to_dtype(T::DTYPE);
        let result = kernel(computed.as_mut_slice());
        *self = computed.to_dtype(dtype);
        result
    }

    /// This array in the element type that it is computed in.
    #[inline]
    #[track_caller]
    pub(crate) fn computable(&self) -> Array {
        self.to_dtype(self.dtype().computing())
    }

    /// The elements in row-major order, if they lie so and are of type `T`.
    #[inline(always)]
    pub(crate) fn run<T: Element>(&self) -> Option<&[T]> {
        if self.dtype() == T::DTYPE {
            self.as_slice()
        } else {
            None
        }
    }

    /// The elements over `shape`, to which this array broadcasts, as the type `T` that they are computed in.
    #[inline(always)]
    pub(crate) fn source<T: Compute>(&self, shape: &[usize]) -> Source<'_, T> {
        // What there is nearly always needs no strides.
        if let Some(elements) = self.run::<T>() {
            if same(self.shape(), shape) {
                return Source::contiguous(elements);
            }
            if let [one] = elements {
                return Source::one(one, shape.iter().product());
            }
        }
        self.strided_source(shape)
    }

    /// [`source`](Self::source) by strides, for whatever layout and element type.
    #[inline(never)]
    pub(super) fn strided_source<T: Compute>(&self, shape: &[usize]) -> Source<'_, T> {
        let Some(strides) = self.layout().strides_over(shape) else {
            unreachable!("{:?} was found to broadcast to {shape:?}", self.shape());
        };
        if self.dtype() == T::DTYPE {
            return Source::new(self.elements(), shape, &strides);
        }
        let before = self.layout().offset() * self.dtype().size();
        let bytes = self.buffer.as_bytes().get(before..).unwrap_or_default();
        Source::stored(self.dtype(), bytes, shape, &strides)
    }

    /// The buffer from the first element on, to be read by strides, as words of the elements' width.
    #[inline(always)]
    pub(crate) fn words<T: Element>(&self) -> &[T] {
        // As in `elements`: an empty view may begin anywhere.
        self.buffer
            .as_words::<T>()
            .get(self.layout().offset()..)
            .unwrap_or_default()
    }

    /// The elements in row-major order, to be moved as words of their width. If somebody else holds them, or they lie
    /// otherwise, they are copied first.
    #[track_caller]
    pub(crate) fn as_mut_words<T: Element>(&mut self) -> &mut [T] {
        self.make_writable();
        if self.numel() == 0 {
            return &mut [];
        }
        let range = self.layout().offset()..self.layout().offset() + self.numel();
        match self.buffer.as_mut_words::<T>() {
            Some(words) => &mut words[range],
            None => unreachable!("a buffer that was just made has one owner"),
        }
    }
}
