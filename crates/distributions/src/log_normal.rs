//! [`LogNormal`]: what has a normal logarithm.

use autograd::Tensor;

use crate::{Constraint, Distribution, KlDivergence, Normal, Reparameterized, check};

/// The distribution of `e^x` for normal `x` of mean `loc` and standard deviation `scale`.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, LogNormal};
/// let income = LogNormal::new(0.0, 1.0);
/// assert!((income.mean().item() - 0.5_f64.exp()).abs() < 1e-6);
/// assert_eq!(income.sample([5]).shape(), [5]);
/// ```
#[derive(Clone, Debug)]
pub struct LogNormal {
    logarithm: Normal,
}

impl LogNormal {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, `loc` is not finite or `scale` not positive.
    #[track_caller]
    pub fn new(loc: impl Into<Tensor>, scale: impl Into<Tensor>) -> Self {
        Self {
            logarithm: Normal::new(loc, scale),
        }
    }
}

impl Distribution for LogNormal {
    fn batch_shape(&self) -> &[usize] {
        self.logarithm.batch_shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.logarithm.each_tensor(change);
    }

    fn support(&self) -> Constraint {
        Constraint::Positive
    }

    fn mean(&self) -> Tensor {
        (self.logarithm.mean() + self.logarithm.variance() * 0.5).exp()
    }

    fn variance(&self) -> Tensor {
        let spread = self.logarithm.variance();
        spread.expm1() * (self.logarithm.mean() * 2.0 + &spread).exp()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::positive("LogNormal", "value", value);
        let logarithm = value.log();
        self.logarithm.log_prob(&logarithm) - logarithm
    }

    fn entropy(&self) -> Tensor {
        self.logarithm.entropy() + self.logarithm.mean()
    }

    fn mode(&self) -> Tensor {
        (self.logarithm.mean() - self.logarithm.variance()).exp()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        self.logarithm.cdf(&value.clamp_min(0.0).log())
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("LogNormal", "a probability", value);
        self.logarithm.icdf(value).exp()
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        self.logarithm.draw(sample_shape).exp()
    }
}

impl Reparameterized for LogNormal {}

impl KlDivergence<LogNormal> for LogNormal {
    #[track_caller]
    fn kl_divergence(&self, q: &LogNormal) -> Tensor {
        self.logarithm.kl_divergence(&q.logarithm)
    }
}
