//! The layers of which there are lazy ones.

use autograd::{Extent, Tensor};

use super::{Lazily, Lazy};
use crate::layers::{
    BatchNorm1d, BatchNorm1dOptions, BatchNorm2d, BatchNorm2dOptions, BatchNorm3d, BatchNorm3dOptions,
    Conv1d, Conv1dOptions, Conv2d, Conv2dOptions, Conv3d, Conv3dOptions, ConvTranspose1d,
    ConvTranspose1dOptions, ConvTranspose2d, ConvTranspose2dOptions, ConvTranspose3d, ConvTranspose3dOptions,
    InstanceNorm1d, InstanceNorm1dOptions, InstanceNorm2d, InstanceNorm2dOptions, InstanceNorm3d,
    InstanceNorm3dOptions, Linear, LinearOptions,
};

/// The size of dimension `dim`, counted from the end.
fn from_the_end(x: &Tensor, dim: usize) -> Option<usize> {
    let at = x.rank().checked_sub(dim)?;
    x.shape().get(at).copied()
}

macro_rules! lazy {
    ($($lazy:ident: $options:ident => $layer:ident, $size:expr, ($($argument:ident: $ty:ty),*);)*) => {$(
        #[doc = concat!("A [`", stringify!($layer), "`] that is made by its first call: see [`Lazy`].")]
        pub type $lazy = Lazy<$options>;

        impl Lazily for $options {
            type Layer = $layer;

            const NAME: &'static str = stringify!($lazy);

            fn size(&self, x: &Tensor) -> Option<usize> {
                $size(x)
            }

            fn size_of(&self, weight: &[usize]) -> Option<usize> {
                self.inputs_of(weight)
            }

            #[track_caller]
            fn make(&self, size: usize) -> $layer {
                self.of_inputs(size).build()
            }
        }

        impl Lazy<$options> {
            /// A layer with PyTorch's defaults; one to be made otherwise is made by [`of`](Lazy::of).
            #[allow(clippy::new_without_default)]
            pub fn new($($argument: $ty),*) -> Self {
                Self::of($layer::options(0 $(, $argument)*))
            }
        }
    )*};
}
lazy! {
    LazyLinear: LinearOptions => Linear, (|x| from_the_end(x, 1)), (out_features: usize);
    LazyConv1d: Conv1dOptions => Conv1d, (|x| from_the_end(x, 2)), (out_channels: usize, kernel_size: impl Into<Extent<1>>);
    LazyConv2d: Conv2dOptions => Conv2d, (|x| from_the_end(x, 3)), (out_channels: usize, kernel_size: impl Into<Extent<2>>);
    LazyConv3d: Conv3dOptions => Conv3d, (|x| from_the_end(x, 4)), (out_channels: usize, kernel_size: impl Into<Extent<3>>);
    LazyConvTranspose1d: ConvTranspose1dOptions => ConvTranspose1d, (|x| from_the_end(x, 2)),
        (out_channels: usize, kernel_size: impl Into<Extent<1>>);
    LazyConvTranspose2d: ConvTranspose2dOptions => ConvTranspose2d, (|x| from_the_end(x, 3)),
        (out_channels: usize, kernel_size: impl Into<Extent<2>>);
    LazyConvTranspose3d: ConvTranspose3dOptions => ConvTranspose3d, (|x| from_the_end(x, 4)),
        (out_channels: usize, kernel_size: impl Into<Extent<3>>);
    LazyBatchNorm1d: BatchNorm1dOptions => BatchNorm1d, (|x: &Tensor| x.shape().get(1).copied()), ();
    LazyBatchNorm2d: BatchNorm2dOptions => BatchNorm2d, (|x: &Tensor| x.shape().get(1).copied()), ();
    LazyBatchNorm3d: BatchNorm3dOptions => BatchNorm3d, (|x: &Tensor| x.shape().get(1).copied()), ();
    LazyInstanceNorm1d: InstanceNorm1dOptions => InstanceNorm1d, (|x| from_the_end(x, 2)), ();
    LazyInstanceNorm2d: InstanceNorm2dOptions => InstanceNorm2d, (|x| from_the_end(x, 3)), ();
    LazyInstanceNorm3d: InstanceNorm3dOptions => InstanceNorm3d, (|x| from_the_end(x, 4)), ();
}
