//! Products over dimensions.

use tensor_core::functions::{Eq, Mul, Ne};
use tensor_core::{Array, where_};

use crate::ops::kept_dims;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The product of all elements.
    ///
    /// Gradient: `grad` times the product of the other elements, also where there are zeros. For an infinite element
    /// among others that are not 0 it is not a number, as PyTorch's quotient of product and element.
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
            [Some(cx.grad.mul(without_infinities(
                others.reshape(x.shape()),
                x,
                &[],
            )))]
        })
    }

    /// The product over `dim`, which stays with size 1 if `keepdim`.
    ///
    /// Gradient: `grad` times the product of the other elements, also where there are zeros. For an infinite element
    /// among others that are not 0 it is not a number, as PyTorch's quotient of product and element.
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
        record("ProdBackward1", value, [self], [Save::Input(0)], move |cx| {
            let [x] = cx.saved();
            let others = x.transpose(dim, -1).products_of_others().transpose(dim, -1);
            let others = without_infinities(others, x, &[dim]);
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

/// The products of others, without those of elements that are infinite or not a number where none over `dims` is 0.
fn without_infinities(others: Tensor, x: &Tensor, dims: &[isize]) -> Tensor {
    let values = x.value();
    // A product with 0 is 0, or not a number if the other is not finite.
    let traces = Mul::of(&*values, 0);
    if Eq::of(&traces, 0)
        .all(&[], false)
        .item()
        .is_ok_and(|all| all.to_f64() == 1.0)
    {
        return others;
    }
    let whole = Ne::of(&*values, 0).all(dims, true);
    let none = Array::full((), f64::NAN, x.dtype());
    let factor = where_(&whole, &where_(&Eq::of(&traces, 0), 1, &none), 1).to_dtype(x.dtype());
    others.mul(Tensor::from(factor))
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

    #[test]
    fn infinities_among_others() {
        let infinite = f64::INFINITY;
        let slopes = |x: [f64; 3]| {
            let x = Tensor::from(x).requires_grad_(true);
            x.prod().backward();
            let column = x.detach().unsqueeze(1).requires_grad_(true);
            column.prod_dim(0, false).sum().backward();
            let slopes = x.grad().unwrap().to_string();
            assert_eq!(column.grad().unwrap().squeeze_dim(1).to_string(), slopes);
            slopes
        };
        assert_eq!(slopes([1.0, infinite, 2.0]), "tensor([inf, nan, inf])");
        assert_eq!(slopes([infinite, -infinite, 1.0]), "tensor([nan, nan, -inf])");
        assert_eq!(slopes([0.0, infinite, 2.0]), "tensor([inf, 0., nan])");
    }
}
