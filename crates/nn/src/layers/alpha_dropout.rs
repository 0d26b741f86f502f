//! [`AlphaDropout`] and [`FeatureAlphaDropout`]: dropout that keeps mean and variance, for `SELU`.

use autograd::random::default_generator;
use autograd::{Array, Tensor};

use super::dropout::dropout;
use super::feature_dropout::feature_shape;
use crate::layer_error::LayerError;

dropout! {
    /// In training, sets each element with probability `p` to what [`SELU`](crate::SELU) goes to far below 0, then scales and
    /// moves all of them so that mean 0 and variance 1 stay; in [evaluation](crate::Module::eval), passes everything on. After
    /// Klambauer and others, "Self-normalizing neural networks" (2017).
    ///
    /// # Shape
    /// Any, kept.
    ///
    /// ```
    /// use nn::{AlphaDropout, Forward, Tensor};
    /// let y = AlphaDropout::new(0.5).forward(&Tensor::randn(10_000));
    /// assert!(y.mean().item().abs() < 0.05 && (y.std().item() - 1.0).abs() < 0.05);
    /// ```
    struct AlphaDropout {
        /// The probability of an element to be dropped.
        p,
    }
}

impl AlphaDropout {
    fn dropped(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        alpha_dropped(x, x.shape(), self.p)
    }
}

dropout! {
    /// [`AlphaDropout`] of whole channels.
    ///
    /// # Shape
    /// `[N, C, ..]`, kept.
    ///
    /// ```
    /// use nn::{FeatureAlphaDropout, Forward, Tensor};
    /// let y = FeatureAlphaDropout::new(0.5).forward(&Tensor::ones([1, 1, 4])).to_vec::<f32>();
    /// assert!(y.iter().all(|&element| element == y[0]));
    /// ```
    struct FeatureAlphaDropout {
        /// The probability of a channel to be dropped.
        p,
    }
}

impl FeatureAlphaDropout {
    fn dropped(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        alpha_dropped(x, &feature_shape(x)?, self.p)
    }
}

/// `x`, of which parts are dropped: draws of `shape`, which broadcasts.
fn alpha_dropped(x: &Tensor, shape: &[usize], p: f64) -> Result<Tensor, LayerError> {
    if p == 1.0 {
        return Ok(x * 0.0);
    }
    // The limit of SELU far below 0.
    const ALPHA: f64 = 1.758_099_340_847_376_6;
    let scale = 1.0 / ((ALPHA * ALPHA * p + 1.0) * (1.0 - p)).sqrt();
    let kept = Tensor::from(Array::bernoulli(shape, 1.0 - p, x.dtype(), &default_generator())?);
    let moved = (&kept - 1) * (ALPHA * scale) + ALPHA * scale * p;
    Ok(x * (kept * scale) + moved)
}
