//! [`Cauchy`]: a bell without a mean.

use std::f64::consts::PI;

use autograd::Tensor;

use crate::check::{self, extended};
use crate::{Constraint, Distribution, KlDivergence, Reparameterized};

/// Cauchy's distribution around `loc`, whose density is `scale / (π (scale^2 + (x - loc)^2))`: the quotient of two normal
/// numbers.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Cauchy, Distribution};
/// let cauchy = Cauchy::new(0.0, 1.0);
/// assert!((cauchy.log_prob(&Tensor::from(0.0)).exp().item() - 1.0 / std::f64::consts::PI).abs() < 1e-6);
/// assert!(cauchy.mean().item().is_nan());
/// ```
#[derive(Clone, Debug)]
pub struct Cauchy {
    loc: Tensor,
    scale: Tensor,
}

impl Cauchy {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, `loc` is not finite or `scale` not positive.
    #[track_caller]
    pub fn new(loc: impl Into<Tensor>, scale: impl Into<Tensor>) -> Self {
        let [loc, scale] = check::parameters("Cauchy", [loc.into(), scale.into()]);
        check::finite("Cauchy", "loc", &loc);
        check::positive("Cauchy", "scale", &scale);
        Self { loc, scale }
    }
}

impl Distribution for Cauchy {
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

    /// Not a number: the integral has no value.
    fn mean(&self) -> Tensor {
        self.loc.full_like(f64::NAN)
    }

    /// Infinite.
    fn variance(&self) -> Tensor {
        self.loc.full_like(f64::INFINITY)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::finite("Cauchy", "value", value);
        let z = (value - &self.loc) / &self.scale;
        -self.scale.log() - z.square().log1p() - PI.ln()
    }

    fn entropy(&self) -> Tensor {
        self.scale.log() + (4.0 * PI).ln()
    }

    fn mode(&self) -> Tensor {
        self.loc.clone()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        ((value - &self.loc) / &self.scale).atan() / PI + 0.5
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("Cauchy", "a probability", value);
        &self.loc + &self.scale * ((value - 0.5) * PI).tan()
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let mut standard = Tensor::options().dtype(self.loc.dtype()).zeros(shape);
        standard.cauchy_(0.0, 1.0);
        &self.loc + standard * &self.scale
    }
}

impl Reparameterized for Cauchy {}

impl KlDivergence<Cauchy> for Cauchy {
    #[track_caller]
    fn kl_divergence(&self, q: &Cauchy) -> Tensor {
        let spread = (&self.scale + &q.scale).square() + (&self.loc - &q.loc).square();
        spread.log() - (&self.scale * &q.scale * 4.0).log()
    }
}
