//! [`Normal`]: the bell.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI, SQRT_2, TAU};

use autograd::Tensor;

use crate::check::{self, extended};
use crate::{Constraint, Distribution, KlDivergence, Reparameterized};

/// The normal distribution of mean `loc` and standard deviation `scale`.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Normal};
/// let normal = Normal::new(1.0, 2.0);
/// assert_eq!(normal.variance().item(), 4.0);
/// assert_eq!(normal.cdf(&Tensor::from(1.0)).item(), 0.5);
/// ```
#[derive(Clone, Debug)]
pub struct Normal {
    loc: Tensor,
    scale: Tensor,
}

impl Normal {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, `loc` is not finite or `scale` not positive.
    #[track_caller]
    pub fn new(loc: impl Into<Tensor>, scale: impl Into<Tensor>) -> Self {
        let [loc, scale] = check::parameters("Normal", [loc.into(), scale.into()]);
        check::finite("Normal", "loc", &loc);
        check::positive("Normal", "scale", &scale);
        Self { loc, scale }
    }

    /// What is expected of `log_prob` of a number with this mean and variance.
    #[track_caller]
    pub(crate) fn expected_log_prob(&self, mean: &Tensor, variance: &Tensor) -> Tensor {
        let way = (mean - &self.loc).square();
        (way + variance) / self.scale.square() * -0.5 - self.scale.log() - 0.5 * TAU.ln()
    }

    /// What is expected of `e^((loc - x) / scale)`.
    #[track_caller]
    pub(crate) fn mean_exp(&self, loc: &Tensor, scale: &Tensor) -> Tensor {
        let (way, spread) = ((loc - &self.loc) / scale, (&self.scale / scale).square());
        (way + spread * 0.5).exp()
    }

    /// What is expected of `|x - from|`.
    #[track_caller]
    pub(crate) fn mean_distance(&self, from: &Tensor) -> Tensor {
        let z = (&self.loc - from) / (&self.scale * SQRT_2);
        let near = (-z.square()).exp() * FRAC_2_SQRT_PI * FRAC_1_SQRT_2;
        &self.scale * (near + &z * z.erf() * SQRT_2)
    }
}

impl Distribution for Normal {
    fn batch_shape(&self) -> &[usize] {
        self.loc.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.loc);
        change(&mut self.scale);
    }

    fn support(&self) -> Constraint {
        Constraint::Real
    }

    fn mean(&self) -> Tensor {
        self.loc.clone()
    }

    fn variance(&self) -> Tensor {
        self.scale.square()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::finite("Normal", "value", value);
        let z = (value - &self.loc) / &self.scale;
        z.square() * -0.5 - self.scale.log() - 0.5 * TAU.ln()
    }

    fn entropy(&self) -> Tensor {
        self.scale.log() + 0.5 * (1.0 + TAU.ln())
    }

    fn mode(&self) -> Tensor {
        self.loc.clone()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        let z = (value - &self.loc) / (&self.scale * SQRT_2);
        (z.erf() + 1.0) * 0.5
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("Normal", "a probability", value);
        &self.loc + &self.scale * (value * 2.0 - 1.0).erfinv() * SQRT_2
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let standard = Tensor::options().dtype(self.loc.dtype()).randn(shape);
        &self.loc + standard * &self.scale
    }
}

impl Reparameterized for Normal {}

impl KlDivergence<Normal> for Normal {
    #[track_caller]
    fn kl_divergence(&self, q: &Normal) -> Tensor {
        let ratio = (&self.scale / &q.scale).square();
        let way = ((&self.loc - &q.loc) / &q.scale).square();
        (&ratio + way - 1.0 - ratio.log()) * 0.5
    }
}
