//! [`RelaxedBernoulli`], [`RelaxedOneHotCategorical`]: choices that are not quite made.

use autograd::{Error, Tensor};

use crate::bernoulli::within;
use crate::check::{self, extended};
use crate::{Bernoulli, Categorical, Constraint, Distribution, Reparameterized};

/// A number between 0 and 1 that is the nearer to one of them the lower the temperature: a Bernoulli sample with gradients. After C.
/// Maddison and others, "The Concrete Distribution" (2017).
///
/// ```
/// use autograd::Tensor;
/// use distributions::{RelaxedBernoulli, Reparameterized};
/// let logits = Tensor::from([0.5]).requires_grad_(true);
/// let gate = RelaxedBernoulli::from_logits(0.5, &logits).rsample(());
/// gate.sum().backward();
/// assert!(logits.grad().unwrap().item() > 0.0);
/// ```
#[derive(Clone, Debug)]
pub struct RelaxedBernoulli {
    temperature: Tensor,
    choice: Bernoulli,
}

impl RelaxedBernoulli {
    /// The distribution of a probability.
    ///
    /// # Panics
    /// If it is not between 0 and 1, or the temperature is not one positive number.
    #[track_caller]
    pub fn new(temperature: impl Into<Tensor>, probs: impl Into<Tensor>) -> Self {
        Self {
            temperature: one_temperature("RelaxedBernoulli", temperature.into()),
            choice: Bernoulli::new(probs),
        }
    }

    /// The distribution of the probability `sigmoid(logits)`.
    ///
    /// # Panics
    /// If a logit is not a number, or the temperature is not one positive number.
    #[track_caller]
    pub fn from_logits(temperature: impl Into<Tensor>, logits: impl Into<Tensor>) -> Self {
        Self {
            temperature: one_temperature("RelaxedBernoulli", temperature.into()),
            choice: Bernoulli::from_logits(logits),
        }
    }
}

#[track_caller]
fn one_temperature(of: &str, temperature: Tensor) -> Tensor {
    if temperature.rank() != 0 {
        Error::shape(format!(
            "{of}: temperature has shape {:?}, and must be one number",
            temperature.shape()
        ))
        .raise();
    }
    check::positive(of, "temperature", &temperature);
    temperature
}

/// Uniform numbers in the shape of `like` and samples of it, between 0 and 1 without both.
#[track_caller]
fn uniform(like: &Tensor, sample_shape: &[usize]) -> Tensor {
    let shape = extended(sample_shape, like.shape(), &[]);
    within(&Tensor::options().dtype(like.dtype()).rand(shape))
}

/// Not a number, in the shape of a batch: there is no formula.
#[track_caller]
fn unknown(batch: &[usize], like: &Tensor) -> Tensor {
    Tensor::options().dtype(like.dtype()).full(batch, f64::NAN)
}

impl Distribution for RelaxedBernoulli {
    fn batch_shape(&self) -> &[usize] {
        self.choice.batch_shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.choice.each_tensor(change);
    }

    fn support(&self) -> Constraint {
        Constraint::UnitInterval
    }

    /// Not a number: there is no formula, in PyTorch neither.
    fn mean(&self) -> Tensor {
        unknown(self.batch_shape(), self.choice.logits())
    }

    /// Not a number: there is no formula, in PyTorch neither.
    fn variance(&self) -> Tensor {
        unknown(self.batch_shape(), self.choice.logits())
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::probability("RelaxedBernoulli", "value", value);
        // The density of the value's logit, times the slope from one to the other.
        let value = within(value);
        let logit = value.log() - (-&value).log1p();
        let way = self.choice.logits() - &logit * &self.temperature;
        self.temperature.log() + &way - way.exp().log1p() * 2.0 + (-&logit).softplus() + logit.softplus()
    }

    /// Not a number: there is no formula, in PyTorch neither.
    fn entropy(&self) -> Tensor {
        unknown(self.batch_shape(), self.choice.logits())
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let probs = within(self.choice.probs());
        let u = uniform(&probs, sample_shape);
        let logit = u.log() - (-&u).log1p() + probs.log() - (-&probs).log1p();
        (logit / &self.temperature).sigmoid()
    }
}

impl Reparameterized for RelaxedBernoulli {}

/// A vector of positive numbers with the sum 1 that is the nearer to having one 1 the lower the temperature: a
/// [`Categorical`] sample with gradients. After E. Jang and others, "Categorical Reparameterization with Gumbel-Softmax" (2017).
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, RelaxedOneHotCategorical};
/// let choice = RelaxedOneHotCategorical::from_logits(0.5, Tensor::from([[1.0, 0.0, -1.0]]));
/// let y = choice.sample([4]);
/// assert_eq!((y.shape(), choice.log_prob(&y).shape()), (&[4, 1, 3][..], &[4, 1][..]));
/// assert!((y.sum_dim(-1, false) - 1.0).abs().max().item() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct RelaxedOneHotCategorical {
    temperature: Tensor,
    classes: Categorical,
}

impl RelaxedOneHotCategorical {
    /// The distribution of probabilities, or of what is in proportion to them, in the last dimension.
    ///
    /// # Panics
    /// If one is negative or infinite, those of a row sum to 0, or the temperature is not one positive number.
    #[track_caller]
    pub fn new(temperature: impl Into<Tensor>, probs: impl Into<Tensor>) -> Self {
        Self {
            temperature: one_temperature("RelaxedOneHotCategorical", temperature.into()),
            classes: Categorical::new(probs),
        }
    }

    /// The distribution of the probabilities `softmax(logits)`.
    ///
    /// # Panics
    /// If a logit is not a number, or the temperature is not one positive number.
    #[track_caller]
    pub fn from_logits(temperature: impl Into<Tensor>, logits: impl Into<Tensor>) -> Self {
        Self {
            temperature: one_temperature("RelaxedOneHotCategorical", temperature.into()),
            classes: Categorical::from_logits(logits),
        }
    }
}

impl Distribution for RelaxedOneHotCategorical {
    fn batch_shape(&self) -> &[usize] {
        self.classes.batch_shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.classes.each_tensor(change);
    }

    fn event_shape(&self) -> &[usize] {
        check::last_dim(self.classes.probs().shape())
    }

    fn support(&self) -> Constraint {
        Constraint::Simplex
    }

    /// Not a number: there is no formula, in PyTorch neither.
    fn mean(&self) -> Tensor {
        unknown(self.classes.probs().shape(), self.classes.logits())
    }

    /// Not a number: there is no formula, in PyTorch neither.
    fn variance(&self) -> Tensor {
        unknown(self.classes.probs().shape(), self.classes.logits())
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::positive("RelaxedOneHotCategorical", "value", value);
        let count = self.classes.num_events() as f64;
        let logarithm = value.log();
        let scale = self.temperature.log() * (count - 1.0) + log_factorial_below(count);
        let score = self.classes.logits() - &logarithm * &self.temperature;
        let score = (&score - score.logsumexp(-1, true)).sum_dim(-1, false);
        score + scale - logarithm.sum_dim(-1, false)
    }

    /// Not a number: there is no formula, in PyTorch neither.
    fn entropy(&self) -> Tensor {
        unknown(self.batch_shape(), self.classes.logits())
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let logits = self.classes.logits();
        let gumbels = -(-uniform(logits, sample_shape).log()).log();
        let scores = (logits + gumbels) / &self.temperature;
        (&scores - scores.logsumexp(-1, true)).exp()
    }
}

impl Reparameterized for RelaxedOneHotCategorical {}

/// The logarithm of the product of all whole numbers below `count`.
fn log_factorial_below(count: f64) -> f64 {
    (1..count as usize).map(|n| (n as f64).ln()).sum()
}
