//! [`HalfNormal`]: how far a normal number is from 0.

use std::f64::consts::{LN_2, PI};

use autograd::Tensor;

use crate::{Distribution, KlDivergence, Normal, Reparameterized, check};

/// The distribution of `|x|` for normal `x` of mean 0 and standard deviation `scale`.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, HalfNormal};
/// let error = HalfNormal::new(2.0);
/// assert!((error.mean().item() - 1.595_769_1).abs() < 1e-6);
/// assert!(error.sample([20]).ge(0).all().item() == 1.0);
/// ```
#[derive(Clone, Debug)]
pub struct HalfNormal {
    signed: Normal,
}

impl HalfNormal {
    /// The distribution.
    ///
    /// # Panics
    /// If `scale` is not positive.
    #[track_caller]
    pub fn new(scale: impl Into<Tensor>) -> Self {
        Self {
            signed: Normal::new(0.0, scale),
        }
    }
}

impl Distribution for HalfNormal {
    fn batch_shape(&self) -> &[usize] {
        self.signed.batch_shape()
    }

    fn mean(&self) -> Tensor {
        self.signed.stddev() * (2.0 / PI).sqrt()
    }

    fn variance(&self) -> Tensor {
        self.signed.variance() * (1.0 - 2.0 / PI)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::require("HalfNormal", "value", value, "at least 0", |x| x >= 0.0);
        self.signed.log_prob(value) + LN_2
    }

    fn entropy(&self) -> Tensor {
        self.signed.entropy() - LN_2
    }

    fn mode(&self) -> Tensor {
        self.signed.mode()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        self.signed.cdf(&value.clamp_min(0.0)) * 2.0 - 1.0
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("HalfNormal", "a probability", value);
        self.signed.icdf(&((value + 1.0) * 0.5))
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        self.signed.draw(sample_shape).abs()
    }
}

impl Reparameterized for HalfNormal {}

impl KlDivergence<HalfNormal> for HalfNormal {
    #[track_caller]
    fn kl_divergence(&self, q: &HalfNormal) -> Tensor {
        self.signed.kl_divergence(&q.signed)
    }
}
