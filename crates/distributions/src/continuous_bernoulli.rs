//! [`ContinuousBernoulli`]: a brightness between black and white.

use std::f64::consts::LN_2;

use autograd::Tensor;

use crate::bernoulli::within;
use crate::check::{self, extended};
use crate::{Bernoulli, Constraint, Distribution, KlDivergence, Reparameterized};

/// A number between 0 and 1 whose density is in proportion to `probs^x (1 - probs)^(1 - x)`: what an autoencoder of pictures in shades
/// of grey takes in place of [`Bernoulli`]. After G. Loaiza-Ganem and J. P. Cunningham, "The continuous Bernoulli: fixing a
/// pervasive error in variational autoencoders" (2019).
///
/// ```
/// use autograd::Tensor;
/// use distributions::{ContinuousBernoulli, Distribution};
/// let even = ContinuousBernoulli::new(0.5);
/// assert_eq!((even.mean().item(), even.cdf(&Tensor::from(0.25)).item()), (0.5, 0.25));
/// assert!(ContinuousBernoulli::new(0.9).mean().item() > 0.6);
/// ```
#[derive(Clone, Debug)]
pub struct ContinuousBernoulli {
    /// Without 0 and 1.
    probs: Tensor,
    logits: Tensor,
}

impl ContinuousBernoulli {
    /// The distribution of a parameter between 0 and 1, which is not its mean.
    ///
    /// # Panics
    /// If it is not between 0 and 1.
    #[track_caller]
    pub fn new(probs: impl Into<Tensor>) -> Self {
        Self::of(&Bernoulli::named("ContinuousBernoulli", probs.into()))
    }

    /// The distribution of the parameter `sigmoid(logits)`.
    ///
    /// # Panics
    /// If a logit is not a number.
    #[track_caller]
    pub fn from_logits(logits: impl Into<Tensor>) -> Self {
        Self::of(&Bernoulli::named_logits("ContinuousBernoulli", logits.into()))
    }

    #[track_caller]
    fn of(choice: &Bernoulli) -> Self {
        Self {
            probs: within(choice.probs()),
            logits: choice.logits().clone(),
        }
    }

    /// The parameter.
    pub fn probs(&self) -> &Tensor {
        &self.probs
    }

    /// The logarithm of its odds.
    pub fn logits(&self) -> &Tensor {
        &self.logits
    }

    /// Where the parameter is so near to 1/2 that formulas lose their digits, the parameter elsewhere, and what is missing to 1/2.
    #[track_caller]
    fn apart(&self) -> (Tensor, Tensor, Tensor) {
        let off = &self.probs - 0.5;
        let near = off.detach().abs().lt(1e-3);
        let p = near.where_(0.499, &self.probs);
        (near, p, off)
    }

    /// The logarithm of what makes the integral of the density 1.
    #[track_caller]
    fn log_norm(&self) -> Tensor {
        let (near, p, off) = self.apart();
        let square = off.square();
        let series = (&square * (104.0 / 45.0) + 4.0 / 3.0) * square + LN_2;
        near.where_(series, (log_odds(&p) / (p * 2.0 - 1.0)).log())
    }

    /// What is expected of `log_prob` of a number with this mean.
    #[track_caller]
    pub(crate) fn expected_log_prob(&self, mean: &Tensor) -> Tensor {
        let softplus = (-&self.logits).softplus_with(1.0, f64::INFINITY);
        self.log_norm() - (1.0 - mean) * &self.logits - softplus
    }
}

/// `ln(p / (1 - p))`.
#[track_caller]
fn log_odds(p: &Tensor) -> Tensor {
    p.log() - (-p).log1p()
}

impl Distribution for ContinuousBernoulli {
    fn batch_shape(&self) -> &[usize] {
        self.probs.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.probs);
        change(&mut self.logits);
    }

    fn support(&self) -> Constraint {
        Constraint::UnitInterval
    }

    fn mean(&self) -> Tensor {
        let (near, p, off) = self.apart();
        let series = (off.square() * (16.0 / 45.0) + 1.0 / 3.0) * off + 0.5;
        near.where_(series, &p / (&p * 2.0 - 1.0) - log_odds(&p).reciprocal())
    }

    fn variance(&self) -> Tensor {
        let (near, p, off) = self.apart();
        let square = off.square();
        let series = (&square * (128.0 / 945.0) - 1.0 / 15.0) * square + 1.0 / 12.0;
        let formula = log_odds(&p).square().reciprocal() - &p * (1.0 - &p) / (&p * 2.0 - 1.0).square();
        near.where_(series, formula)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::probability("ContinuousBernoulli", "value", value);
        self.expected_log_prob(value)
    }

    fn entropy(&self) -> Tensor {
        -self.mean() * log_odds(&self.probs) - self.log_norm() - (-&self.probs).log1p()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        let (value, (near, p, _)) = (value.clamp(0.0, 1.0), self.apart());
        let power = p.pow(&value) * (1.0 - &p).pow(1.0 - &value);
        near.where_(value, (power + &p - 1.0) / (p * 2.0 - 1.0))
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("ContinuousBernoulli", "a probability", value);
        let (near, p, _) = self.apart();
        let way = (value * (&p * 2.0 - 1.0) - &p).log1p() - (-&p).log1p();
        near.where_(value, way / log_odds(&p))
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        self.icdf(&Tensor::options().dtype(self.probs.dtype()).rand(shape))
    }
}

impl Reparameterized for ContinuousBernoulli {}

impl KlDivergence<ContinuousBernoulli> for ContinuousBernoulli {
    #[track_caller]
    fn kl_divergence(&self, q: &ContinuousBernoulli) -> Tensor {
        self.mean() * (&self.logits - &q.logits) + self.log_norm() + (-&self.probs).log1p()
            - q.log_norm()
            - (-&q.probs).log1p()
    }
}
