//! Vectors of length 1.

use tensor_core::IntoDims;

use crate::tensor::Tensor;

impl Tensor {
    /// `x / max(norm, eps)` with the `p`-norm over `dims` (none named means all of them): vectors of length 1, those near zero left short. PyTorch's
    /// `F.normalize`, whose defaults are 2, 1 and 1e-12.
    ///
    /// Gradient: as composed of a norm and a quotient.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([[3.0, 4.0]]).normalize(2.0, 1, 1e-12).to_vec::<f32>(), [0.6, 0.8]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, or a dimension does not exist.
    #[track_caller]
    pub fn normalize(&self, p: f64, dims: impl IntoDims, eps: f64) -> Tensor {
        self.div(self.norm_dim(p, dims, true).clamp_min(eps))
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn over_several_dimensions() {
        let x = Tensor::from([[3.0, 4.0], [1.0, 2.0]]);
        // torch.nn.functional.normalize(x, 1.0, dim=(0, 1)), and the same with dim=None
        for y in [x.normalize(1.0, [0, 1], 1e-12), x.normalize(1.0, [], 1e-12)] {
            assert_eq!(y.to_vec::<f32>(), [0.3, 0.4, 0.1, 0.2]);
        }
        check(&[&[2, 3]], |x| x[0].normalize(2.0, [], 1e-12));
    }

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].normalize(2.0, 1, 1e-12));
        check(&[&[2, 3]], |x| x[0].normalize(3.0, 0, 1e-12));
        check_second(&[&[2, 3]], |x| x[0].normalize(2.0, -1, 1e-12).square());
    }
}
