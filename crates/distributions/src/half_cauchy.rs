//! [`HalfCauchy`]: how far a number of Cauchy's distribution is from 0.

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
