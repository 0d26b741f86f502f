//! Loops over one, two or three arrays of any layout, into contiguous elements.
//!
//! What is compiled for each operation is one loop over contiguous elements. What brings arrays of any layout to it is
//! compiled once for the types of elements, and calls the loop through a pointer.

use crate::dtype::{DType, Element};
use crate::kernel::simd::{Arch, Kernel, Level, best_for_functions, best_for_streams, dispatch};
use crate::kernel::source::{Source, Tile};
use crate::kernel::threads::{LINE, fill};

/// A function of one element.
pub(crate) trait Unary<T, U>: Copy + Sync {
    /// What the function of an element costs, in additions: from how many elements on threads share them, and whether
    /// the widest vectors are worth a copy of the loop.
    const COST: usize = 1;
    /// Whether that of `f64` is no vector code, so that one copy of the loop will do.
    const SCALAR_F64: bool = false;
    /// The function, `#[inline(always)]` in every implementation.
    fn apply<A: Arch>(self, x: T) -> U;
}

/// A function of two elements.
pub(crate) trait Binary<T, U>: Copy + Sync {
    /// As [`Unary::COST`].
    const COST: usize = 1;
    /// As [`Unary::SCALAR_F64`].
    const SCALAR_F64: bool = false;
    /// Whether a plain number beside elements of a stored type is taken as it is; else it is rounded as they are, first.
    const EXACT_NUMBER: bool = false;
    /// The function, `#[inline(always)]` in every implementation.
    fn apply<A: Arch>(self, a: T, b: T) -> U;
}

/// The loop of a [`Unary`].
pub(crate) trait UnaryLoop<T, U>: Sync {
    /// [`Unary::COST`].
    fn cost(&self) -> usize;
    /// Writes the function of every element to `out`, which is as long.
    fn run(&self, x: &[T], out: &mut [U]);
}

impl<T: Element, U: Element, O: Unary<T, U>> UnaryLoop<T, U> for O {
    fn cost(&self) -> usize {
        O::COST
    }

    fn run(&self, x: &[T], out: &mut [U]) {
        dispatch(UnaryKernel { op: *self, x, out });
    }
}

struct UnaryKernel<'a, O, T, U> {
    op: O,
    x: &'a [T],
    out: &'a mut [U],
}

impl<T: Element, U: Element, O: Unary<T, U>> Kernel for UnaryKernel<'_, O, T, U> {
    const BEST: Level = best(T::DTYPE, O::COST, O::SCALAR_F64);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        for (out, x) in self.out.iter_mut().zip(self.x) {
            *out = self.op.apply::<A>(*x);
        }
    }
}

/// The loop of a [`Binary`].
pub(crate) trait BinaryLoop<T, U>: Sync {
    /// [`Binary::COST`].
    fn cost(&self) -> usize;
    /// [`Binary::EXACT_NUMBER`].
    fn exact_number(&self) -> bool;
    /// Writes the function of every pair to `out`, which is as long.
    fn run(&self, a: &[T], b: &[T], out: &mut [U]);
}

impl<T: Element, U: Element, O: Binary<T, U>> BinaryLoop<T, U> for O {
    fn cost(&self) -> usize {
        O::COST
    }

    fn exact_number(&self) -> bool {
        O::EXACT_NUMBER
    }

    fn run(&self, a: &[T], b: &[T], out: &mut [U]) {
        dispatch(BinaryKernel { op: *self, a, b, out });
    }
}

struct BinaryKernel<'a, O, T, U> {
    op: O,
    a: &'a [T],
    b: &'a [T],
    out: &'a mut [U],
}

impl<T: Element, U: Element, O: Binary<T, U>> Kernel for BinaryKernel<'_, O, T, U> {
    const BEST: Level = best(T::DTYPE, O::COST, O::SCALAR_F64);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        for ((out, a), b) in self.out.iter_mut().zip(self.a).zip(self.b) {
            *out = self.op.apply::<A>(*a, *b);
        }
    }
}

/// The best level that the loop of a function is worth a copy for.
const fn best(dtype: DType, cost: usize, scalar_f64: bool) -> Level {
    match dtype {
        DType::F64 if scalar_f64 => Level::Portable,
        // A division or a square root takes as long for an element of a wider vector.
        _ if cost <= 2 => best_for_streams(dtype),
        _ => best_for_functions(dtype),
    }
}

/// Writes `op` of every element from number `first` on to `out`.
pub(crate) fn unary<T: Element, U: Element>(
    op: &dyn UnaryLoop<T, U>,
    x: &Source<'_, T>,
    first: usize,
    out: &mut [U],
) {
    let mut done = 0;
    x.for_each_run(first, out.len(), &mut |x| {
        op.run(x, &mut out[done..][..x.len()]);
        done += x.len();
    });
}

/// Writes `op` of every pair from number `first` on to `out`.
pub(crate) fn binary<T: Element, U: Element>(
    op: &dyn BinaryLoop<T, U>,
    a: &Source<'_, T>,
    b: &Source<'_, T>,
    first: usize,
    mut out: &mut [U],
) {
    let mut tiles = (Tile::new(), Tile::new());
    let mut a = a.reader(first, out.len(), &mut tiles.0);
    let mut b = b.reader(first, out.len(), &mut tiles.1);
    while !out.is_empty() {
        let len = out.len().min(a.run()).min(b.run());
        let (run, rest) = out.split_at_mut(len);
        op.run(a.next(len), b.next(len), run);
        out = rest;
    }
}

/// Replaces every element of `x` by `op` of it and of the other operand's.
pub(crate) fn assign<T: Element>(op: &dyn AssignLoop<T>, x: &mut [T], other: &Source<'_, T>) {
    fill(x, LINE, 1, |first, x| {
        let mut done = 0;
        other.for_each_run(first, x.len(), &mut |other| {
            op.run(&mut x[done..][..other.len()], other);
            done += other.len();
        });
    });
}

/// The loop of a [`Binary`] whose result replaces its first operand.
pub(crate) trait AssignLoop<T>: Sync {
    /// Replaces every element of `x` by the function of it and of `other`'s.
    fn run(&self, x: &mut [T], other: &[T]);
}

impl<T: Element, O: Binary<T, T>> AssignLoop<T> for O {
    fn run(&self, x: &mut [T], other: &[T]) {
        dispatch(AssignKernel { op: *self, x, other });
    }
}

struct AssignKernel<'a, O, T> {
    op: O,
    x: &'a mut [T],
    other: &'a [T],
}

impl<T: Element, O: Binary<T, T>> Kernel for AssignKernel<'_, O, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        for (x, other) in self.x.iter_mut().zip(self.other) {
            *x = self.op.apply::<A>(*x, *other);
        }
    }
}
