//! Root-mean-square norm.

use tensor_core::{DType, IntoShape, NormLayout, OrRaise};

use super::group_norm::{check_affine, normalized};
use crate::tensor::Tensor;

impl Tensor {
    /// `x / sqrt(mean(x^2) + eps) * weight` over the last dimensions, which are `normalized_shape`. Without `eps` it is the
    /// distance from 1 to the next number that these elements are computed in. PyTorch's `F.rms_norm`; after Zhang and
    /// Sennrich, "Root mean square layer normalization" (2019).
    ///
    /// # Shape
    /// `[.., normalized_shape..]`, kept; weight as the normalised shape.
    ///
    /// Gradient: for `x`, with `g = grad * weight` and the normalised `n`, `(g - n * mean(g * n)) / sqrt(mean(x^2) + eps)`; for
    /// `weight` the sum of `grad * n`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([5.0, -5.0]).rms_norm(2, None, 0.0).to_vec::<f32>(), [1.0, -1.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit, or the elements are not floating point.
    #[track_caller]
    pub fn rms_norm(
        &self,
        normalized_shape: impl IntoShape,
        weight: Option<&Tensor>,
        eps: impl Into<Option<f64>>,
    ) -> Tensor {
        let shape = normalized_shape.into_shape();
        let layout = NormLayout::over_last("rms_norm", self.shape(), &shape).or_raise();
        check_affine("rms_norm", self, &shape, weight, None).or_raise();
        let eps = eps.into().unwrap_or(match self.dtype() {
            DType::F64 => f64::EPSILON,
            _ => f64::from(f32::EPSILON),
        });
        normalized("FusedRmsNorm", self, layout, weight, None, eps, false)
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 5], &[5]], |x| x[0].rms_norm(5, Some(&x[1]), None));
        check(&[&[2, 3, 2]], |x| x[0].rms_norm([3, 2], None, 1e-3));
        check_second(&[&[2, 4], &[4]], |x| x[0].rms_norm(4, Some(&x[1]), 1e-2).square());
    }
}
