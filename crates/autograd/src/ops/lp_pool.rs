//! Norms of windows.

use crate::extent::Extent;
use crate::ops::AvgPoolOptions;
use crate::tensor::Tensor;

macro_rules! lp_pool {
    ($name:ident, $rank:literal, $avg_pool:ident, $sizes:literal) => {
        #[doc = concat!("`(Σ x^p)^(1/p)` of each window over the last ", $rank, " dimensions, with `p = norm_type`; without a stride ")]
        /// windows lie beside each other. Where the sum is negative, the result is as PyTorch's: the root of a negative number.
        ///
        /// # Shape
        #[doc = concat!("`[N, C, ", $sizes, "]` or `[C, ", $sizes, "]` to the same with sizes of ")]
        /// `(size - kernel_size) / stride + 1`, rounded down, or up with `ceil_mode`.
        ///
        /// Gradient: as composed of a mean of windows and powers; where all elements of a window are 0, it is 0.
        ///
        /// ```
        /// # use autograd::Tensor;
        #[doc = concat!("let x = Tensor::ones(vec![4; ", $rank, " + 2]);")]
        #[doc = concat!("let norms = x.", stringify!($name), "(2.0, 2, None, false);")]
        #[doc = concat!("assert_eq!(norms.size(-1), 2);")]
        /// ```
        ///
        /// # Panics
        /// If the shape does not fit, or the elements are not floating point.
        #[track_caller]
        pub fn $name(
            &self,
            norm_type: f64,
            kernel_size: impl Into<Extent<$rank>>,
            stride: Option<Extent<$rank>>,
            ceil_mode: bool,
        ) -> Tensor {
            let kernel_size = kernel_size.into();
            let count: usize = kernel_size.sizes().iter().product();
            let mut options = AvgPoolOptions::new(kernel_size).ceil_mode(ceil_mode);
            options.stride = stride;
            let mean = self.powf(norm_type).$avg_pool(options);
            mean.sign().mul(mean.abs().relu()).mul(count as f64).powf(norm_type.recip())
        }
    };
}

impl Tensor {
    lp_pool!(lp_pool1d, 1, avg_pool1d, "L");
    lp_pool!(lp_pool2d, 2, avg_pool2d, "H, W");
    lp_pool!(lp_pool3d, 3, avg_pool3d, "D, H, W");
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn pytorchs_figures() {
        let x = Tensor::from([[[1.0, -2.0, 3.0, 4.0, 0.5]]]);
        let cubes = x.lp_pool1d(3.0, 2, None, false).to_vec::<f64>();
        assert!(cubes[0].is_nan() && (cubes[1] - 4.497_941_445).abs() < 1e-5);
        let squares = x.lp_pool1d(2.0, 2, Some(1.into()), false);
        let expected = Tensor::from([[[2.236_068, 3.605_551_3, 5.0, 4.031_129]]]);
        assert!(squares.allclose(&expected), "{squares}");
        let image = Tensor::arange(0.0, 16.0, 1.0).reshape([1, 1, 4, 4]);
        let expected = Tensor::from([[[[6.480_741, 9.899_495], [21.400_935, 25.337_719]]]]);
        assert!(image.lp_pool2d(2.0, 2, None, false).allclose(&expected));
    }

    #[test]
    fn gradients() {
        check(&[&[1, 2, 4]], |x| x[0].lp_pool1d(2.0, 2, None, false));
        check(&[&[1, 1, 3, 4]], |x| {
            x[0].lp_pool2d(2.0, (2, 3), Some(1.into()), true)
        });
        check_second(&[&[1, 1, 4]], |x| x[0].lp_pool1d(2.0, 2, None, false));
    }
}
