//! [`Bernoulli`]: yes or no.

use autograd::Tensor;

use crate::check::{self, extended};
use crate::{Constraint, Distribution, KlDivergence};

/// 1 with the probability `probs`, and 0 else.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Bernoulli, Distribution};
/// let coin = Bernoulli::new(0.25);
/// assert_eq!(coin.variance().item(), 0.1875);
/// assert!((coin.log_prob(&Tensor::from(1.0)).exp().item() - 0.25).abs() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct Bernoulli {
    probs: Tensor,
    /// `ln(p / (1 - p))`.
    logits: Tensor,
}

impl Bernoulli {
    /// The distribution of a probability.
    ///
    /// # Panics
    /// If it is not between 0 and 1.
    #[track_caller]
    pub fn new(probs: impl Into<Tensor>) -> Self {
        Self::named("Bernoulli", probs.into())
    }

    /// The distribution that another one, `of`, is made of.
    #[track_caller]
    pub(crate) fn named(of: &str, probs: Tensor) -> Self {
        let [probs] = check::parameters(of, [probs]);
        check::probability(of, "probs", &probs);
        let inside = within(&probs);
        Self {
            logits: inside.log() - (-inside).log1p(),
            probs,
        }
    }

    /// The distribution of the probability `sigmoid(logits)`.
    ///
    /// # Panics
    /// If a logit is not a number.
    #[track_caller]
    pub fn from_logits(logits: impl Into<Tensor>) -> Self {
        Self::named_logits("Bernoulli", logits.into())
    }

    /// The distribution that another one, `of`, is made of.
    #[track_caller]
    pub(crate) fn named_logits(of: &str, logits: Tensor) -> Self {
        let [logits] = check::parameters(of, [logits]);
        check::require(of, "logits", &logits, "a number", |x| !x.is_nan());
        Self {
            probs: logits.sigmoid(),
            logits,
        }
    }

    /// The probability of 1.
    pub fn probs(&self) -> &Tensor {
        &self.probs
    }

    /// The logarithm of its odds.
    pub fn logits(&self) -> &Tensor {
        &self.logits
    }

    /// The negative logarithm of the probability of something between no and yes.
    #[track_caller]
    fn cross_entropy(&self, target: &Tensor) -> Tensor {
        (1.0 - target) * &self.logits + softplus(&-&self.logits)
    }
}

/// Probabilities whose logarithms are finite, those of the opposite too.
#[track_caller]
pub(crate) fn within(probs: &Tensor) -> Tensor {
    let eps = probs.dtype().finfo().map_or(0.0, |limits| limits.eps);
    probs.clamp(eps, 1.0 - eps)
}

#[track_caller]
fn softplus(x: &Tensor) -> Tensor {
    x.softplus_with(1.0, f64::INFINITY)
}

impl Distribution for Bernoulli {
    fn batch_shape(&self) -> &[usize] {
        self.probs.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.probs);
        change(&mut self.logits);
    }

    fn support(&self) -> Constraint {
        Constraint::Boolean
    }

    fn mean(&self) -> Tensor {
        self.probs.clone()
    }

    fn variance(&self) -> Tensor {
        &self.probs * (1.0 - &self.probs)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::require("Bernoulli", "value", value, "0 or 1", |x| x == 0.0 || x == 1.0);
        check::whole("Bernoulli", "value", value);
        -self.cross_entropy(&value.to_dtype(self.probs.dtype()))
    }

    fn entropy(&self) -> Tensor {
        self.cross_entropy(&self.probs)
    }

    /// Not a number where both are alike.
    fn mode(&self) -> Tensor {
        let yes = self.probs.ge(0.5).to_dtype(self.probs.dtype());
        self.probs.eq(0.5).where_(f64::NAN, yes)
    }

    #[track_caller]
    fn enumerate_support(&self, expand: bool) -> Tensor {
        check::enumerated(2, self.probs.dtype(), self.batch_shape(), expand)
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        self.probs.detach().expand(shape).bernoulli()
    }
}

impl KlDivergence<Bernoulli> for Bernoulli {
    #[track_caller]
    fn kl_divergence(&self, q: &Bernoulli) -> Tensor {
        let yes = &self.probs * (softplus(&-&q.logits) - softplus(&-&self.logits));
        let no = (1.0 - &self.probs) * (softplus(&q.logits) - softplus(&self.logits));
        let never = |probs: &Tensor, end: f64| probs.eq(end);
        let yes = never(&self.probs, 0.0).where_(0.0, never(&q.probs, 0.0).where_(f64::INFINITY, yes));
        let no = never(&self.probs, 1.0).where_(0.0, never(&q.probs, 1.0).where_(f64::INFINITY, no));
        yes + no
    }
}
