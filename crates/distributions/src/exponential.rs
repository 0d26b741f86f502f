//! [`Exponential`]: the time until something happens.

use autograd::Tensor;

use crate::check::{self, extended};
use crate::gumbel::EULER;
use crate::{Constraint, Distribution, KlDivergence, Reparameterized};

/// The exponential distribution, whose density is `rate e^(-rate x)`.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Exponential};
/// let wait = Exponential::new(2.0);
/// assert_eq!(wait.mean().item(), 0.5);
/// assert!((wait.log_prob(&Tensor::from(0.0)).exp().item() - 2.0).abs() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct Exponential {
    rate: Tensor,
}

impl Exponential {
    /// The distribution.
    ///
    /// # Panics
    /// If `rate` is not positive.
    #[track_caller]
    pub fn new(rate: impl Into<Tensor>) -> Self {
        let [rate] = check::parameters("Exponential", [rate.into()]);
        check::positive("Exponential", "rate", &rate);
        Self { rate }
    }

    /// What is expected of `log_prob` of a number with this mean.
    #[track_caller]
    pub(crate) fn expected_log_prob(&self, mean: &Tensor) -> Tensor {
        self.rate.log() - &self.rate * mean
    }

    /// What is expected of `ln x`.
    #[track_caller]
    pub(crate) fn mean_log(&self) -> Tensor {
        -self.rate.log() - EULER
    }

    /// What is expected of `e^((loc - x) / scale)`.
    #[track_caller]
    pub(crate) fn mean_exp(&self, loc: &Tensor, scale: &Tensor) -> Tensor {
        let product = &self.rate * scale;
        (loc / scale).exp() * (&product / (&product + 1.0))
    }
}

impl Distribution for Exponential {
    fn batch_shape(&self) -> &[usize] {
        self.rate.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.rate);
    }

    fn support(&self) -> Constraint {
        Constraint::Nonnegative
    }

    fn mean(&self) -> Tensor {
        self.rate.reciprocal()
    }

    fn variance(&self) -> Tensor {
        self.rate.square().reciprocal()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::require("Exponential", "value", value, "at least 0", |x| x >= 0.0);
        self.expected_log_prob(value)
    }

    fn entropy(&self) -> Tensor {
        1.0 - self.rate.log()
    }

    fn mode(&self) -> Tensor {
        self.rate.zeros_like()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        -(-&self.rate * value.clamp_min(0.0)).expm1()
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("Exponential", "a probability", value);
        -(-value).log1p() / &self.rate
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let mut standard = Tensor::options().dtype(self.rate.dtype()).zeros(shape);
        standard.exponential_(1.0);
        standard / &self.rate
    }
}

impl Reparameterized for Exponential {}

impl KlDivergence<Exponential> for Exponential {
    #[track_caller]
    fn kl_divergence(&self, q: &Exponential) -> Tensor {
        let ratio = &q.rate / &self.rate;
        &ratio - ratio.log() - 1.0
    }
}
