//! The largest and the smallest elements over dimensions.

use tensor_core::IntoDims;
use tensor_core::functions::Eq;

use crate::ops::kept_dims;
use crate::ops::max::shares;
use crate::record::{Context, Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The largest elements over `dims`, which stay with size 1 if `keepdim`; not-a-number wins.
    /// [`max_dim`](Tensor::max_dim) tells where they are too.
    ///
    /// Gradient: `grad`, shared evenly by the elements that are the largest.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 5.0], [4.0, 2.0]]);
    /// assert_eq!(x.amax(1, false).to_vec::<f32>(), [5.0, 4.0]);
    /// assert_eq!(x.amax([0, 1], true).shape(), [1, 1]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist, is named twice or has size 0.
    #[track_caller]
    pub fn amax(&self, dims: impl IntoDims, keepdim: bool) -> Tensor {
        let dims = dims.into_dims();
        let value = self.value().amax(&dims, keepdim);
        record("Amax", value, [self], [Save::Input(0), Save::Result], move |cx| {
            [Some(shared(&cx, &dims))]
        })
    }

    /// The smallest elements over `dims`, which stay with size 1 if `keepdim`; not-a-number wins.
    /// [`min_dim`](Tensor::min_dim) tells where they are too.
    ///
    /// Gradient: `grad`, shared evenly by the elements that are the smallest.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, 5.0], [4.0, 2.0]]);
    /// assert_eq!(x.amin(0, true).to_vec::<f32>(), [1.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist, is named twice or has size 0.
    #[track_caller]
    pub fn amin(&self, dims: impl IntoDims, keepdim: bool) -> Tensor {
        let dims = dims.into_dims();
        let value = self.value().amin(&dims, keepdim);
        record("Amin", value, [self], [Save::Input(0), Save::Result], move |cx| {
            [Some(shared(&cx, &dims))]
        })
    }

    /// The smallest and the largest elements over `dims` (none named means all of them): [`amin`](Tensor::amin) and
    /// [`amax`](Tensor::amax).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (min, max) = Tensor::from([3.0, 1.0, 2.0]).aminmax([], false);
    /// assert_eq!((min.item(), max.item()), (1.0, 3.0));
    /// ```
    ///
    /// # Panics
    /// If a dimension does not exist, is named twice or has size 0.
    #[track_caller]
    pub fn aminmax(&self, dims: impl IntoDims, keepdim: bool) -> (Tensor, Tensor) {
        let dims = dims.into_dims();
        (self.amin(&dims[..], keepdim), self.amax(&dims[..], keepdim))
    }
}

fn shared(cx: &Context<'_, 2>, dims: &[isize]) -> Tensor {
    let [x, extreme] = cx.saved();
    let kept = kept_dims(x.shape(), dims);
    let ties = Eq::of(&*x.value(), &extreme.value().reshape(&kept));
    cx.grad.reshape(&kept).mul(shares(&ties, dims, cx.grad.dtype()))
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[3, 4]], |x| x[0].amax(1, false));
        check(&[&[2, 3, 4]], |x| x[0].amin([0, -1], true));
        check(&[&[]], |x| x[0].amax(0, false));
        check_second(&[&[3, 4]], |x| x[0].square().amax(0, true));
    }

    #[test]
    fn ties_share_along_the_dimensions() {
        let x = Tensor::from([[5.0, 5.0, 1.0], [2.0, 0.0, 1.0]]).requires_grad_(true);
        x.amax(1, false).sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.5, 0.5, 0.0, 1.0, 0.0, 0.0]);
    }
}
