//! The normal distribution: its probabilities, their logarithm, and their inverse.

use std::f64::consts::PI;

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The probability of a standard normal number below `x`.
    ///
    /// Gradient: `grad * e^(-x^2 / 2) / sqrt(2π)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, -40.0]).ndtr().to_vec::<f32>(), [0.5, 0.0]);
    /// ```
    #[track_caller]
    pub fn ndtr(&self) -> Tensor {
        record(
            "SpecialNdtr",
            self.value().ndtr(),
            [self],
            [Save::Input(0)],
            |cx| {
                let [x] = cx.saved();
                let density = x.square().mul(-0.5).exp().div((2.0 * PI).sqrt());
                [Some(cx.grad.mul(density))]
            },
        )
    }

    /// The logarithm of [`ndtr`](Tensor::ndtr), accurate where that is next to 0 or 1.
    ///
    /// Gradient: `grad` times the density over the probability.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-40.0]).log_ndtr().to_vec::<f32>(), [-804.608_46]);
    /// ```
    #[track_caller]
    pub fn log_ndtr(&self) -> Tensor {
        let save = [Save::Input(0), Save::Result];
        record("SpecialLogNdtr", self.value().log_ndtr(), [self], save, |cx| {
            let [x, result] = cx.saved();
            let log_density = x.square().mul(-0.5).sub((2.0 * PI).sqrt().ln());
            [Some(cx.grad.mul(log_density.sub(result).exp()))]
        })
    }

    /// The number below which a standard normal one is with probability `x`: what [`ndtr`](Tensor::ndtr) undoes.
    ///
    /// Gradient: `grad * sqrt(2π) e^(result^2 / 2)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.5, 1.0]).ndtri().to_vec::<f32>(), [0.0, f32::INFINITY]);
    /// ```
    #[track_caller]
    pub fn ndtri(&self) -> Tensor {
        record(
            "SpecialNdtri",
            self.value().ndtri(),
            [self],
            [Save::Result],
            |cx| {
                let [result] = cx.saved();
                let density = result.square().mul(-0.5).exp().div((2.0 * PI).sqrt());
                [Some(cx.grad.div(density))]
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].ndtr() + x[0].log_ndtr());
        check(&[&[2, 3]], |x| x[0].sigmoid().ndtri());
        check_second(&[&[2, 3]], |x| x[0].log_ndtr() + x[0].ndtr());
    }
}
