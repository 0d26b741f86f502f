//! Functions one after the other.

use autograd::Tensor;

use crate::{Bijection, check};

/// How many of the last dimensions all functions take at once.
pub(crate) fn event_dim<'a>(parts: impl DoubleEndedIterator<Item = &'a dyn Bijection>) -> usize {
    parts.rev().fold(0, |after, part| before(part, after))
}

/// How many of the last dimensions belong together before a function, of which so many do after it.
pub(crate) fn before(part: &dyn Bijection, after: usize) -> usize {
    let wanted = part.event_dim();
    (after + wanted)
        .saturating_sub(part.event_dim_after())
        .max(wanted)
}

/// How many of the last dimensions belong together after all functions, of which so many do before them.
pub(crate) fn event_dim_after<'a>(parts: impl Iterator<Item = &'a dyn Bijection>, before: usize) -> usize {
    parts.fold(before, |dims, part| {
        dims + part.event_dim_after() - part.event_dim()
    })
}

/// The logarithm of the magnitude of the slopes of all functions, where `dims` of the last dimensions belong together before them.
#[track_caller]
pub(crate) fn log_abs_det_jacobian<B: Bijection>(parts: &[B], dims: usize, x: &Tensor, y: &Tensor) -> Tensor {
    let mut sum = check::sum_last(&x.zeros_like(), dims);
    let (mut x, mut dims) = (x.clone(), dims);
    for (at, part) in parts.iter().enumerate() {
        let value = match at + 1 == parts.len() {
            true => y.clone(),
            false => part.forward(&x),
        };
        let slopes = part.log_abs_det_jacobian(&x, &value);
        sum = check::sum_last(&slopes, dims - part.event_dim()) + sum;
        dims = dims + part.event_dim_after() - part.event_dim();
        x = value;
    }
    sum
}
