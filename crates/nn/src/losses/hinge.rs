//! What losses with a margin are made of.

use autograd::Tensor;

/// `max(0, x)` of each element, which has no slope at 0 and where it is not a number.
pub(super) fn hinge(x: &Tensor) -> Tensor {
    x.gt(0).where_(x, x.detach().clamp_min(0.0))
}

/// `max(0, x)` of each element, and 0 where it is not a number.
pub(super) fn positive_part(x: &Tensor) -> Tensor {
    x.gt(0).where_(x, 0)
}
