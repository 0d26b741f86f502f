//! The largest element of each window, and unpooling.

use options_derive::Options;
use tensor_core::{Error, OrRaise, PoolMoves, Pooling, Shape, unpool_shape};

use crate::extent::Extent;
use crate::ops::pooled::{put, take};
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// How the windows of a maximum over `D` dimensions lie. The defaults are PyTorch's; a kernel size alone is also a value of
/// this.
///
/// ```
/// use autograd::MaxPoolOptions;
/// let options = MaxPoolOptions::<2>::new(3).padding(1);
/// assert_eq!((options.kernel_size.sizes(), options.stride), (&[3, 3], None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Options)]
pub struct MaxPoolOptions<const D: usize> {
    /// How many elements a window has.
    #[option(from = Extent<D>)]
    pub kernel_size: Extent<D>,
    /// The step from one window to the next; none stands for the kernel size.
    #[option(default = None, from = Extent<D>)]
    pub stride: Option<Extent<D>>,
    /// What surrounds the input on both sides, as negative infinity.
    #[option(default = Extent::from(0), from = Extent<D>)]
    pub padding: Extent<D>,
    /// The step from one element of a window to the next.
    #[option(default = Extent::from(1), from = Extent<D>)]
    pub dilation: Extent<D>,
    /// Whether a last window may end beyond the padding.
    #[option(default = false)]
    pub ceil_mode: bool,
}

impl<const D: usize> MaxPoolOptions<D> {
    /// The shape of the result for an input.
    ///
    /// # Errors
    /// If the shape does not fit, or a number is not one that a pooling takes.
    pub fn output_shape(&self, input: &[usize]) -> Result<Shape, Error> {
        self.over("max_pool", input).map(|pool| pool.output_shape())
    }

    fn over(&self, name: &str, input: &[usize]) -> Result<Pooling, Error> {
        let moves = PoolMoves {
            kernel_size: self.kernel_size.sizes(),
            stride: self.stride.as_ref().unwrap_or(&self.kernel_size).sizes(),
            padding: self.padding.sizes(),
            dilation: self.dilation.sizes(),
            ceil_mode: self.ceil_mode,
        };
        Pooling::new(name, input, moves)
    }
}

impl<const D: usize, T: Into<Extent<D>>> From<T> for MaxPoolOptions<D> {
    fn from(kernel_size: T) -> Self {
        Self::new(kernel_size)
    }
}

macro_rules! max_pool {
    ($name:ident, $with_indices:ident, $rank:literal, $sizes:literal, $example:literal) => {
        #[doc = concat!("The largest element of each window over the last ", $rank, " dimensions; not-a-number wins. A number ")]
        /// stands for windows of that size beside each other.
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with sizes of ")]
        /// `(size + 2 * padding - dilation * (kernel_size - 1) - 1) / stride + 1`, rounded down, or up with `ceil_mode`.
        ///
        /// Gradient: to the largest element of each window, the first of equal ones.
        ///
        /// ```
        #[doc = $example]
        /// ```
        ///
        /// # Panics
        /// If the shape does not fit, the padding is more than half a window, or the elements are bool.
        #[track_caller]
        pub fn $name(&self, options: impl Into<MaxPoolOptions<$rank>>) -> Tensor {
            let pool = options.into().over(stringify!($name), self.shape()).or_raise();
            if self.requires_grad() && crate::is_grad_enabled() {
                pooled(self, pool, $rank).0
            } else {
                Tensor::from(self.value().max_pool(&pool))
            }
        }

        #[doc = concat!("[`", stringify!($name), "`](Tensor::", stringify!($name), ") and the place of each largest element ")]
        /// in its channel (int64), counted in row-major order: what unpooling needs. PyTorch's `return_indices`.
        ///
        /// # Panics
        #[doc = concat!("As [`", stringify!($name), "`](Tensor::", stringify!($name), ").")]
        #[track_caller]
        pub fn $with_indices(&self, options: impl Into<MaxPoolOptions<$rank>>) -> (Tensor, Tensor) {
            pooled(self, options.into().over(stringify!($name), self.shape()).or_raise(), $rank)
        }
    };
}

impl Tensor {
    max_pool!(
        max_pool1d,
        max_pool1d_with_indices,
        1,
        "L",
        "# use autograd::Tensor;
assert_eq!(Tensor::from([[1.0, 5.0, 2.0, 4.0]]).max_pool1d(2).to_vec::<f32>(), [5.0, 4.0]);"
    );
    max_pool!(
        max_pool2d,
        max_pool2d_with_indices,
        2,
        "H, W",
        "# use autograd::{MaxPoolOptions, Tensor};
let x = Tensor::zeros([8, 3, 32, 32]);
assert_eq!(x.max_pool2d(2).shape(), [8, 3, 16, 16]);
assert_eq!(x.max_pool2d(MaxPoolOptions::new(3).stride(2).padding(1)).shape(), [8, 3, 16, 16]);"
    );
    max_pool!(
        max_pool3d,
        max_pool3d_with_indices,
        3,
        "D, H, W",
        "# use autograd::Tensor;
assert_eq!(Tensor::zeros([1, 4, 6, 8]).max_pool3d((2, 3, 4)).shape(), [1, 2, 2, 2]);"
    );
}

/// The largest elements and their places.
#[track_caller]
fn pooled(x: &Tensor, pool: Pooling, rank: usize) -> (Tensor, Tensor) {
    let (values, indices) = x.value().max_pool_with_indices(&pool);
    let values = record("MaxPool", values, [x], [Save::Value(&indices)], move |cx| {
        let [indices] = cx.saved();
        [Some(put(&cx.grad, indices, rank, &pool.input_shape()))]
    });
    (values, Tensor::from(indices))
}

macro_rules! max_unpool {
    ($name:ident, $rank:literal, $sizes:literal, $pool:literal) => {
        #[doc = concat!("Zeros with the elements of this tensor at the places that [`", $pool, "_with_indices`](Tensor::", $pool, "_with_indices) ")]
        /// gave: as large as what windows of these options were laid over, or of `output_size` where steps leave several
        /// sizes open. If several elements go to one place, the last one wins.
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]`, and indices of the same shape, to the same with sizes of ")]
        /// `(size - 1) * stride - 2 * padding + kernel_size`, or `output_size`.
        ///
        /// Gradient: `grad` at the places.
        ///
        /// ```
        /// # use autograd::Tensor;
        #[doc = concat!("let x = Tensor::arange(0, 64, 1).reshape([1, 4, 4, 4]).to_dtype(autograd::DType::F32);")]
        /// let (y, indices) = x.max_pool2d_with_indices(2);
        /// assert_eq!(y.max_unpool2d(&indices, 2, None).sum().item(), y.sum().item());
        /// ```
        ///
        /// # Panics
        /// If the shapes do not fit, an index names no element, or the indices are not integers.
        #[track_caller]
        pub fn $name(
            &self,
            indices: &Tensor,
            options: impl Into<MaxPoolOptions<$rank>>,
            output_size: Option<Extent<$rank>>,
        ) -> Tensor {
            unpooled(self, indices, &options.into(), output_size)
        }
    };
}

impl Tensor {
    max_unpool!(max_unpool1d, 1, "L", "max_pool1d");
    max_unpool!(max_unpool2d, 2, "H, W", "max_pool2d");
    max_unpool!(max_unpool3d, 3, "D, H, W", "max_pool3d");
}

#[track_caller]
fn unpooled<const D: usize>(
    x: &Tensor,
    indices: &Tensor,
    options: &MaxPoolOptions<D>,
    output_size: Option<Extent<D>>,
) -> Tensor {
    let (kernel_size, padding) = (options.kernel_size.sizes(), options.padding.sizes());
    let stride = *options.stride.unwrap_or(options.kernel_size).sizes();
    let asked = output_size.as_ref().map(|size| &size.sizes()[..]);
    let shape = unpool_shape(x.shape(), kernel_size, &stride, padding, asked).or_raise();
    let value = x.value().unpool(&indices.value(), D, &shape);
    record(
        "MaxUnpool",
        value,
        [x],
        [Save::Value(&indices.value())],
        move |cx| {
            let [indices] = cx.saved();
            [Some(take(&cx.grad, indices, D))]
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 6]], |x| x[0].max_pool1d(2));
        check(&[&[2, 5, 6]], |x| {
            x[0].max_pool2d(MaxPoolOptions::new((3, 2)).stride(1).padding(1))
        });
        check(&[&[1, 2, 4, 4, 4]], |x| {
            x[0].max_pool3d(MaxPoolOptions::new(2).dilation(2).ceil_mode(true))
        });
        check_second(&[&[2, 4, 4]], |x| x[0].square().max_pool2d(2).square());
    }

    #[test]
    fn gradients_of_unpooling() {
        let x = Tensor::arange(0, 32, 1).reshape([2, 4, 4]);
        let (_, indices) = x.to_dtype(crate::DType::F32).max_pool2d_with_indices(2);
        check(&[&[2, 2, 2]], |x| x[0].max_unpool2d(&indices, 2, None));
        check_second(&[&[2, 2, 2]], |x| {
            x[0].square().max_unpool2d(&indices, 2, Some((4, 5).into()))
        });
    }

    #[test]
    fn a_last_window_may_be_the_only_one() {
        let options = MaxPoolOptions::new(3).stride(2).dilation(2).ceil_mode(true);
        let x = Tensor::from([[1.0, 3.0, 2.0, 4.0]]).requires_grad_(true);
        let y = x.max_pool1d(options);
        assert_eq!((y.shape(), y.item()), (&[1, 1][..], 2.0));
        y.backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [0.0, 0.0, 1.0, 0.0]);
    }

    #[test]
    fn the_first_of_equal_ones_has_the_gradient() {
        let x = Tensor::ones([1, 1, 4]).requires_grad_(true);
        x.max_pool1d(MaxPoolOptions::new(2).stride(1)).sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [1.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    #[should_panic(expected = "max_pool2d: a window of [4, 4] elements does not fit")]
    fn windows_that_do_not_fit_are_refused() {
        Tensor::zeros([1, 3, 3]).max_pool2d(4);
    }

    #[test]
    #[should_panic(expected = "max_unpool1d: index 9 names no element of a channel, which has 4 elements")]
    fn places_that_do_not_exist_are_refused() {
        Tensor::zeros([1, 2]).max_unpool1d(&Tensor::from([[0, 9]]), 2, None);
    }
}
