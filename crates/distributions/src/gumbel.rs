//! [`Gumbel`]: the largest of many.

use std::f64::consts::PI;

use autograd::Tensor;

use crate::check::{self, extended};
use crate::{Constraint, Distribution, KlDivergence, Reparameterized};

/// Gumbel's distribution of the largest of many numbers, whose distribution function is `e^(-e^(-(x - loc) / scale))`. The place
/// of the largest of `logits + g`, with a `g` of its own for each, is a sample of the [`Categorical`](crate::Categorical)
/// distribution.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Gumbel};
/// let flood = Gumbel::new(1.0, 2.0);
/// assert!((flood.mean().item() - 2.154_431_3).abs() < 1e-6);
/// assert_eq!(flood.sample([5]).shape(), [5]);
/// ```
#[derive(Clone, Debug)]
pub struct Gumbel {
    loc: Tensor,
    scale: Tensor,
}

/// The mean of the standard distribution.
pub(crate) const EULER: f64 = 0.577_215_664_901_532_9;

impl Gumbel {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, `loc` is not finite or `scale` not positive.
    #[track_caller]
    pub fn new(loc: impl Into<Tensor>, scale: impl Into<Tensor>) -> Self {
        let [loc, scale] = check::parameters("Gumbel", [loc.into(), scale.into()]);
        check::finite("Gumbel", "loc", &loc);
        check::positive("Gumbel", "scale", &scale);
        Self { loc, scale }
    }

    /// The location and the scale.
    pub(crate) fn parameters(&self) -> (&Tensor, &Tensor) {
        (&self.loc, &self.scale)
    }

    /// What is expected of `log_prob` of a number `x` with these means of `x` and of `e^((loc - x) / scale)`.
    #[track_caller]
    pub(crate) fn expected_log_prob(&self, mean: &Tensor, mean_exp: &Tensor) -> Tensor {
        (&self.loc - mean) / &self.scale - mean_exp - self.scale.log()
    }
}

impl Distribution for Gumbel {
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
        &self.loc + &self.scale * EULER
    }

    fn variance(&self) -> Tensor {
        self.scale.square() * (PI * PI / 6.0)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::finite("Gumbel", "value", value);
        let z = (&self.loc - value) / &self.scale;
        &z - z.exp() - self.scale.log()
    }

    fn entropy(&self) -> Tensor {
        self.scale.log() + (1.0 + EULER)
    }

    fn mode(&self) -> Tensor {
        self.loc.clone()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        (-((&self.loc - value) / &self.scale).exp()).exp()
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("Gumbel", "a probability", value);
        &self.loc - &self.scale * (-value.log()).log()
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let dtype = self.loc.dtype();
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        // As PyTorch draws between the least positive number and the last one before 1.
        let (least, most) = dtype
            .finfo()
            .map_or((0.0, 1.0), |limits| (limits.smallest_normal, 1.0 - limits.eps));
        let u = Tensor::options().dtype(dtype).rand(shape) * (most - least) + least;
        &self.loc - &self.scale * (-u.log()).log()
    }
}

impl Reparameterized for Gumbel {}

impl KlDivergence<Gumbel> for Gumbel {
    #[track_caller]
    fn kl_divergence(&self, q: &Gumbel) -> Tensor {
        let ratio = &self.scale / &q.scale;
        let way = (&q.loc - &self.loc) / &q.scale;
        let tail = (&way + (&ratio + 1.0).lgamma()).exp();
        &ratio * EULER - ratio.log() - way + tail - (1.0 + EULER)
    }
}
