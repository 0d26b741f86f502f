//! Loops over one, two or three arrays of any layout, into contiguous elements.
//!
//! Whatever the strides, the work is rows, and a row's loop is one of a few that vectorise.

use crate::dtype::Element;
use crate::kernel::rows::Rows;
use crate::kernel::simd::{Arch, Kernel, Level, best_for_functions, best_for_streams, dispatch};
use crate::layout::Layout;

/// Writes `f` of every element, in row-major order, to `out`. For what need not be fast: casts and copies.
pub(crate) fn for_each<T: Element, U: Element>(layout: &Layout, x: &[T], out: &mut [U], f: impl Fn(T) -> U) {
    if out.is_empty() {
        return;
    }
    let rows = Rows::new(layout.shape(), [layout.strides()]);
    for (number, [place]) in rows.iter() {
        let out = &mut out[number * rows.len..][..rows.len];
        if rows.step == [1] {
            for (out, x) in out.iter_mut().zip(&x[place..]) {
                *out = f(*x);
            }
        } else {
            for (i, out) in out.iter_mut().enumerate() {
                *out = f(x[place + i * rows.step[0]]);
            }
        }
    }
}

/// Copies every element, in row-major order, to `out`.
pub(crate) fn copy<T: Element>(layout: &Layout, x: &[T], out: &mut [T]) {
    if layout.is_contiguous() {
        out.copy_from_slice(&x[..out.len()]);
    } else {
        for_each(layout, x, out, |x| x);
    }
}

/// A function of one element.
pub(crate) trait Unary<T, U>: Copy {
    /// The function, `#[inline(always)]` in every implementation.
    fn apply<A: Arch>(self, x: T) -> U;
}

/// A function of two elements.
pub(crate) trait Binary<T, U>: Copy {
    /// The function, `#[inline(always)]` in every implementation.
    fn apply<A: Arch>(self, a: T, b: T) -> U;
}

/// A function of three elements.
pub(crate) trait Ternary<S, T>: Copy {
    /// The function, `#[inline(always)]` in every implementation.
    fn apply<A: Arch>(self, a: S, b: T, c: T) -> T;
}

/// Writes `op` of every element to `out`.
#[inline]
pub(crate) fn unary<T: Element, U: Element>(op: impl Unary<T, U>, layout: &Layout, x: &[T], out: &mut [U]) {
    if out.is_empty() {
        return;
    }
    let rows = Rows::new(layout.shape(), [layout.strides()]);
    dispatch(UnaryRows { op, rows, x, out });
}

struct UnaryRows<'a, O, T, U> {
    op: O,
    rows: Rows<1>,
    x: &'a [T],
    out: &'a mut [U],
}

impl<T: Element, U: Element, O: Unary<T, U>> Kernel for UnaryRows<'_, O, T, U> {
    const BEST: Level = best_for_functions(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self { op, rows, x, out } = self;
        let (len, [step]) = (rows.len, rows.step);
        for (number, [place]) in rows.iter() {
            let out = &mut out[number * len..][..len];
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
pub(crate) fn binary<T: Element, U: Element>(
    op: impl Binary<T, U>,
    shape: &[usize],
    a: Operand<'_, T>,
    b: Operand<'_, T>,
    out: &mut [U],
) {
    if out.is_empty() {
        return;
    }
    dispatch(BinaryRows {
        op,
        rows: Rows::new(shape, [a.strides, b.strides]),
        a: a.elements,
        b: b.elements,
        out,
    });
}

/// Writes `op` of every pair to `out`, for operands that lie as it does.
#[inline]
pub(crate) fn binary_flat<T: Element, U: Element>(op: impl Binary<T, U>, a: &[T], b: &[T], out: &mut [U]) {
    dispatch(BinaryRow { op, a, b, out });
}

struct BinaryRow<'a, O, T, U> {
    op: O,
    a: &'a [T],
    b: &'a [T],
    out: &'a mut [U],
}

impl<T: Element, U: Element, O: Binary<T, U>> Kernel for BinaryRow<'_, O, T, U> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        binary_row::<A, _, _, _>(self.op, [1, 1], self.a, self.b, self.out);
    }
}

struct BinaryRows<'a, O, T, U> {
    op: O,
    rows: Rows<2>,
    a: &'a [T],
    b: &'a [T],
    out: &'a mut [U],
}

impl<T: Element, U: Element, O: Binary<T, U>> Kernel for BinaryRows<'_, O, T, U> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self { op, rows, a, b, out } = self;
        let len = rows.len;
        for (number, [i, j]) in rows.iter() {
            let out = &mut out[number * len..][..len];
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
    if out.is_empty() {
        return;
    }
    let rows = Rows::new(shape, [a.strides, b.strides, c.strides]);
    dispatch(TernaryRows {
        op,
        rows,
        a: a.elements,
        b: b.elements,
        c: c.elements,
        out,
    });
}

struct TernaryRows<'a, O, S, T> {
    op: O,
    rows: Rows<3>,
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
            a,
            b,
            c,
            out,
        } = self;
        let (len, [r, s, t]) = (rows.len, rows.step);
        for (number, [i, j, k]) in rows.iter() {
            let out = &mut out[number * len..][..len];
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
