//! The types of number that can be drawn.

use super::cephes;
use super::stream::{Stream, unit_f32, unit_f64};

/// A type of number that a [`Generator`](super::Generator) can fill a slice with: `bool`, `u8`, `i8`, `i16`, `i32`,
/// `i64`, `f32` or `f64`. Sealed.
pub trait Sample: sealed::Sample {}

/// `f32` or `f64`, the types of uniform and normal numbers. Sealed.
pub trait Float: Sample + sealed::Float {}

pub(super) mod sealed {
    use super::Stream;
    use std::ops::{Add, Div, Mul, Sub};

    pub trait Sample: Copy {
        /// Failure and success of a trial as numbers.
        const TRIAL: [Self; 2];
        /// `random_()`: whole numbers from 0 as far as the type is exact.
        fn fill_whole(stream: &mut Stream, out: &mut [Self]);
    }

    /// The arithmetic that the samplers need. All of it is inlined, because kernels call it.
    pub trait Float:
        Sample
        + PartialOrd
        + Add<Output = Self>
        + Sub<Output = Self>
        + Mul<Output = Self>
        + Div<Output = Self>
        + Into<f64>
    {
        const ONE: Self;
        const MINUS_TWO: Self;
        const TAU: Self;
        /// Rounds to the nearest number of this type.
        fn from_f64(value: f64) -> Self;
        /// Uniform in [0, 1).
        fn fill_unit(stream: &mut Stream, out: &mut [Self]);
        /// `self * factor + summand`, rounded once.
        fn mul_add(self, factor: Self, summand: Self) -> Self;
        fn sqrt(self) -> Self;
        /// The logarithm of a number in (0, 1].
        fn ln(self) -> Self;
        /// Sine and cosine of an angle in [0, 2 pi].
        fn sin_cos(self) -> (Self, Self);
    }
}

/// One line per type: its zero and one, and `random_()` (whether from one word or two, and how).
macro_rules! elements {
    ($($t:ty: $trial:expr, $map:ident($whole:expr);)*) => {$(
        impl Sample for $t {}
        impl sealed::Sample for $t {
            const TRIAL: [Self; 2] = $trial;
            fn fill_whole(stream: &mut Stream, out: &mut [Self]) {
                stream.$map(out, $whole);
            }
        }
    )*};
}

elements! {
    bool: [false, true], map_u32(|word| word % 2 == 1);
    u8: [0, 1], map_u32(|word| (word % (1 << 8)) as u8);
    i8: [0, 1], map_u32(|word| (word % (1 << 7)) as i8);
    i16: [0, 1], map_u32(|word| (word % (1 << 15)) as i16);
    i32: [0, 1], map_u32(|word| (word % (1 << 31)) as i32);
    i64: [0, 1], map_u64(|word| (word % (1 << 63)) as i64);
    f32: [0.0, 1.0], map_u32(|word| (word % ((1 << 24) + 1)) as f32);
    f64: [0.0, 1.0], map_u64(|word| (word % ((1 << 53) + 1)) as f64);
}

macro_rules! floats {
    ($($float:ident: $map:ident($unit:ident), $ln:path, $sin_cos:path;)*) => {$(
        impl Float for $float {}
        impl sealed::Float for $float {
            const ONE: Self = 1.0;
            const MINUS_TWO: Self = -2.0;
            const TAU: Self = std::$float::consts::TAU;

            #[inline(always)]
            fn from_f64(value: f64) -> Self {
                value as Self
            }

            fn fill_unit(stream: &mut Stream, out: &mut [Self]) {
                stream.$map(out, $unit);
            }

            #[inline(always)]
            fn mul_add(self, factor: Self, summand: Self) -> Self {
                self.mul_add(factor, summand)
            }

            #[inline(always)]
            fn sqrt(self) -> Self {
                self.sqrt()
            }

            #[inline(always)]
            fn ln(self) -> Self {
                $ln(self)
            }

            #[inline(always)]
            fn sin_cos(self) -> (Self, Self) {
                $sin_cos(self)
            }
        }
    )*};
}

floats! {
    f32: map_u32(unit_f32), cephes::ln, cephes::sin_cos;
    f64: map_u64(unit_f64), f64::ln, f64::sin_cos;
}
