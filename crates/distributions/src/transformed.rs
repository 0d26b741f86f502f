//! [`TransformedDistribution`]: values of a distribution, put through functions.

use std::fmt;
use std::sync::Arc;

use autograd::{Error, Tensor};

use crate::{Distribution, Reparameterized, check};

/// A function of numbers that can be turned around and differentiated, such as those of [`Transform`].
pub trait Bijection: fmt::Debug + Send + Sync {
    /// The value for `x`.
    #[track_caller]
    fn forward(&self, x: &Tensor) -> Tensor;

    /// The `x` of a value.
    #[track_caller]
    fn inverse(&self, y: &Tensor) -> Tensor;

    /// The logarithm of the magnitude of the slope at `x`, where the value is `y`.
    #[track_caller]
    fn log_abs_det_jacobian(&self, x: &Tensor, y: &Tensor) -> Tensor;
}

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
        }
    }
}

/// Between 0 and 1 without both.
#[track_caller]
fn inside(y: &Tensor) -> Tensor {
    let (least, eps) = y
        .dtype()
        .finfo()
        .map_or((0.0, 0.0), |limits| (limits.smallest_normal, limits.eps));
    y.clamp(least, 1.0 - eps)
}

/// The distribution of what functions make of the values of another one, one after the other.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Normal, Reparameterized, Transform, TransformedDistribution};
/// // What a policy of bounded actions draws.
/// let squashed = TransformedDistribution::new(Normal::new(0.0, 1.0), [Transform::Tanh]);
/// let action = squashed.rsample([4]);
/// assert!(action.abs().max().item() < 1.0);
/// assert_eq!(squashed.log_prob(&action).shape(), [4]);
/// ```
#[derive(Clone, Debug)]
pub struct TransformedDistribution<D> {
    base: D,
    transforms: Vec<Arc<dyn Bijection>>,
}

impl<D: Distribution> TransformedDistribution<D> {
    /// The distribution of `base` put through `transforms`, the first one first. They go element by element.
    pub fn new<B: Bijection + 'static>(base: D, transforms: impl IntoIterator<Item = B>) -> Self {
        let shared = |transform| Arc::new(transform) as Arc<dyn Bijection>;
        Self {
            base,
            transforms: transforms.into_iter().map(shared).collect(),
        }
    }

    /// The distribution before the functions.
    pub fn base(&self) -> &D {
        &self.base
    }
}

impl<D: Distribution> Distribution for TransformedDistribution<D> {
    fn batch_shape(&self) -> &[usize] {
        self.base.batch_shape()
    }

    fn event_shape(&self) -> &[usize] {
        self.base.event_shape()
    }

    /// # Panics
    /// There is no formula; take the mean of samples.
    #[track_caller]
    fn mean(&self) -> Tensor {
        no_formula("mean")
    }

    /// # Panics
    /// There is no formula; take the variance of samples.
    #[track_caller]
    fn variance(&self) -> Tensor {
        no_formula("variance")
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        let event = self.base.event_shape().len();
        let mut y = value.clone();
        let mut lost: Option<Tensor> = None;
        for transform in self.transforms.iter().rev() {
            let x = transform.inverse(&y);
            let slopes = transform.log_abs_det_jacobian(&x, &y);
            let slopes = check::sum_last(&slopes, event);
            lost = Some(match lost {
                Some(lost) => lost + slopes,
                None => slopes,
            });
            y = x;
        }
        let base = self.base.log_prob(&y);
        match lost {
            Some(lost) => base - lost,
            None => base,
        }
    }

    /// # Panics
    /// There is no formula; take the mean of `-log_prob` of samples.
    #[track_caller]
    fn entropy(&self) -> Tensor {
        no_formula("entropy")
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let drawn = self.base.draw(sample_shape);
        self.transforms
            .iter()
            .fold(drawn, |x, transform| transform.forward(&x))
    }
}

impl<D: Reparameterized> Reparameterized for TransformedDistribution<D> {}

#[track_caller]
fn no_formula(of: &str) -> ! {
    Error::argument(format!(
        "TransformedDistribution: there is no formula of its {of}; take samples"
    ))
    .raise()
}
