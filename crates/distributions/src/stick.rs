//! The stick that [`Transform::StickBreaking`](crate::Transform) breaks.

use autograd::Tensor;

use crate::check::least;
use crate::transform::inside;

/// The logarithms of how many parts are to come: of `n` numbers those of `n, n - 1, ..`.
#[track_caller]
fn to_come(count: usize, like: &Tensor) -> Tensor {
    let counts = Tensor::options()
        .dtype(like.dtype())
        .arange(-(count as i64), 0, 1);
    (-counts).log()
}

/// The numbers without the last one.
#[track_caller]
fn but_last(y: &Tensor) -> Tensor {
    y.narrow(-1, 0, y.size(-1).saturating_sub(1))
}

#[track_caller]
pub(crate) fn forward(x: &Tensor) -> Tensor {
    let part = inside(&(x - to_come(x.size(-1), x)).sigmoid());
    let rest = (1.0 - &part).cumprod(-1);
    let first = Tensor::options()
        .dtype(x.dtype())
        .ones([&x.shape()[..x.rank() - 1], &[1]].concat());
    Tensor::cat(&[&part, &first], -1) * Tensor::cat(&[&first, &rest], -1)
}

#[track_caller]
pub(crate) fn inverse(y: &Tensor) -> Tensor {
    let part = but_last(y);
    let rest = (1.0 - part.cumsum(-1)).clamp_min(least(y));
    part.log() - rest.log() + to_come(part.size(-1), y)
}

#[track_caller]
pub(crate) fn log_abs_det_jacobian(x: &Tensor, y: &Tensor) -> Tensor {
    let x = x - to_come(x.size(-1), x);
    // 1 - sigmoid(x) = e^-x sigmoid(x).
    (x.logsigmoid() - &x + but_last(y).log()).sum_dim(-1, false)
}
