//! [`NegativeBinomial`]: counts that vary more than Poisson's.

use autograd::Tensor;

use crate::check::{self, extended};
use crate::standard_gamma::standard_gamma;
use crate::{Bernoulli, Constraint, Distribution};

/// The number of successes, of probability `probs` each, before `total_count` failures; also of counts whose rate is itself drawn,
/// of [`Gamma`](crate::Gamma)'s distribution.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, NegativeBinomial};
/// let visits = NegativeBinomial::new(3.0, 0.5);
/// assert_eq!((visits.mean().item(), visits.variance().item()), (3.0, 6.0));
/// assert!((visits.log_prob(&Tensor::from(0.0)).exp().item() - 0.125).abs() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct NegativeBinomial {
    total_count: Tensor,
    trial: Bernoulli,
}

impl NegativeBinomial {
    /// The distribution of a probability.
    ///
    /// # Panics
    /// If the shapes do not broadcast, `total_count` is negative, or the probability is not at least 0 and below 1.
    #[track_caller]
    pub fn new(total_count: impl Into<Tensor>, probs: impl Into<Tensor>) -> Self {
        let [total_count, probs] = check::parameters("NegativeBinomial", [total_count.into(), probs.into()]);
        check::require(
            "NegativeBinomial",
            "probs",
            &probs,
            "at least 0 and below 1",
            |p| (0.0..1.0).contains(&p),
        );
        Self::of(total_count, Bernoulli::new(probs))
    }

    /// The distribution of the probability `sigmoid(logits)`.
    ///
    /// # Panics
    /// If the shapes do not broadcast, `total_count` is negative, or a logit is not a number.
    #[track_caller]
    pub fn from_logits(total_count: impl Into<Tensor>, logits: impl Into<Tensor>) -> Self {
        let [total_count, logits] =
            check::parameters("NegativeBinomial", [total_count.into(), logits.into()]);
        Self::of(total_count, Bernoulli::from_logits(logits))
    }

    #[track_caller]
    fn of(total_count: Tensor, trial: Bernoulli) -> Self {
        check::require(
            "NegativeBinomial",
            "total_count",
            &total_count,
            "at least 0",
            |x| x >= 0.0,
        );
        Self { total_count, trial }
    }
}

impl Distribution for NegativeBinomial {
    fn batch_shape(&self) -> &[usize] {
        self.total_count.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.total_count);
        self.trial.each_tensor(change);
    }

    fn support(&self) -> Constraint {
        Constraint::NonnegativeInteger
    }

    fn mean(&self) -> Tensor {
        &self.total_count * self.trial.logits().exp()
    }

    fn variance(&self) -> Tensor {
        self.mean() / (-self.trial.logits()).sigmoid()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::require("NegativeBinomial", "value", value, "at least 0", |x| x >= 0.0);
        check::whole("NegativeBinomial", "value", value);
        let (total, logits) = (&self.total_count, self.trial.logits());
        let value = value.to_dtype(total.dtype());
        let all = total + &value;
        let ways = all.lgamma() - (&value + 1.0).lgamma() - total.lgamma();
        let ways = all.eq(0.0).where_(0.0, ways);
        total * (-logits).logsigmoid() + value * logits.logsigmoid() + ways
    }

    /// Not a number: there is no formula, in PyTorch neither.
    fn entropy(&self) -> Tensor {
        self.total_count.full_like(f64::NAN)
    }

    fn mode(&self) -> Tensor {
        ((&self.total_count - 1.0) * self.trial.logits().exp())
            .floor()
            .clamp_min(0.0)
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let rate = (-self.trial.logits().detach()).exp();
        // Also of no successes at all, which are no gamma distribution.
        let mean = standard_gamma(&self.total_count.detach().expand(shape)) / rate;
        mean.clamp_min(check::least(&mean)).poisson()
    }
}
