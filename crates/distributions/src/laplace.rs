//! [`Laplace`]: two exponentials back to back.

use autograd::{DType, Tensor};

use crate::check::{self, extended};
use crate::{Constraint, Distribution, KlDivergence, Reparameterized};

/// Laplace's distribution around `loc`, whose density is `e^(-|x - loc| / scale) / (2 scale)`.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Laplace};
/// assert_eq!(Laplace::new(0.0, 2.0).variance().item(), 8.0);
/// assert_eq!(Laplace::new(0.0, 0.5).log_prob(&Tensor::from(1.0)).item(), -2.0);
/// ```
#[derive(Clone, Debug)]
pub struct Laplace {
    loc: Tensor,
    scale: Tensor,
}

impl Laplace {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, `loc` is not finite or `scale` not positive.
    #[track_caller]
    pub fn new(loc: impl Into<Tensor>, scale: impl Into<Tensor>) -> Self {
        let [loc, scale] = check::parameters("Laplace", [loc.into(), scale.into()]);
        check::finite("Laplace", "loc", &loc);
        check::positive("Laplace", "scale", &scale);
        Self { loc, scale }
    }

    /// What is expected of `log_prob` of a number with this mean distance from `loc`.
    #[track_caller]
    pub(crate) fn expected_log_prob(&self, mean_distance: &Tensor) -> Tensor {
        -(&self.scale * 2.0).log() - mean_distance / &self.scale
    }
}

impl Distribution for Laplace {
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
        self.scale.square() * 2.0
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::finite("Laplace", "value", value);
        self.expected_log_prob(&(value - &self.loc).abs())
    }

    fn entropy(&self) -> Tensor {
        (&self.scale * 2.0).log() + 1.0
    }

    fn mode(&self) -> Tensor {
        self.loc.clone()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        let z = (value - &self.loc) / &self.scale;
        0.5 - z.sign() * (-z.abs()).expm1() * 0.5
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("Laplace", "a probability", value);
        let off = value - 0.5;
        &self.loc - &self.scale * off.sign() * (off.abs() * -2.0).log1p()
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let dtype = self.loc.dtype();
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let mut u = Tensor::options().dtype(dtype).zeros(shape);
        u.uniform_(precision(dtype) - 1.0, 1.0);
        &self.loc - &self.scale * u.sign() * (-u.abs()).log1p()
    }
}

/// The distance from 1 to the next number.
fn precision(dtype: DType) -> f64 {
    dtype.finfo().map_or(0.0, |limits| limits.eps)
}

impl Reparameterized for Laplace {}

impl KlDivergence<Laplace> for Laplace {
    #[track_caller]
    fn kl_divergence(&self, q: &Laplace) -> Tensor {
        let ratio = &self.scale / &q.scale;
        let way = (&self.loc - &q.loc).abs();
        -ratio.log() + &way / &q.scale + ratio * (-way / &self.scale).exp() - 1.0
    }
}
