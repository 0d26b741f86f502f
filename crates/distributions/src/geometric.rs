//! [`Geometric`]: how often nothing happens before something does.

use autograd::Tensor;

use crate::check::{self, extended};
use crate::{Bernoulli, Constraint, Distribution, KlDivergence};

/// The number of failures before the first success, each of probability `probs`: 0, 1, ..
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Geometric};
/// let misses = Geometric::new(0.25);
/// assert_eq!(misses.mean().item(), 3.0);
/// assert!((misses.log_prob(&Tensor::from(1.0)).exp().item() - 0.75 * 0.25).abs() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct Geometric {
    trial: Bernoulli,
}

impl Geometric {
    /// The distribution of a probability.
    ///
    /// # Panics
    /// If it is 0, negative or above 1.
    #[track_caller]
    pub fn new(probs: impl Into<Tensor>) -> Self {
        let probs = probs.into();
        check::positive("Geometric", "probs", &probs);
        Self {
            trial: Bernoulli::new(probs),
        }
    }

    /// The distribution of the probability `sigmoid(logits)`.
    ///
    /// # Panics
    /// If a logit is not a number.
    #[track_caller]
    pub fn from_logits(logits: impl Into<Tensor>) -> Self {
        Self {
            trial: Bernoulli::from_logits(logits),
        }
    }

    /// The probability of success.
    pub fn probs(&self) -> &Tensor {
        self.trial.probs()
    }
}

impl Distribution for Geometric {
    fn batch_shape(&self) -> &[usize] {
        self.trial.batch_shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.trial.each_tensor(change);
    }

    fn support(&self) -> Constraint {
        Constraint::NonnegativeInteger
    }

    fn mean(&self) -> Tensor {
        self.probs().reciprocal() - 1.0
    }

    fn variance(&self) -> Tensor {
        (self.probs().reciprocal() - 1.0) / self.probs()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::require("Geometric", "value", value, "at least 0", |x| x >= 0.0);
        check::whole("Geometric", "value", value);
        let probs = self.probs();
        let value = value.to_dtype(probs.dtype());
        value.xlog1py(&-probs) + probs.log()
    }

    fn entropy(&self) -> Tensor {
        self.trial.entropy() / self.probs()
    }

    fn mode(&self) -> Tensor {
        self.probs().zeros_like()
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let probs = self.probs().detach();
        let least = probs.dtype().finfo().map_or(0.0, |limits| limits.smallest_normal);
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let u = Tensor::options()
            .dtype(probs.dtype())
            .rand(shape)
            .clamp_min(least);
        (u.log() / (-probs).log1p()).floor()
    }
}

impl KlDivergence<Geometric> for Geometric {
    #[track_caller]
    fn kl_divergence(&self, q: &Geometric) -> Tensor {
        -self.entropy() - (-q.probs()).log1p() / self.probs() - q.trial.logits()
    }
}
