//! Covariances and correlations.

use tensor_core::{Error, OrRaise, float_dtype};

use crate::tensor::Tensor;

impl Tensor {
    /// The covariances of variables, which are rows of observations `[n, m]`, a vector being one variable: `[n, n]`, or one
    /// number. What they are divided by is `m - correction`; PyTorch's default is 1.
    ///
    /// Gradient: as composed of means and a product.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[0.0, 2.0, 1.0], [3.0, 1.0, 5.0]]);
    /// assert_eq!(x.cov(1).to_vec::<f32>(), [1.0, -1.0, -1.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If there are more than two dimensions, or the elements are not floating point.
    #[track_caller]
    #[must_use]
    pub fn cov(&self, correction: i64) -> Tensor {
        float_dtype("cov", self.dtype()).or_raise();
        if self.rank() > 2 {
            Error::shape(format!(
                "cov: shape {:?} has more than two dimensions",
                self.shape()
            ))
            .raise();
        }
        let rows = if self.rank() == 2 {
            self.clone()
        } else {
            self.reshape([1, -1])
        };
        let count = rows.size(1) as i64 - correction;
        let centred = rows.sub(rows.mean_dim(1, true));
        let products = centred.matmul(centred.t()).div(count.max(0) as f64);
        if self.rank() == 2 {
            products
        } else {
            products.reshape(())
        }
    }

    /// The correlations of variables, which are rows as for [`cov`](Tensor::cov): covariances over both standard deviations,
    /// from -1 to 1.
    ///
    /// Gradient: as composed.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[0.0, 2.0, 1.0], [3.0, 1.0, 5.0]]);
    /// assert_eq!(x.corrcoef().to_vec::<f32>(), [1.0, -0.5, -0.5, 1.0]);
    /// ```
    ///
    /// # Panics
    /// As `cov`.
    #[track_caller]
    #[must_use]
    pub fn corrcoef(&self) -> Tensor {
        let covariances = self.cov(1);
        if covariances.rank() == 0 {
            return covariances.div(&covariances);
        }
        let deviation = covariances.diagonal(0, 0, 1).sqrt();
        let scaled = covariances
            .div(deviation.unsqueeze(1))
            .div(deviation.unsqueeze(0));
        scaled.clamp(-1.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn one_variable_is_a_vector() {
        let x = Tensor::from([0.0, 2.0, 1.0]);
        assert_eq!(
            (x.cov(1).item(), x.cov(0).shape(), x.corrcoef().item()),
            (1.0, &[][..], 1.0)
        );
    }

    #[test]
    fn gradients() {
        check(&[&[2, 4]], |x| x[0].cov(1));
        check_second(&[&[2, 4]], |x| x[0].cov(0));
        // The diagonal is constant, and lies on the border of the range.
        check(&[&[2, 4]], |x| x[0].corrcoef().select(0, 0).select(0, 1));
    }
}
