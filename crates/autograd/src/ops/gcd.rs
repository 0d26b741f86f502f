//! Divisors and multiples of integers, without gradients.

use tensor_core::functions::{Gcd, Lcm};

use crate::tensor::Tensor;

impl Tensor {
    /// The greatest common divisor, not negative, broadcast; of 0 and a number that number's magnitude.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([12, -4, 0]).gcd(&Tensor::from([8, 6, 3])).to_vec::<i64>(), [4, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or elements are not integers.
    #[track_caller]
    pub fn gcd(&self, other: &Tensor) -> Tensor {
        Gcd::of(&*self.value(), &*other.value()).into()
    }

    /// The least common multiple, not negative, broadcast; 0 if either is 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([12, -4, 0]).lcm(&Tensor::from([8, 6, 3])).to_vec::<i64>(), [24, 12, 0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, or elements are not integers.
    #[track_caller]
    pub fn lcm(&self, other: &Tensor) -> Tensor {
        Lcm::of(&*self.value(), &*other.value()).into()
    }
}
