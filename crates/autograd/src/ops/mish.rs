//! A smooth rectifier that dips below 0.

use tensor_core::functions::Mish;

use crate::tensor::Tensor;

impl Tensor {
    /// `x tanh(ln(1 + e^x))`. After Misra, "Mish: a self regularized non-monotonic activation function" (2019).
    ///
    /// Gradient: `grad * (t + x s (1 - t^2))`, where `t` is the tangent and `s = sigmoid(x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1e4]).mish().to_vec::<f32>(), [0.0, 1e4]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn mish(&self) -> Tensor {
        self.smooth(Mish, curvature)
    }
}

/// The second derivative: `(1 - t^2) s (2 + x (1 - s - 2 s t))`.
fn curvature(x: &Tensor) -> Tensor {
    let (s, t) = (x.sigmoid(), x.softplus().tanh());
    let bend = x * (1.0 - &s - &s * &t * 2.0) + 2.0;
    (1.0 - t.square()) * s * bend
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| x[0].mish());
        check_second(&[&[4, 3]], |x| x[0].mish());
    }
}
