//! [`Gamma`]: the time until something happens several times.

use autograd::Tensor;

use crate::check::{self, extended};
use crate::standard_gamma::standard_gamma;
use crate::{Constraint, Distribution, KlDivergence, Reparameterized};

/// The gamma distribution, whose density is in proportion to `x^(concentration - 1) e^(-rate x)`.
///
/// Gradients through its samples are implicit, after M. Figurnov et al.: "Implicit Reparameterization Gradients" (2018).
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Gamma};
/// let gamma = Gamma::new(4.0, 2.0);
/// assert_eq!(gamma.mean().item(), 2.0);
/// assert!(gamma.log_prob(&Tensor::from(0.5)).item() < 0.0);
/// ```
#[derive(Clone, Debug)]
pub struct Gamma {
    concentration: Tensor,
    rate: Tensor,
}

impl Gamma {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, or a parameter is not positive.
    #[track_caller]
    pub fn new(concentration: impl Into<Tensor>, rate: impl Into<Tensor>) -> Self {
        Self::named("Gamma", [concentration.into(), rate.into()])
    }

    /// The distribution that another one, `of`, is made of.
    #[track_caller]
    pub(crate) fn named(of: &str, given: [Tensor; 2]) -> Self {
        let [concentration, rate] = check::parameters(of, given);
        check::positive(of, "concentration", &concentration);
        check::positive(of, "rate", &rate);
        Self { concentration, rate }
    }

    /// The concentration and the rate.
    pub(crate) fn parameters(&self) -> (&Tensor, &Tensor) {
        (&self.concentration, &self.rate)
    }

    /// What is expected of `log_prob` of a number with these means of itself and its logarithm.
    #[track_caller]
    pub(crate) fn expected_log_prob(&self, mean: &Tensor, mean_log: &Tensor) -> Tensor {
        let c = &self.concentration;
        c.xlogy(&self.rate) + (c - 1.0) * mean_log - &self.rate * mean - c.lgamma()
    }

    /// What is expected of `e^((loc - x) / scale)`.
    #[track_caller]
    pub(crate) fn mean_exp(&self, loc: &Tensor, scale: &Tensor) -> Tensor {
        let product = &self.rate * scale;
        (loc / scale - &self.concentration * product.reciprocal().log1p()).exp()
    }
}

impl Distribution for Gamma {
    fn batch_shape(&self) -> &[usize] {
        self.rate.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.concentration);
        change(&mut self.rate);
    }

    fn support(&self) -> Constraint {
        Constraint::Nonnegative
    }

    fn mean(&self) -> Tensor {
        &self.concentration / &self.rate
    }

    fn variance(&self) -> Tensor {
        &self.concentration / self.rate.square()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::require("Gamma", "value", value, "at least 0", |x| x >= 0.0);
        let value = value.to_dtype(self.rate.dtype());
        let shape = self.concentration.lgamma();
        self.concentration.xlogy(&self.rate) + (&self.concentration - 1.0).xlogy(&value)
            - &self.rate * value
            - shape
    }

    fn entropy(&self) -> Tensor {
        let c = &self.concentration;
        c - self.rate.log() + c.lgamma() + (1.0 - c) * c.digamma()
    }

    fn mode(&self) -> Tensor {
        ((&self.concentration - 1.0) / &self.rate).clamp_min(0.0)
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        self.concentration.igamma(&(&self.rate * value.clamp_min(0.0)))
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let least = check::least(&self.rate);
        let value = standard_gamma(&self.concentration.expand(shape)) / &self.rate;
        // Rounding must not give 0, which has no logarithm.
        value.detach().lt(least).where_(least, value)
    }
}

impl Reparameterized for Gamma {}

impl KlDivergence<Gamma> for Gamma {
    #[track_caller]
    fn kl_divergence(&self, q: &Gamma) -> Tensor {
        let (a, b) = (&self.concentration, &q.concentration);
        b * (&self.rate / &q.rate).log() + b.lgamma() - a.lgamma()
            + (a - b) * a.digamma()
            + (&q.rate - &self.rate) * (a / &self.rate)
    }
}
