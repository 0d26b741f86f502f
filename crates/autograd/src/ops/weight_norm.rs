//! A weight as a length and a direction.

use crate::tensor::Tensor;

impl Tensor {
    /// `magnitude * x / |x|`, with the Euclidean norm over all dimensions but `dim`, or of everything: what PyTorch's
    /// `weight_norm` makes of a direction. After Salimans and Kingma, "Weight normalization" (2016).
    ///
    /// # Shape
    /// Kept; the magnitude has the size of `dim` there and 1 elsewhere, or one element for everything.
    ///
    /// Gradient: as composed of a norm and a quotient.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (direction, magnitude) = (Tensor::from([[3.0, 4.0]]), Tensor::from([[10.0]]));
    /// assert_eq!(direction.weight_norm(&magnitude, Some(0)).to_vec::<f32>(), [6.0, 8.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, the dimension does not exist, or the magnitude does not broadcast.
    #[track_caller]
    pub fn weight_norm(&self, magnitude: &Tensor, dim: Option<isize>) -> Tensor {
        self.mul(magnitude.div(self.norm_but(dim)))
    }

    /// The Euclidean norm over all dimensions but `dim`, which keep a size of 1; of everything without `dim`, 0-d.
    #[track_caller]
    pub fn norm_but(&self, dim: Option<isize>) -> Tensor {
        let Some(dim) = dim else {
            return self.norm(2.0);
        };
        let rank = self.rank() as isize;
        // A dimension that does not exist is refused where it is read.
        self.size(dim);
        let dim = dim.rem_euclid(rank.max(1));
        let others: Vec<isize> = (0..rank).filter(|other| *other != dim).collect();
        if others.is_empty() {
            return self.abs();
        }
        self.norm_dim(2.0, others, true)
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[2, 1]], |x| x[0].weight_norm(&x[1], Some(0)));
        check(&[&[2, 3], &[1, 3]], |x| x[0].weight_norm(&x[1], Some(-1)));
        check(&[&[2, 3], &[]], |x| x[0].weight_norm(&x[1], None));
        check_second(&[&[2, 3], &[2, 1]], |x| x[0].weight_norm(&x[1], Some(0)));
    }
}
