//! The logarithm of `sigmoid`.

use tensor_core::functions::Logsigmoid;

use crate::tensor::Tensor;

impl Tensor {
    /// `ln(sigmoid(x))`, without overflow on the way.
    ///
    /// Gradient: `grad * sigmoid(-x)`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([-1e4, 1e4]).logsigmoid().to_vec::<f32>(), [-1e4, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point.
    #[track_caller]
    pub fn logsigmoid(&self) -> Tensor {
        self.smooth(Logsigmoid, |x| {
            let s = x.sigmoid();
            &s * (&s - 1.0)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3]], |x| x[0].logsigmoid());
        check_second(&[&[4, 3]], |x| x[0].logsigmoid());
    }
}
