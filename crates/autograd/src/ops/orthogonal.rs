//! Orthogonal polynomials.

use tensor_core::functions::Orthogonal;

use crate::operators::{Arg, Operand};
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// Methods for the polynomials of a family.
macro_rules! polynomials {
    ($($(#[$doc:meta])* $method:ident, $node:literal, $family:ident;)*) => {
        impl Tensor {$(
            $(#[$doc])*
            ///
            /// Gradient: `grad` times the polynomial's derivative, to any order; none for `n`. PyTorch has none at all.
            ///
            /// # Panics
            /// If the shapes do not broadcast, or an `n` is larger than a million.
            #[track_caller]
            pub fn $method(&self, n: impl Operand) -> Tensor {
                self.orthogonal($node, Orthogonal::$family, 0, &degrees(n.arg()))
            }
        )*}
    };
}

polynomials! {
    /// Chebyshev's polynomial of the first kind and degree `n`, broadcast, which is `cos(n acos(x))` between -1 and 1; 0 for a negative
    /// `n`. PyTorch's `torch.special.chebyshev_polynomial_t`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([2.0]).chebyshev_polynomial_t(2).to_vec::<f32>(), [7.0]); // 2 x^2 - 1
    /// ```
    chebyshev_polynomial_t, "SpecialChebyshevPolynomialT", ChebyshevT;
    /// Chebyshev's polynomial of the second kind and degree `n`, broadcast; 0 for a negative `n`. PyTorch's
    /// `torch.special.chebyshev_polynomial_u`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([2.0]).chebyshev_polynomial_u(2).to_vec::<f32>(), [15.0]); // 4 x^2 - 1
    /// ```
    chebyshev_polynomial_u, "SpecialChebyshevPolynomialU", ChebyshevU;
    /// Chebyshev's polynomial of the third kind and degree `n`, broadcast; 0 for a negative `n`. PyTorch's
    /// `torch.special.chebyshev_polynomial_v`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([2.0]).chebyshev_polynomial_v(2).to_vec::<f32>(), [11.0]); // 4 x^2 - 2 x - 1
    /// ```
    chebyshev_polynomial_v, "SpecialChebyshevPolynomialV", ChebyshevV;
    /// Chebyshev's polynomial of the fourth kind and degree `n`, broadcast; 0 for a negative `n`. PyTorch's
    /// `torch.special.chebyshev_polynomial_w`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([2.0]).chebyshev_polynomial_w(2).to_vec::<f32>(), [19.0]); // 4 x^2 + 2 x - 1
    /// ```
    chebyshev_polynomial_w, "SpecialChebyshevPolynomialW", ChebyshevW;
    /// Hermite's polynomial of degree `n` as physicists write it, broadcast; 0 for a negative `n`. PyTorch's
    /// `torch.special.hermite_polynomial_h`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([2.0]).hermite_polynomial_h(2).to_vec::<f32>(), [14.0]); // 4 x^2 - 2
    /// ```
    hermite_polynomial_h, "SpecialHermitePolynomialH", HermiteH;
    /// Hermite's polynomial of degree `n` as probabilists write it, broadcast; 0 for a negative `n`. PyTorch's
    /// `torch.special.hermite_polynomial_he`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([2.0]).hermite_polynomial_he(2).to_vec::<f32>(), [3.0]); // x^2 - 1
    /// ```
    hermite_polynomial_he, "SpecialHermitePolynomialHe", HermiteHe;
    /// Laguerre's polynomial of degree `n`, broadcast; 0 for a negative `n`. PyTorch's `torch.special.laguerre_polynomial_l`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([2.0]).laguerre_polynomial_l(2).to_vec::<f32>(), [-1.0]); // x^2 / 2 - 2 x + 1
    /// ```
    laguerre_polynomial_l, "SpecialLaguerrePolynomialL", LaguerreL;
    /// Legendre's polynomial of degree `n`, broadcast; 0 for a negative `n`. PyTorch's `torch.special.legendre_polynomial_p`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([2.0]).legendre_polynomial_p(2).to_vec::<f32>(), [5.5]); // (3 x^2 - 1) / 2
    /// ```
    legendre_polynomial_p, "SpecialLegendrePolynomialP", LegendreP;
}

/// Degrees as they are given; a plain number does not decide the element type.
#[track_caller]
fn degrees(given: Arg<'_>) -> Tensor {
    match given {
        Arg::Tensor(tensor) => tensor.clone(),
        Arg::Number(number) => Tensor::from(number.to_f64() as i64),
    }
}

impl Tensor {
    /// The derivative of the order `order` of a polynomial.
    #[track_caller]
    fn orthogonal(&self, node: &'static str, family: Orthogonal, order: usize, degree: &Tensor) -> Tensor {
        let value = family.of(order, &*self.value(), &degree.value());
        let save = [Save::Input(0), Save::Value(&degree.value())];
        record(node, value, [self], save, move |cx| {
            let [x, degree] = cx.saved();
            [Some(cx.grad.mul(x.orthogonal(node, family, order + 1, degree)))]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DType;
    use crate::gradcheck::{check, check_second};

    fn all(x: &Tensor, n: &Tensor) -> [Tensor; 8] {
        [
            x.chebyshev_polynomial_t(n),
            x.chebyshev_polynomial_u(n),
            x.chebyshev_polynomial_v(n),
            x.chebyshev_polynomial_w(n),
            x.hermite_polynomial_h(n),
            x.hermite_polynomial_he(n),
            x.laguerre_polynomial_l(n),
            x.legendre_polynomial_p(n),
        ]
    }

    #[test]
    fn gradients() {
        let n = Tensor::from([[0], [1], [4]]);
        let sum = |x: &Tensor| all(x, &n).into_iter().sum::<Tensor>();
        check(&[&[3]], |x| sum(&x[0]));
        check_second(&[&[3]], |x| sum(&x[0]));
    }

    /// PyTorch's figures.
    #[test]
    #[rustfmt::skip]
    fn values() {
        let options = || Tensor::options().dtype(DType::F64);
        let x = options().tensor([-1.5, -1.0, -0.3, 0.0, 0.4, 1.0, 1.7]);
        for (got, expected) in all(&x, &Tensor::from(5)).into_iter().zip([
            [-61.5, -1.0, -0.99888, 0.0, 0.88384, 1.0, 137.41712],
            [-144.0, -6.0, -1.01376, 0.0, 0.67968, 6.0, 307.33824],
            [-199.0, -11.0, -1.06336, -1.0, 1.19008, 1.0, 207.38464],
            [-89.0, -1.0, -0.96416, 1.0, 0.16928, 11.0, 407.29184],
            [117.0, 8.0, -31.75776, 0.0, 38.08768, -8.0, -127.72576],
            [3.65625, -6.0, -4.23243, 0.0, 5.37024, 6.0, -9.43143],
            [26.49296875, 12.883333333333335, 2.99670775, 1.0, -0.3014186666666667, -0.4666666666666667, 0.38336608333333333],
            [-33.08203125, -1.0, -0.34538625, 0.0, 0.27064, 1.0, 72.01248875],
        ]) {
            assert!(got.allclose_with(&options().tensor(expected), 1e-13, 1e-13, false), "{got}");
        }
        let n = Tensor::from([-1, 0, 1, 2, 3, 8, 9]);
        let got = x.laguerre_polynomial_l(&n);
        let expected = [0.0, 1.0, 1.3, 1.0, 0.02933333333333327, 0.15399305555555545, 0.41622125527202714];
        assert!(got.allclose_with(&options().tensor(expected), 1e-13, 1e-13, false), "{got}");
        assert_eq!(Tensor::from([1, 2]).legendre_polynomial_p(2).dtype(), DType::F32);
    }

    #[test]
    #[should_panic(expected = "LegendreP: the degree must be at most 1000000, and one is 10000000")]
    fn degrees_without_an_end_are_refused() {
        Tensor::from([0.5]).legendre_polynomial_p(10_000_000);
    }
}
