//! Elements of planes by their places in them: what a largest element gives its gradient to, and unpooling.

use std::ops::AddAssign;

use super::for_each_plane;
use crate::dtype::Element;
use crate::kernel::threads::Pieces;

/// Writes for each index the element of its plane of `x` that it names; planes have `area` elements.
///
/// # Panics
///
/// If an index names no element.
pub(crate) fn gather<T: Element>(x: &[T], area: usize, indices: &[i64], out: &mut [T]) {
    let Some(size) = per_plane(x.len(), area, out.len()) else {
        return;
    };
    let out = Pieces::new(out);
    for_each_plane(x.len() / area, 2 * size, |plane| {
        // SAFETY: each plane is taken once.
        let out = unsafe { out.take(plane * size..(plane + 1) * size) };
        let x = &x[plane * area..][..area];
        for (to, index) in out.iter_mut().zip(&indices[plane * size..]) {
            *to = x[*index as usize];
        }
    });
}

/// Adds each value to the element of its plane that its index names; all elements begin at 0.
///
/// # Panics
///
/// If an index names no element.
pub(crate) fn scatter_add<T: Element + AddAssign>(values: &[T], indices: &[i64], area: usize, out: &mut [T]) {
    scatter(values, indices, area, out, |to, value| *to += value);
}

/// Puts each value where its index names an element of its plane, the last one if several do; all others are 0.
///
/// # Panics
///
/// If an index names no element.
pub(crate) fn unpool<T: Element>(values: &[T], indices: &[i64], area: usize, out: &mut [T]) {
    scatter(values, indices, area, out, |to, value| *to = value);
}

#[inline(always)]
fn scatter<T: Element>(
    values: &[T],
    indices: &[i64],
    area: usize,
    out: &mut [T],
    put: impl Fn(&mut T, T) + Sync,
) {
    let (len, size) = (out.len(), per_plane(out.len(), area, values.len()).unwrap_or(0));
    let out = Pieces::new(out);
    for_each_plane(len.checked_div(area).unwrap_or(0), area + 2 * size, |plane| {
        // SAFETY: each plane is taken once.
        let out = unsafe { out.take(plane * area..(plane + 1) * area) };
        out.fill(T::default());
        let values = &values[plane * size..][..size];
        for (value, index) in values.iter().zip(&indices[plane * size..]) {
            put(&mut out[*index as usize], *value);
        }
    });
}

/// How many of `values` belong to each plane of `len` elements in all, if there are any.
fn per_plane(len: usize, area: usize, values: usize) -> Option<usize> {
    values.checked_div(len.checked_div(area)?)
}
