//! Products of vectors in space.

use tensor_core::{Error, OrRaise, dimension};

use crate::tensor::Tensor;

impl Tensor {
    /// The cross products of the vectors of three numbers along `dim`, broadcast.
    ///
    /// Gradient: `other × grad` for this tensor, `grad × self` for the other.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (x, y) = (Tensor::from([1.0, 0.0, 0.0]), Tensor::from([0.0, 1.0, 0.0]));
    /// assert_eq!(x.cross(&y, -1).to_vec::<f32>(), [0.0, 0.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the numbers of dimensions differ, `dim` has not size 3 in both, or the shapes do not broadcast.
    #[track_caller]
    pub fn cross(&self, other: &Tensor, dim: isize) -> Tensor {
        are_in_space(self, other, dim).or_raise();
        let forward = self.roll(-1, dim).mul(other.roll(-2, dim));
        forward.sub(self.roll(-2, dim).mul(other.roll(-1, dim)))
    }
}

#[track_caller]
fn are_in_space(a: &Tensor, b: &Tensor, dim: isize) -> Result<(), Error> {
    let (shape, other) = (a.shape(), b.shape());
    let along = dimension(dim, a.rank())?;
    if a.rank() != b.rank() || shape.get(along) != Some(&3) || other[along] != 3 {
        return Err(Error::shape(format!(
            "cross: dimension {dim} of shapes {shape:?} and {other:?} must have size 3 in both, and they as many dimensions"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3], &[1, 3]], |x| x[0].cross(&x[1], -1));
        check_second(&[&[3, 2], &[3, 2]], |x| x[0].cross(&x[1], 0));
    }
}
