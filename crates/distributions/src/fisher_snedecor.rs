//! [`FisherSnedecor`]: how much larger one variance is than another.

use autograd::Tensor;

use crate::{Constraint, Distribution, Gamma, Reparameterized, check};

/// The F distribution: of the quotient of the means of `df1` and `df2` squared standard normal numbers.
///
/// ```
/// use distributions::{Distribution, FisherSnedecor};
/// let ratio = FisherSnedecor::new(3.0, 4.0);
/// assert_eq!(ratio.mean().item(), 2.0);
/// assert_eq!(ratio.sample([5]).shape(), [5]);
/// ```
#[derive(Clone, Debug)]
pub struct FisherSnedecor {
    df1: Tensor,
    df2: Tensor,
    above: Gamma,
    below: Gamma,
}

impl FisherSnedecor {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, or one is not positive.
    #[track_caller]
    pub fn new(df1: impl Into<Tensor>, df2: impl Into<Tensor>) -> Self {
        let [df1, df2] = check::parameters("FisherSnedecor", [df1.into(), df2.into()]);
        check::positive("FisherSnedecor", "df1", &df1);
        check::positive("FisherSnedecor", "df2", &df2);
        Self {
            above: Gamma::named("FisherSnedecor", [&df1 * 0.5, df1.clone()]),
            below: Gamma::named("FisherSnedecor", [&df2 * 0.5, df2.clone()]),
            df1,
            df2,
        }
    }

    /// Half of the degrees of freedom, and the logarithm of their beta function.
    #[track_caller]
    fn halves(&self) -> (Tensor, Tensor, Tensor) {
        let (a, b) = (&self.df1 * 0.5, &self.df2 * 0.5);
        let beta = a.lgamma() + b.lgamma() - (&a + &b).lgamma();
        (a, b, beta)
    }
}

impl Distribution for FisherSnedecor {
    fn batch_shape(&self) -> &[usize] {
        self.df1.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.df1);
        change(&mut self.df2);
        self.above.each_tensor(change);
        self.below.each_tensor(change);
    }

    fn support(&self) -> Constraint {
        Constraint::Positive
    }

    /// Not a number where `df2` is 2 or less.
    fn mean(&self) -> Tensor {
        self.df2.le(2.0).where_(f64::NAN, &self.df2 / (&self.df2 - 2.0))
    }

    /// Not a number where `df2` is 4 or less.
    fn variance(&self) -> Tensor {
        let (a, b) = (&self.df1, &self.df2);
        let spread = b.square() * (a + b - 2.0) * 2.0 / (a * (b - 2.0).square() * (b - 4.0));
        b.le(4.0).where_(f64::NAN, spread)
    }

    /// Not a number where `df1` is 2 or less.
    fn mode(&self) -> Tensor {
        let (a, b) = (&self.df1, &self.df2);
        a.le(2.0).where_(f64::NAN, (a - 2.0) / a * b / (b + 2.0))
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::positive("FisherSnedecor", "value", value);
        let (a, b, beta) = self.halves();
        let ratio = &self.df1 / &self.df2;
        &a * ratio.log() + (&a - 1.0) * value.log() - (a + b) * (ratio * value).log1p() - beta
    }

    fn entropy(&self) -> Tensor {
        let (a, b, beta) = self.halves();
        let sum = &a + &b;
        (&self.df2 / &self.df1).log() + beta + (1.0 - &a) * a.digamma() - (1.0 + &b) * b.digamma()
            + &sum * sum.digamma()
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let (above, below) = (self.above.draw(sample_shape), self.below.draw(sample_shape));
        (above / below).clamp_min(check::least(&self.df1))
    }
}

impl Reparameterized for FisherSnedecor {}
