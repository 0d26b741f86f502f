//! [`VonMises`]: an angle.

use std::f64::consts::{PI, SQRT_2, TAU};

use autograd::{DType, Tensor, no_grad};

use crate::check::{self, extended};
use crate::{Constraint, Distribution};

/// Von Mises' distribution of angles, in radians, whose density is in proportion to `e^(concentration cos(x - loc))`: the bell on a
/// circle.
///
/// ```
/// use autograd::Tensor;
/// use distributions::{Distribution, VonMises};
/// let wind = VonMises::new(0.5, 4.0);
/// assert!(wind.sample([20]).abs().max().item() <= std::f64::consts::PI);
/// assert!(wind.log_prob(&Tensor::from(0.5)).item() > wind.log_prob(&Tensor::from(2.0)).item());
/// ```
#[derive(Clone, Debug)]
pub struct VonMises {
    loc: Tensor,
    concentration: Tensor,
}

impl VonMises {
    /// The distribution around the angle `loc`.
    ///
    /// # Panics
    /// If the shapes do not broadcast, a parameter is not finite or `concentration` not positive.
    #[track_caller]
    pub fn new(loc: impl Into<Tensor>, concentration: impl Into<Tensor>) -> Self {
        let [loc, concentration] = check::parameters("VonMises", [loc.into(), concentration.into()]);
        check::finite("VonMises", "loc", &loc);
        check::require(
            "VonMises",
            "concentration",
            &concentration,
            "positive and finite",
            |x| x > 0.0 && x.is_finite(),
        );
        Self { loc, concentration }
    }

    /// How far the mean of the directions is from the centre of the circle.
    #[track_caller]
    fn length(&self) -> Tensor {
        self.concentration.i1e() / self.concentration.i0e()
    }
}

impl Distribution for VonMises {
    fn batch_shape(&self) -> &[usize] {
        self.loc.shape()
    }

    fn each_tensor(&mut self, change: &mut dyn FnMut(&mut Tensor)) {
        change(&mut self.loc);
        change(&mut self.concentration);
    }

    fn support(&self) -> Constraint {
        Constraint::Real
    }

    /// The direction of the mean of the directions.
    fn mean(&self) -> Tensor {
        self.loc.clone()
    }

    /// How far the mean of the directions is from the circle.
    fn variance(&self) -> Tensor {
        1.0 - self.length()
    }

    fn mode(&self) -> Tensor {
        self.loc.clone()
    }

    #[track_caller]
    fn log_prob(&self, value: &Tensor) -> Tensor {
        check::finite("VonMises", "value", value);
        let c = &self.concentration;
        c * ((value - &self.loc).cos() - 1.0) - c.i0e().log() - TAU.ln()
    }

    fn entropy(&self) -> Tensor {
        let c = &self.concentration;
        c.i0e().log() + TAU.ln() + c * (1.0 - self.length())
    }

    fn draw(&self, sample_shape: &[usize]) -> Tensor {
        let shape = extended(sample_shape, self.batch_shape(), &[]);
        let loc = self.loc.detach().to_dtype(DType::F64);
        let way = no_grad(|| ways(&self.concentration.detach().to_dtype(DType::F64), &shape));
        ((way + PI + loc).remainder(TAU) - PI).to_dtype(self.loc.dtype())
    }
}

/// Angles around 0, by D. J. Best and N. I. Fisher: "Efficient simulation of the von Mises distribution" (1979), with the draws that
/// PyTorch makes. The proposal is a wrapped Cauchy distribution with the parameter `r`; what is written by `r - 1` in place of it
/// keeps its digits for any concentration, so that no round is refused for ever.
#[track_caller]
fn ways(concentration: &Tensor, shape: &[usize]) -> Tensor {
    // Smaller ones are as good as none.
    let k = &concentration.clamp_min(1e-300);
    let s = &proposal(k);
    let mut way = Tensor::options().dtype(DType::F64).zeros(shape);
    let mut done = Tensor::options().dtype(DType::Bool).zeros(shape);
    while done.all().item() == 0.0 {
        let u = Tensor::options()
            .dtype(DType::F64)
            .rand(extended(&[3], shape, &[]));
        let z = (u.select(0, 0) * PI).cos();
        let below = s + 1.0 + &z;
        let c = k * s * ((s + 2.0) / &below);
        let (u2, side) = (u.select(0, 1), (u.select(0, 2) - 0.5).sign());
        let sure = (&c * (2.0 - &c) - &u2).gt(0.0);
        let accept = sure.logical_or(&((&c / &u2).log() + 1.0 - &c).ge(0.0));
        let angle = (s / &below * (1.0 - z) * 0.5).clamp(0.0, 1.0).sqrt().asin() * 2.0;
        way = accept.where_(side * angle, way);
        done = done.logical_or(&accept);
    }
    way
}

/// `r - 1`.
#[track_caller]
fn proposal(k: &Tensor) -> Tensor {
    let twice = k * 2.0;
    let h = twice.hypot(&k.ones_like());
    let root = (&h + 1.0).sqrt();
    let rho = &twice / (&root * (&root + SQRT_2));
    // 1 - rho, of which one form keeps its digits near 0 and the other far from it.
    let far = (&root * SQRT_2 - 1.0 - (h + &twice).reciprocal()) / &twice;
    let missing = k.lt(1.0).where_(1.0 - &rho, far);
    missing.square() / (rho * 2.0)
}
