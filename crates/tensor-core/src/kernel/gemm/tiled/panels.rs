//! All panels of B, packed for several products.

use super::block::SMALL_BYTES;
use super::blocked::{Tiled, pack_panel};
use super::set::Set;
use super::{Job, Tiles};
use crate::kernel::gemm::{Init, Matrix};
use crate::kernel::simd::Level;
use crate::scratch;

/// So many products are worth packing B for even if one alone would read it where it lies: its rows are far apart.
const MANY: usize = 16;

/// The panels of `b` one after the other, or nothing if `count` products of up to `rows` rows read it where it lies.
///
/// # Safety
///
/// The machine has `level`.
pub(in crate::kernel::gemm) unsafe fn of<T: Tiles>(
    level: Level,
    b: Matrix<T>,
    [rows, count]: [usize; 2],
) -> Vec<T> {
    let mut to = Vec::new();
    let packing = Packing {
        b,
        rows,
        count,
        to: &mut to,
    };
    // SAFETY: the caller's promise.
    unsafe { run_at(level, packing) };
    to
}

/// Runs `job` with the kernels of `level`, if it has any of its own.
///
/// # Safety
///
/// The machine has `level`.
unsafe fn run_at<T: Tiles>(level: Level, job: impl Job<T>) {
    // SAFETY: the caller's promise.
    unsafe {
        match level {
            Level::Avx512 => job.run::<T::Avx512>(),
            Level::Avx2 => job.run::<T::Avx2>(),
            Level::Portable => {}
        }
    }
}

struct Packing<'a, T> {
    b: Matrix<'a, T>,
    rows: usize,
    count: usize,
    to: &'a mut Vec<T>,
}

impl<T: Tiles> Job<T> for Packing<'_, T> {
    unsafe fn run<S: Set<Scalar = T>>(self) {
        let (k, n, width) = (self.b.rows(), self.b.cols(), Tiled::<S>::WIDTH);
        let is_small = (k * n).saturating_mul(size_of::<T>()) <= SMALL_BYTES;
        let few = self.count < MANY && self.rows.div_ceil(S::ROWS) <= S::FEW_TILES;
        if n < 2 || is_small || few {
            return;
        }
        let panels = n.div_ceil(width);
        scratch::resize(self.to, panels * k * width, T::ZERO);
        for (panel, to) in self.to.chunks_exact_mut(k * width).enumerate() {
            // SAFETY: the caller promises the instructions; the panel is one of B, and each has room for whole steps.
            unsafe {
                pack_panel::<S>(
                    self.b.as_ptr(),
                    self.b.strides(),
                    n,
                    panel,
                    &(0..k),
                    to.as_mut_ptr(),
                );
            }
        }
    }
}

/// `C = init + A B` with the panels of B.
///
/// # Safety
///
/// The machine has `level`, the panels are what [`of`] gave for it, the sizes fit, and none of them is 0.
pub(in crate::kernel::gemm) unsafe fn product<T: Tiles>(
    level: Level,
    a: Matrix<T>,
    b: Matrix<T>,
    panels: &[T],
    init: Init<T>,
    c: &mut [T],
) {
    // SAFETY: the caller's promise.
    unsafe {
        run_at(
            level,
            Product {
                a,
                b,
                panels,
                init,
                c,
            },
        );
    }
}

struct Product<'a, T> {
    a: Matrix<'a, T>,
    b: Matrix<'a, T>,
    panels: &'a [T],
    init: Init<'a, T>,
    c: &'a mut [T],
}

impl<T: Tiles> Job<T> for Product<'_, T> {
    unsafe fn run<S: Set<Scalar = T>>(self) {
        // SAFETY: the caller's promise.
        let mut tiled = unsafe { Tiled::<S>::new(self.a, self.b, self.init, self.c) };
        tiled.packed_b = self.panels.as_ptr();
        tiled.run();
    }
}
