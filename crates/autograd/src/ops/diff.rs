//! Differences of neighbours, and areas under what they are points of.

use crate::operators::{Arg, Operand};
use crate::tensor::Tensor;

impl Tensor {
    /// The differences of neighbours along `dim`, `n` times; of bools whether they differ.
    ///
    /// Gradient: that of the subtractions.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([1.0, 4.0, 9.0, 16.0]);
    /// assert_eq!(x.diff(1, 0).to_vec::<f32>(), [3.0, 5.0, 7.0]);
    /// assert_eq!(x.diff(2, 0).to_vec::<f32>(), [2.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn diff(&self, n: usize, dim: isize) -> Tensor {
        let mut x = self.clone();
        for done in 0..n {
            // However long the dimension is, there is nothing to subtract.
            if x.is_empty() {
                return x.narrow(dim, 0, x.size(dim).saturating_sub(n - done));
            }
            let (before, after) = x.neighbours(dim);
            x = match x.dtype() {
                crate::DType::Bool => after.ne(&before),
                _ => after.sub(&before),
            };
        }
        x
    }

    /// The area under the points that are this tensor along `dim`, by trapezoids: `Σ (y[i] + y[i + 1]) / 2 * width`. The
    /// spacing is one width, or the points' places: of this tensor's shape, or a vector along `dim`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1.0, 5.0, 10.0]);
    /// assert_eq!(y.trapezoid(2.0, 0).item(), 21.0);
    /// assert_eq!(y.trapezoid(&Tensor::from([1.0, 3.0, 6.0]), 0).item(), 28.5);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist, or the places do not broadcast.
    #[track_caller]
    pub fn trapezoid(&self, spacing: impl Operand, dim: isize) -> Tensor {
        self.trapezoids(spacing.arg(), dim).sum_dim(dim, false)
    }

    /// The areas under the points up to and with each but the first: see [`trapezoid`](Tensor::trapezoid).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::from([1.0, 5.0, 10.0]);
    /// assert_eq!(y.cumulative_trapezoid(1, 0).to_vec::<f32>(), [3.0, 10.5]);
    /// ```
    ///
    /// # Panics
    /// As `trapezoid`.
    #[track_caller]
    pub fn cumulative_trapezoid(&self, spacing: impl Operand, dim: isize) -> Tensor {
        self.trapezoids(spacing.arg(), dim).cumsum(dim)
    }

    #[track_caller]
    fn trapezoids(&self, spacing: Arg<'_>, dim: isize) -> Tensor {
        let (before, after) = self.neighbours(dim);
        let heights = before.add(&after).div(2);
        match spacing {
            Arg::Number(width) => heights.mul(width),
            Arg::Tensor(places) if places.rank() == 1 && self.rank() > 1 => {
                let widths = places.diff(1, 0);
                heights.transpose(dim, -1).mul(widths).transpose(dim, -1)
            }
            Arg::Tensor(places) => heights.mul(places.diff(1, dim)),
        }
    }

    /// All elements along `dim` but the last, and all but the first.
    #[track_caller]
    fn neighbours(&self, dim: isize) -> (Tensor, Tensor) {
        let pairs = self.size(dim).saturating_sub(1);
        let first = self.size(dim).min(1) as isize;
        (self.narrow(dim, 0, pairs), self.narrow(dim, first, pairs))
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| x[0].diff(2, 0));
        check(&[&[2, 4], &[4]], |x| x[0].trapezoid(&x[1], 1));
        check(&[&[2, 4], &[2, 4]], |x| x[0].cumulative_trapezoid(&x[1], -1));
        check_second(&[&[4]], |x| x[0].square().diff(1, 0));
    }

    #[test]
    fn the_differences_of_bools_and_of_one_element() {
        let x = Tensor::from([true, true, false]);
        assert_eq!(x.diff(1, 0).to_vec::<bool>(), [false, true]);
        assert_eq!(Tensor::from([1.0]).diff(1, 0).shape(), [0]);
    }
}
