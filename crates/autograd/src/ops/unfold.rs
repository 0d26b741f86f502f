//! Windows as columns, and columns folded back. Each is the other's gradient.

use options_derive::Options;
use tensor_core::{Error, OrRaise, PoolMoves, Shape, Unfolding};

use crate::extent::Extent;
use crate::record::record;
use crate::tensor::Tensor;

/// How the windows of an unfolding over two dimensions lie. The defaults are PyTorch's; a kernel size alone is also a value of
/// this.
///
/// ```
/// use autograd::UnfoldOptions;
/// assert_eq!(UnfoldOptions::new(3).padding(1).stride.sizes(), &[1, 1]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Options)]
pub struct UnfoldOptions {
    /// How many elements a window has.
    #[option(from = Extent<2>)]
    pub kernel_size: Extent<2>,
    /// The step from one element of a window to the next.
    #[option(default = Extent::from(1), from = Extent<2>)]
    pub dilation: Extent<2>,
    /// What surrounds the images on both sides, as zeros.
    #[option(default = Extent::from(0), from = Extent<2>)]
    pub padding: Extent<2>,
    /// The step from one window to the next.
    #[option(default = Extent::from(1), from = Extent<2>)]
    pub stride: Extent<2>,
}

impl UnfoldOptions {
    /// The shape of the columns of images.
    ///
    /// # Errors
    /// If the shape does not fit, or a number is not one that windows take.
    pub fn columns_shape(&self, images: &[usize]) -> Result<Shape, Error> {
        Unfolding::new(images, self.moves()).map(|unfolding| unfolding.columns_shape())
    }

    /// The shape of the images of columns.
    ///
    /// # Errors
    /// If the shape does not fit, or a number is not one that windows take.
    pub fn images_shape(&self, columns: &[usize], output_size: impl Into<Extent<2>>) -> Result<Shape, Error> {
        let size = output_size.into();
        Unfolding::of_columns(columns, size.sizes(), self.moves()).map(|unfolding| unfolding.images_shape())
    }

    fn moves(&self) -> PoolMoves<'_> {
        PoolMoves {
            kernel_size: self.kernel_size.sizes(),
            stride: self.stride.sizes(),
            padding: self.padding.sizes(),
            dilation: self.dilation.sizes(),
            ceil_mode: false,
        }
    }
}

impl<T: Into<Extent<2>>> From<T> for UnfoldOptions {
    fn from(kernel_size: T) -> Self {
        Self::new(kernel_size)
    }
}

impl Tensor {
    /// What each window over images sees, as a column: PyTorch's `F.unfold`.
    ///
    /// # Shape
    /// `[N, C, H, W]` to `[N, C * elements of a window, windows]`, both perhaps without `N`.
    ///
    /// Gradient: [`fold`](Tensor::fold).
    ///
    /// ```
    /// # use autograd::{Tensor, UnfoldOptions};
    /// let x = Tensor::from([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]);
    /// let columns = x.unfold_windows(2);
    /// assert_eq!(columns.shape(), [4, 2]);
    /// assert_eq!(columns.to_vec::<f32>(), [1.0, 2.0, 2.0, 3.0, 4.0, 5.0, 5.0, 6.0]);
    /// ```
    ///
    /// # Panics
    /// If the shape does not fit.
    #[doc(alias = "unfold", alias = "im2col")]
    #[track_caller]
    pub fn unfold_windows(&self, options: impl Into<UnfoldOptions>) -> Tensor {
        let options = options.into();
        columns(self, Unfolding::new(self.shape(), options.moves()).or_raise())
    }

    /// Images of the columns of their windows: of each element the sum of what the windows that see it have. PyTorch's
    /// `F.fold`.
    ///
    /// # Shape
    /// `[N, C * elements of a window, windows]` to `[N, C, H, W]`, both perhaps without `N`.
    ///
    /// Gradient: [`unfold_windows`](Tensor::unfold_windows).
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::ones([1, 1, 3, 3]);
    /// let sums = x.unfold_windows(2).fold(3, 2);
    /// assert_eq!(sums.to_vec::<f32>(), [1.0, 2.0, 1.0, 2.0, 4.0, 2.0, 1.0, 2.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the shape does not fit, or the elements are not floating point.
    #[doc(alias = "col2im")]
    #[track_caller]
    pub fn fold(&self, output_size: impl Into<Extent<2>>, options: impl Into<UnfoldOptions>) -> Tensor {
        let (size, options) = (output_size.into(), options.into());
        images(
            self,
            Unfolding::of_columns(self.shape(), size.sizes(), options.moves()).or_raise(),
        )
    }
}

#[track_caller]
fn columns(x: &Tensor, unfolding: Unfolding) -> Tensor {
    record("Im2Col", x.value().im2col(&unfolding), [x], [], move |cx| {
        [Some(images(&cx.grad, unfolding))]
    })
}

#[track_caller]
fn images(x: &Tensor, unfolding: Unfolding) -> Tensor {
    record("Col2Im", x.value().col2im(&unfolding), [x], [], move |cx| {
        [Some(columns(&cx.grad, unfolding))]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let options = UnfoldOptions::new((2, 3))
            .stride((2, 1))
            .padding(1)
            .dilation((1, 2));
        check(&[&[2, 2, 4, 5]], |x| x[0].unfold_windows(options));
        check(&[&[2, 6, 18]], |x| {
            x[0].fold(
                (5, 5),
                UnfoldOptions::new((2, 3))
                    .padding((1, 1))
                    .stride((1, 2))
                    .dilation(1),
            )
        });
        check_second(&[&[2, 4, 5]], |x| x[0].square().unfold_windows(options).square());
    }

    #[test]
    #[should_panic(expected = "fold: columns for output_size=[3, 3] are 4 of a multiple of 4 elements")]
    fn columns_that_do_not_fit_are_refused() {
        Tensor::zeros([1, 4, 5]).fold(3, 2);
    }
}
