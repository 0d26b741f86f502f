//! [`HalfCauchy`]: how far a number of Cauchy's distribution is from 0.

use std::f64::consts::LN_2;

use autograd::Tensor;

use crate::{Cauchy, Distribution, Reparameterized, check};

/// The distribution of `|x|` for `x` of [`Cauchy`]'s distribution around 0: a prior of scales.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, HalfCauchy};
/// assert!(HalfCauchy::new(1.0).sample([20]).ge(0).all().item() == 1.0);
/// assert_eq!(HalfCauchy::new(1.0).mean().item(), f64::INFINITY);
/// ```
#[derive(Clone, Debug)]
pub struct HalfCauchy {
    signed: Cauchy,
}

impl HalfCauchy {
    /// The distribution.
    ///
    /// # Panics
    /// If `scale` is not positive.
    #[track_caller]
    pub fn new(scale: impl Into<Tensor>) -> Self {
        Self {
            signed: Cauchy::new(0.0, scale),
        }
    }
}

impl Distribution for HalfCauchy {
    fn batch_shape(&self) -> &[usize] {
        self.signed.batch_shape()
    }

    /// Infinite.
    fn mean(&self) -> Tensor {
        self.signed.variance()
    }

    /// Infinite.
    fn variance(&self) -> Tensor {
        self.signed.variance()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::require("HalfCauchy", "value", value, "at least 0", |x| x >= 0.0);
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
        check::probability("HalfCauchy", "a probability", value);
        self.signed.icdf(&((value + 1.0) * 0.5))
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        self.signed.draw(sample_shape).abs()
    }
}

impl Reparameterized for HalfCauchy {}
