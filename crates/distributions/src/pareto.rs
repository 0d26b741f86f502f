//! [`Pareto`]: a few have most.

use autograd::Tensor;

use crate::{Constraint, Distribution, Exponential, KlDivergence, Reparameterized, check};

/// Pareto's distribution of what is at least `scale`, whose density is in proportion to `x^-(alpha + 1)`.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Pareto};
/// let wealth = Pareto::new(1.0, 3.0);
/// assert_eq!((wealth.mean().item(), wealth.variance().item()), (1.5, 0.75));
/// ```
#[derive(Clone, Debug)]
pub struct Pareto {
    scale: Tensor,
    alpha: Tensor,
}

impl Pareto {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, or a parameter is not positive.
    #[track_caller]
    pub fn new(scale: impl Into<Tensor>, alpha: impl Into<Tensor>) -> Self {
        let [scale, alpha] = check::parameters("Pareto", [scale.into(), alpha.into()]);
        check::positive("Pareto", "scale", &scale);
        check::positive("Pareto", "alpha", &alpha);
        Self { scale, alpha }
    }

    /// What is expected of `log_prob` of a number whose logarithm has this mean.
    #[track_caller]
    pub(crate) fn expected_log_prob(&self, mean_log: &Tensor) -> Tensor {
        self.alpha.log() + &self.alpha * self.scale.log() - (&self.alpha + 1.0) * mean_log
    }

    /// What is expected of `ln x`.
    #[track_caller]
    pub(crate) fn mean_log(&self) -> Tensor {
        self.scale.log() + self.alpha.reciprocal()
    }

    /// Where the moment `count` is infinite, and the distributions, with others in their place that have it.
    #[track_caller]
    pub(crate) fn with_moments(&self, count: f64) -> (Tensor, Self) {
        let heavy = self.alpha.le(count);
        let light = Self {
            scale: self.scale.clone(),
            alpha: heavy.where_(count + 1.0, &self.alpha),
        };
        (heavy, light)
    }
}

impl Distribution for Pareto {
    fn batch_shape(&self) -> &[usize] {
        self.scale.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.scale);
        change(&mut self.alpha);
    }

    fn support(&self) -> Constraint {
        Constraint::GreaterThanEq(self.scale.clone())
    }

    /// Infinite for an `alpha` of 1 and less.
    fn mean(&self) -> Tensor {
        let alpha = self.alpha.clamp_min(1.0);
        &alpha * &self.scale / (&alpha - 1.0)
    }

    /// Infinite for an `alpha` of 2 and less.
    fn variance(&self) -> Tensor {
        let alpha = self.alpha.clamp_min(2.0);
        self.scale.square() * &alpha / ((&alpha - 1.0).square() * (&alpha - 2.0))
    }

    /// Below `scale` it is negative infinity.
    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::positive("Pareto", "value", value);
        let inside = self.expected_log_prob(&value.log());
        value.lt(&self.scale).where_(f64::NEG_INFINITY, inside)
    }

    fn entropy(&self) -> Tensor {
        (&self.scale / &self.alpha).log() + self.alpha.reciprocal() + 1.0
    }

    fn mode(&self) -> Tensor {
        self.scale.clone()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        1.0 - (&self.scale / value.maximum(&self.scale)).pow(&self.alpha)
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("Pareto", "a probability", value);
        &self.scale * (1.0 - value).pow(-self.alpha.reciprocal())
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        Exponential::new(&self.alpha).draw(sample_shape).exp() * &self.scale
    }
}

impl Reparameterized for Pareto {}

impl KlDivergence<Pareto> for Pareto {
    /// Infinite where the other does not hold all values of this one.
    #[track_caller]
    fn kl_divergence(&self, q: &Pareto) -> Tensor {
        let ratio = &q.alpha / &self.alpha;
        let distance = &q.alpha * (&self.scale / &q.scale).log() - ratio.log() + ratio - 1.0;
        self.scale.lt(&q.scale).where_(f64::INFINITY, distance)
    }
}
