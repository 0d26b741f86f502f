//! Norms bounded.

use tensor_core::{Error, OrRaise, dimension};

use crate::tensor::Tensor;

impl Tensor {
    /// The slices along `dim` scaled so that their `p`-norms are at most `maxnorm`.
    ///
    /// Gradient: that of the quotient where a norm was too large, else `grad`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[3.0, 4.0], [0.3, 0.4]]).renorm(2, 0, 1);
    /// assert!((x.slice(0).norm(2).item() - 1.0).abs() < 1e-6);
    /// assert_eq!(x.slice(1).to_vec::<f32>(), [0.3, 0.4]);
    /// ```
    ///
    /// # Panics
    /// If there are fewer than two dimensions, `dim` does not exist, `p` or `maxnorm` is not positive, or the elements are
    /// not floating point.
    #[track_caller]
    pub fn renorm(&self, p: impl Into<f64>, dim: isize, maxnorm: impl Into<f64>) -> Tensor {
        let (p, maxnorm) = (p.into(), maxnorm.into());
        let others = others(self, p, dim, maxnorm).or_raise();
        let norm = self.norm_dim(p, others, true);
        // PyTorch's guard against a division by zero.
        let factor = norm.add(1e-7).reciprocal().mul(maxnorm);
        self.mul(norm.gt(maxnorm).where_(factor, 1))
    }
}

fn others(x: &Tensor, p: f64, dim: isize, maxnorm: f64) -> Result<Vec<isize>, Error> {
    let dim = dimension(dim, x.rank())?;
    if x.rank() < 2 {
        return Err(Error::shape(format!(
            "renorm is for two or more dimensions, not for shape {:?}",
            x.shape()
        )));
    }
    if !(p > 0.0 && maxnorm >= 0.0) {
        return Err(Error::argument(format!(
            "renorm: p is {p} and must be positive, maxnorm is {maxnorm} and must not be negative"
        )));
    }
    let others = (0..x.rank()).filter(|other| *other != dim);
    Ok(others.map(|other| other as isize).collect())
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 2, 2]], |x| x[0].renorm(2, 1, 1.0));
        check(&[&[3, 2]], |x| x[0].renorm(1, -1, 100));
        check_second(&[&[3, 2]], |x| x[0].renorm(3, 0, 0.5));
    }
}
