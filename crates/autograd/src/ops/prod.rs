//! Products over dimensions.

use tensor_core::Array;

use crate::ops::kept_dims;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The product of all elements.
    ///
    /// Gradient: `grad` times the product of the other elements, also where there are zeros.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([2.0, 0.0, 3.0]).requires_grad_(true);
    /// x.prod().backward();
    /// assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 6.0, 0.0]);
    /// ```
    #[track_caller]
    pub fn prod(&self) -> Tensor {
        let value = self.value().prod(&[], false);
        record("Prod", value, [self], [Save::Input(0)], |cx| {
            let [x] = cx.saved();
            let others = x.reshape(-1).products_of_others();
            [Some(cx.grad.mul(others.reshape(x.shape())))]
        })
    }

    /// The product over `dim`, which stays with size 1 if `keepdim`.
    ///
    /// Gradient: `grad` times the product of the other elements, also where there are zeros.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.prod_dim(0, false).to_vec::<f32>(), [3.0, 8.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn prod_dim(&self, dim: isize, keepdim: bool) -> Tensor {
        let value = self.value().prod(&[dim], keepdim);
        record("Prod", value, [self], [Save::Input(0)], move |cx| {
            let [x] = cx.saved();
            let others = x.transpose(dim, -1).products_of_others().transpose(dim, -1);
            [Some(cx.grad.reshape(&kept_dims(x.shape(), &[dim])).mul(others))]
        })
    }

    /// For each element the product of the others along the last dimension. Up a tree of pairs the products of whole
    /// subtrees, down again the products of everything outside them: no division, so zeros need no care, and its
    /// derivatives are right there too.
    fn products_of_others(&self) -> Tensor {
        let count = self.size(-1);
        if count <= 1 {
            return self.ones_like();
        }
        // [.., n] as the pairs' [.., n / 2, 2], with a one for an odd element to pair with.
        let even = if count.is_multiple_of(2) {
            self.clone()
        } else {
            self.with_one()
        };
        let mut paired = self.shape().to_vec();
        paired.pop();
        paired.extend([count.div_ceil(2), 2]);
        let pairs = even.reshape(&paired);
        let (left, right) = (pairs.select(-1, 0), pairs.select(-1, 1));
        let outside = left.mul(&right).products_of_others();
        let others = Tensor::stack(&[outside.mul(&right), outside.mul(&left)], -1);
        others.reshape(even.shape()).narrow(-1, 0, count)
    }

    /// One more element along the last dimension: 1.
    fn with_one(&self) -> Tensor {
        let mut shape = self.shape().to_vec();
        if let Some(last) = shape.last_mut() {
            *last = 1;
        }
        let one = Tensor::from(Array::ones(shape, self.dtype()));
        Tensor::cat(&[self, &one], -1)
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{GradcheckOptions, check, check_second, gradgradcheck};

    #[test]
    fn gradients() {
        check(&[&[2, 3]], |x| x[0].prod());
        check(&[&[2, 5, 2]], |x| x[0].prod_dim(1, false));
        check(&[&[3, 7]], |x| x[0].prod_dim(-1, true));
        check(&[&[]], |x| x[0].prod());
        check(&[&[]], |x| x[0].prod_dim(0, false));
        check(&[&[2, 0]], |x| x[0].prod_dim(1, false));
        check_second(&[&[3, 5]], |x| x[0].prod_dim(1, false));
    }

    #[test]
    fn second_derivatives_are_right_at_zeros() {
        let x = Tensor::from_vec(vec![2.0_f64, 0.0, -3.0, 0.0, 0.5], 5);
        gradgradcheck(|x| x[0].prod(), &[x], GradcheckOptions::default()).unwrap();
    }

    #[test]
    fn two_zeros_leave_nothing() {
        let x = Tensor::from([0.0, 0.0, 3.0]).requires_grad_(true);
        x.prod().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 0.0, 0.0]);
    }
}
