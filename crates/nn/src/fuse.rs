//! [`fuse_bn`]: a layer that does what the norm after it does.

use autograd::{Error, no_grad};

use crate::layers::{BatchNorm1d, BatchNorm2d, BatchNorm3d, Conv1d, Conv2d, Conv3d, Linear};
use crate::module::Module;
use crate::parameter::Parameter;

/// A layer that can take in the norm `N` that follows it: see [`fuse_bn`].
pub trait Fuse<N>: Module + Sized {
    /// The one layer for both.
    #[doc(hidden)]
    fn fused(&self, norm: &N) -> Self;
}

/// A convolution or linear layer that computes in evaluation what `layer` and the batch norm behind it compute:
/// `torch.nn.utils.fuse_conv_bn_eval` and `fuse_linear_bn_eval`. For a model that is trained.
///
/// ```
/// use nn::{BatchNorm2d, Conv2d, Forward, Module, Tensor, fuse_bn};
/// let (conv, norm) = (Conv2d::new(3, 8, 3), BatchNorm2d::new(8));
/// norm.forward(&conv.forward(&Tensor::randn([4, 3, 8, 8])));
/// norm.eval();
/// let both = fuse_bn(&conv, &norm);
/// let x = Tensor::randn([1, 3, 8, 8]);
/// assert!((both.forward(&x) - norm.forward(&conv.forward(&x))).abs().max().item() < 1e-5);
/// ```
///
/// # Panics
/// If the norm has no running figures, or not as many channels as the layer.
#[track_caller]
#[must_use]
pub fn fuse_bn<L: Fuse<N>, N>(layer: &L, norm: &N) -> L {
    layer.fused(norm)
}

macro_rules! fuse {
    ($($layer:ident, $norm:ident, $sizes:expr;)*) => {$(
        impl Fuse<$norm> for $layer {
            #[track_caller]
            fn fused(&self, norm: &$norm) -> Self {
                let channels = self.weight.size(0);
                let Some([scale, shift]) = norm.scale_and_shift().filter(|[scale, _]| scale.numel() == channels) else {
                    Error::argument(format!(
                        "fuse_bn: {norm} has no running figures of the {channels} channels that {self} gives"
                    ))
                    .raise();
                };
                let mut fused = self.deep_copy();
                no_grad(|| {
                    let sizes: &[isize] = &$sizes;
                    fused.weight = Parameter::new(&self.weight * scale.reshape(sizes));
                    fused.bias = Some(Parameter::new(match &self.bias {
                        Some(bias) => bias * &scale + shift,
                        None => shift,
                    }));
                });
                fused
            }
        }
    )*};
}

fuse! {
    Linear, BatchNorm1d, [-1, 1];
    Conv1d, BatchNorm1d, [-1, 1, 1];
    Conv2d, BatchNorm2d, [-1, 1, 1, 1];
    Conv3d, BatchNorm3d, [-1, 1, 1, 1, 1];
}

#[cfg(test)]
mod tests {
    use autograd::Tensor;

    use super::fuse_bn;
    use crate::{BatchNorm1d, Forward, Linear, Module};

    #[test]
    fn a_linear_layer_takes_its_norm_in() {
        let (layer, norm) = (Linear::options(3, 4).bias(false).build(), BatchNorm1d::new(4));
        norm.weight
            .as_ref()
            .unwrap()
            .set_data(Tensor::from([1.0, 2.0, -1.0, 0.5]));
        norm.forward(&layer.forward(&Tensor::randn([6, 3])));
        norm.eval();
        let x = Tensor::randn([2, 3]);
        let (y, expected) = (
            fuse_bn(&layer, &norm).forward(&x),
            norm.forward(&layer.forward(&x)),
        );
        assert!((&y - &expected).abs().max().item() < 1e-5, "{y} {expected}");
    }

    #[test]
    #[should_panic(expected = "fuse_bn: BatchNorm1d(3")]
    fn other_channels_are_refused() {
        let _ = fuse_bn(&Linear::new(3, 4), &BatchNorm1d::new(3));
    }
}
