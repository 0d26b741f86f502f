//! [`Uniform`]: all of an interval alike.

use autograd::{Error, Tensor};

use crate::check::{self, extended};
use crate::{Constraint, Distribution, KlDivergence, Reparameterized};

/// The uniform distribution on the interval from `low` to `high`, without the latter.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Uniform};
/// let uniform = Uniform::new(1.0, 3.0);
/// assert_eq!(uniform.mean().item(), 2.0);
/// assert!((uniform.log_prob(&Tensor::from(1.5)).exp().item() - 0.5).abs() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct Uniform {
    low: Tensor,
    high: Tensor,
}

impl Uniform {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, or a `high` is not above its `low`.
    #[track_caller]
    pub fn new(low: impl Into<Tensor>, high: impl Into<Tensor>) -> Self {
        let [low, high] = check::parameters("Uniform", [low.into(), high.into()]);
        if low.detach().lt(high.detach()).all().item() == 0.0 {
            Error::argument("Uniform: high must be above low").raise();
        }
        Self { low, high }
    }

    #[track_caller]
    fn width(&self) -> Tensor {
        &self.high - &self.low
    }

    /// Where the interval begins and ends.
    pub(crate) fn ends(&self) -> (&Tensor, &Tensor) {
        (&self.low, &self.high)
    }

    /// Where there are numbers that are not between 0 and 1.
    #[track_caller]
    pub(crate) fn beyond_parts(&self) -> Tensor {
        self.low.lt(0.0).logical_or(&self.high.gt(1.0))
    }

    /// The distributions, with others in the place of those `outside` of another one's values, which are inside of any other's.
    #[track_caller]
    pub(crate) fn inside_of_all(&self, outside: &Tensor) -> Self {
        Self {
            low: outside.where_(0.25, &self.low),
            high: outside.where_(0.75, &self.high),
        }
    }

    /// What is expected of `ln x`.
    #[track_caller]
    pub(crate) fn mean_log(&self) -> Tensor {
        (self.high.xlogy(&self.high) - self.low.xlogy(&self.low)) / self.width() - 1.0
    }

    /// What is expected of `ln(1 - x)`.
    #[track_caller]
    pub(crate) fn mean_log_rest(&self) -> Tensor {
        let turned = Self {
            low: 1.0 - &self.high,
            high: 1.0 - &self.low,
        };
        turned.mean_log()
    }

    /// What is expected of `e^((loc - x) / scale)`.
    #[track_caller]
    pub(crate) fn mean_exp(&self, loc: &Tensor, scale: &Tensor) -> Tensor {
        let width = self.width() / scale;
        ((loc - &self.low) / scale).exp() * -(-&width).expm1() / width
    }
}

impl Distribution for Uniform {
    fn batch_shape(&self) -> &[usize] {
        self.low.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.low);
        change(&mut self.high);
    }

    fn support(&self) -> Constraint {
        Constraint::Interval(self.low.clone(), self.high.clone())
    }

    fn mean(&self) -> Tensor {
        (&self.low + &self.high) * 0.5
    }

    fn variance(&self) -> Tensor {
        self.width().square() / 12.0
    }

    /// Outside of the interval it is negative infinity.
    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::finite("Uniform", "value", value);
        let inside = value.ge(&self.low).logical_and(&value.lt(&self.high));
        inside.where_(-self.width().log(), f64::NEG_INFINITY)
    }

    fn entropy(&self) -> Tensor {
        self.width().log()
    }

    /// Not a number: all are alike.
    fn mode(&self) -> Tensor {
        self.low.full_like(f64::NAN)
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        ((value - &self.low) / self.width()).clamp(0.0, 1.0)
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("Uniform", "a probability", value);
        &self.low + value * self.width()
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let part = Tensor::options().dtype(self.low.dtype()).rand(shape);
        &self.low + part * self.width()
    }
}

impl Reparameterized for Uniform {}

impl KlDivergence<Uniform> for Uniform {
    /// Infinite where the other does not hold all of this interval.
    #[track_caller]
    fn kl_divergence(&self, q: &Uniform) -> Tensor {
        let outside = q.low.gt(&self.low).logical_or(&q.high.lt(&self.high));
        outside.where_(f64::INFINITY, (q.width() / self.width()).log())
    }
}
