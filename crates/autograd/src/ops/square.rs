//! `x * x`.

use crate::node::{Keep, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The square: `x * x`.
    ///
    /// Gradient: `grad * 2 x`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, -3.0]).square().to_vec::<f32>(), [1.0, 9.0]);
    /// ```
    pub fn square(&self) -> Tensor {
        record("Square", self.value().square(), [self], Keep::INPUTS, |cx| {
            [Some(cx.grad.mul(cx.input(0)).mul(2))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].square());
        check_second(&[&[2, 3]], |x| x[0].square());
    }
}
