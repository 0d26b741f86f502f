//! [`HalfNormal`]: how far a normal number is from 0.

use std::f64::consts::PI;

use autograd::Tensor;

use crate::KlDivergence;
use crate::half::half;

half! {
    /// The distribution of `|x|` for normal `x` of mean 0 and standard deviation `scale`.
    ///
    /// ```
    /// use autograd::Tensor;
    /// use distributions::{Distribution, HalfNormal};
    /// let error = HalfNormal::new(2.0);
    /// assert!((error.mean().item() - 1.595_769_1).abs() < 1e-6);
    /// assert!(error.sample([20]).ge(0).all().item() == 1.0);
    /// ```
    struct HalfNormal of Normal;
    mean: |signed| signed.stddev() * (2.0 / PI).sqrt();
    variance: |signed| signed.variance() * (1.0 - 2.0 / PI);
}

impl KlDivergence<HalfNormal> for HalfNormal {
    #[track_caller]
    fn kl_divergence(&self, q: &HalfNormal) -> Tensor {
        self.signed.kl_divergence(&q.signed)
    }
}
