//! The sigmoid linear unit.

use tensor_core::functions::Silu;

use crate::tensor::Tensor;

impl Tensor {
    /// The sigmoid linear unit, also known as swish: `x * sigmoid(x)`.
    ///
    /// Gradient: `grad * s (1 + x (1 - s))`, where `s = sigmoid(x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1e4, -1e4]).silu().to_vec::<f32>(), [0.0, 1e4, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn silu(&self) -> Tensor {
        self.smooth(Silu, curvature)
    }
}

/// The second derivative: `s (1 - s) (2 + x (1 - 2 s))`.
fn curvature(x: &Tensor) -> Tensor {
    let s = x.sigmoid();
    let slope = &s * (1.0 - &s);
    slope * (x * (1.0 - &s * 2) + 2)
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].silu());
        check_second(&[&[2, 3]], |x| x[0].silu());
    }
}
