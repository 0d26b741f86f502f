//! The reverse order.

use tensor_core::IntoDims;

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// The elements in reverse order along `dims`.
    ///
    /// Gradient: `grad`, reversed back.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([[1.0, 2.0], [3.0, 4.0]]).flip(1).to_vec::<f32>(), [2.0, 1.0, 4.0, 3.0]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist or is named twice.
    #[track_caller]
    pub fn flip(&self, dims: impl IntoDims) -> Tensor {
        let dims = dims.into_dims();
        record("Flip", self.value().flip(&dims), [self], [], move |cx| {
            [Some(cx.grad.flip(&dims[..]))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 2]], |x| x[0].flip([0, -1]));
        check_second(&[&[4]], |x| x[0].flip(0).square());
    }

    #[test]
    fn a_number_has_one_order() {
        assert_eq!(Tensor::from(3.0).flip(-1).item(), 3.0);
    }

    #[test]
    #[should_panic(expected = "dimension 0 is named twice in [0, -1]")]
    fn a_dimension_is_named_once_of_a_number_too() {
        Tensor::from(3.0).flip([0, -1]);
    }
}
