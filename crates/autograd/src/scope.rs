//! Scopes: what holds for everything that a thread does inside a closure.

use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::Location;
use std::thread::LocalKey;

use tensor_core::{DType, Error};

thread_local! {
    static DTYPE: Cell<DType> = const { Cell::new(DType::F32) };
    static LOCATION: Cell<Option<&'static Location<'static>>> = const { Cell::new(None) };
}

/// The element type that floating-point tensors of this thread are created with, unless they are given one: `f32`, or
/// that of the [`with_dtype`] around.
#[inline]
pub fn default_dtype() -> DType {
    DTYPE.get()
}

/// Runs `f` with `dtype` as the element type of everything floating point that is created inside without one of its
/// own: zeros, random numbers, literals, the parameters of layers. Afterwards, also when a panic passes, the default
/// is what it was before. Scopes nest, and other threads are not touched.
///
/// ```
/// use autograd::{DType, Tensor, with_dtype};
/// let (x, n) = with_dtype(DType::F64, || (Tensor::from([0.5]), Tensor::arange(0, 3, 1)));
/// assert_eq!((x.dtype(), n.dtype()), (DType::F64, DType::I64));
/// assert_eq!(Tensor::zeros(1).dtype(), DType::F32);
/// ```
///
/// # Panics
/// If `dtype` is not floating point.
#[track_caller]
pub fn with_dtype<R>(dtype: DType, f: impl FnOnce() -> R) -> R {
    if !dtype.is_float() {
        refuse(dtype);
    }
    let _scope = Scope::begin(&DTYPE, dtype);
    f()
}

#[track_caller]
#[cold]
fn refuse(dtype: DType) -> ! {
    Error::dtype(format!(
        "with_dtype: the default element type must be floating point, but got {dtype}"
    ))
    .raise()
}

/// Runs `f`, whose operations are recorded as made at `location`: for libraries of layers and losses, so that a
/// message of backward names the line of the program that called them. An outer scope stands.
///
/// ```
/// use std::panic::Location;
/// use autograd::{Tensor, with_location};
///
/// #[track_caller]
/// fn gelu_like(x: &Tensor) -> Tensor {
///     with_location(Location::caller(), || x * (x * 1.702).sigmoid())
/// }
/// # assert_eq!(gelu_like(&Tensor::from([0.0])).item(), 0.0);
/// ```
#[inline]
pub fn with_location<R>(location: &'static Location<'static>, f: impl FnOnce() -> R) -> R {
    let _scope = Scope::begin(&LOCATION, LOCATION.get().or(Some(location)));
    f()
}

/// The line that an operation of the caller belongs to: the caller's, or that of the [`with_location`] around.
#[inline]
#[track_caller]
pub fn caller_location() -> &'static Location<'static> {
    LOCATION.get().unwrap_or(Location::caller())
}

/// A value of this thread, from now on until this is dropped: also when a panic passes.
#[must_use]
pub(crate) struct Scope<T: Copy + 'static> {
    slot: &'static LocalKey<Cell<T>>,
    before: T,
    /// It ends on the thread that it began on.
    thread: PhantomData<*const ()>,
}

impl<T: Copy> Scope<T> {
    #[inline]
    pub(crate) fn begin(slot: &'static LocalKey<Cell<T>>, value: T) -> Self {
        Self {
            slot,
            before: slot.replace(value),
            thread: PhantomData,
        }
    }
}

impl<T: Copy> Drop for Scope<T> {
    #[inline]
    fn drop(&mut self) {
        self.slot.set(self.before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tensor;

    #[test]
    fn a_default_type_reaches_all_that_is_floating_point() {
        let made = with_dtype(DType::F64, || {
            [
                Tensor::zeros(2),
                Tensor::rand(2),
                Tensor::randn(2),
                Tensor::eye(2),
                Tensor::from([0.1, 0.2]),
                Tensor::full(2, 0.1),
                Tensor::linspace(0.0, 1.0, 3),
                Tensor::arange(0.0, 1.0, 0.5),
            ]
        });
        assert!(made.iter().all(|x| x.dtype() == DType::F64));
        // Not rounded to f32 on the way.
        assert_eq!(made[4].to_vec::<f64>(), [0.1, 0.2]);
        assert_eq!(made[5].to_vec::<f64>(), [0.1; 2]);
    }

    #[test]
    fn scopes_nest_and_end_even_by_a_panic() {
        let caught = Error::catch(|| {
            with_dtype(DType::F64, || {
                with_dtype(DType::F32, || assert_eq!(default_dtype(), DType::F32));
                assert_eq!(default_dtype(), DType::F64);
                with_dtype(DType::I64, || ());
            });
        });
        let (error, line) = caught.expect_err("integers are no default");
        assert!(error.to_string().contains("int64") && line.file().ends_with("scope.rs"));
        assert_eq!(default_dtype(), DType::F32);
    }

    #[test]
    fn the_outer_location_stands() {
        #[track_caller]
        fn inner() -> &'static Location<'static> {
            with_location(Location::caller(), caller_location)
        }
        let here = Location::caller();
        assert_eq!(with_location(here, inner), here);
        assert_eq!(inner().line(), line!());
    }
}
