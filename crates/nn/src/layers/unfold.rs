//! [`Unfold`] and [`Fold`]: windows as columns, and columns folded back.

use autograd::{Extent, Tensor, UnfoldOptions};
use options_derive::Options;

use super::{float_only, layer};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Writes a layer between images and the columns of their windows, which `moves(&self)` gives, behind its own options.
macro_rules! columns {
    (
        $(#[$on_layer:meta])*
        struct $layer:ident { $($(#[$on_own:meta])* $own:ident: $type:ty,)* }
    ) => {
        $(#[$on_layer])*
        #[derive(Clone, Copy, Debug, Module, Options)]
        #[module(extra_repr)]
        #[options(repr)]
        pub struct $layer {
            $($(#[$on_own])* $own: $type,)*
            /// How many elements a window has.
            #[option(from = Extent<2>)]
            #[module(skip)]
            kernel_size: Extent<2>,
            /// The step from one element of a window to the next.
            #[option(default = Extent::from(1), from = Extent<2>)]
            #[module(skip)]
            dilation: Extent<2>,
            /// What surrounds the images on both sides, as zeros.
            #[option(default = Extent::from(0), from = Extent<2>)]
            #[module(skip)]
            padding: Extent<2>,
            /// The step from one window to the next.
            #[option(default = Extent::from(1), from = Extent<2>)]
            #[module(skip)]
            stride: Extent<2>,
        }

        impl $layer {
            fn moves(&self) -> UnfoldOptions {
                let &Self { kernel_size, dilation, padding, stride, .. } = self;
                UnfoldOptions { kernel_size, dilation, padding, stride }
            }
        }

        layer!($layer);
    };
}

columns! {
    /// What each window over images sees, as a column.
    ///
    /// # Shape
    /// `[N, C, H, W]` to `[N, C * elements of a window, windows]`, both perhaps without `N`.
    ///
    /// ```
    /// use nn::{Forward, Tensor, Unfold};
    /// let layer = Unfold::new((2, 3)).padding(1);
    /// assert_eq!(layer.forward(&Tensor::zeros([2, 5, 4, 4])).shape(), [2, 30, 20]);
    /// assert_eq!(layer.to_string(), "Unfold(kernel_size=(2, 3), dilation=1, padding=1, stride=1)");
    /// ```
    struct Unfold {}
}

impl Unfold {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        self.moves().columns_shape(x.shape())?;
        Ok(x.unfold_windows(self.moves()))
    }
}

columns! {
    /// Images of the columns of their windows: each element is the sum of what the windows that see it have.
    ///
    /// # Shape
    /// `[N, C * elements of a window, windows]` to `[N, C, H, W]`, both perhaps without `N`.
    ///
    /// ```
    /// use nn::{Fold, Forward, Tensor};
    /// let layer = Fold::new((4, 4), 2).stride(2);
    /// assert_eq!(layer.forward(&Tensor::zeros([1, 8, 4])).shape(), [1, 2, 4, 4]);
    /// assert_eq!(layer.to_string(), "Fold(output_size=(4, 4), kernel_size=2, dilation=1, padding=0, stride=2)");
    /// ```
    struct Fold {
        /// The size of the images.
        #[option(from = Extent<2>)]
        #[module(skip)]
        output_size: Extent<2>,
    }
}

impl Fold {
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        float_only(x)?;
        self.moves().images_shape(x.shape(), self.output_size)?;
        Ok(x.fold(self.output_size, self.moves()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forward::Forward;

    #[test]
    #[should_panic(
        expected = "stride=1): fold: columns for output_size=[3, 3] are 4 of a multiple of 4 elements"
    )]
    fn columns_that_do_not_fit_are_refused() {
        Fold::new(3, 2).forward(&Tensor::zeros([1, 4, 5]));
    }
}
