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
            // The second factor is 1 minus the first, without its rounding where that is nearly 1.
            let smooth = (x * beta).sigmoid() * (x * -beta).sigmoid() * beta;
            (x * beta).lt(threshold).where_(smooth, 0)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{BackwardOptions, DType, Tensor, grad};

    #[test]
    fn the_curvature_of_a_large_number_is_accurate() {
        let x = Tensor::from(16.0).to_dtype(DType::F32).requires_grad_(true);
        let options = BackwardOptions::new().create_graph(true);
        let slope = grad(&x.softplus(), &[&x], &options).unwrap();
        slope[0].as_ref().unwrap().backward();
        let (curvature, exact) = (x.grad().unwrap().item(), 1.125_351_5e-7);
        assert!((curvature - exact).abs() < 1e-6 * exact, "{curvature}");
    }

    #[test]
    fn at_the_threshold_there_is_no_curvature() {
        let x = Tensor::from([2.5, 2.4]).requires_grad_(true);
        let options = BackwardOptions::new().create_graph(true);
        let slope = grad(&x.softplus_with(2.0, 5.0).sum(), &[&x], &options).unwrap();
        slope[0].as_ref().unwrap().sum().backward();
        let curvature = x.grad().unwrap().to_vec::<f64>();
        assert!(curvature[0] == 0.0 && curvature[1] > 0.01);
    }

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].softplus());
        check(&[&[4, 3]], |x| x[0].softplus_with(2.0, 0.5));
        check_second(&[&[2, 3]], |x| x[0].softplus());
        check_second(&[&[4, 3]], |x| x[0].softplus_with(2.0, 0.5).square());
    }
}
