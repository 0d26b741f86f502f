//! Layer norm.

use tensor_core::{IntoShape, NormLayout, OrRaise};

use super::group_norm::{check_affine, normalized};
use crate::tensor::Tensor;

impl Tensor {
    /// `(x - mean) / sqrt(var + eps) * weight + bias` over the last dimensions, which are `normalized_shape`, with their mean
    /// and biased variance. PyTorch's `F.layer_norm`; after Ba, Kiros and Hinton, "Layer normalization" (2016).
    ///
    /// # Shape
    /// `[.., normalized_shape..]`, kept; weight and bias as the normalised shape.
    ///
    /// Gradient: as that of [`group_norm`](Tensor::group_norm).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 3.0], [-4.0, 4.0]]);
    /// assert_eq!(x.layer_norm(2, None, None, 0.0).to_vec::<f32>(), [-1.0, 1.0, -1.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit, or the elements are not floating point.
    #[track_caller]
    pub fn layer_norm(
        &self,
        normalized_shape: impl IntoShape,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        eps: f64,
    ) -> Tensor {
        let shape = normalized_shape.into_shape();
        let layout = NormLayout::over_last("layer_norm", self.shape(), &shape).or_raise();
        check_affine("layer_norm", self, &shape, weight, bias).or_raise();
        normalized("NativeLayerNorm", self, layout, weight, bias, eps, true)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 5], &[5], &[5]], |x| {
            x[0].layer_norm(5, Some(&x[1]), Some(&x[2]), 1e-5)
        });
        check(&[&[2, 3, 4], &[3, 4]], |x| {
            x[0].layer_norm([3, 4], Some(&x[1]), None, 1e-5)
        });
        check(&[&[2, 40]], |x| x[0].layer_norm(40, None, None, 1e-5));
        check_second(&[&[2, 4], &[4], &[4]], |x| {
            x[0].layer_norm(4, Some(&x[1]), Some(&x[2]), 1e-2).square()
        });
        check_second(&[&[2, 4]], |x| x[0].layer_norm(4, None, None, 1e-2));
    }

    #[test]
    fn the_sums_over_many_rows_are_those_of_their_blocks() {
        let x = Tensor::rand([5000, 16]);
        let weight = Tensor::ones(16).requires_grad_(true);
        x.layer_norm(16, Some(&weight), None, 1e-5)
            .mul(&x)
            .sum()
            .backward();
        let normal = x.layer_norm(16, None, None, 1e-5);
        let wanted = normal.mul(&x).sum_dim(0, false).to_vec::<f32>();
        for (got, wanted) in weight.grad().unwrap().to_vec::<f32>().iter().zip(wanted) {
            assert!((got - wanted).abs() < 1e-3 * wanted.abs(), "{got} {wanted}");
        }
    }

    #[test]
    #[should_panic(expected = "layer_norm: the input has shape [2, 3], and must end with [4]")]
    fn another_size_is_refused() {
        Tensor::zeros([2, 3]).layer_norm(4, None, None, 1e-5);
    }
}
