//! Registers that every machine has: arrays, whose loops a compiler turns into whatever vectors there are.

use std::array;
use std::marker::PhantomData;
use std::ops::{Add, Mul};

use super::{Lane, Lanes, Loop, Pointers, Registers, Transpose, Vector};

/// What every machine has, for registers `F` and, for narrow rests, `H`.
pub(crate) struct Plain<F, H>(PhantomData<(F, H)>);

impl<F: Lanes, H: Vector<Scalar = F::Scalar>> Registers for Plain<F, H> {
    type Scalar = F::Scalar;
    type Full = F;
    type Half = H;

    unsafe fn run<L: Loop<F::Scalar>>(body: L) -> L::Output {
        // SAFETY: the caller's promise.
        unsafe { body.run::<F>() }
    }
}

/// A register of `N` elements.
#[derive(Clone, Copy)]
pub(crate) struct Array<T, const N: usize>([T; N]);

/// Arithmetic on the elements of an [`Array`].
pub(crate) trait Number: Lane + PartialOrd + Mul<Output = Self> + Default {}
impl Number for f32 {}
impl Number for f64 {}

impl<T: Number, const N: usize> Vector for Array<T, N> {
    type Scalar = T;
    type Mask = [bool; N];
    const LANES: usize = N;

    #[inline(always)]
    unsafe fn mask(count: usize) -> [bool; N] {
        array::from_fn(|lane| lane < count)
    }
    #[inline(always)]
    unsafe fn zero() -> Self {
        Self([T::default(); N])
    }
    #[inline(always)]
    unsafe fn splat(from: *const T) -> Self {
        // SAFETY: the caller's promise.
        Self([unsafe { *from }; N])
    }
    #[inline(always)]
    unsafe fn load(from: *const T) -> Self {
        // SAFETY: the caller's promise; an array is as aligned as its elements.
        Self(unsafe { *from.cast() })
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut T) {
        // SAFETY: as for `load`.
        unsafe { *to.cast() = self.0 };
    }
    #[inline(always)]
    unsafe fn load_masked(from: *const T, mask: [bool; N]) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::zero().load_over_lanes(from, mask) }
    }
    #[inline(always)]
    unsafe fn store_masked(self, to: *mut T, mask: [bool; N]) {
        for lane in (0..N).filter(|lane| mask[*lane]) {
            // SAFETY: the caller's promise.
            unsafe { *to.wrapping_add(lane) = self.0[lane] };
        }
    }
    #[inline(always)]
    unsafe fn multiply_add(self, factor: Self, addend: Self) -> Self {
        Self(array::from_fn(|lane| {
            self.0[lane] * factor.0[lane] + addend.0[lane]
        }))
    }
    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        Self(array::from_fn(|lane| self.0[lane] + other.0[lane]))
    }
    #[inline(always)]
    unsafe fn prefetch(_: *const T) {}
    #[inline(always)]
    unsafe fn sum(self) -> T {
        self.0.into_iter().reduce(Add::add).unwrap_or_default()
    }
}

impl<T: Number, const N: usize> Array<T, N> {
    /// # Safety
    ///
    /// As [`Lanes::load_over`].
    #[inline(always)]
    unsafe fn load_over_lanes(mut self, from: *const T, mask: [bool; N]) -> Self {
        for lane in (0..N).filter(|lane| mask[*lane]) {
            // SAFETY: the caller's promise.
            self.0[lane] = unsafe { *from.wrapping_add(lane) };
        }
        self
    }
}

impl<T: Number, const N: usize> Transpose for Array<T, N> {
    const DEPTH: usize = N;

    #[inline(always)]
    unsafe fn transpose(streams: &Pointers<T>, p: usize, depth: usize, to: *mut T, width: usize) {
        for p_and_row in 0..depth {
            for (lane, stream) in streams[..N].iter().enumerate() {
                // SAFETY: the caller's promise.
                unsafe { *to.add(p_and_row * width + lane) = *stream.add(p + p_and_row) };
            }
        }
    }
}

impl<T: Number, const N: usize> Lanes for Array<T, N> {
    type Order = [usize; N];

    #[inline(always)]
    unsafe fn mask_between(first: usize, end: usize) -> [bool; N] {
        array::from_fn(|lane| first <= lane && lane < end)
    }
    #[inline(always)]
    unsafe fn load_over(self, from: *const T, mask: [bool; N]) -> Self {
        // SAFETY: the caller's promise.
        unsafe { self.load_over_lanes(from, mask) }
    }
    #[inline(always)]
    unsafe fn order(places: *const u32, base: u32) -> [usize; N] {
        // SAFETY: the caller's promise.
        array::from_fn(|lane| unsafe { *places.add(lane) - base } as usize)
    }
    #[inline(always)]
    unsafe fn pick(first: Self, second: Self, order: [usize; N]) -> Self {
        Self(order.map(|place| {
            if place < N {
                first.0[place]
            } else {
                second.0[place % N]
            }
        }))
    }
    #[inline(always)]
    #[expect(clippy::eq_op, reason = "only what is not a number differs from itself")]
    unsafe fn exceeds(self, other: Self) -> [bool; N] {
        array::from_fn(|lane| self.0[lane] > other.0[lane] || self.0[lane] != self.0[lane])
    }
    #[inline(always)]
    unsafe fn select(self, other: Self, mask: [bool; N]) -> Self {
        Self(array::from_fn(|lane| {
            if mask[lane] { self.0[lane] } else { other.0[lane] }
        }))
    }
}
