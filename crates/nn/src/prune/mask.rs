//! A weight's mask, found by name and set.

use autograd::{Error, OrRaise, Tensor};

use crate::buffer::Buffer;
use crate::module::Module;
use crate::parameter::Parameter;

/// What a parameter that can be pruned consists of.
pub(super) struct Masked {
    pub(super) original: Parameter,
    pub(super) mask: Buffer,
}

impl Masked {
    /// That of a [`Pruned`](super::Pruned) layer which is called `name`, by its path in `module`.
    ///
    /// # Errors
    /// If there is none.
    #[track_caller]
    pub(super) fn find(operation: &str, module: &dyn Module, name: &str) -> Result<Self, Error> {
        let original = module.get_parameter(&format!("{name}_orig"));
        let mask = module.get_buffer(&format!("{name}_mask"));
        match (original, mask) {
            (Some(original), Some(mask)) => Ok(Self { original, mask }),
            _ => Err(Error::argument(format!(
                "{operation}: {} has no `{name}` that can be pruned, as `prune::identity` makes it of a layer's parameter",
                module.type_name()
            ))),
        }
    }

    /// What the elements are worth: the given scores, or the parameter as it is now.
    ///
    /// # Errors
    /// If there is not one score for each element.
    #[track_caller]
    pub(super) fn scores(&self, operation: &str, scores: Option<&Tensor>) -> Result<Tensor, Error> {
        match scores {
            Some(scores) if scores.shape() != self.original.shape() => Err(Error::shape(format!(
                "{operation}: importance scores of shape {:?} are not one for each element of shape {:?}",
                scores.shape(),
                self.original.shape()
            ))),
            Some(scores) => Ok(scores.detach()),
            None => Ok(self.original.detach() * &*self.mask),
        }
    }
}

/// Prunes the parameter at the path `name` of `module` where `mask` is zero, and where it was pruned before:
/// `torch.nn.utils.prune.custom_from_mask`.
///
/// ```
/// use nn::{Linear, Tensor, prune};
/// let layer = prune::identity(Linear::new(2, 2), "weight");
/// prune::custom_from_mask(&layer, "weight", &Tensor::from([[1, 0], [1, 1]]));
/// prune::custom_from_mask(&layer, "weight", &Tensor::from([[1, 1], [0, 1]]));
/// assert_eq!(layer.mask().to_vec::<f32>(), [1.0, 0.0, 0.0, 1.0]);
/// ```
///
/// # Panics
/// If there is no such parameter of a layer that [`identity`](super::identity) has made, or the mask has another shape.
#[track_caller]
pub fn custom_from_mask(module: &dyn Module, name: &str, mask: &Tensor) {
    let found = Masked::find("prune::custom_from_mask", module, name).or_raise();
    if mask.shape() != found.mask.shape() {
        Error::shape(format!(
            "prune::custom_from_mask: a mask of shape {:?} is none for `{name}` of shape {:?}",
            mask.shape(),
            found.mask.shape()
        ))
        .raise();
    }
    let mask = mask.detach().to_dtype(found.mask.dtype());
    found.mask.set_data(&*found.mask * mask);
}

/// Whether `module` has a parameter that [`identity`](super::identity) has made one that can be pruned: `torch.nn.utils.prune.is_pruned`.
///
/// ```
/// use nn::{Linear, prune};
/// let layer = prune::identity(Linear::new(4, 3), "weight");
/// assert!(prune::is_pruned(&layer) && !prune::is_pruned(&layer.remove()));
/// ```
#[track_caller]
pub fn is_pruned(module: &dyn Module) -> bool {
    let buffers = module.named_buffers();
    let mut names = buffers.iter().filter_map(|(path, _)| path.strip_suffix("_mask"));
    names.any(|name| module.get_parameter(&format!("{name}_orig")).is_some())
}

#[cfg(test)]
mod tests {
    use autograd::Tensor;

    use super::custom_from_mask;
    use crate::{Linear, prune};

    #[test]
    #[should_panic(
        expected = "prune::custom_from_mask: Linear has no `weight` that can be pruned, as `prune::identity` makes it of a layer's parameter"
    )]
    fn a_layer_that_is_not_made_ready_is_refused() {
        custom_from_mask(&Linear::new(2, 2), "weight", &Tensor::ones([2, 2]));
    }

    #[test]
    #[should_panic(
        expected = "prune::custom_from_mask: a mask of shape [2] is none for `weight` of shape [2, 2]"
    )]
    fn a_mask_of_another_shape_is_refused() {
        let layer = prune::identity(Linear::new(2, 2), "weight");
        custom_from_mask(&layer, "weight", &Tensor::ones(2));
    }
}
