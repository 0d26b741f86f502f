//! The lower and the upper triangle of matrices.

use tensor_core::functions::{Ge, Le, Sub};
use tensor_core::{Array, DType, Error, OrRaise, where_};

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The matrices of the last two dimensions with 0 above the diagonal `diagonal`: an element stays where
    /// `column - row <= diagonal`. 0 is the main diagonal, positive ones lie above it.
    ///
    /// Gradient: `grad.tril(diagonal)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let mask = Tensor::ones([2, 2]).tril(0);
    /// assert_eq!(mask.to_vec::<f32>(), [1.0, 0.0, 1.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If there are fewer than two dimensions.
    #[track_caller]
    pub fn tril(&self, diagonal: i64) -> Tensor {
        let offsets = offsets("tril", self.shape()).or_raise();
        let stays = Le::of(&offsets, diagonal);
        record("Tril", masked(&self.value(), &stays), [self], [], move |cx| {
            [Some(cx.grad.tril(diagonal))]
        })
    }

    /// The matrices of the last two dimensions with 0 below the diagonal `diagonal`: an element stays where
    /// `column - row >= diagonal`.
    ///
    /// Gradient: `grad.triu(diagonal)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let strictly_above = Tensor::ones([2, 2]).triu(1);
    /// assert_eq!(strictly_above.to_vec::<f32>(), [0.0, 1.0, 0.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If there are fewer than two dimensions.
    #[track_caller]
    pub fn triu(&self, diagonal: i64) -> Tensor {
        let offsets = offsets("triu", self.shape()).or_raise();
        let stays = Ge::of(&offsets, diagonal);
        record("Triu", masked(&self.value(), &stays), [self], [], move |cx| {
            [Some(cx.grad.triu(diagonal))]
        })
    }
}

/// `column - row` for each element of a matrix of the last two sizes.
#[track_caller]
fn offsets(name: &str, shape: &[usize]) -> Result<Array, Error> {
    let &[.., rows, columns] = shape else {
        return Err(Error::shape(format!(
            "{name} is for two or more dimensions, not shape {shape:?}"
        )));
    };
    let count = |size: usize| Array::arange(0.0, size as f64, 1.0, DType::I64);
    Ok(Sub::of(&count(columns)?, &count(rows)?.reshape([rows, 1])))
}

/// `x` where `stays`, else 0, in its own type.
#[track_caller]
fn masked(x: &Array, stays: &Array) -> Array {
    where_(stays, x, &Array::zeros((), x.dtype()))
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};
    use crate::{DType, Tensor};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 4]], |x| x[0].tril(1));
        check(&[&[4, 3]], |x| x[0].triu(-1));
        check_second(&[&[3, 3]], |x| x[0].tril(0).square() + x[0].triu(1).square());
    }

    #[test]
    fn other_types_and_far_diagonals() {
        let all = Tensor::ones([2, 3]).to_dtype(DType::Bool);
        assert_eq!(
            all.triu(1).to_vec::<bool>(),
            [false, true, true, false, false, true]
        );
        assert_eq!(Tensor::from([[1, 2], [3, 4]]).tril(-9).to_vec::<i64>(), [0; 4]);
        assert_eq!(Tensor::zeros([0, 3]).tril(0).shape(), [0, 3]);
    }

    #[test]
    #[should_panic(expected = "tril is for two or more dimensions, not shape [3]")]
    fn a_vector_is_refused() {
        Tensor::zeros(3).tril(0);
    }
}
