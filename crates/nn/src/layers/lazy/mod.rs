//! [`Lazy`]: layers that learn the size of their input from the first one.

mod kinds;

use std::fmt;
use std::sync::OnceLock;

use autograd::{Error, Generator, Tensor, with_dtype, with_generator};

use super::layer;
use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::training::Training;
use crate::tree::write_tree;
use crate::visitor::{Held, Unmade};

pub use kinds::{
    LazyBatchNorm1d, LazyBatchNorm2d, LazyBatchNorm3d, LazyConv1d, LazyConv2d, LazyConv3d,
    LazyConvTranspose1d, LazyConvTranspose2d, LazyConvTranspose3d, LazyInstanceNorm1d, LazyInstanceNorm2d,
    LazyInstanceNorm3d, LazyLinear,
};

/// The options of a layer that can be made once the size of its input is known.
pub trait Lazily: Copy + Send + Sync + 'static {
    /// The layer.
    type Layer: Forward;

    /// What it is called before it is made.
    const NAME: &'static str;

    /// The size that the options lack: of the features or channels of `x`, if it has them.
    fn size(&self, x: &Tensor) -> Option<usize>;

    /// That size, if a weight of this shape is to be the layer's.
    fn size_of(&self, weight: &[usize]) -> Option<usize>;

    /// The layer for inputs of this size.
    ///
    /// # Panics
    /// If the size does not go with the options, such as channels that the groups do not divide.
    #[track_caller]
    fn make(&self, size: usize) -> Self::Layer;
}

/// A layer that is made by its first call, when the size of its input is known: PyTorch's `LazyLinear` and its kin, as
/// [`LazyLinear`], [`LazyConv2d`], [`LazyBatchNorm1d`]. From then on it is that layer: it prints as it, and its parameters
/// have the same names. The parameters have the element type of the first input, and come from the default generator.
///
/// Before the first call there are no parameters, so a model is called once before an optimizer is given them;
/// [`check_input`](Forward::check_input) is enough, and draws the weights without moving the default generator. So is a state that is
/// [loaded](Module::load_state_dict): its weights tell the sizes, and the element type is the default one.
///
/// ```
/// use nn::{Forward, LazyConv2d, LazyLinear, Module, ReLU, Tensor, sequential};
/// let model = sequential![LazyConv2d::new(8, 3), ReLU, nn::Flatten::new(), LazyLinear::new(10)];
/// assert!(model.to_string().contains("(3): LazyLinear(in_features=0, out_features=10, bias=True)"));
/// assert_eq!(model.forward(&Tensor::zeros([2, 1, 8, 8])).shape(), [2, 10]);
/// assert_eq!(model.num_parameters(), 8 * 9 + 8 + 10 * 8 * 36 + 10);
/// assert!(model.to_string().contains("(3): Linear(in_features=288, out_features=10, bias=True)"));
/// ```
pub struct Lazy<O: Lazily> {
    options: O,
    layer: OnceLock<O::Layer>,
    training: Training,
}

impl<O: Lazily> Lazy<O> {
    /// The layer of these options, of which the size of the input is not read.
    ///
    /// ```
    /// use nn::{Lazy, Linear};
    /// let layer = Lazy::of(Linear::options(0, 8).bias(false));
    /// assert_eq!(layer.to_string(), "LazyLinear(in_features=0, out_features=8, bias=False)");
    /// ```
    pub fn of(options: O) -> Self {
        Self {
            options,
            layer: OnceLock::new(),
            training: Training::default(),
        }
    }

    /// The layer, once it is made.
    pub fn layer(&self) -> Option<&O::Layer> {
        self.layer.get()
    }

    /// What it becomes, for an input of a size, with weights that nobody sees.
    fn drafted(&self, size: usize) -> Result<O::Layer, Error> {
        let make = || with_generator(&Generator::new(0), || self.options.make(size));
        Error::catch(make).map_err(|(error, _)| error)
    }

    /// The size of the input, if the tensors of a state tell it.
    fn size_in(&self, state: &Held<'_>) -> Option<usize> {
        let told = state("weight").or_else(|| state("running_mean"))?;
        self.options.size_of(told.shape())
    }

    /// Becomes that layer, unless it has become one.
    fn settle(&self, layer: O::Layer) -> &O::Layer {
        if self.training.is_off() {
            layer.eval();
        }
        self.layer.get_or_init(|| layer)
    }

    /// The layer, made for this input if it is the first one.
    fn made(&self, x: &Tensor) -> Result<&O::Layer, LayerError> {
        if let Some(layer) = self.layer.get() {
            return Ok(layer);
        }
        let Some(size) = self.options.size(x) else {
            return Err(LayerError::from(Error::shape(format!(
                "input has shape {:?}, which has no dimension for the features or channels",
                x.shape()
            ))));
        };
        let make = || self.options.make(size);
        let layer = Error::catch(|| match x.dtype().is_float() {
            true => with_dtype(x.dtype(), make),
            false => make(),
        });
        layer
            .map(|layer| self.settle(layer))
            .map_err(|(error, _)| LayerError::from(error))
    }

    #[track_caller]
    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        self.made(x)?.try_forward(x, autograd::caller_location())
    }
}

impl<O: Lazily> Unmade for Lazy<O> {
    fn name(&self) -> &str {
        O::NAME
    }

    fn draft(&self, state: &Held<'_>) -> Result<Box<dyn Module>, Error> {
        let size = self.size_in(state).unwrap_or(0);
        // A size that does not go with the options is told by the shapes, which are not those of the state then.
        let draft = self.drafted(size).or_else(|_| self.drafted(0))?;
        Ok(Box::new(draft))
    }

    fn make(&self, state: &Held<'_>) -> Result<(), Error> {
        if let Some(size) = self.size_in(state) {
            self.settle(self.drafted(size)?);
        }
        Ok(())
    }
}

impl<O: Lazily> Module for Lazy<O> {
    fn visit(&self, visitor: &mut dyn Visitor) {
        match self.layer.get() {
            Some(layer) => layer.visit(visitor),
            None => {
                visitor.unmade(self);
                visitor.training(&self.training);
            }
        }
    }

    fn type_name(&self) -> String {
        match self.layer.get() {
            Some(layer) => layer.type_name(),
            None => O::NAME.to_owned(),
        }
    }

    fn extra_repr(&self) -> Option<String> {
        match self.layer.get() {
            Some(layer) => layer.extra_repr(),
            None => self.drafted(0).ok()?.extra_repr(),
        }
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        let layer = match self.layer.get() {
            Some(layer) => OnceLock::from(layer.copy_module()?),
            None => OnceLock::new(),
        };
        Ok(Self {
            options: self.options,
            layer,
            training: self.training.copied(),
        })
    }
}

impl<O: Lazily> fmt::Display for Lazy<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}

layer!([O: Lazily] Lazy<O>);

#[cfg(test)]
mod tests {
    use autograd::{DType, manual_seed};

    use super::*;
    use crate::layers::{BatchNorm1d, Conv1d, ConvTranspose1d, Linear, ReLU, Sequential};
    use crate::sequential;

    fn model() -> Sequential {
        sequential![
            LazyLinear::new(4),
            LazyBatchNorm1d::new(),
            ReLU,
            LazyLinear::new(2)
        ]
    }

    #[test]
    fn the_first_call_makes_what_is_made_at_once() {
        manual_seed(3);
        let lazy = model();
        let x = Tensor::ones([5, 3]) * 0.5 + Tensor::arange(0.0, 5.0, 1.0).unsqueeze(1);
        let y = lazy.forward(&x);
        manual_seed(3);
        let made = sequential![Linear::new(3, 4), BatchNorm1d::new(4), ReLU, Linear::new(4, 2)];
        assert_eq!(lazy.to_string(), made.to_string());
        assert_eq!(y.to_vec::<f32>(), made.forward(&x).to_vec::<f32>());
        let names = |model: &Sequential| Vec::from_iter(model.state_dict().keys().map(str::to_owned));
        assert_eq!(names(&lazy), names(&made));
    }

    #[test]
    fn every_kind_reads_its_channels() {
        let x = Tensor::ones([2, 3, 5, 6]);
        assert_eq!(LazyConv2d::new(4, 3).forward(&x).shape(), [2, 4, 3, 4]);
        assert_eq!(LazyConvTranspose2d::new(4, 3).forward(&x).shape(), [2, 4, 7, 8]);
        assert_eq!(LazyInstanceNorm2d::new().forward(&x).shape(), [2, 3, 5, 6]);
        assert_eq!(
            LazyConv1d::new(4, 3)
                .forward(&x.select(0, 0).select(2, 0))
                .shape(),
            [4, 3]
        );
        let kept = LazyConv3d::new(2, 1);
        assert_eq!(
            kept.forward(&x.unsqueeze(2).to_dtype(DType::F64)).dtype(),
            DType::F64
        );
        assert_eq!(
            kept.layer().map(|conv| conv.weight.shape().to_vec()),
            Some(vec![2, 3, 1, 1, 1])
        );
    }

    #[test]
    fn the_mode_is_kept_for_the_layer() {
        let norm = LazyBatchNorm1d::new();
        norm.eval();
        let x = Tensor::from([[2.0, 4.0]]);
        assert_eq!(
            norm.forward(&x).to_vec::<f32>(),
            [2.0, 4.0].map(|x: f32| x / (1.0_f32 + 1e-5).sqrt())
        );
    }

    #[test]
    fn a_copy_is_as_far_as_its_model() {
        let layer = LazyLinear::new(2);
        let before = layer.deep_copy();
        let y = layer.forward(&Tensor::ones([1, 3]));
        let after = layer.deep_copy();
        assert_eq!(before.forward(&Tensor::ones([1, 5])).shape(), [1, 2]);
        assert_eq!(
            after.forward(&Tensor::ones([1, 3])).to_vec::<f32>(),
            y.to_vec::<f32>()
        );
    }

    #[test]
    fn a_check_makes_the_parameters() {
        let model = model();
        assert_eq!(&*model.check_input(&[5, 3]).unwrap(), [5, 2]);
        assert_eq!(model.parameters().len(), 6);
    }

    #[test]
    #[should_panic(expected = "0 (LazyLinear) has no parameters before its first call")]
    fn an_optimizer_is_not_given_a_part() {
        model().parameters();
    }

    #[test]
    fn refusals_are_at_the_users_line() {
        let calls: [fn(&Sequential); 8] = [
            |model| drop(model.parameters()),
            |model| drop(model.state_dict()),
            |model| drop(model.get_parameter("0.weight")),
            |model| {
                model.num_parameters();
            },
            |model| model.zero_grad(),
            |model| model.to_dtype(DType::F64),
            |model| model.requires_grad_(false),
            |model| model.requires_grad_where(&|_| true, false),
        ];
        for (at, call) in calls.into_iter().enumerate() {
            let (_, line) = Error::catch(|| call(&model())).unwrap_err();
            assert!(line.file().ends_with("mod.rs"), "call {at}: {line}");
        }
    }

    /// As PyTorch loads, whose lazy parameters take the shapes that they are given.
    #[test]
    fn a_state_makes_what_it_is_loaded_into() {
        let x = Tensor::rand([4, 3]);
        let trained = model();
        trained.forward(&x);
        trained.eval();
        let fresh = model();
        fresh.eval();
        let (before, state) = (
            autograd::random::default_generator().get_state(),
            trained.state_dict(),
        );
        fresh.load_state_dict(&state).unwrap();
        assert_eq!(autograd::random::default_generator().get_state(), before);
        assert_eq!(fresh.to_string(), trained.to_string());
        assert_eq!(
            fresh.forward(&x).to_vec::<f32>(),
            trained.forward(&x).to_vec::<f32>()
        );
    }

    #[test]
    fn channels_of_groups_are_loaded() {
        let options = Conv1d::options(0, 4, 3).groups(2);
        let turned = ConvTranspose1d::options(0, 4, 3).groups(2);
        let (conv, transposed) = (options.of_inputs(6).build(), turned.of_inputs(6).build());
        let (lazy, lazy_transposed) = (Lazy::of(options), Lazy::of(turned));
        lazy.load_state_dict(&conv.state_dict()).unwrap();
        lazy_transposed.load_state_dict(&transposed.state_dict()).unwrap();
        assert_eq!(lazy.to_string(), conv.to_string());
        assert_eq!(lazy_transposed.to_string(), transposed.to_string());
    }

    #[test]
    fn a_state_that_does_not_fit_makes_nothing() {
        let model = sequential![Linear::new(2, 2), LazyBatchNorm1d::new(), LazyLinear::new(3)];
        let error = model.load_state_dict(&crate::StateDict::new()).unwrap_err();
        assert!(error.missing.contains(&"1.running_var".to_owned()), "{error}");
        let other = sequential![Linear::new(2, 2), BatchNorm1d::new(2), Linear::new(2, 4)];
        let error = model.load_state_dict(&other.state_dict()).unwrap_err();
        assert_eq!(error.mismatches[0].key, "2.weight");
        assert!(model.to_string().contains("(1): LazyBatchNorm1d"), "{model}");
        // Without what it lacks it stays as it was.
        let options = crate::LoadOptions::new().strict(false);
        model
            .load_state_dict_with(&crate::StateDict::new(), &options)
            .unwrap();
        assert!(model.to_string().contains("(2): LazyLinear"), "{model}");
    }

    #[test]
    #[should_panic(expected = "LazyConv2d(0, 4, kernel_size=(3, 3), stride=(1, 1)): input has shape [3]")]
    fn an_input_without_channels_is_refused() {
        LazyConv2d::new(4, 3).forward(&Tensor::zeros(3));
    }
}
