//! [`Parametrized`]: a layer one of whose weights is computed.

use std::fmt;
use std::panic::Location;

use autograd::{Error, Tensor, with_location};

use super::Steps;
use crate::forward::Forward;
use crate::group::Group;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::parameter::Parameter;
use crate::preflight;
use crate::run_layer::run_layer;
use crate::stand_in::StandIn;
use crate::tree::write_tree;

/// A layer one of whose parameters is computed for each call from others, which are trained in its place: what PyTorch's
/// `register_parametrization` makes of a layer. Its state has `parametrizations.weight.original` in the place of `weight`, or
/// `original0`, `original1` … if there are several, so PyTorch's files fit.
///
/// In a [`Sequential`](crate::Sequential) it runs as the layer does. Layers that are called otherwise are lent with the weight in
/// its place:
///
/// ```
/// use nn::{LSTM, Tensor, WeightNorm, parametrize};
/// let lstm = parametrize(LSTM::new(3, 4), "weight_hh_l0", WeightNorm::new());
/// let (y, _) = lstm.call(|lstm| lstm.forward(&Tensor::ones([5, 2, 3])));
/// assert_eq!(y.shape(), [5, 2, 4]);
/// ```
pub struct Parametrized<M, P> {
    stand_in: StandIn<M>,
    originals: Vec<Parameter>,
    steps: P,
}

/// Computes the parameter `name` of `layer` by a [`Parametrization`](super::Parametrization), or by a pair of them one after
/// the other: `torch.nn.utils.parametrize.register_parametrization`. What is trained begins with what stands for the parameter's elements.
///
/// ```
/// use nn::{Forward, Lambda, Linear, Module, Tensor, parametrize};
/// let symmetric = Lambda::new(|w| w.triu(0) + w.triu(1).t());
/// let layer = parametrize(Linear::new(3, 3), "weight", symmetric);
/// assert!(layer.weight().equal(&layer.weight().t()));
/// assert_eq!(
///     layer.state_dict().keys().collect::<Vec<_>>(),
///     ["bias", "parametrizations.weight.original"],
/// );
/// ```
///
/// # Panics
/// If the layer itself has no such parameter, what is computed has another shape or element type, or the layer
/// [cannot be copied](Module::deep_copy).
#[track_caller]
pub fn parametrize<M: Module, P: Steps>(layer: M, name: &str, steps: P) -> Parametrized<M, P> {
    let refuse = |what: String| Error::argument(format!("parametrize: {what}")).raise();
    let stand_in = StandIn::of("parametrize", layer, name);
    let parameter = stand_in.parameter();
    let originals = steps.invert(&parameter.detach()).into_iter().map(Parameter::new);
    let originals: Vec<Parameter> = originals.collect();
    for original in &originals {
        original.requires_grad_(parameter.requires_grad());
    }
    let made = Parametrized {
        stand_in,
        originals,
        steps,
    };
    let (weight, parameter) = (made.weight(), made.stand_in.parameter());
    if weight.shape() != parameter.shape() || weight.dtype() != parameter.dtype() {
        refuse(format!(
            "what is computed for `{name}` is {} of shape {:?}, and must be {} of shape {:?}",
            weight.dtype(),
            weight.shape(),
            parameter.dtype(),
            parameter.shape()
        ));
    }
    if let Err(error) = made.with_weight() {
        refuse(error.to_string());
    }
    made
}

impl<M: Module, P: Steps> Parametrized<M, P> {
    /// The parameter as it is computed now: PyTorch's `layer.weight`.
    #[track_caller]
    pub fn weight(&self) -> Tensor {
        let originals: Vec<Tensor> = self.originals.iter().map(Tensor::from).collect();
        self.steps.compute(&originals)
    }

    /// What is trained.
    pub fn originals(&self) -> &[Parameter] {
        &self.originals
    }

    /// Gives what is trained the elements that stand for `weight`: PyTorch's `layer.weight = weight`.
    ///
    /// # Panics
    /// If their shapes are others.
    #[track_caller]
    pub fn set_weight(&self, weight: &Tensor) {
        for (original, data) in self.originals.iter().zip(self.steps.invert(&weight.detach())) {
            original.set_data(data);
        }
    }

    /// Runs `f` on the layer with the computed parameter in its place.
    #[track_caller]
    pub fn call<R>(&self, f: impl FnOnce(&M) -> R) -> R {
        match self.with_weight() {
            Ok(layer) => f(&layer),
            Err(error) => preflight::raise(error.of(&self.type_name()), self),
        }
    }

    /// The layer without parametrization, with the elements that were computed last: PyTorch's `remove_parametrizations`.
    pub fn remove(self) -> M {
        let weight = self.weight();
        self.stand_in.into_layer(&weight)
    }

    /// The layer with the computed parameter in its place.
    #[track_caller]
    fn with_weight(&self) -> Result<M, LayerError> {
        self.stand_in.with(self.weight())
    }
}

impl<M: Forward, P: Steps> Forward for Parametrized<M, P> {
    #[track_caller]
    fn forward(&self, x: &Tensor) -> Tensor {
        let line = Location::caller();
        run_layer(self, &[x], || self.try_forward(x, line))
    }

    fn try_forward(&self, x: &Tensor, line: &'static Location<'static>) -> Result<Tensor, LayerError> {
        with_location(line, || self.with_weight())?.try_forward(x, line)
    }
}

impl<M: Module, P: Steps> Module for Parametrized<M, P> {
    fn visit(&self, visitor: &mut dyn Visitor) {
        self.stand_in.visit_others(visitor);
        let list = |visitor: &mut dyn Visitor| {
            for (at, original) in self.originals.iter().enumerate() {
                match self.originals.len() {
                    1 => visitor.parameter("original", original),
                    _ => visitor.parameter(&format!("original{at}"), original),
                }
            }
            self.steps.visit_steps(0, visitor);
        };
        let list = Group::new("ParametrizationList", &list);
        let dict = |visitor: &mut dyn Visitor| visitor.module(self.stand_in.name(), &list);
        visitor.module("parametrizations", &Group::new("ModuleDict", &dict));
    }

    fn type_name(&self) -> String {
        format!("Parametrized{}", self.stand_in.layer().type_name())
    }

    fn extra_repr(&self) -> Option<String> {
        self.stand_in.layer().extra_repr()
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        Ok(Self {
            stand_in: self.stand_in.copied()?,
            originals: self.originals.iter().map(Parameter::copied).collect(),
            steps: self.steps.copy_steps()?,
        })
    }
}

impl<M: Module, P: Steps> fmt::Display for Parametrized<M, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}

#[cfg(test)]
mod tests {
    use autograd::{Tensor, no_grad};

    use super::parametrize;
    use crate::{Forward, Lambda, Linear, Module, WeightNorm, sequential};

    #[test]
    fn the_second_step_has_what_the_first_has_computed() {
        let steps = (Lambda::new(|w| w * 3.0), Lambda::new(|w| w + 1.0));
        let layer = parametrize(Linear::new(2, 2), "weight", steps);
        let original = layer.originals()[0].detach();
        assert!(layer.weight().equal(&(original * 3.0 + 1.0)));
        let removed = layer.remove();
        assert_eq!(removed.state_dict().len(), 2);
    }

    #[test]
    fn it_copies_saves_and_trains_in_a_chain() {
        let normed = parametrize(Linear::new(2, 3), "weight", WeightNorm::new());
        let model = sequential![normed, Linear::new(3, 1)];
        let x = Tensor::randn([4, 2]);
        let (copy, before) = (model.deep_copy(), model.forward(&x));
        assert!(copy.forward(&x).equal(&before));
        no_grad(|| {
            let magnitude = model
                .get_parameter("0.parametrizations.weight.original0")
                .unwrap();
            magnitude.set_data(&*magnitude * 2.0);
        });
        assert!(copy.forward(&x).equal(&before));
        assert!(!model.forward(&x).equal(&before));
        copy.load_state_dict(&model.state_dict()).unwrap();
        assert!(copy.forward(&x).equal(&model.forward(&x)));
    }

    #[test]
    #[should_panic(
        expected = "parametrize: what is computed for `weight` is float32 of shape [3], and must be float32 of shape [2, 3]"
    )]
    fn another_shape_is_refused() {
        parametrize(Linear::new(3, 2), "weight", Lambda::new(|w| w.sum_dim(0, false)));
    }

    #[test]
    #[should_panic(expected = "parametrize: Linear itself has no parameter `wait`")]
    fn a_name_that_is_not_there_is_refused() {
        parametrize(Linear::new(3, 2), "wait", WeightNorm::new());
    }
}
