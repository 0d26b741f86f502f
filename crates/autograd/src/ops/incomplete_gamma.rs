//! The incomplete gamma functions.

use tensor_core::Error;
use tensor_core::functions::{Igamma, Igammac};

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The regularised lower incomplete gamma function `P(self, x)`, broadcast: the integral of `t^(a - 1) e^-t` from 0 to `x`, over
    /// the whole. PyTorch's `torch.igamma`, `torch.special.gammainc`.
    ///
    /// Gradient: `grad * x^(a - 1) e^-x / Γ(a)` for `x`; for `a` there is none, as in PyTorch.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let p = Tensor::from([1.0]).igamma(&Tensor::from([1.0]));
    /// assert_eq!(p.item() as f32, 0.632_120_55);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn igamma(&self, x: &Tensor) -> Tensor {
        let value = Igamma::of(&*self.value(), &*x.value());
        let save = [Save::Input(0), Save::Input(1)];
        record("Igamma", value, [self, x], save, |cx| {
            let [a, x] = cx.saved();
            [None, cx.to(1, |cx| cx.grad.mul(density(a, x)))]
        })
    }

    /// The regularised upper incomplete gamma function `1 - P(self, x)`, broadcast. PyTorch's `torch.igammac`,
    /// `torch.special.gammaincc`.
    ///
    /// Gradient: that of [`igamma`](Tensor::igamma), turned.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let q = Tensor::from([1.0]).igammac(&Tensor::from([1.0]));
    /// assert_eq!(q.item() as f32, 0.367_879_45);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn igammac(&self, x: &Tensor) -> Tensor {
        let value = Igammac::of(&*self.value(), &*x.value());
        let save = [Save::Input(0), Save::Input(1)];
        record("Igammac", value, [self, x], save, |cx| {
            let [a, x] = cx.saved();
            [None, cx.to(1, |cx| cx.grad.mul(density(a, x)).neg())]
        })
    }

    /// The logarithm of the multivariate gamma function of dimension `p`: of `x > (p - 1) / 2` each. PyTorch's `torch.mvlgamma`,
    /// `torch.special.multigammaln`.
    ///
    /// Gradient: that of the sum of [`lgamma`](Tensor::lgamma)s.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([4.0]).mvlgamma(1).to_vec::<f32>(), [6.0_f32.ln()]);
    /// ```
    ///
    /// # Panics
    /// If `p` is 0, or larger than a million.
    #[track_caller]
    pub fn mvlgamma(&self, p: u32) -> Tensor {
        if !(1..=1_000_000).contains(&p) {
            Error::argument(format!("mvlgamma: p must be from 1 to 1000000, and is {p}")).raise();
        }
        let size = f64::from(p);
        let constant = size * (size - 1.0) / 4.0 * std::f64::consts::PI.ln();
        Error::raise_memory_here(|| {
            let terms = (0..p).map(|at| self.sub(f64::from(at) / 2.0).lgamma());
            terms.fold(self.zeros_like().add(constant), |sum, term| sum.add(term))
        })
    }
}

/// `x^(a - 1) e^-x / Γ(a)`.
#[track_caller]
fn density(a: &Tensor, x: &Tensor) -> Tensor {
    a.sub(1.0).xlogy(x).sub(x).sub(a.lgamma()).exp()
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    fn f64s<const N: usize>(numbers: [f64; N]) -> Tensor {
        Tensor::options().dtype(DType::F64).tensor(numbers)
    }

    #[test]
    fn gradients() {
        let shapes = f64s([0.7, 2.0, 5.0]);
        check(&[&[3]], |x| shapes.igamma(&(x[0].square() + 0.5)));
        check(&[&[3]], |x| shapes.igammac(&(x[0].square() + 0.5)));
        check_second(&[&[3]], |x| shapes.igamma(&(x[0].square() + 0.5)));
        check_second(&[&[3]], |x| shapes.igammac(&(x[0].square() + 0.5)));
        check(&[&[3]], |x| (x[0].square() + 1.5).mvlgamma(3));
        check_second(&[&[3]], |x| (x[0].square() + 1.5).mvlgamma(2));
    }

    #[test]
    #[should_panic(expected = "mvlgamma: p must be from 1 to 1000000, and is 4294967295")]
    fn dimensions_without_an_end_are_refused() {
        f64s([2.0]).mvlgamma(u32::MAX);
    }

    #[test]
    fn the_multivariate_one_is_pytorchs() {
        let y = f64s([2.0, 3.5]).mvlgamma(3);
        assert!(y.allclose_with(
            &f64s([1.596_312_591_138_855_2, 3.895_898_482_154_039]),
            1e-12,
            0.0,
            false
        ));
    }
}
