//! Copies between elements that lie anyhow.

use crate::dtype::Element;
use crate::kernel::map::Operand;
use crate::kernel::rows::{Row, Rows};

/// Writes the elements of `x` over `shape` to the places of `out` that `strides` leads to.
pub(crate) fn place<T: Element>(shape: &[usize], x: Operand<'_, T>, strides: &[usize], out: &mut [T]) {
    if shape.contains(&0) {
        return;
    }
    let rows = Rows::new(shape, [x.strides, strides]);
    let len = rows.len;
    for Row { place: [i, j], .. } in rows.iter() {
        match rows.step {
            [1, 1] => out[j..][..len].copy_from_slice(&x.elements[i..][..len]),
            [0, 1] => out[j..][..len].fill(x.elements[i]),
            [s, t] => (0..len).for_each(|at| out[j + at * t] = x.elements[i + at * s]),
        }
    }
}
