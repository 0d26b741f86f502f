//! [`HalfCauchy`]: how far a number of Cauchy's distribution is from 0.

use autograd::Tensor;

use crate::KlDivergence;
use crate::half::half;

half! {
    /// The distribution of `|x|` for `x` of [`Cauchy`](crate::Cauchy)'s distribution around 0: a prior of scales.
    ///
    /// ```
    /// use autograd::Tensor;
    /// use distributions::{Distribution, HalfCauchy};
    /// assert!(HalfCauchy::new(1.0).sample([20]).ge(0).all().item() == 1.0);
    /// assert_eq!(HalfCauchy::new(1.0).mean().item(), f64::INFINITY);
    /// ```
    struct HalfCauchy of Cauchy;
    /// Infinite.
    mean: |signed| signed.variance();
    /// Infinite.
    variance: |signed| signed.variance();
}

impl KlDivergence<HalfCauchy> for HalfCauchy {
    #[track_caller]
    fn kl_divergence(&self, q: &HalfCauchy) -> Tensor {
        self.signed.kl_divergence(&q.signed)
    }
}
