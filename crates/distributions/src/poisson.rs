//! [`Poisson`]: how often something happens.

use autograd::Tensor;

use crate::check::{self, extended};
use crate::{Constraint, Distribution, KlDivergence};

/// Poisson's distribution of how often something happens that is expected `rate` times.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Poisson};
/// let calls = Poisson::new(2.0);
/// assert_eq!(calls.mean().item(), 2.0);
/// assert_eq!(calls.log_prob(&Tensor::from(0.0)).item(), -2.0);
/// ```
#[derive(Clone, Debug)]
pub struct Poisson {
    rate: Tensor,
}

impl Poisson {
    /// The distribution.
    ///
    /// # Panics
    /// If `rate` is negative.
    #[track_caller]
    pub fn new(rate: impl Into<Tensor>) -> Self {
        let [rate] = check::parameters("Poisson", [rate.into()]);
        check::require("Poisson", "rate", &rate, "at least 0", |x| x >= 0.0);
        Self { rate }
    }

    #[track_caller]
    fn log_prob_of(&self, count: &Tensor) -> Tensor {
        count.xlogy(&self.rate) - &self.rate - (count + 1.0).lgamma()
    }

    /// What is expected of `log_prob` of a number that is 1 with this probability, and else 0.
    #[track_caller]
    pub(crate) fn expected_log_prob_of_bit(&self, probs: &Tensor) -> Tensor {
        probs.xlogy(&self.rate) - &self.rate
    }
}

impl Distribution for Poisson {
    fn batch_shape(&self) -> &[usize] {
        self.rate.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.rate);
    }

    fn support(&self) -> Constraint {
        Constraint::NonnegativeInteger
    }

    fn mean(&self) -> Tensor {
        self.rate.clone()
    }

    fn variance(&self) -> Tensor {
        self.rate.clone()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::require("Poisson", "value", value, "at least 0", |x| x >= 0.0);
        check::whole("Poisson", "value", value);
        self.log_prob_of(&value.to_dtype(self.rate.dtype()))
    }

    /// The sum over all counts up to twelve deviations beyond the largest rate; PyTorch has none.
    fn entropy(&self) -> Tensor {
        let most = if self.rate.is_empty() {
            0.0
        } else {
            self.rate.detach().max().item()
        };
        let last = most + 12.0 * most.sqrt() + 30.0;
        let counts = Tensor::arange(0.0, last.ceil(), 1.0).to_dtype(self.rate.dtype());
        let mut along = vec![1; self.rate.rank() + 1];
        along[0] = counts.numel();
        let logarithms = self.log_prob_of(&counts.reshape(along));
        -(logarithms.exp().xlogy(&logarithms.exp())).sum_dim(0, false)
    }

    fn mode(&self) -> Tensor {
        self.rate.floor()
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        self.rate.detach().expand(shape).poisson()
    }
}

impl KlDivergence<Poisson> for Poisson {
    #[track_caller]
    fn kl_divergence(&self, q: &Poisson) -> Tensor {
        &self.rate * (self.rate.log() - q.rate.log()) - (&self.rate - &q.rate)
    }
}
