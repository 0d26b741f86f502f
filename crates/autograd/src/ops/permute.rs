//! Dimensions in another order.

use smallvec::SmallVec;
use tensor_core::{IntoDims, OrRaise, permutation};

use crate::record::record;
use crate::tensor::Tensor;

impl Tensor {
    /// Dimension `i` of the result is dimension `dims[i]` of this tensor, without a copy.
    ///
    /// Gradient: `grad`, in the first order.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::zeros([2, 3, 4]).permute([2, 0, 1]).shape(), [4, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If `dims` does not name every dimension once.
    #[track_caller]
    pub fn permute(&self, dims: impl IntoDims) -> Tensor {
        let dims = dims.into_dims();
        let order = permutation(&dims, self.rank()).or_raise();
        let value = self.value().permute(&dims);
        record("Permute", value, [self], [], move |cx| {
            let mut back: SmallVec<[isize; 4]> = SmallVec::from_elem(0, order.len());
            for (to, from) in order.iter().enumerate() {
                back[*from] = to as isize;
            }
            [Some(cx.grad.permute(&back[..]))]
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 4]], |x| x[0].permute([2, 0, -2]));
        check_second(&[&[2, 3, 2]], |x| x[0].permute([1, 2, 0]).square());
    }
}
