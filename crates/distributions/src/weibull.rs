//! [`Weibull`]: how long something lasts.

use autograd::Tensor;

use crate::gumbel::EULER;
use crate::{Constraint, Distribution, Exponential, Reparameterized, check};

/// Weibull's distribution of lifetimes, of which `e^(-(x / scale)^concentration)` last longer than `x`: things fail less and less
/// of a concentration below 1, and more and more above.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Weibull};
/// let lamps = Weibull::new(2.0, 1.0);
/// assert_eq!(lamps.log_prob(&Tensor::from(2.0)).item() as f32, 0.5_f32.ln() - 1.0);
/// ```
#[derive(Clone, Debug)]
pub struct Weibull {
    scale: Tensor,
    concentration: Tensor,
}

impl Weibull {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, or a parameter is not positive.
    #[track_caller]
    pub fn new(scale: impl Into<Tensor>, concentration: impl Into<Tensor>) -> Self {
        let [scale, concentration] = check::parameters("Weibull", [scale.into(), concentration.into()]);
        check::positive("Weibull", "scale", &scale);
        check::positive("Weibull", "concentration", &concentration);
        Self { scale, concentration }
    }

    /// The gamma function of `1 + n / concentration`.
    #[track_caller]
    fn moment(&self, n: f64) -> Tensor {
        (self.concentration.reciprocal() * n + 1.0).lgamma().exp()
    }
}

impl Distribution for Weibull {
    fn batch_shape(&self) -> &[usize] {
        self.scale.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.scale);
        change(&mut self.concentration);
    }

    fn support(&self) -> Constraint {
        Constraint::Positive
    }

    fn mean(&self) -> Tensor {
        &self.scale * self.moment(1.0)
    }

    fn variance(&self) -> Tensor {
        self.scale.square() * (self.moment(2.0) - self.moment(1.0).square())
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::positive("Weibull", "value", value);
        let k = &self.concentration;
        let logarithm = (value / &self.scale).log();
        (k / &self.scale).log() + (k - 1.0) * &logarithm - (k * logarithm).exp()
    }

    fn entropy(&self) -> Tensor {
        let k = &self.concentration;
        (1.0 - k.reciprocal()) * EULER + (&self.scale / k).log() + 1.0
    }

    fn mode(&self) -> Tensor {
        let k = self.concentration.clamp_min(1.0);
        &self.scale * ((&k - 1.0) / &k).pow(k.reciprocal())
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        -(-(value.clamp_min(0.0) / &self.scale).pow(&self.concentration)).expm1()
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("Weibull", "a probability", value);
        &self.scale * (-(-value).log1p()).pow(self.concentration.reciprocal())
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let standard = Exponential::new(self.scale.detach().ones_like()).draw(sample_shape);
        &self.scale * standard.pow(self.concentration.reciprocal())
    }
}

impl Reparameterized for Weibull {}
