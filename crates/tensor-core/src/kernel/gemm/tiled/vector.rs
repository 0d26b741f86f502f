//! What the kernels ask of a vector register.

use std::marker::PhantomData;
use std::ops::Add;

/// A register of [`LANES`](Vector::LANES) elements.
///
/// # Safety
///
/// Every method needs the instructions of the implementing type. Those that take an address read or write there
/// [`LANES`](Vector::LANES) elements, or those of them that the mask admits, without any need for alignment.
pub(super) trait Vector: Copy {
    type Scalar: Copy + Add<Output = Self::Scalar>;
    /// Which lanes take part.
    type Mask: Copy;
    /// How many elements a register holds.
    const LANES: usize;

    /// The mask of the first `count` lanes.
    unsafe fn mask(count: usize) -> Self::Mask;
    unsafe fn zero() -> Self;
    /// The element at `from` in every lane.
    unsafe fn splat(from: *const Self::Scalar) -> Self;
    unsafe fn load(from: *const Self::Scalar) -> Self;
    unsafe fn store(self, to: *mut Self::Scalar);
    /// Lanes outside of `mask` become 0 and are not read.
    unsafe fn load_masked(from: *const Self::Scalar, mask: Self::Mask) -> Self;
    unsafe fn store_masked(self, to: *mut Self::Scalar, mask: Self::Mask);
    /// `self * factor + addend`, rounded once.
    unsafe fn multiply_add(self, factor: Self, addend: Self) -> Self;
    unsafe fn add(self, other: Self) -> Self;
    /// Asks for the cache line at `from`, which may lie anywhere.
    unsafe fn prefetch(from: *const Self::Scalar);
    /// The sum of all lanes, always in the same order.
    unsafe fn sum(self) -> Self::Scalar;
}

/// A register whose 128-bit lanes can be filled from different places and transposed.
///
/// # Safety
///
/// As [`Vector`].
pub(super) trait Transpose: Vector {
    /// How many elements of each stream one call moves: those of 128 bits.
    const DEPTH: usize;

    /// Reads `depth` (1 to [`DEPTH`](Transpose::DEPTH)) elements from place `p` on of the first
    /// [`LANES`](Vector::LANES) of `streams`, and writes them as `depth` rows, `width` apart, of one element from each
    /// stream.
    unsafe fn transpose(
        streams: &Pointers<Self::Scalar>,
        p: usize,
        depth: usize,
        to: *mut Self::Scalar,
        width: usize,
    );
}

/// Where up to 16 streams begin.
pub(super) type Pointers<T> = [*const T; 16];

/// A register of no lanes: what a tile of one vector has in place of a first one.
#[derive(Clone, Copy)]
pub(super) struct Nothing<T>(PhantomData<T>);

impl<T: Copy + Add<Output = T>> Vector for Nothing<T> {
    type Scalar = T;
    type Mask = ();
    const LANES: usize = 0;

    #[inline(always)]
    unsafe fn mask(_: usize) -> Self::Mask {}
    #[inline(always)]
    unsafe fn zero() -> Self {
        Self(PhantomData)
    }
    #[inline(always)]
    unsafe fn splat(_: *const T) -> Self {
        Self(PhantomData)
    }
    #[inline(always)]
    unsafe fn load(_: *const T) -> Self {
        Self(PhantomData)
    }
    #[inline(always)]
    unsafe fn store(self, _: *mut T) {}
    #[inline(always)]
    unsafe fn load_masked(_: *const T, (): ()) -> Self {
        Self(PhantomData)
    }
    #[inline(always)]
    unsafe fn store_masked(self, _: *mut T, (): ()) {}
    #[inline(always)]
    unsafe fn multiply_add(self, _: Self, _: Self) -> Self {
        self
    }
    #[inline(always)]
    unsafe fn add(self, _: Self) -> Self {
        self
    }
    #[inline(always)]
    unsafe fn prefetch(_: *const T) {}
    #[inline(always)]
    unsafe fn sum(self) -> T {
        unreachable!("a register of no lanes has no sum")
    }
}
