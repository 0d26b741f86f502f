//! Instance norm.

use tensor_core::{NormLayout, OrRaise};

use super::group_norm::{check_affine, normalized};
use crate::tensor::Tensor;

impl Tensor {
    /// `(x - mean) / sqrt(var + eps) * weight + bias`, with the mean and the biased variance of each channel of each
    /// sample. PyTorch's `F.instance_norm`; after Ulyanov, Vedaldi and Lempitsky, "Instance normalization" (2016).
    ///
    /// # Shape
    /// `[N, C, ..]`, kept; weight and bias `[C]`.
    ///
    /// Gradient: as that of [`group_norm`](Tensor::group_norm).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[[1.0, 3.0], [2.0, 8.0]]]);
    /// assert_eq!(x.instance_norm(None, None, 0.0).to_vec::<f32>(), [-1.0, 1.0, -1.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the shape does not fit, or the elements are not floating point.
    #[track_caller]
    pub fn instance_norm(&self, weight: Option<&Tensor>, bias: Option<&Tensor>, eps: f64) -> Tensor {
        let channels = self.shape().get(1).copied().unwrap_or(0);
        let layout = NormLayout::in_groups("instance_norm", self.shape(), channels).or_raise();
        check_affine("instance_norm", self, &[channels], weight, bias).or_raise();
        normalized("NativeInstanceNorm", self, layout, weight, bias, eps, true)
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 4], &[3], &[3]], |x| {
            x[0].instance_norm(Some(&x[1]), Some(&x[2]), 1e-5)
        });
        check(&[&[2, 2, 2, 3]], |x| x[0].instance_norm(None, None, 1e-5));
        check_second(&[&[2, 2, 3], &[2]], |x| {
            x[0].instance_norm(Some(&x[1]), None, 1e-2).square()
        });
    }
}
