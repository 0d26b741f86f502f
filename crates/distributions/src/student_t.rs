//! [`StudentT`]: a bell with heavy tails.

use std::f64::consts::PI;

use autograd::Tensor;

use crate::check::{self, extended};
use crate::{Chi2, Constraint, Distribution, Reparameterized};

/// Student's distribution of `df` degrees of freedom around `loc`: of `loc + scale * x / sqrt(y / df)` with a standard normal `x`
/// and a `y` of [`Chi2`]'s distribution. Of few degrees it takes outliers as usual; of many it is the normal one.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, StudentT};
/// let noise = StudentT::new(4.0, 0.0, 1.0);
/// assert_eq!(noise.variance().item(), 2.0);
/// assert!((noise.log_prob(&Tensor::from(0.0)).exp().item() - 0.375).abs() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct StudentT {
    df: Tensor,
    loc: Tensor,
    scale: Tensor,
    square: Chi2,
}

impl StudentT {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, `loc` is not finite or another parameter not positive.
    #[track_caller]
    pub fn new(df: impl Into<Tensor>, loc: impl Into<Tensor>, scale: impl Into<Tensor>) -> Self {
        let [df, loc, scale] = check::parameters("StudentT", [df.into(), loc.into(), scale.into()]);
        check::positive("StudentT", "df", &df);
        check::finite("StudentT", "loc", &loc);
        check::positive("StudentT", "scale", &scale);
        Self {
            square: Chi2::new(&df),
            df,
            loc,
            scale,
        }
    }
}

impl Distribution for StudentT {
    fn batch_shape(&self) -> &[usize] {
        self.df.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.df);
        change(&mut self.loc);
        change(&mut self.scale);
        self.square.each_tensor(change);
    }

    fn support(&self) -> Constraint {
        Constraint::Real
    }

    /// `loc`, and not a number of one degree and less.
    fn mean(&self) -> Tensor {
        self.df.le(1.0).where_(f64::NAN, &self.loc)
    }

    /// Infinite of two degrees and less, and not a number of one and less.
    fn variance(&self) -> Tensor {
        let spread = self.scale.square() * &self.df / (&self.df - 2.0);
        let spread = self.df.le(2.0).where_(f64::INFINITY, spread);
        self.df.le(1.0).where_(f64::NAN, spread)
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::finite("StudentT", "value", value);
        let z = (value - &self.loc) / &self.scale;
        let half = (&self.df + 1.0) * 0.5;
        let norm = self.scale.log() + self.df.log() * 0.5 + 0.5 * PI.ln() + (&self.df * 0.5).lgamma()
            - half.lgamma();
        -half * (z.square() / &self.df).log1p() - norm
    }

    fn entropy(&self) -> Tensor {
        let (half, more) = (&self.df * 0.5, (&self.df + 1.0) * 0.5);
        let beta = half.lgamma() + 0.5 * PI.ln() - more.lgamma();
        self.scale.log() + &more * (more.digamma() - half.digamma()) + self.df.log() * 0.5 + beta
    }

    fn mode(&self) -> Tensor {
        self.loc.clone()
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let standard = Tensor::options().dtype(self.df.dtype()).randn(shape);
        let square = self.square.draw(sample_shape);
        &self.loc + &self.scale * standard * (square / &self.df).rsqrt()
    }
}

impl Reparameterized for StudentT {}
