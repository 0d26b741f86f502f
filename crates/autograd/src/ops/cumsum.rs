//! Running sums.

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// Running sums along `dim`: element `i` is the sum of the elements up to and with `i`.
    ///
    /// Gradient: the running sums of `grad` from the end.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([1.0, 2.0, 3.0]).cumsum(0).to_vec::<f32>(), [1.0, 3.0, 6.0]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn cumsum(&self, dim: isize) -> Tensor {
        record("Cumsum", self.value().cumsum(dim), [self], [], move |cx| {
            [Some(cx.grad.flip(dim).cumsum(dim).flip(dim))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 4]], |x| x[0].cumsum(0));
        check(&[&[3, 4]], |x| x[0].cumsum(-1));
        check(&[&[]], |x| x[0].cumsum(0));
        check_second(&[&[4]], |x| x[0].cumsum(0).square());
    }
}
