//! A smooth rectifier.

use tensor_core::functions::Softplus;

use crate::tensor::Tensor;

impl Tensor {
    /// The smooth rectifier `ln(1 + e^x)`, with PyTorch's defaults: [`softplus_with`](Tensor::softplus_with) of
    /// beta 1 and threshold 20.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-1e4, 1e4]).softplus().to_vec::<f32>(), [0.0, 1e4]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn softplus(&self) -> Tensor {
        self.softplus_with(1.0, 20.0)
    }

    /// The smooth rectifier `ln(1 + e^(beta x)) / beta`, and `x` itself where `beta x > threshold`.
    ///
    /// Gradient: `grad * sigmoid(beta x)`, and `grad` above the threshold.
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn softplus_with(&self, beta: f64, threshold: f64) -> Tensor {
        self.smooth(Softplus { beta, threshold }, move |x| {
            let s = (x * beta).sigmoid();
            let smooth = &s * (1.0 - &s) * beta;
            (x * beta).le(threshold).where_(smooth, 0)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].softplus());
        check(&[&[4, 3]], |x| x[0].softplus_with(2.0, 0.5));
        check_second(&[&[2, 3]], |x| x[0].softplus());
        check_second(&[&[4, 3]], |x| x[0].softplus_with(2.0, 0.5).square());
    }
}
