//! The self-normalizing exponential linear unit.

use tensor_core::functions::{SELU_ALPHA, SELU_SCALE, Selu};

use crate::tensor::Tensor;

impl Tensor {
    /// `scale x` where positive, else `scale alpha (e^x - 1)`, with `scale` 1.0507 and `alpha` 1.6733: mean 0 and variance 1
    /// go through a network of such layers unchanged. After Klambauer and others, "Self-normalizing neural networks" (2017).
    ///
    /// Gradient: `grad * scale` where `x` is positive, else `grad * scale alpha e^x`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-1e4, 1.0]).selu().to_vec::<f32>(), [-1.758_099_3, 1.050_701]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn selu(&self) -> Tensor {
        self.smooth(Selu, |x| x.lt(0).where_(x.exp() * (SELU_SCALE * SELU_ALPHA), 0))
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| x[0].selu().square());
        check_second(&[&[4, 3]], |x| x[0].selu().square());
    }
}
