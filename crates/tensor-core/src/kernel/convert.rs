//! Runs of a stored type, read as the type that kernels compute in, and written back: the only loops that know of stored
//! types.

use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};

use crate::dtype::{DType, Element, element_types};
use crate::kernel::source::TILE;
use crate::kernel::threads::{LINE, fill};

/// A type that kernels are compiled for: `f32`, `f64`, `i64` or `bool`.
pub(crate) trait Compute: Element {
    /// Whether a stored type is computed in this one.
    const HAS_STORED: bool;
    /// How runs of `dtype` are read as this type and written back, if it is a stored type that is computed in this one.
    fn conversion(dtype: DType) -> Option<Conversion<Self>>;
}

/// Both ways between the elements of a buffer, as its bytes, and the type that they are computed in.
#[derive(Clone, Copy)]
pub(crate) struct Conversion<T> {
    /// Reads as many elements as `out` has, `step` apart, from number `place` on.
    pub(crate) read: fn(bytes: &[u8], place: usize, step: usize, out: &mut [T]),
    /// Writes as many elements as `x` has, from the first on: integers wrap, floating point is rounded.
    pub(crate) write: fn(x: &[T], bytes: &mut [u8]),
}

/// The conversion of a type, by what it is computed in.
enum Conversions {
    F32(Conversion<f32>),
    I64(Conversion<i64>),
    /// Of a type that kernels are compiled for.
    None,
}

macro_rules! define_conversions {
    ($($(#[$doc:meta])+ $variant:ident $name:literal $rust:ty, $class:ident $(, computed in $computing:ident)?;)*) => {
        const fn conversions(dtype: DType) -> Conversions {
            match dtype {
                $(DType::$variant => conversion!($rust $(, $computing)?),)*
            }
        }
    };
}
macro_rules! conversion {
    ($rust:ty) => {
        Conversions::None
    };
    ($rust:ty, $computing:ident) => {
        Conversions::$computing(Conversion {
            read: read::<$rust>,
            write: write::<$rust>,
        })
    };
}
element_types!((define_conversions));

impl Compute for f32 {
    const HAS_STORED: bool = true;

    fn conversion(dtype: DType) -> Option<Conversion<Self>> {
        match conversions(dtype) {
            Conversions::F32(conversion) => Some(conversion),
            Conversions::I64(_) | Conversions::None => None,
        }
    }
}

impl Compute for i64 {
    const HAS_STORED: bool = true;

    fn conversion(dtype: DType) -> Option<Conversion<Self>> {
        match conversions(dtype) {
            Conversions::I64(conversion) => Some(conversion),
            Conversions::F32(_) | Conversions::None => None,
        }
    }
}

impl Compute for f64 {
    const HAS_STORED: bool = false;

    fn conversion(_: DType) -> Option<Conversion<Self>> {
        None
    }
}

impl Compute for bool {
    const HAS_STORED: bool = false;

    fn conversion(_: DType) -> Option<Conversion<Self>> {
        None
    }
}

/// Elements of a stored type.
///
/// # Safety
/// Every bit pattern is a valid value.
unsafe trait Stored: Element {
    /// The type that they are computed in.
    type Computing: Element;

    /// Reads a run.
    #[inline(always)]
    fn widen(x: &[Self], out: &mut [Self::Computing]) {
        for (out, x) in out.iter_mut().zip(x) {
            *out = x.cast();
        }
    }

    /// Writes a run.
    #[inline(always)]
    fn narrow(x: &[Self::Computing], out: &mut [Self]) {
        for (out, x) in out.iter_mut().zip(x) {
            *out = x.cast();
        }
    }
}

macro_rules! integers {
    ($($rust:ty),*) => {$(
        // SAFETY: an integer.
        unsafe impl Stored for $rust {
            type Computing = i64;
        }
    )*};
}
integers!(u8, i8, i16, i32);

// Whole runs: one question for the machine's instruction, not one an element.
macro_rules! half_precision {
    ($($rust:ty),*) => {$(
        // SAFETY: a float of 16 bits.
        unsafe impl Stored for $rust {
            type Computing = f32;
            fn widen(x: &[Self], out: &mut [f32]) {
                x.convert_to_f32_slice(out);
            }
            fn narrow(x: &[f32], out: &mut [Self]) {
                out.convert_from_f32_slice(x);
            }
        }
    )*};
}
half_precision!(f16, bf16);

/// Elements that lie apart, gathered before they are converted.
const GATHERED: usize = 64;

fn read<S: Stored>(bytes: &[u8], place: usize, step: usize, out: &mut [S::Computing]) {
    // SAFETY: every bit pattern is a valid `S`.
    let (before, x, _) = unsafe { bytes.align_to::<S>() };
    debug_assert!(before.is_empty(), "elements are aligned");
    let x = &x[place..];
    match step {
        1 => S::widen(&x[..out.len()], out),
        0 => out.fill(x[0].cast()),
        step => {
            let mut gathered = [S::default(); GATHERED];
            for (number, out) in out.chunks_mut(GATHERED).enumerate() {
                let (run, x) = (&mut gathered[..out.len()], &x[number * GATHERED * step..]);
                for (i, element) in run.iter_mut().enumerate() {
                    *element = x[i * step];
                }
                S::widen(run, out);
            }
        }
    }
}

fn write<S: Stored>(x: &[S::Computing], bytes: &mut [u8]) {
    // SAFETY: every bit pattern is a valid `S`.
    let (before, elements, _) = unsafe { bytes.align_to_mut::<S>() };
    debug_assert!(before.is_empty(), "elements are aligned");
    S::narrow(x, &mut elements[..x.len()]);
}

/// Writes elements of a stored type part by part: `kernel` computes them, given the number of a part's first, and they
/// are rounded or wrapped once. `size` is that of a stored element, `cost` that of a computed one, in additions.
pub(crate) fn fill_stored<T: Compute>(
    dtype: DType,
    bytes: &mut [u8],
    cost: usize,
    kernel: &(dyn Fn(usize, &mut [T]) + Sync),
) {
    let Some(conversion) = T::conversion(dtype) else {
        panic!("elements of {dtype} are not computed in {}", T::DTYPE);
    };
    let size = dtype.size();
    fill(bytes, LINE * size, cost, |first, bytes| {
        let mut tile = [T::default(); TILE];
        for (number, bytes) in bytes.chunks_mut(TILE * size).enumerate() {
            let tile = &mut tile[..bytes.len() / size];
            kernel(first / size + number * TILE, tile);
            (conversion.write)(tile, bytes);
        }
    });
}
