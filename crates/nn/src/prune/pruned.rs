//! [`Pruned`]: a layer one of whose weights has a mask.

use std::fmt;
use std::panic::Location;

use autograd::{Error, Tensor, with_location};

use crate::buffer::Buffer;
use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::parameter::Parameter;
use crate::preflight;
use crate::run_layer::run_layer;
use crate::stand_in::StandIn;
use crate::tree::write_tree;

/// A layer one of whose parameters is multiplied by a mask of zeros and ones in each call: what PyTorch's `prune` makes of a layer. Its
/// state has `weight_orig`, which is the layer's parameter and trained, and `weight_mask` in the place of `weight`, so PyTorch's files
/// fit.
///
/// In a [`Sequential`](crate::Sequential) it runs as the layer does. Layers that are called otherwise are lent with the pruned parameter
/// in its place:
///
/// ```
/// use nn::{LSTM, Tensor, prune};
/// let lstm = prune::identity(LSTM::new(3, 4), "weight_hh_l0");
/// prune::random_unstructured(&lstm, "weight_hh_l0", 0.75);
/// let (y, _) = lstm.call(|lstm| lstm.forward(&Tensor::ones([5, 2, 3])));
/// assert_eq!(y.shape(), [5, 2, 4]);
/// ```
pub struct Pruned<M> {
    stand_in: StandIn<M>,
    mask: Buffer,
}

/// Makes the parameter `name` of `layer` one that can be pruned, and prunes nothing: `torch.nn.utils.prune.identity`. The layer computes what
/// it did. Several parameters are made so one after the other.
///
/// ```
/// use nn::{Linear, Module, prune};
/// let layer = prune::identity(prune::identity(Linear::new(3, 2), "weight"), "bias");
/// prune::l1_unstructured(&layer, "bias", 1, None);
/// let state = layer.state_dict();
/// assert_eq!(
///     state.keys().collect::<Vec<_>>(),
///     ["weight_orig", "bias_orig", "weight_mask", "bias_mask"],
/// );
/// assert_eq!(layer.weight().to_vec::<f32>().iter().filter(|bias| **bias == 0.0).count(), 1);
/// ```
///
/// # Panics
/// If the layer itself has no such parameter, or [cannot be copied](Module::deep_copy).
#[track_caller]
pub fn identity<M: Module>(layer: M, name: &str) -> Pruned<M> {
    let stand_in = StandIn::of("prune::identity", layer, name);
    let mask = Buffer::new(stand_in.parameter().ones_like());
    let made = Pruned { stand_in, mask };
    if let Err(error) = made.with_weight() {
        Error::argument(format!("prune::identity: {error}")).raise();
    }
    made
}

impl<M: Module> Pruned<M> {
    /// The parameter times the mask: PyTorch's `layer.weight`.
    #[track_caller]
    pub fn weight(&self) -> Tensor {
        &self.mask * self.stand_in.parameter()
    }

    /// What is trained: PyTorch's `layer.weight_orig`.
    pub fn original(&self) -> &Parameter {
        self.stand_in.parameter()
    }

    /// Zeros and ones: PyTorch's `layer.weight_mask`.
    pub fn mask(&self) -> &Buffer {
        &self.mask
    }

    /// Runs `f` on the layer with the pruned parameter in its place.
    #[track_caller]
    pub fn call<R>(&self, f: impl FnOnce(&M) -> R) -> R {
        match self.with_weight() {
            Ok(layer) => f(&layer),
            Err(error) => preflight::raise(error.of(&self.type_name()), self),
        }
    }

    /// The layer without a mask, with zeros where it was pruned: `torch.nn.utils.prune.remove`.
    ///
    /// ```
    /// use nn::{Linear, Module, prune};
    /// let layer = prune::identity(Linear::new(3, 2), "weight");
    /// prune::ln_structured(&layer, "weight", 1, 2.0, 0, None);
    /// let layer: Linear = layer.remove();
    /// assert_eq!(layer.weight.eq(0).sum().item(), 3.0);
    /// assert_eq!(layer.state_dict().len(), 2);
    /// ```
    #[track_caller]
    pub fn remove(self) -> M {
        let weight = self.weight();
        self.stand_in.into_layer(&weight)
    }

    /// The layer with the pruned parameter in its place.
    #[track_caller]
    fn with_weight(&self) -> Result<M, LayerError> {
        self.stand_in.with(self.weight())
    }
}

impl<M: Forward> Forward for Pruned<M> {
    #[track_caller]
    fn forward(&self, x: &Tensor) -> Tensor {
        let line = Location::caller();
        run_layer(self, &[x], || self.try_forward(x, line))
    }

    fn try_forward(&self, x: &Tensor, line: &'static Location<'static>) -> Result<Tensor, LayerError> {
        with_location(line, || self.with_weight())?.try_forward(x, line)
    }
}

impl<M: Module> Module for Pruned<M> {
    fn visit(&self, visitor: &mut dyn Visitor) {
        let name = self.stand_in.name();
        self.stand_in.visit_others(visitor);
        visitor.parameter(&format!("{name}_orig"), self.stand_in.parameter());
        visitor.buffer(&format!("{name}_mask"), &self.mask);
    }

    fn type_name(&self) -> String {
        self.stand_in.layer().type_name()
    }

    fn extra_repr(&self) -> Option<String> {
        self.stand_in.layer().extra_repr()
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        Ok(Self {
            stand_in: self.stand_in.copied()?,
            mask: self.mask.copied(),
        })
    }
}

impl<M: Module> fmt::Display for Pruned<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}

#[cfg(test)]
mod tests {
    use autograd::Tensor;

    use super::identity;
    use crate::{Forward, Linear, Module, prune, sequential};

    #[test]
    fn it_copies_saves_and_trains_in_a_chain() {
        let model = sequential![identity(Linear::new(4, 3), "weight"), Linear::new(3, 1)];
        let copy = model.deep_copy();
        prune::random_unstructured(&model, "0.weight", 0.5);
        let x = Tensor::randn([5, 4]);
        assert!(!copy.forward(&x).equal(&model.forward(&x)));
        copy.load_state_dict(&model.state_dict()).unwrap();
        assert!(copy.forward(&x).equal(&model.forward(&x)));
        assert_eq!(
            model.state_dict().keys().collect::<Vec<_>>(),
            ["0.bias", "0.weight_orig", "0.weight_mask", "1.weight", "1.bias"],
        );
    }

    #[test]
    fn what_is_trained_is_the_layers_parameter() {
        let layer = Linear::new(2, 2);
        let parameter = layer.weight.tied();
        let layer = identity(layer, "weight");
        layer.forward(&Tensor::ones([1, 2])).sum().backward();
        assert!(parameter.grad().is_some());
        assert_eq!(
            layer.to_string(),
            "Linear(in_features=2, out_features=2, bias=True)"
        );
        assert!(prune::is_pruned(&layer) && !prune::is_pruned(&layer.remove()));
    }

    #[test]
    #[should_panic(expected = "prune::identity: Linear itself has no parameter `wait`")]
    fn a_name_that_is_not_there_is_refused() {
        identity(Linear::new(3, 2), "wait");
    }
}
