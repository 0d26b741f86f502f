//! Registers of several elements, for loops that a compiler does not vectorize by itself.
//!
//! A loop is written once, generic over [`Lanes`]; [`run_at`] compiles it for the registers of each instruction set
//! and chooses among them.

mod plain;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::marker::PhantomData;
use std::ops::Add;

pub(crate) use self::plain::Plain;
#[cfg(target_arch = "x86_64")]
pub(crate) use self::x86::{Avx2, Avx512};
use crate::kernel::simd::Level;

/// An element type that registers hold.
pub(crate) trait Lane: Copy + Add<Output = Self> + Send + Sync + 'static {
    /// The whole number that this is: a conversion without a check, which the compiler makes of whole registers.
    ///
    /// # Safety
    ///
    /// It is one, and none beyond 2^24.
    unsafe fn to_place(self) -> i32;

    /// What every machine has.
    type Plain: Registers<Scalar = Self>;
    #[cfg(target_arch = "x86_64")]
    type Avx2: Registers<Scalar = Self>;
    #[cfg(target_arch = "x86_64")]
    type Avx512: Registers<Scalar = Self>;
}

impl Lane for f32 {
    #[inline(always)]
    unsafe fn to_place(self) -> i32 {
        // SAFETY: the caller's promise.
        unsafe { self.to_int_unchecked() }
    }

    type Plain = Plain<plain::Array<f32, 4>, plain::Array<f32, 2>>;
    #[cfg(target_arch = "x86_64")]
    type Avx2 = Avx2<x86::avx2::F32x8, x86::avx2::F32x8>;
    #[cfg(target_arch = "x86_64")]
    type Avx512 = Avx512<x86::avx512::F32x16, x86::avx512::F32x8>;
}

impl Lane for f64 {
    #[inline(always)]
    unsafe fn to_place(self) -> i32 {
        // SAFETY: the caller's promise.
        unsafe { self.to_int_unchecked() }
    }

    type Plain = Plain<plain::Array<f64, 2>, plain::Array<f64, 1>>;
    #[cfg(target_arch = "x86_64")]
    type Avx2 = Avx2<x86::avx2::F64x4, x86::avx2::F64x4>;
    #[cfg(target_arch = "x86_64")]
    type Avx512 = Avx512<x86::avx512::F64x8, x86::avx512::F64x4>;
}

/// The registers of one instruction set for one element type.
pub(crate) trait Registers {
    type Scalar: Lane;
    /// A whole register.
    type Full: Lanes<Scalar = Self::Scalar>;
    /// One for a narrow rest.
    type Half: Vector<Scalar = Self::Scalar>;

    /// Runs `body`, compiled for these registers.
    ///
    /// # Safety
    ///
    /// The machine has the instructions, and the promises of `body` are kept.
    unsafe fn run<L: Loop<Self::Scalar>>(body: L) -> L::Output;
}

/// A loop over registers of elements of type `T`.
pub(crate) trait Loop<T> {
    type Output;

    /// Runs the loop. Implementations are `#[inline(always)]`, as is all that they call.
    ///
    /// # Safety
    ///
    /// The machine has the instructions of `V`, and what the fields of the loop promise is true.
    unsafe fn run<V: Lanes<Scalar = T>>(self) -> Self::Output;
}

/// Runs `body` with the registers of `level`.
///
/// # Safety
///
/// The machine has `level`, and the promises of `body` are kept.
pub(crate) unsafe fn run_at<T: Lane, L: Loop<T>>(level: Level, body: L) -> L::Output {
    // SAFETY: the caller's promise.
    unsafe {
        match level {
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => T::Avx512::run(body),
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => T::Avx2::run(body),
            _ => T::Plain::run(body),
        }
    }
}

/// A register of [`LANES`](Vector::LANES) elements.
///
/// # Safety
///
/// Every method needs the instructions of the implementing type. Those that take an address read or write there
/// [`LANES`](Vector::LANES) elements, or those of them that the mask admits, without any need for alignment.
pub(crate) trait Vector: Copy {
    type Scalar: Lane;
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
    /// Writes the lanes of `mask`, which are the first ones.
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
pub(crate) trait Transpose: Vector {
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

/// A whole register as windows use it: any run of its lanes, lanes picked from two registers, the larger of two.
///
/// # Safety
///
/// As [`Vector`].
pub(crate) trait Lanes: Transpose {
    /// Which lane of two registers each lane is picked from.
    type Order: Copy;

    /// The mask of the lanes from `first` on and below `end`.
    unsafe fn mask_between(first: usize, end: usize) -> Self::Mask;
    /// [`Vector::load_masked`] with the lanes of `self` where that has 0.
    unsafe fn load_over(self, from: *const Self::Scalar, mask: Self::Mask) -> Self;
    /// Picks for each lane the element of two registers that a number at `places` names, counted from `base` on. Reads
    /// [`LANES`](Vector::LANES) numbers; one that is twice as many above `base` or more picks any element.
    unsafe fn order(places: *const u32, base: u32) -> Self::Order;
    unsafe fn pick(first: Self, second: Self, order: Self::Order) -> Self;
    /// The lanes where `self` is larger than `other` or not a number.
    unsafe fn exceeds(self, other: Self) -> Self::Mask;
    /// The lanes of `self` where `mask` admits them, else those of `other`.
    unsafe fn select(self, other: Self, mask: Self::Mask) -> Self;
}

/// The most lanes that a register of any instruction set has.
pub(crate) const MOST_LANES: usize = 16;

/// Where up to so many streams begin.
pub(crate) type Pointers<T> = [*const T; MOST_LANES];

/// A register of no lanes: what a tile of one vector has in place of a first one.
#[derive(Clone, Copy)]
pub(crate) struct Nothing<T>(PhantomData<T>);

impl<T: Lane> Vector for Nothing<T> {
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
