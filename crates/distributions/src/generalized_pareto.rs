//! [`GeneralizedPareto`]: what goes beyond a high threshold.

use autograd::Tensor;

use crate::check::{self, extended};
use crate::{Constraint, Distribution, Reparameterized};

/// The generalised Pareto distribution from `loc` on, of which `(1 + c z)^(-1 / c)` is beyond `x`, where `z = (x - loc) / scale` and
/// `c` is the concentration; `e^-z` where that is 0. It ends at `loc - scale / c` where the concentration is negative.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, GeneralizedPareto};
/// let excess = GeneralizedPareto::new(1.0, 2.0, 0.0);
/// assert_eq!((excess.mean().item(), excess.variance().item()), (3.0, 4.0));
/// assert!((excess.cdf(&Tensor::from(3.0)).item() - (1.0 - (-1.0_f64).exp())).abs() < 1e-6);
/// ```
#[derive(Clone, Debug)]
pub struct GeneralizedPareto {
    loc: Tensor,
    scale: Tensor,
    concentration: Tensor,
}

impl GeneralizedPareto {
    /// The distribution.
    ///
    /// # Panics
    /// If the shapes do not broadcast, `loc` or `concentration` is not finite or `scale` not positive.
    #[track_caller]
    pub fn new(loc: impl Into<Tensor>, scale: impl Into<Tensor>, concentration: impl Into<Tensor>) -> Self {
        const NAME: &str = "GeneralizedPareto";
        let given = [loc.into(), scale.into(), concentration.into()];
        let [loc, scale, concentration] = check::parameters(NAME, given);
        check::finite(NAME, "loc", &loc);
        check::positive(NAME, "scale", &scale);
        check::finite(NAME, "concentration", &concentration);
        Self {
            loc,
            scale,
            concentration,
        }
    }

    /// Where the concentration is 0, and the concentration elsewhere.
    #[track_caller]
    fn apart(&self) -> (Tensor, Tensor) {
        let none = self.concentration.detach().abs().lt(1e-8);
        let c = none.where_(1.0, &self.concentration);
        (none, c)
    }

    /// Where the concentration is below `end`, and the concentration there.
    #[track_caller]
    fn below(&self, end: f64) -> (Tensor, Tensor) {
        let valid = self.concentration.lt(end);
        let c = valid.where_(&self.concentration, 0.0);
        (valid, c)
    }
}

impl Distribution for GeneralizedPareto {
    fn batch_shape(&self) -> &[usize] {
        self.loc.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.loc);
        change(&mut self.scale);
        change(&mut self.concentration);
    }

    fn support(&self) -> Constraint {
        let falls = self.concentration.lt(0.0);
        let c = falls.where_(&self.concentration, -1.0);
        let end = falls.where_(&self.loc - &self.scale / c, f64::INFINITY);
        Constraint::Interval(self.loc.clone(), end)
    }

    /// Not a number from the concentration 1 on.
    fn mean(&self) -> Tensor {
        let (valid, c) = self.below(1.0);
        valid.where_(&self.loc + &self.scale / (1.0 - c), f64::NAN)
    }

    /// Not a number from the concentration 1/2 on.
    fn variance(&self) -> Tensor {
        let (valid, c) = self.below(0.5);
        let spread = self.scale.square() / ((1.0 - &c).square() * (1.0 - c * 2.0));
        valid.where_(spread, f64::NAN)
    }

    fn mode(&self) -> Tensor {
        self.loc.clone()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        let z = (value - &self.loc) / &self.scale;
        check::require("GeneralizedPareto", "value", &z, "no less than loc", |z| z >= 0.0);
        let room = &self.concentration * &z + 1.0;
        check::require(
            "GeneralizedPareto",
            "value",
            &room,
            "below loc - scale / concentration",
            |x| x >= 0.0,
        );
        let (none, c) = self.apart();
        let falling = (c.reciprocal() + 1.0) * (c * &z).log1p();
        -none.where_(z, falling) - self.scale.log()
    }

    fn entropy(&self) -> Tensor {
        self.scale.log() + &self.concentration + 1.0
    }

    #[track_caller]
    fn cdf(&self, value: &Tensor) -> Tensor {
        let z = ((value - &self.loc) / &self.scale).clamp_min(0.0);
        let (none, c) = self.apart();
        let falling = (&c * &z).clamp_min(-1.0).log1p() / c;
        -(-none.where_(z, falling)).expm1()
    }

    #[track_caller]
    fn icdf(&self, value: &Tensor) -> Tensor {
        check::probability("GeneralizedPareto", "a probability", value);
        let (rest, (none, c)) = ((-value).log1p(), self.apart());
        let z = none.where_(-&rest, (-&c * rest).expm1() / c);
        &self.loc + &self.scale * z
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        self.icdf(&Tensor::options().dtype(self.loc.dtype()).rand(shape))
    }
}

impl Reparameterized for GeneralizedPareto {}
