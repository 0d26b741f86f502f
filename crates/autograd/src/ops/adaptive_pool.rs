//! Means and largest elements of as many windows as are asked for.

use tensor_core::{AdaptivePooling, OrRaise};

use crate::extent::OutputSize;
use crate::ops::pooled::put;
use crate::record::{Save, record};
use crate::tensor::Tensor;

macro_rules! adaptive_pool {
    ($avg:ident, $max:ident, $with_indices:ident, $rank:literal, $sizes:literal, $example:literal) => {
        #[doc = concat!("The means of as many windows over the last ", $rank, " dimensions as `output_size` says. Window `o` of ")]
        /// `n` is over places `o * size / n`, rounded down, to `(o + 1) * size / n`, rounded up.
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with the sizes asked for.")]
        ///
        /// Gradient: to each element of a window its share.
        ///
        /// ```
        #[doc = $example]
        /// ```
        ///
        /// # Panics
        /// If the shape does not fit, or the elements are not floating point.
        #[track_caller]
        pub fn $avg(&self, output_size: impl Into<OutputSize<$rank>>) -> Tensor {
            let pool = AdaptivePooling::new(stringify!($avg), self.shape(), output_size.into().sizes()).or_raise();
            means(self, pool)
        }

        #[doc = concat!("The largest elements of as many windows as [`", stringify!($avg), "`](Tensor::", stringify!($avg), ") has; ")]
        /// not-a-number wins.
        ///
        /// Gradient: to the largest element of each window, the first of equal ones.
        ///
        /// # Panics
        /// If the shape does not fit, or the elements are bool.
        #[track_caller]
        pub fn $max(&self, output_size: impl Into<OutputSize<$rank>>) -> Tensor {
            self.$with_indices(output_size).0
        }

        #[doc = concat!("[`", stringify!($max), "`](Tensor::", stringify!($max), ") and the place of each largest element in its ")]
        /// channel (int64). PyTorch's `return_indices`.
        ///
        /// # Panics
        #[doc = concat!("As [`", stringify!($max), "`](Tensor::", stringify!($max), ").")]
        #[track_caller]
        pub fn $with_indices(&self, output_size: impl Into<OutputSize<$rank>>) -> (Tensor, Tensor) {
            let pool = AdaptivePooling::new(stringify!($max), self.shape(), output_size.into().sizes()).or_raise();
            largest(self, pool, $rank)
        }
    };
}

impl Tensor {
    adaptive_pool!(
        adaptive_avg_pool1d,
        adaptive_max_pool1d,
        adaptive_max_pool1d_with_indices,
        1,
        "L",
        "# use autograd::Tensor;
assert_eq!(Tensor::from([[1.0, 5.0, 2.0]]).adaptive_avg_pool1d(2).to_vec::<f32>(), [3.0, 3.5]);"
    );
    adaptive_pool!(
        adaptive_avg_pool2d,
        adaptive_max_pool2d,
        adaptive_max_pool2d_with_indices,
        2,
        "H, W",
        "# use autograd::Tensor;
let x = Tensor::zeros([8, 3, 7, 9]);
assert_eq!(x.adaptive_avg_pool2d(1).shape(), [8, 3, 1, 1]);
assert_eq!(x.adaptive_avg_pool2d([None, Some(4)]).shape(), [8, 3, 7, 4]);"
    );
    adaptive_pool!(
        adaptive_avg_pool3d,
        adaptive_max_pool3d,
        adaptive_max_pool3d_with_indices,
        3,
        "D, H, W",
        "# use autograd::Tensor;
assert_eq!(Tensor::zeros([1, 4, 6, 8]).adaptive_avg_pool3d([2, 3, 5]).shape(), [1, 2, 3, 5]);"
    );
}

/// Each window's mean.
#[track_caller]
fn means(x: &Tensor, pool: AdaptivePooling) -> Tensor {
    record(
        "AdaptiveAvgPool",
        x.value().adaptive_avg_pool(&pool),
        [x],
        [],
        move |cx| [Some(shares(&cx.grad, pool))],
    )
}

/// What each element gets back.
#[track_caller]
fn shares(grad: &Tensor, pool: AdaptivePooling) -> Tensor {
    let value = grad.value().adaptive_avg_pool_input(&pool);
    record("AdaptiveAvgPoolBackward", value, [grad], [], move |cx| {
        [Some(means(&cx.grad, pool))]
    })
}

/// The largest elements and their places.
#[track_caller]
fn largest(x: &Tensor, pool: AdaptivePooling, rank: usize) -> (Tensor, Tensor) {
    let (values, indices) = x.value().adaptive_max_pool(&pool);
    let values = record(
        "AdaptiveMaxPool",
        values,
        [x],
        [Save::Value(&indices)],
        move |cx| {
            let [indices] = cx.saved();
            [Some(put(&cx.grad, indices, rank, &pool.input_shape()))]
        },
    );
    (values, Tensor::from(indices))
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        for size in [1, 2, 3, 5] {
            check(&[&[2, 3, 6]], |x| x[0].adaptive_avg_pool1d(size));
            check(&[&[2, 4, 6]], |x| x[0].adaptive_avg_pool2d(size));
            check(&[&[2, 4, 6]], |x| x[0].adaptive_max_pool2d(size));
        }
        check(&[&[2, 3, 4, 6]], |x| x[0].adaptive_avg_pool3d([2, 4, 3]));
        check_second(&[&[2, 4, 5]], |x| {
            x[0].square().adaptive_avg_pool2d([2, 3]).square()
        });
        check_second(&[&[2, 4, 5]], |x| {
            x[0].square().adaptive_max_pool2d([2, 3]).square()
        });
    }

    #[test]
    fn places_are_those_of_the_channel() {
        let x = Tensor::from([[[1.0, 9.0, 2.0], [3.0, 4.0, 8.0]]]);
        let (values, indices) = x.adaptive_max_pool2d_with_indices([1, 2]);
        assert_eq!(
            (values.to_vec::<f32>(), indices.to_vec::<i64>()),
            (vec![9.0, 9.0], vec![1, 1])
        );
    }
}
