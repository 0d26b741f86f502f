//! [`Transform`]: the functions that there are.

use std::any::Any;
use std::mem::discriminant;

use autograd::{Error, OrRaise, Tensor};
use tensor_core::broadcast;

use crate::bijection::grows;
use crate::triangular::cholesky;
use crate::{Bijection, Constraint, check, compose, correlation, stick};

/// The functions of `torch.distributions.transforms` that people flow through.
#[derive(Clone, Debug)]
pub enum Transform {
    /// `loc + scale x`.
    Affine {
        /// What is added.
        loc: Tensor,
        /// What is multiplied by.
        scale: Tensor,
    },
    /// `e^x`.
    Exp,
    /// `1 / (1 + e^-x)`.
    Sigmoid,
    /// `tanh(x)`.
    Tanh,
    /// `ln(1 + e^x)`.
    Softplus,
    /// `x^exponent`, of positive numbers.
    Power(f64),
    /// `n + 1` positive numbers with the sum 1 of `n` numbers in the last dimension: each says by its sigmoid how much is broken off the
    /// rest of a stick, so that all parts are alike of zeros.
    StickBreaking,
    /// `e^x` over the sum of these in the last dimension. Not one to one: there is no slope.
    Softmax,
    /// The lower triangle of a correlation matrix `[d, d]`, of any `d (d - 1) / 2` numbers: each row has length 1.
    CorrCholesky,
    /// A matrix without what is above its diagonal, whose diagonal is put through [`Exp`](Transform::Exp). Not one to one.
    LowerCholesky,
    /// The product of such a triangle and its transpose. Not one to one.
    PositiveDefinite,
    /// The function with so many more dimensions as one value, over which logarithms of slopes are summed.
    Independent(Box<Transform>, usize),
    /// One function after the other, the first one first; `x` itself if there is none.
    Compose(Vec<Transform>),
}

impl Transform {
    /// The functions that this one is composed of.
    fn parts(&self) -> impl DoubleEndedIterator<Item = &dyn Bijection> {
        let parts = match self {
            Transform::Compose(parts) => &parts[..],
            single => std::slice::from_ref(single),
        };
        parts.iter().map(|part| part as &dyn Bijection)
    }
}

impl Bijection for Transform {
    fn forward(&self, x: &Tensor) -> Tensor {
        match self {
            Transform::Affine { loc, scale } => loc + scale * x,
            Transform::Exp => x.exp(),
            Transform::Sigmoid => inside(&x.sigmoid()),
            Transform::Tanh => x.tanh(),
            Transform::Softplus => x.softplus(),
            Transform::Power(exponent) => x.powf(*exponent),
            Transform::StickBreaking => stick::forward(x),
            Transform::Softmax => x.softmax(-1),
            Transform::CorrCholesky => correlation::forward(x),
            Transform::LowerCholesky => with_diagonal(x, &x.diagonal(0, -2, -1).exp()),
            Transform::PositiveDefinite => {
                let factor = Transform::LowerCholesky.forward(x);
                factor.matmul(factor.transpose(-2, -1))
            }
            Transform::Independent(each, _) => each.forward(x),
            Transform::Compose(parts) => {
                check::here(|| parts.iter().fold(x.clone(), |x, part| part.forward(&x)))
            }
        }
    }

    fn inverse(&self, y: &Tensor) -> Tensor {
        match self {
            Transform::Affine { loc, scale } => (y - loc) / scale,
            Transform::Exp => y.log(),
            Transform::Sigmoid => {
                let y = inside(y);
                y.log() - (-y).log1p()
            }
            Transform::Tanh => y.atanh(),
            Transform::Softplus => (-y).expm1().neg().log() + y,
            Transform::Power(exponent) => y.powf(1.0 / exponent),
            Transform::StickBreaking => stick::inverse(y),
            Transform::Softmax => y.log(),
            Transform::CorrCholesky => correlation::inverse(y),
            Transform::LowerCholesky => with_diagonal(y, &y.diagonal(0, -2, -1).log()),
            Transform::PositiveDefinite => {
                let factor = cholesky(y).map_err(|error| error.within("PositiveDefinite"));
                Transform::LowerCholesky.inverse(&factor.or_raise())
            }
            Transform::Independent(each, _) => each.inverse(y),
            Transform::Compose(parts) => {
                let back = |y: Tensor, part: &Transform| part.inverse(&y);
                check::here(|| parts.iter().rev().fold(y.clone(), back))
            }
        }
    }

    fn log_abs_det_jacobian(&self, x: &Tensor, y: &Tensor) -> Tensor {
        match self {
            Transform::Affine { scale, .. } => scale.abs().log() + x.zeros_like(),
            Transform::Exp => x.clone(),
            Transform::Sigmoid => -(-x).softplus() - x.softplus(),
            // 1 - tanh(x)^2, without losing its digits where that is near 1.
            Transform::Tanh => (std::f64::consts::LN_2 - x - (x * -2.0).softplus()) * 2.0,
            Transform::Softplus => -(-x).softplus(),
            Transform::Power(exponent) => (y * *exponent / x).abs().log(),
            Transform::StickBreaking => stick::log_abs_det_jacobian(x, y),
            Transform::CorrCholesky => correlation::log_abs_det_jacobian(x, y),
            Transform::Softmax | Transform::LowerCholesky | Transform::PositiveDefinite => {
                Error::argument(format!("{self:?} is not one to one, and has no slope")).raise()
            }
            Transform::Independent(each, dims) => check::sum_last(&each.log_abs_det_jacobian(x, y), *dims),
            Transform::Compose(parts) => {
                check::here(|| compose::log_abs_det_jacobian(parts, self.event_dim(), x, y))
            }
        }
    }

    fn event_dim(&self) -> usize {
        match self {
            Transform::StickBreaking | Transform::Softmax | Transform::CorrCholesky => 1,
            Transform::LowerCholesky | Transform::PositiveDefinite => 2,
            Transform::Independent(each, dims) => each.event_dim() + dims,
            Transform::Compose(_) => compose::event_dim(self.parts()),
            _ => 0,
        }
    }

    fn event_dim_after(&self) -> usize {
        match self {
            Transform::CorrCholesky => 2,
            Transform::Independent(each, dims) => each.event_dim_after() + dims,
            Transform::Compose(_) => compose::event_dim_after(self.parts(), self.event_dim()),
            _ => self.event_dim(),
        }
    }

    fn forward_shape(&self, shape: &[usize]) -> Vec<usize> {
        match (self, shape) {
            (Transform::StickBreaking, [batch @ .., n]) => [batch, &[n + 1]].concat(),
            (Transform::CorrCholesky, _) => correlation::forward_shape(shape),
            (Transform::Independent(each, _), _) => each.forward_shape(shape),
            (Transform::Compose(parts), _) => {
                let through = |shape: Vec<usize>, part: &Transform| part.forward_shape(&shape);
                check::here(|| parts.iter().fold(shape.to_vec(), through))
            }
            _ => shape.to_vec(),
        }
    }

    fn codomain(&self) -> Constraint {
        match self {
            Transform::Affine { .. } => Constraint::Real,
            Transform::Exp | Transform::Softplus | Transform::Power(_) => Constraint::Positive,
            Transform::Sigmoid => Constraint::UnitInterval,
            Transform::Tanh => Constraint::Interval(Tensor::from(-1.0), Tensor::from(1.0)),
            Transform::StickBreaking | Transform::Softmax => Constraint::Simplex,
            Transform::CorrCholesky => Constraint::CorrCholesky,
            Transform::LowerCholesky => Constraint::LowerCholesky,
            Transform::PositiveDefinite => Constraint::PositiveDefinite,
            Transform::Independent(each, dims) => each.codomain().to_event(*dims),
            Transform::Compose(parts) => {
                let last = parts.last().map_or(Constraint::Real, Bijection::codomain);
                let added = self.event_dim_after() - last.event_dim();
                last.to_event(added)
            }
        }
    }

    fn sign(&self) -> Tensor {
        match self {
            Transform::Affine { scale, .. } => scale.detach().sign(),
            Transform::Power(exponent) => Tensor::from(exponent.signum()),
            Transform::Compose(parts) => {
                let turned = |sign: Tensor, part: &Transform| sign * part.sign();
                check::here(|| parts.iter().fold(Tensor::from(1.0), turned))
            }
            Transform::Independent(each, _) => each.sign(),
            _ => grows(self),
        }
    }

    fn is_same(&self, other: &dyn Bijection) -> bool {
        match (self, (other as &dyn Any).downcast_ref()) {
            (Transform::Affine { loc, scale }, Some(Transform::Affine { loc: to, scale: by })) => {
                all_same(loc, to) && all_same(scale, by)
            }
            (Transform::Power(a), Some(Transform::Power(b))) => a == b,
            (Transform::Independent(a, dims), Some(Transform::Independent(b, other))) => {
                dims == other && a.is_same(&**b)
            }
            (Transform::Compose(a), Some(Transform::Compose(b))) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_same(b))
            }
            (a, Some(b)) => discriminant(a) == discriminant(b),
            (_, None) => false,
        }
    }
}

/// Whether two tensors have the same numbers everywhere in their common shape.
fn all_same(a: &Tensor, b: &Tensor) -> bool {
    broadcast(a.shape(), b.shape()).is_ok() && a.detach().eq(b.detach()).all().item() != 0.0
}

/// What is below the diagonal of a matrix, and another diagonal.
#[track_caller]
fn with_diagonal(matrix: &Tensor, diagonal: &Tensor) -> Tensor {
    matrix.tril(-1) + diagonal.diag_embed(0, -2, -1)
}

/// Between 0 and 1 without both.
#[track_caller]
pub(crate) fn inside(y: &Tensor) -> Tensor {
    let (least, eps) = y
        .dtype()
        .finfo()
        .map_or((0.0, 0.0), |limits| (limits.smallest_normal, limits.eps));
    y.clamp(least, 1.0 - eps)
}
