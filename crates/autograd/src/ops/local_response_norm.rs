//! Local response norm.

use tensor_core::{DType, Error, OrRaise};

use super::avg_pool::AvgPoolOptions;
use crate::tensor::Tensor;

impl Tensor {
    /// `x / (k + alpha * mean)^beta`, with the mean of the squares of `size` neighbouring channels, of which half stand before a
    /// channel; beyond the first and the last are zeros. PyTorch's `F.local_response_norm`, whose `alpha` is not divided by
    /// `size` again; after Krizhevsky, Sutskever and Hinton, "ImageNet classification" (2012).
    ///
    /// # Shape
    /// `[N, C, ..]` with at least one dimension behind the channels, kept.
    ///
    /// Gradient: as composed of a pool and a power.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::ones([1, 2, 1]);
    /// assert_eq!(x.local_response_norm(2, 2.0, 1.0, 1.0).to_vec::<f32>(), [0.5, 1.0 / 3.0]);
    /// ```
    ///
    /// # Panics
    /// If the shape does not fit, `size` is 0, or the elements are bool.
    #[track_caller]
    pub fn local_response_norm(&self, size: usize, alpha: f64, beta: f64, k: f64) -> Tensor {
        check(self.shape(), size).or_raise();
        if self.numel() == 0 {
            return self.clone();
        }
        let (batch, channels) = (self.shape()[0], self.shape()[1]);
        let before = (size / 2) as isize;
        let after = ((size - 1) / 2) as isize;
        let squares = self
            .square()
            .reshape([batch, 1, channels, self.numel() / (batch * channels)]);
        let squares = squares.pad_with([0, 0, before, after], 0);
        let pool = AvgPoolOptions::new([size, 1]).stride(1);
        let means = if self.dtype().is_float() {
            squares.avg_pool2d(pool)
        } else {
            // PyTorch's means of integers are integers.
            squares
                .to_dtype(DType::F64)
                .avg_pool2d(pool)
                .to_dtype(self.dtype())
        };
        let scale = (means.reshape(self.shape()) * alpha + k).powf(beta);
        self.div(scale)
    }
}

fn check(shape: &[usize], size: usize) -> Result<(), Error> {
    if shape.len() < 3 {
        return Err(Error::shape(format!(
            "local_response_norm: the input has shape {shape:?}, and must be [N, C, ..] with a dimension behind the channels"
        )));
    }
    if size == 0 {
        return Err(Error::argument(
            "local_response_norm: size is 0, and must be at least 1",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 4, 3]], |x| x[0].local_response_norm(3, 0.5, 0.75, 1.0));
        check(&[&[1, 3, 2, 2]], |x| x[0].local_response_norm(2, 0.5, 0.5, 2.0));
        check_second(&[&[1, 3, 2]], |x| x[0].local_response_norm(2, 0.5, 0.75, 1.0));
    }
}
