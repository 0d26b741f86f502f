//! Loops over one, two or three arrays of any layout, into contiguous elements.
//!
//! Whatever the strides, the work is rows, and a row's loop is one of a few that vectorise.

use crate::dtype::Element;
use crate::kernel::rows::{Row, Rows};
use crate::kernel::simd::{Arch, Kernel, Level, best_for_functions, best_for_streams, dispatch};
use crate::kernel::threads::{LINE, fill};
use crate::layout::Layout;

/// A function of one element.
pub(crate) trait Unary<T, U>: Copy + Sync {
    /// What the function of an element costs, in additions: from how many elements on threads share them.
    const COST: usize = 1;
    /// The function, `#[inline(always)]` in every implementation.
    fn apply<A: Arch>(self, x: T) -> U;
}

/// A function of two elements.
pub(crate) trait Binary<T, U>: Copy + Sync {
    /// What the function of a pair costs, in additions.
    const COST: usize = 1;
    /// The function, `#[inline(always)]` in every implementation.
    fn apply<A: Arch>(self, a: T, b: T) -> U;
}

/// A function of three elements.
pub(crate) trait Ternary<S, T>: Copy + Sync {
    /// The function, `#[inline(always)]` in every implementation.
    fn apply<A: Arch>(self, a: S, b: T, c: T) -> T;
}

/// Writes `op` of every element to `out`.
#[inline]
pub(crate) fn unary<T: Element, U: Element, O: Unary<T, U>>(op: O, layout: &Layout, x: &[T], out: &mut [U]) {
    let rows = if layout.is_contiguous() {
        Rows::line(out.len(), [1])
    } else {
        Rows::new(layout.shape(), [layout.strides()])
    };
    let rows = &rows;
    fill(out, LINE, O::COST, |first, out| {
        dispatch(UnaryRows {
            op,
            rows,
            first,
            x,
            out,
        });
    });
}

struct UnaryRows<'a, O, T, U> {
    op: O,
    rows: &'a Rows<1>,
    first: usize,
    x: &'a [T],
    out: &'a mut [U],
}

impl<T: Element, U: Element, O: Unary<T, U>> Kernel for UnaryRows<'_, O, T, U> {
    const BEST: Level = best_for_functions(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self {
            op,
            rows,
            first,
            x,
            out,
        } = self;
        let [step] = rows.step;
        for Row {
            start,
            len,
            place: [place],
        } in rows.walk(first, out.len())
        {
            let out = &mut out[start..][..len];
            if step == 1 {
                for (out, x) in out.iter_mut().zip(&x[place..][..len]) {
                    *out = op.apply::<A>(*x);
                }
            } else {
                for (i, out) in out.iter_mut().enumerate() {
                    *out = op.apply::<A>(x[place + i * step]);
                }
            }
        }
    }
}

/// One operand of a binary or ternary loop: where it starts, and its strides over the result's shape.
#[derive(Clone, Copy)]
pub(crate) struct Operand<'a, T> {
    pub(crate) elements: &'a [T],
    pub(crate) strides: &'a [usize],
}

/// Writes `op` of every pair to `out`, which has `shape`.
#[inline]
pub(crate) fn binary<T: Element, U: Element, O: Binary<T, U>>(
    op: O,
    shape: &[usize],
    a: Operand<'_, T>,
    b: Operand<'_, T>,
    out: &mut [U],
) {
    let rows = Rows::new(shape, [a.strides, b.strides]);
    binary_rows(op, &rows, a.elements, b.elements, out);
}

/// Writes `op` of every pair to `out`, for operands that lie as it does.
#[inline]
pub(crate) fn binary_flat<T: Element, U: Element, O: Binary<T, U>>(op: O, a: &[T], b: &[T], out: &mut [U]) {
    binary_rows(op, &Rows::line(out.len(), [1, 1]), a, b, out);
}

#[inline]
fn binary_rows<T: Element, U: Element, O: Binary<T, U>>(
    op: O,
    rows: &Rows<2>,
    a: &[T],
    b: &[T],
    out: &mut [U],
) {
    fill(out, LINE, O::COST, |first, out| {
        dispatch(BinaryRows {
            op,
            rows,
            first,
            a,
            b,
            out,
        });
    });
}

struct BinaryRows<'a, O, T, U> {
    op: O,
    rows: &'a Rows<2>,
    first: usize,
    a: &'a [T],
    b: &'a [T],
    out: &'a mut [U],
}

impl<T: Element, U: Element, O: Binary<T, U>> Kernel for BinaryRows<'_, O, T, U> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self {
            op,
            rows,
            first,
            a,
            b,
            out,
        } = self;
        for Row {
            start,
            len,
            place: [i, j],
        } in rows.walk(first, out.len())
        {
            let out = &mut out[start..][..len];
            binary_row::<A, _, _, _>(op, rows.step, &a[i..], &b[j..], out);
        }
    }
}

#[inline(always)]
fn binary_row<A: Arch, T: Element, U: Element, O: Binary<T, U>>(
    op: O,
    step: [usize; 2],
    a: &[T],
    b: &[T],
    out: &mut [U],
) {
    let len = out.len();
    match step {
        [1, 1] => {
            let (a, b) = (&a[..len], &b[..len]);
            for i in 0..len {
                out[i] = op.apply::<A>(a[i], b[i]);
            }
        }
        [1, 0] => {
            let (a, b) = (&a[..len], b[0]);
            for i in 0..len {
                out[i] = op.apply::<A>(a[i], b);
            }
        }
        [0, 1] => {
            let (a, b) = (a[0], &b[..len]);
            for i in 0..len {
                out[i] = op.apply::<A>(a, b[i]);
            }
        }
        [s, t] => {
            for i in 0..len {
                out[i] = op.apply::<A>(a[i * s], b[i * t]);
            }
        }
    }
}

/// Writes `op` of every triple to `out`, which has `shape`.
pub(crate) fn ternary<S: Element, T: Element>(
    op: impl Ternary<S, T>,
    shape: &[usize],
    a: Operand<'_, S>,
    b: Operand<'_, T>,
    c: Operand<'_, T>,
    out: &mut [T],
) {
    let rows = Rows::new(shape, [a.strides, b.strides, c.strides]);
    let (rows, a, b, c) = (&rows, a.elements, b.elements, c.elements);
    fill(out, LINE, 1, |first, out| {
        dispatch(TernaryRows {
            op,
            rows,
            first,
            a,
            b,
            c,
            out,
        });
    });
}

struct TernaryRows<'a, O, S, T> {
    op: O,
    rows: &'a Rows<3>,
    first: usize,
    a: &'a [S],
    b: &'a [T],
    c: &'a [T],
    out: &'a mut [T],
}

impl<S: Element, T: Element, O: Ternary<S, T>> Kernel for TernaryRows<'_, O, S, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self {
            op,
            rows,
            first,
            a,
            b,
            c,
            out,
        } = self;
        let [r, s, t] = rows.step;
        for Row {
            start,
            len,
            place: [i, j, k],
        } in rows.walk(first, out.len())
        {
            let out = &mut out[start..][..len];
            let (a, b, c) = (&a[i..], &b[j..], &c[k..]);
            if [r, s, t] == [1, 1, 1] {
                let (a, b, c) = (&a[..len], &b[..len], &c[..len]);
                for i in 0..len {
                    out[i] = op.apply::<A>(a[i], b[i], c[i]);
                }
            } else {
                for (i, out) in out.iter_mut().enumerate() {
                    *out = op.apply::<A>(a[i * r], b[i * s], c[i * t]);
                }
            }
        }
    }
}
