//! [`Kumaraswamy`]: a probability, with formulas simpler than those of [`Beta`](crate::Beta).

use autograd::Tensor;

use crate::check::{self, extended};
use crate::gumbel::EULER;
use crate::{Constraint, Distribution, Reparameterized};

/// Kumaraswamy's distribution of a number between 0 and 1, of which `(1 - x^a)^b` is beyond `x`, where `a` is `concentration1` and `b`
/// is `concentration0`.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, Kumaraswamy};
/// let even = Kumaraswamy::new(1.0, 1.0);
/// assert_eq!((even.mean().item(), even.cdf(&Tensor::from(0.25)).item()), (0.5, 0.25));
/// ```
#[derive(Clone, Debug)]
pub struct Kumaraswamy {
    a: Tensor,
    b: Tensor,
}

impl Kumaraswamy {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, or a concentration is not positive.
    #[track_caller]
    pub fn new(concentration1: impl Into<Tensor>, concentration0: impl Into<Tensor>) -> Self {
        let given = [concentration1.into(), concentration0.into()];
        let [a, b] = check::parameters("Kumaraswamy", given);
        check::positive("Kumaraswamy", "concentration1", &a);
        check::positive("Kumaraswamy", "concentration0", &b);
        Self { a, b }
    }

    /// The number that a share of `rest` is beyond.
    #[track_caller]
    fn beyond(&self, rest: &Tensor) -> Tensor {
        (1.0 - rest.pow(self.b.reciprocal())).pow(self.a.reciprocal())
    }

    /// The expectation of the power `n`.
    #[track_caller]
    fn moment(&self, n: f64) -> Tensor {
        let one = self.a.reciprocal() * n + 1.0;
        &self.b * (one.lgamma() + self.b.lgamma() - (one + &self.b).lgamma()).exp()
    }
}

impl Distribution for Kumaraswamy {
    fn batch_shape(&self) -> &[usize] {
        self.a.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.a);
        change(&mut self.b);
    }

    fn support(&self) -> Constraint {
        Constraint::UnitInterval
    }

    fn mean(&self) -> Tensor {
        self.moment(1.0)
    }

    fn variance(&self) -> Tensor {
        self.moment(2.0) - self.moment(1.0).square()
    }

    /// Not a number where a concentration is below 1.
    fn mode(&self) -> Tensor {
        let (a, b) = (&self.a, &self.b);
        let at = ((a - 1.0) / (a * b - 1.0)).pow(a.reciprocal());
        a.lt(1.0).logical_or(&b.lt(1.0)).where_(f64::NAN, at)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::probability("Kumaraswamy", "value", value);
        let (a, b) = (&self.a, &self.b);
        let beyond = (b - 1.0) * (-value.pow(a)).log1p();
        a.log() + b.log() + (a - 1.0) * value.log() + beyond
    }

    fn entropy(&self) -> Tensor {
        let (a, b) = (&self.a, &self.b);
        let harmonic = (b + 1.0).digamma() + EULER;
        1.0 - b.reciprocal() + (1.0 - a.reciprocal()) * harmonic - a.log() - b.log()
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        1.0 - (1.0 - value.clamp(0.0, 1.0).pow(&self.a)).pow(&self.b)
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("Kumaraswamy", "a probability", value);
        self.beyond(&(1.0 - value))
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        self.beyond(&Tensor::options().dtype(self.a.dtype()).rand(shape))
    }
}

impl Reparameterized for Kumaraswamy {}
