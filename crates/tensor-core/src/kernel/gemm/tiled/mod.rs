//! Kernels for AVX-512 and AVX2: register tiles, and what suits a single row or column better.
//!
//! They exist because `matrixmultiply` takes three times as long for a lecture's 10 x 20 x 20, transposes B by scalars
//! (16 % at 64 x 512 x 784) and shares nothing below 512 x 512 x 512 between two threads; `benches/README.md` has the
//! figures.
//!
//! In a tile each element is one chain of fused multiply-adds in the order of `k` that begins at `init`; loading and
//! storing it between blocks of `k` rounds nothing. So neither the blocking nor the height of a tile matters to its
//! bits, and both instruction sets give the same.

#[cfg(target_arch = "x86_64")]
mod block;
#[cfg(target_arch = "x86_64")]
mod blocked;
pub(in crate::kernel) mod cut;
pub(in crate::kernel) mod pack;
#[cfg(target_arch = "x86_64")]
pub(super) mod panels;
#[cfg(target_arch = "x86_64")]
mod product;
mod row;
pub(in crate::kernel) mod set;
mod sets;
pub(in crate::kernel) mod tile;
pub(in crate::kernel) mod window_tile;
pub(in crate::kernel) mod workspace;

#[cfg(target_arch = "x86_64")]
pub(super) use self::product::{product_f32, product_f64};
use super::Scalar;
use crate::kernel::simd::Level;
use crate::kernel::vector::Lane;
use set::Set;

/// Fewer multiply-adds than this are not worth waking a thread for.
pub(in crate::kernel) const THREAD_WORK: usize = 1 << 20;
/// What a thread claims at a time is at least about this many multiply-adds.
pub(in crate::kernel) const CHUNK_WORK: usize = 1 << 18;
/// How many bytes of each column of B a chunk goes through at a time: a group of panels then fits the second cache.
pub(in crate::kernel) const BLOCK_BYTES: usize = 1536;
/// How many panels of B are packed together: that many times is a row of tiles of A used while it is at hand.
pub(in crate::kernel) const GROUP: usize = 4;

/// An element type that has the kernels of products at every level.
#[cfg(target_arch = "x86_64")]
pub(in crate::kernel) trait Tiles:
    Scalar + Lane<Plain: Set<Scalar = Self>, Avx2: Set<Scalar = Self>, Avx512: Set<Scalar = Self>>
{
}
/// An element type that has the kernels of products.
#[cfg(not(target_arch = "x86_64"))]
pub(in crate::kernel) trait Tiles: Scalar + Lane<Plain: Set<Scalar = Self>> {}
impl Tiles for f32 {}
impl Tiles for f64 {}

/// What is built of the kernels of a [`Set`].
pub(in crate::kernel) trait Job<T> {
    /// Runs it with the kernels of `S`.
    ///
    /// # Safety
    ///
    /// The machine has the instructions of `S`.
    unsafe fn run<S: Set<Scalar = T>>(self);
}

/// Runs `job` with the kernels of `level`.
///
/// # Safety
///
/// The machine has `level`.
pub(in crate::kernel) unsafe fn run_at<T: Tiles>(level: Level, job: impl Job<T>) {
    // SAFETY: the caller's promise.
    unsafe {
        match level {
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => job.run::<T::Avx512>(),
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => job.run::<T::Avx2>(),
            _ => job.run::<T::Plain>(),
        }
    }
}
