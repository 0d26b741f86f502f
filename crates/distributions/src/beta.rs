//! [`Beta`]: a probability.

use autograd::Tensor;

use crate::check;
use crate::{Constraint, Dirichlet, Distribution, KlDivergence, Reparameterized};

/// The beta distribution of a probability, whose density is in proportion to
/// `x^(concentration1 - 1) (1 - x)^(concentration0 - 1)`: [`Dirichlet`]'s of two classes.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Beta, Distribution};
/// let beta = Beta::new(1.0, 3.0);
/// assert_eq!(beta.mean().item(), 0.25);
/// assert_eq!(beta.sample([5]).shape(), [5]);
/// ```
#[derive(Clone, Debug)]
pub struct Beta {
    concentration1: Tensor,
    both: Dirichlet,
}

impl Beta {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, or a concentration is not positive.
    #[track_caller]
    pub fn new(concentration1: impl Into<Tensor>, concentration0: impl Into<Tensor>) -> Self {
        let given = [concentration1.into(), concentration0.into()];
        let [concentration1, concentration0] = check::parameters("Beta", given);
        check::positive("Beta", "concentration1", &concentration1);
        check::positive("Beta", "concentration0", &concentration0);
        Self {
            both: Dirichlet::new(Tensor::stack(&[&concentration1, &concentration0], -1)),
            concentration1,
        }
    }

    /// What is expected of `log_prob` of a number with these means of the logarithms of itself and of what it lacks of 1.
    #[track_caller]
    pub(crate) fn expected_log_prob(&self, mean_log: &Tensor, mean_log_rest: &Tensor) -> Tensor {
        self.both
            .expected_log_prob(&Tensor::stack(&[mean_log, mean_log_rest], -1))
    }

    /// What is expected of `ln x`.
    #[track_caller]
    pub(crate) fn mean_log(&self) -> Tensor {
        self.both.mean_log().select(-1, 0)
    }
}

impl Distribution for Beta {
    fn batch_shape(&self) -> &[usize] {
        self.concentration1.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.concentration1);
        self.both.each_tensor(change);
    }

    fn support(&self) -> Constraint {
        Constraint::UnitInterval
    }

    fn mean(&self) -> Tensor {
        self.both.mean().select(-1, 0)
    }

    fn variance(&self) -> Tensor {
        self.both.variance().select(-1, 0)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::probability("Beta", "value", value);
        let value = value.to_dtype(self.concentration1.dtype());
        self.both.log_prob(&Tensor::stack(&[&value, &(1.0 - &value)], -1))
    }

    fn entropy(&self) -> Tensor {
        self.both.entropy()
    }

    fn mode(&self) -> Tensor {
        self.both.mode().select(-1, 0)
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        self.both.draw(sample_shape).select(-1, 0)
    }
}

impl Reparameterized for Beta {}

impl KlDivergence<Beta> for Beta {
    #[track_caller]
    fn kl_divergence(&self, q: &Beta) -> Tensor {
        self.both.kl_divergence(&q.both)
    }
}
