//! [`InverseGamma`]: an unknown variance.

use autograd::Tensor;

use crate::{Constraint, Distribution, Gamma, KlDivergence, Reparameterized, check};

/// The distribution of `1 / x` for `x` of [`Gamma`]'s distribution: a prior of variances.
///
/// ```
/// use distributions::{Distribution, InverseGamma};
/// let variance = InverseGamma::new(3.0, 4.0);
/// assert_eq!((variance.mean().item(), variance.mode().item()), (2.0, 1.0));
/// assert_eq!(variance.sample([5]).shape(), [5]);
/// ```
#[derive(Clone, Debug)]
pub struct InverseGamma {
    inverse: Gamma,
}

impl InverseGamma {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, or a parameter is not positive.
    #[track_caller]
    pub fn new(concentration: impl Into<Tensor>, rate: impl Into<Tensor>) -> Self {
        let given = [concentration.into(), rate.into()];
        Self {
            inverse: Gamma::named("InverseGamma", given),
        }
    }
}

impl Distribution for InverseGamma {
    fn batch_shape(&self) -> &[usize] {
        self.inverse.batch_shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        self.inverse.each_tensor(change);
    }

    fn support(&self) -> Constraint {
        Constraint::Positive
    }

    /// Infinite up to the concentration 1.
    fn mean(&self) -> Tensor {
        let (c, rate) = self.inverse.parameters();
        c.gt(1.0).where_(rate / (c - 1.0), f64::INFINITY)
    }

    /// Infinite up to the concentration 2.
    fn variance(&self) -> Tensor {
        let (c, rate) = self.inverse.parameters();
        let spread = rate.square() / ((c - 1.0).square() * (c - 2.0));
        c.gt(2.0).where_(spread, f64::INFINITY)
    }

    fn mode(&self) -> Tensor {
        let (c, rate) = self.inverse.parameters();
        rate / (c + 1.0)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::positive("InverseGamma", "value", value);
        self.inverse.log_prob(&value.reciprocal()) - value.log() * 2.0
    }

    fn entropy(&self) -> Tensor {
        let (c, rate) = self.inverse.parameters();
        c + rate.log() + c.lgamma() - (c + 1.0) * c.digamma()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        let (c, rate) = self.inverse.parameters();
        c.igammac(&(rate / value.clamp_min(0.0)))
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        self.inverse.draw(sample_shape).reciprocal()
    }
}

impl Reparameterized for InverseGamma {}

impl KlDivergence<InverseGamma> for InverseGamma {
    #[track_caller]
    fn kl_divergence(&self, q: &InverseGamma) -> Tensor {
        self.inverse.kl_divergence(&q.inverse)
    }
}
