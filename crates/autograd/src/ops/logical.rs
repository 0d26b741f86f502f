//! Logic, answered in bool, without gradients. Numbers other than 0 are true.

use tensor_core::DType;
use tensor_core::functions::{Add, Mul, Ne};

use crate::tensor::Tensor;

impl Tensor {
    /// Whether an element is false or 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0, 1, 7]).logical_not().to_vec::<bool>(), [true, false, false]);
    /// ```
    #[track_caller]
    pub fn logical_not(&self) -> Tensor {
        self.value().logical_not().into()
    }

    /// Whether both are true, broadcast.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([-1.0, 0.5, 2.0]);
    /// assert_eq!(x.gt(0).logical_and(&x.lt(1)).to_vec::<bool>(), [false, true, false]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn logical_and(&self, other: &Tensor) -> Tensor {
        // The product of bools.
        let (a, b) = (
            self.value().to_dtype(DType::Bool),
            other.value().to_dtype(DType::Bool),
        );
        Mul::of(&a, &b).into()
    }

    /// Whether at least one is true, broadcast.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([-1.0, 0.5, 2.0]);
    /// assert_eq!(x.lt(0).logical_or(&x.gt(1)).to_vec::<bool>(), [true, false, true]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn logical_or(&self, other: &Tensor) -> Tensor {
        // The sum of bools.
        let (a, b) = (
            self.value().to_dtype(DType::Bool),
            other.value().to_dtype(DType::Bool),
        );
        Add::of(&a, &b).into()
    }

    /// Whether exactly one is true, broadcast.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (a, b) = (Tensor::from([true, true, false]), Tensor::from([true, false, false]));
    /// assert_eq!(a.logical_xor(&b).to_vec::<bool>(), [false, true, false]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn logical_xor(&self, other: &Tensor) -> Tensor {
        let (a, b) = (
            self.value().to_dtype(DType::Bool),
            other.value().to_dtype(DType::Bool),
        );
        Ne::of(&a, &b).into()
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;

    #[test]
    fn the_four_rows_of_the_tables() {
        let (a, b) = (Tensor::from([[false], [true]]), Tensor::from([0, 3]));
        assert_eq!(a.logical_and(&b).to_vec::<bool>(), [false, false, false, true]);
        assert_eq!(a.logical_or(&b).to_vec::<bool>(), [false, true, true, true]);
        assert_eq!(a.logical_xor(&b).to_vec::<bool>(), [false, true, true, false]);
    }
}
