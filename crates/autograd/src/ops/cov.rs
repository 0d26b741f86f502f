//! Covariances and correlations.

use tensor_core::{Error, OrRaise};

use crate::tensor::Tensor;

impl Tensor {
    /// The covariances of variables, which are rows of observations `[n, m]`, a vector being one variable: `[n, n]`, or one
    /// number of one. What they are divided by is `m - correction`; PyTorch's default is 1.
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
    /// If there are more than two dimensions.
    #[track_caller]
    #[must_use]
    pub fn cov(&self, correction: i64) -> Tensor {
        let rows = self.observations().or_raise();
        let count = rows.size(1) as i64 - correction;
        let centred = rows.sub(rows.mean_dim(1, true));
        single(centred.matmul(centred.t()).div(count.max(0) as f64))
    }

    /// [`cov`](Tensor::cov) of observations that count more than once (`counts`, whole numbers: `fweights`) or differ in
    /// importance (`weights`: `aweights`), `[m]` each.
    ///
    /// Gradient: as composed.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (x, counts) = (Tensor::from([0.0, 3.0]), Tensor::from([2, 1]));
    /// assert_eq!(x.cov_weighted(1, Some(&counts), None).item(), Tensor::from([0.0, 0.0, 3.0]).cov(1).item());
    /// ```
    ///
    /// # Panics
    /// As `cov`, and if there is not one count or weight for each observation.
    #[track_caller]
    #[must_use]
    pub fn cov_weighted(&self, correction: i64, counts: Option<&Tensor>, weights: Option<&Tensor>) -> Tensor {
        let rows = self.observations().or_raise();
        for each in [counts, weights].into_iter().flatten() {
            if each.shape() != [rows.size(1)] {
                Error::shape(format!(
                    "cov: there are {} observations, and weights of shape {:?}",
                    rows.size(1),
                    each.shape()
                ))
                .raise();
            }
        }
        let counts = counts.map(|counts| counts.to_dtype(rows.dtype()));
        let all = match (&counts, weights) {
            (Some(counts), Some(weights)) => counts.mul(weights),
            (Some(counts), None) => counts.clone(),
            (None, Some(weights)) => weights.clone(),
            (None, None) => return self.cov(correction),
        };
        let sum = all.sum();
        let lost = match weights {
            Some(weights) => all.mul(weights).sum().div(&sum).mul(correction),
            None => sum.full_like(correction),
        };
        let centred = rows.sub(rows.mul(&all).sum_dim(1, true).div(&sum));
        let products = centred.mul(&all).matmul(centred.t());
        single(products.div(sum.sub(lost).clamp_min(0)))
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

    /// The variables as rows, integers as floating-point numbers.
    #[track_caller]
    fn observations(&self) -> Result<Tensor, Error> {
        let numbers = self.to_dtype(self.dtype().to_float());
        match self.rank() {
            0 | 1 => Ok(numbers.reshape([1, -1])),
            2 => Ok(numbers),
            _ => Err(Error::shape(format!(
                "cov: shape {:?} has more than two dimensions",
                self.shape()
            ))),
        }
    }
}

/// The variance of a single variable as one number, as PyTorch has it.
#[track_caller]
fn single(covariances: Tensor) -> Tensor {
    match covariances.shape() {
        [1, 1] => covariances.reshape(()),
        _ => covariances,
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
        assert_eq!(Tensor::from([[0, 2, 1]]).cov(1).shape(), [0; 0]);
    }

    #[test]
    fn gradients() {
        check(&[&[2, 4]], |x| x[0].cov(1));
        check_second(&[&[2, 4]], |x| x[0].cov(0));
        // The diagonal is constant, and lies on the border of the range.
        check(&[&[2, 4]], |x| x[0].corrcoef().select(0, 0).select(0, 1));
        check_second(&[&[2, 4]], |x| x[0].corrcoef().select(0, 0).select(0, 1));
        let counts = Tensor::from([1, 3, 2, 1]);
        let weighted = |x: &[Tensor]| x[0].cov_weighted(1, Some(&counts), Some(&(x[1].square() + 0.5)));
        check(&[&[2, 4], &[4]], weighted);
        check_second(&[&[2, 4], &[4]], weighted);
    }
}
