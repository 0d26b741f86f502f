//! Windows, by which pieces of a signal are multiplied before they are analysed.

use std::f64::consts::TAU;

use tensor_core::DType;

use crate::tensor::Tensor;

/// Writes windows: what each is at a place between 0 and 1.
macro_rules! windows {
    ($($(#[$doc:meta])* $name:ident($at:ident) = $value:expr, $example:literal;)*) => {
        impl Tensor {$(
            $(#[$doc])*
            ///
            /// One that is periodic, as PyTorch's are unless told otherwise, goes on without a seam: it is one of `length + 1`
            /// without its last element. In the default element type.
            ///
            /// ```
            /// # use autograd::Tensor;
            #[doc = $example]
            /// ```
            #[track_caller]
            #[must_use]
            pub fn $name(length: usize, periodic: bool) -> Tensor {
                window(length, periodic, |$at| $value)
            }
        )*}
    };
}

windows! {
    /// `sin^2(π x)` for `x` from 0 to 1: `torch.hann_window`.
    hann_window(x) = 0.5 - 0.5 * (TAU * x).cos(),
    "assert_eq!(Tensor::hann_window(4, true).to_vec::<f32>(), [0.0, 0.5, 1.0, 0.5]);";
    /// `0.54 - 0.46 cos(2 π x)` for `x` from 0 to 1: `torch.hamming_window`.
    hamming_window(x) = 0.54 - 0.46 * (TAU * x).cos(),
    "assert_eq!(Tensor::hamming_window(3, false).to_vec::<f32>(), [0.08, 1.0, 0.08]);";
    /// `0.42 - 0.5 cos(2 π x) + 0.08 cos(4 π x)` for `x` from 0 to 1: `torch.blackman_window`.
    blackman_window(x) = 0.42 - 0.5 * (TAU * x).cos() + 0.08 * (2.0 * TAU * x).cos(),
    "assert_eq!(Tensor::blackman_window(5, false).get(2).item(), 1.0);";
    /// Straight up from 0 to 1 and down again: `torch.bartlett_window`.
    bartlett_window(x) = 1.0 - (2.0 * x - 1.0).abs(),
    "assert_eq!(Tensor::bartlett_window(4, true).to_vec::<f32>(), [0.0, 0.5, 1.0, 0.5]);";
}

impl Tensor {
    /// `I0(beta sqrt(1 - (2 x - 1)^2)) / I0(beta)` for `x` from 0 to 1: `torch.kaiser_window`, whose `beta` is 12 by default.
    /// The other windows say what is periodic.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::kaiser_window(5, false, 12.0).get(2).item(), 1.0);
    /// ```
    #[track_caller]
    #[must_use]
    pub fn kaiser_window(length: usize, periodic: bool, beta: f64) -> Tensor {
        let i0 = |x: f64| Tensor::options().dtype(DType::F64).tensor([x]).i0().item();
        let whole = i0(beta);
        window(length, periodic, |x| {
            i0(beta * (1.0 - (2.0 * x - 1.0).powi(2)).max(0.0).sqrt()) / whole
        })
    }
}

#[track_caller]
fn window(length: usize, periodic: bool, value: impl Fn(f64) -> f64) -> Tensor {
    let last = if periodic {
        length
    } else {
        length.saturating_sub(1)
    };
    let elements: Vec<f64> = match length {
        1 => vec![1.0],
        _ => (0..length).map(|at| value(at as f64 / last as f64)).collect(),
    };
    Tensor::options().tensor(elements)
}

#[cfg(test)]
mod tests {
    use crate::{DType, Tensor, with_dtype};

    #[test]
    fn pytorchs_figures() {
        with_dtype(DType::F64, || {
            let same = |window: Tensor, expected: &[f64]| {
                let expected = Tensor::from(expected).to_dtype(DType::F64);
                assert!(window.allclose_with(&expected, 1e-9, 1e-12, false), "{window}");
            };
            same(
                Tensor::hann_window(5, true),
                &[
                    0.0,
                    0.3454915028125263,
                    0.9045084971874737,
                    0.9045084971874737,
                    0.3454915028125264,
                ],
            );
            same(Tensor::hamming_window(4, false), &[0.08, 0.77, 0.77, 0.08]);
            same(Tensor::blackman_window(4, false), &[0.0, 0.63, 0.63, 0.0]);
            same(Tensor::bartlett_window(5, true), &[0.0, 0.4, 0.8, 0.8, 0.4]);
            let kaiser = [
                5.2773441320097665e-5,
                0.5188447216723606,
                0.5188447216723606,
                5.2773441320097665e-5,
            ];
            same(Tensor::kaiser_window(4, false, 12.0), &kaiser);
        });
        assert_eq!(Tensor::hann_window(1, true).to_vec::<f32>(), [1.0]);
        assert_eq!(Tensor::hann_window(0, true).shape(), [0]);
    }
}
