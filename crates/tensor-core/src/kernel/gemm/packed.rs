//! The right side of several products, packed once for all of them.

use super::tiled::Tiles;
#[cfg(target_arch = "x86_64")]
use super::tiled::panels;
use super::{Init, Matrix, check, gemm_at};
use crate::kernel::simd::{self, Level};

/// For fewer products B is not packed: that takes a pass over it.
const FEW: usize = 4;

/// B of several products.
pub(in crate::kernel) struct Packed<'a, T> {
    b: Matrix<'a, T>,
    level: Level,
    /// Its panels for the kernels of this level, or nothing if these read it where it lies.
    panels: Vec<T>,
}

impl<'a, T: Tiles> Packed<'a, T> {
    /// B of `count` products with up to `rows` rows.
    pub(super) fn new(b: Matrix<'a, T>, rows: usize, count: usize) -> Self {
        let level = simd::level();
        let panels = match count {
            0..FEW => Vec::new(),
            _ => packed(level, b, [rows, count]),
        };
        Self { b, level, panels }
    }

    /// `C = init + A B`: the bits of [`gemm`](super::gemm).
    ///
    /// # Panics
    ///
    /// If the sizes do not fit.
    pub(super) fn product(&self, a: Matrix<T>, init: Init<T>, c: &mut [T]) {
        // SAFETY: the machine has the level; the sizes are checked, and a product of panels has none that is 0.
        unsafe {
            if self.panels.is_empty() || a.rows() < 2 {
                return gemm_at(self.level, a, self.b, init, c);
            }
            check(a, self.b, init, c);
            #[cfg(target_arch = "x86_64")]
            panels::product(self.level, a, self.b, &self.panels, init, c);
        }
    }
}

/// The panels of `b` for some products of some rows.
#[cfg(target_arch = "x86_64")]
fn packed<T: Tiles>(level: Level, b: Matrix<T>, products: [usize; 2]) -> Vec<T> {
    // SAFETY: `level` is never more than the machine has.
    unsafe { panels::of(level, b, products) }
}

/// No kernel here reads panels.
#[cfg(not(target_arch = "x86_64"))]
fn packed<T>(_: Level, _: Matrix<T>, _: [usize; 2]) -> Vec<T> {
    Vec::new()
}

impl<T> Packed<'_, T> {
    /// How many rows and columns it has.
    pub(in crate::kernel) fn sizes(&self) -> [usize; 2] {
        [self.b.rows(), self.b.cols()]
    }
}
