//! The mean of each window.

use options_derive::Options;
use tensor_core::{Divisor, Error, OrRaise, PoolMoves, Pooling, Shape};

use crate::extent::Extent;
use crate::record::record;
use crate::tensor::Tensor;

/// How the windows of a mean over `D` dimensions lie, and what counts. The defaults are PyTorch's; a kernel size alone is
/// also a value of this.
///
/// ```
/// use autograd::AvgPoolOptions;
/// let options = AvgPoolOptions::<2>::new(3).padding(1).count_include_pad(false);
/// assert_eq!((options.kernel_size.sizes(), options.stride), (&[3, 3], None));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Options)]
pub struct AvgPoolOptions<const D: usize> {
    /// How many elements a window has.
    #[option(from = Extent<D>)]
    pub kernel_size: Extent<D>,
    /// The step from one window to the next; none stands for the kernel size.
    #[option(default = None, from = Extent<D>)]
    pub stride: Option<Extent<D>>,
    /// What surrounds the input on both sides, as zeros.
    #[option(default = Extent::from(0), from = Extent<D>)]
    pub padding: Extent<D>,
    /// Whether a last window may end beyond the padding.
    #[option(default = false)]
    pub ceil_mode: bool,
    /// Whether padding counts as elements.
    #[option(default = true)]
    pub count_include_pad: bool,
    /// What sums are divided by in place of the number of elements.
    #[option(default = None)]
    pub divisor_override: Option<i64>,
}

impl<const D: usize> AvgPoolOptions<D> {
    /// The shape of the result for an input.
    ///
    /// # Errors
    /// If the shape does not fit, or a number is not one that a pooling takes.
    pub fn output_shape(&self, input: &[usize]) -> Result<Shape, Error> {
        self.over("avg_pool", input).map(|(pool, _)| pool.output_shape())
    }

    fn over(&self, name: &str, input: &[usize]) -> Result<(Pooling, Divisor), Error> {
        let moves = PoolMoves {
            kernel_size: self.kernel_size.sizes(),
            stride: self.stride.as_ref().unwrap_or(&self.kernel_size).sizes(),
            padding: self.padding.sizes(),
            dilation: &[1; D],
            ceil_mode: self.ceil_mode,
        };
        let divisor = match (self.divisor_override, self.count_include_pad) {
            (Some(0), _) => {
                return Err(Error::argument(format!("{name}: divisor_override must not be 0")));
            }
            (Some(divisor), _) => Divisor::Number(divisor),
            (None, true) => Divisor::WithPadding,
            (None, false) => Divisor::WithoutPadding,
        };
        Ok((Pooling::new(name, input, moves)?, divisor))
    }
}

impl<const D: usize, T: Into<Extent<D>>> From<T> for AvgPoolOptions<D> {
    fn from(kernel_size: T) -> Self {
        Self::new(kernel_size)
    }
}

macro_rules! avg_pool {
    ($name:ident, $rank:literal, $sizes:literal, $example:literal) => {
        #[doc = concat!("The mean of each window over the last ", $rank, " dimensions. A number stands for windows of that size ")]
        /// beside each other.
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with sizes of ")]
        /// `(size + 2 * padding - kernel_size) / stride + 1`, rounded down, or up with `ceil_mode`.
        ///
        /// Gradient: to each element of a window its share.
        ///
        /// ```
        #[doc = $example]
        /// ```
        ///
        /// # Panics
        /// If the shape does not fit, the padding is more than half a window, the divisor is 0, or the elements are not
        /// floating point.
        #[track_caller]
        pub fn $name(&self, options: impl Into<AvgPoolOptions<$rank>>) -> Tensor {
            let (pool, divisor) = options.into().over(stringify!($name), self.shape()).or_raise();
            means(self, pool, divisor)
        }
    };
}

impl Tensor {
    avg_pool!(
        avg_pool1d,
        1,
        "L",
        "# use autograd::Tensor;
assert_eq!(Tensor::from([[1.0, 5.0, 2.0, 4.0]]).avg_pool1d(2).to_vec::<f32>(), [3.0, 3.0]);"
    );
    avg_pool!(
        avg_pool2d,
        2,
        "H, W",
        "# use autograd::{AvgPoolOptions, Tensor};
let x = Tensor::ones([8, 3, 32, 32]);
assert_eq!(x.avg_pool2d(2).shape(), [8, 3, 16, 16]);
let means = x.avg_pool2d(AvgPoolOptions::new(3).stride(2).padding(1).count_include_pad(false));
assert_eq!((means.shape(), means.get(0).get(0).get(0).get(0).item()), (&[8, 3, 16, 16][..], 1.0));"
    );
    avg_pool!(
        avg_pool3d,
        3,
        "D, H, W",
        "# use autograd::Tensor;
assert_eq!(Tensor::zeros([1, 4, 6, 8]).avg_pool3d((2, 3, 4)).shape(), [1, 2, 2, 2]);"
    );
}

/// Each window's mean.
#[track_caller]
fn means(x: &Tensor, pool: Pooling, divisor: Divisor) -> Tensor {
    record(
        "AvgPool",
        x.value().avg_pool(&pool, divisor),
        [x],
        [],
        move |cx| [Some(shares(&cx.grad, pool, divisor))],
    )
}

/// What each element gets back.
#[track_caller]
fn shares(grad: &Tensor, pool: Pooling, divisor: Divisor) -> Tensor {
    record(
        "AvgPoolBackward",
        grad.value().avg_pool_input(&pool, divisor),
        [grad],
        [],
        move |cx| [Some(means(&cx.grad, pool, divisor))],
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[2, 3, 6]], |x| x[0].avg_pool1d(2));
        let padded = AvgPoolOptions::new((3, 2)).stride(2).padding(1).ceil_mode(true);
        check(&[&[2, 5, 6]], |x| x[0].avg_pool2d(padded));
        check(&[&[2, 5, 6]], |x| {
            x[0].avg_pool2d(padded.count_include_pad(false))
        });
        check(&[&[2, 5, 6]], |x| x[0].avg_pool2d(padded.divisor_override(-3)));
        check(&[&[1, 2, 4, 4, 4]], |x| x[0].avg_pool3d(2));
        check_second(&[&[2, 5, 4]], |x| x[0].square().avg_pool2d(padded).square());
    }

    #[test]
    #[should_panic(expected = "avg_pool2d: divisor_override must not be 0")]
    fn a_divisor_of_zero_is_refused() {
        Tensor::zeros([1, 3, 3]).avg_pool2d(AvgPoolOptions::new(2).divisor_override(0));
    }

    #[test]
    #[should_panic(expected = "avg_pool")]
    fn integers_have_no_mean() {
        Tensor::from([[1, 2]]).avg_pool1d(2);
    }
}
