//! [`weight_norm`]: a weight as a length and a direction.

use std::fmt;

use autograd::Tensor;

use super::{Parametrization, Parametrized, parametrize};
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::tree::write_tree;

/// Trains the lengths of the rows of `layer.weight`, and their directions, in its place: `w = g v / |v|`;
/// `torch.nn.utils.parametrizations.weight_norm`. After Salimans and Kingma, "Weight normalization" (2016). Other parameters and
/// dimensions are [`parametrize`]d by [`WeightNorm`].
///
/// ```
/// use nn::{Linear, Module, weight_norm};
/// let layer = weight_norm(Linear::new(20, 40));
/// let names: Vec<String> = layer.named_parameters().into_iter().map(|(name, _)| name).collect();
/// assert_eq!(names, ["bias", "parametrizations.weight.original0", "parametrizations.weight.original1"]);
/// assert_eq!(layer.originals()[0].shape(), [40, 1]);
/// assert_eq!(layer.to_string(), "\
/// ParametrizedLinear(
///   in_features=20, out_features=40, bias=True
///   (parametrizations): ModuleDict(
///     (weight): ParametrizationList(
///       (0): _WeightNorm()
///     )
///   )
/// )");
/// ```
///
/// # Panics
/// If the layer has no `weight`.
#[track_caller]
pub fn weight_norm<M: Module>(layer: M) -> Parametrized<M, WeightNorm> {
    parametrize(layer, "weight", WeightNorm::new())
}

/// The parametrization of [`weight_norm`]: the originals are the lengths, and what has the directions.
#[derive(Clone, Copy, Debug)]
pub struct WeightNorm {
    dim: Option<isize>,
}

impl WeightNorm {
    /// One length for each index of the first dimension.
    pub const fn new() -> Self {
        Self { dim: Some(0) }
    }

    /// One length for each index of this dimension, or one for all.
    #[must_use]
    pub fn dim(mut self, dim: impl Into<Option<isize>>) -> Self {
        self.dim = dim.into();
        self
    }
}

impl Default for WeightNorm {
    fn default() -> Self {
        Self::new()
    }
}

impl Parametrization for WeightNorm {
    #[track_caller]
    fn weight(&self, originals: &[Tensor]) -> Tensor {
        originals[1].weight_norm(&originals[0], self.dim)
    }

    #[track_caller]
    fn right_inverse(&self, weight: &Tensor) -> Vec<Tensor> {
        vec![weight.norm_but(self.dim), weight.clone()]
    }
}

impl Module for WeightNorm {
    fn visit(&self, _: &mut dyn Visitor) {}

    fn type_name(&self) -> String {
        "_WeightNorm".to_owned()
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        Ok(*self)
    }
}

impl fmt::Display for WeightNorm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}

#[cfg(test)]
mod tests {
    use autograd::random::set_default_generator;
    use autograd::{Generator, Tensor};

    use super::{WeightNorm, weight_norm};
    use crate::{Forward, Linear, Parametrization};

    #[test]
    fn pytorchs_figures() {
        set_default_generator(Generator::pytorch(0));
        let layer = weight_norm(Linear::new(3, 2));
        let y = layer.forward(&Tensor::ones([1, 3]));
        y.square().sum().backward();
        assert!(y.allclose(&Tensor::from([[-0.181_231_2, -0.034_667_91]])));
        let grads = layer.originals().iter().map(|original| original.grad().unwrap());
        let expected = [
            Tensor::from([[0.108_498_87], [0.067_754_32]]),
            Tensor::from([
                [-0.361_635_63, -0.421_704_98, -0.271_568_83],
                [-0.012_208_782, -0.039_438_333, -0.090_151_45],
            ]),
        ];
        for (grad, expected) in grads.zip(expected) {
            assert!(grad.allclose(&expected), "{grad}");
        }
    }

    #[test]
    fn one_length_for_all() {
        let norm = WeightNorm::new().dim(None);
        let originals = norm.right_inverse(&Tensor::from([[3.0, 0.0], [0.0, 4.0]]));
        assert_eq!(originals[0].item(), 5.0);
        assert_eq!(norm.weight(&originals).to_vec::<f32>(), [3.0, 0.0, 0.0, 4.0]);
    }
}
