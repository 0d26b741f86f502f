//! [`Module`]: what has parameters.

use std::fmt;

use autograd::{DType, Error, StateDict};

use crate::buffer::Buffer;
use crate::copying;
use crate::layer_error::LayerError;
use crate::load::{self, IncompatibleKeys, LoadOptions, LoadStateDictError};
use crate::parameter::Parameter;
use crate::pattern;
use crate::walk;

pub use crate::derive::Module;
pub use crate::visitor::Visitor;

/// Something that has parameters, buffers and child modules.
///
/// It is derived: `#[derive(Module)]` finds them among the fields of a type. Everything but the derived part is
/// provided, and works on `dyn Module` and `dyn Forward` as well. The modules of a model are shared, not changed:
/// training changes what their parameters hold, so all methods take `&self`.
///
/// ```
/// use nn::{Module, Parameter, Tensor};
///
/// #[derive(Module)]
/// struct LinearRegression {
///     w: Parameter,
///     b: Parameter,
/// }
///
/// let model = LinearRegression {
///     w: Parameter::new(Tensor::zeros([1, 3])),
///     b: Parameter::new(Tensor::zeros([1])),
/// };
/// assert_eq!(model.num_parameters(), 4);
/// assert_eq!(model.to_string(), "LinearRegression()");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a module",
    note = "put `#[derive(Module)]` on the type; a closure becomes one by `Lambda::new`"
)]
pub trait Module: fmt::Display + Send + Sync {
    /// Shows the visitor what this module holds itself, one level deep.
    fn visit(&self, visitor: &mut dyn Visitor);

    /// The name of the type, as Python prints it.
    fn type_name(&self) -> String;

    /// What stands between the parentheses when this module is printed, such as `p=0.5`.
    fn extra_repr(&self) -> Option<String> {
        None
    }

    /// A copy of this module for a [deep copy](Module::deep_copy), of all fields by
    /// [`Field::copy_field`](crate::Field::copy_field). The derive has it; a module that is implemented by hand cannot be
    /// copied without.
    ///
    /// # Errors
    /// If a field cannot be copied.
    fn copy_module(&self) -> Result<Self, LayerError>
    where
        Self: Sized,
    {
        Err(copying::refused::<Self>("it has no `Module::copy_module`"))
    }

    /// Where this module lies: modules that own or share another one say where that lies.
    #[doc(hidden)]
    fn address(&self) -> *const () {
        std::ptr::from_ref(self).cast()
    }

    /// The parameters of this module and all modules in it, each once: a module's own before its children's, as in
    /// PyTorch. They are handles: an optimizer that is given them trains this module.
    ///
    /// # Panics
    /// If a [lazy](crate::Lazy) layer has no parameters yet.
    #[track_caller]
    fn parameters(&self) -> Vec<Parameter> {
        walk::parameters(&self)
    }

    /// [`parameters`](Module::parameters) with their paths, such as `sequential.0.weight`. A parameter that is shared
    /// has the first of its names.
    ///
    /// # Panics
    /// As [`parameters`](Module::parameters).
    #[track_caller]
    fn named_parameters(&self) -> Vec<(String, Parameter)> {
        walk::named_parameters(&self)
    }

    /// The buffers of this module and all modules in it, with their paths, each once.
    fn named_buffers(&self) -> Vec<(String, Buffer)> {
        walk::named_buffers(&self)
    }

    /// The parameter at a path, such as `sequential.0.weight`, if there is one.
    #[track_caller]
    fn get_parameter(&self, path: &str) -> Option<Parameter> {
        walk::at(path, walk::named_parameters(&self))
    }

    /// The buffer at a path, if there is one.
    fn get_buffer(&self, path: &str) -> Option<Buffer> {
        walk::at(path, walk::named_buffers(&self))
    }

    /// The parameters whose paths match a pattern, in which `*` stands for any characters, dots too, and `?` for one: to
    /// freeze them, to begin with other values, to be a group of an optimizer.
    ///
    /// ```
    /// use nn::{Linear, Module, sequential};
    /// let model = sequential![body: sequential![Linear::new(4, 8), Linear::new(8, 8)], head: Linear::new(8, 2)];
    /// for parameter in model.parameters_at("body.*") {
    ///     parameter.requires_grad_(false);
    /// }
    /// assert_eq!(model.num_parameters(), 8 * 2 + 2);
    /// assert_eq!(model.parameters_at("*.bias").len(), 3);
    /// ```
    ///
    /// # Panics
    /// If none matches, which a path that is misspelt would hide.
    #[track_caller]
    #[must_use]
    fn parameters_at(&self, pattern: &str) -> Vec<Parameter> {
        pattern::parameters_at(&self, pattern)
    }

    /// The parameters that layers of a type have under a name of their own, wherever the layers are; both may be patterns,
    /// as for [`parameters_at`](Module::parameters_at). There may be none.
    ///
    /// ```
    /// use nn::init::{self, Kaiming};
    /// use nn::{Linear, Module, ReLU, sequential};
    /// let model = sequential![Linear::new(4, 8), ReLU, Linear::new(8, 2)];
    /// model.parameters_of("Linear", "weight").iter().for_each(|w| init::kaiming_normal_(w, Kaiming::new()));
    /// model.parameters_of("Linear", "bias").iter().for_each(|b| init::zeros_(b));
    /// assert_eq!(model.get_parameter("2.bias").unwrap().to_vec::<f32>(), [0.0, 0.0]);
    /// ```
    #[must_use]
    fn parameters_of(&self, layer: &str, name: &str) -> Vec<Parameter> {
        pattern::parameters_of(&self, layer, name)
    }

    /// How many numbers there are to train: the elements of all parameters that require a gradient.
    ///
    /// ```
    /// use nn::{Linear, Module};
    /// assert_eq!(Linear::new(10, 20).num_parameters(), 10 * 20 + 20);
    /// ```
    #[track_caller]
    fn num_parameters(&self) -> usize {
        let parameters = walk::parameters(&self).into_iter();
        let trained = parameters.filter(|parameter| parameter.requires_grad());
        trained.map(|parameter| parameter.numel()).sum()
    }

    /// All parameters and buffers by their paths, as they are now: later training does not show in them. A shared
    /// parameter appears under each of its names. Nothing is copied until one side changes.
    ///
    /// ```
    /// use nn::{Linear, Module};
    /// let state = Linear::new(3, 2).state_dict();
    /// assert_eq!(state.keys().collect::<Vec<_>>(), ["weight", "bias"]);
    /// assert_eq!(state["weight"].shape(), [2, 3]);
    /// ```
    ///
    /// # Panics
    /// As [`parameters`](Module::parameters).
    #[track_caller]
    fn state_dict(&self) -> StateDict {
        walk::state_dict(&self)
    }

    /// Gives all parameters and buffers the elements that `state` has under their paths, converted to their element
    /// types. Optimizers that hold the parameters keep them.
    ///
    /// # Errors
    /// If a name is missing, one is not expected, or a shape differs. The error names all of them, with both shapes and
    /// the nearest name where one is near, and nothing is loaded. A tied tensor need be there under one of its names only.
    ///
    /// ```
    /// use nn::{Linear, Module};
    /// let (trained, fresh) = (Linear::new(3, 2), Linear::new(3, 2));
    /// fresh.load_state_dict(&trained.state_dict())?;
    /// assert_eq!(fresh.weight.to_vec::<f32>(), trained.weight.to_vec::<f32>());
    ///
    /// let error = Linear::new(4, 2).load_state_dict(&trained.state_dict()).unwrap_err();
    /// assert_eq!(error.mismatches[0].key, "weight");
    /// # Ok::<_, nn::LoadStateDictError>(())
    /// ```
    #[track_caller]
    fn load_state_dict(&self, state: &StateDict) -> Result<(), LoadStateDictError> {
        self.load_state_dict_with(state, &LoadOptions::new()).map(|_| ())
    }

    /// [`load_state_dict`](Module::load_state_dict) from a state that has other names, too few or too many, or whose
    /// element types are to be kept. It gives the names that it has left alone.
    ///
    /// # Errors
    /// If a shape differs, renaming gives two tensors one name, or, unless the options say otherwise, a name is missing
    /// or not expected. The error names all of them, and nothing is loaded.
    #[track_caller]
    fn load_state_dict_with(
        &self,
        state: &StateDict,
        options: &LoadOptions<'_>,
    ) -> Result<IncompatibleKeys, LoadStateDictError> {
        load::load_state_dict(&self, state, options)
    }

    /// A model like this one, with parameters and buffers of its own: Python's `copy.deepcopy(model)`. What is tied here is
    /// tied there. Gradients are not copied, and elements not before one of both changes them.
    ///
    /// ```
    /// use nn::{Linear, Module, ReLU, Tensor, sequential};
    /// let model = sequential![Linear::new(2, 3), ReLU];
    /// let target = model.deep_copy();
    /// model.get_parameter("0.bias").unwrap().set_data(Tensor::zeros(3));
    /// assert_ne!(target.get_parameter("0.bias").unwrap().to_vec::<f32>(), [0.0; 3]);
    /// ```
    ///
    /// # Panics
    /// If there is a `Box<dyn Forward>` in it, an `Arc`, a module by hand that does not copy itself, or a skipped field
    /// whose type is not `Clone`; the sentence names its path. Keep layers of several types in a
    /// [`Sequential`](crate::Sequential), or as [`Layer`](crate::Layer)s.
    #[track_caller]
    fn deep_copy(&self) -> Self
    where
        Self: Sized,
    {
        match copying::deep(self) {
            Ok(copy) => copy,
            Err(error) => Error::argument(format!("deep_copy: {error}")).raise(),
        }
    }

    /// Switches this module and all modules in it to training: dropout drops.
    fn train(&self) {
        walk::set_training(&self, true);
    }

    /// Switches this module and all modules in it to evaluation: dropout passes everything on.
    fn eval(&self) {
        walk::set_training(&self, false);
    }

    /// Forgets the gradients of all parameters: they become none, as in PyTorch, not zeros.
    #[track_caller]
    fn zero_grad(&self) {
        walk::parameters(&self)
            .iter()
            .for_each(|parameter| parameter.zero_grad());
    }

    /// Calls `f` with every module in this one, children before their parents and this one last: PyTorch's `apply`.
    ///
    /// ```
    /// use nn::{Linear, Module, ReLU, init, sequential};
    /// let model = sequential![Linear::new(2, 3), ReLU, Linear::new(3, 1)];
    /// model.apply(&mut |module| {
    ///     if module.type_name() == "Linear" {
    ///         for (name, parameter) in module.named_parameters() {
    ///             if name == "bias" {
    ///                 init::constant_(&parameter, 0.5);
    ///             }
    ///         }
    ///     }
    /// });
    /// assert_eq!(model.named_parameters()[1].1.to_vec::<f32>(), [0.5; 3]);
    /// ```
    fn apply(&self, f: &mut dyn FnMut(&dyn Module))
    where
        Self: Sized,
    {
        apply(self, f);
    }

    /// Converts all parameters and those buffers that are floating point to another floating-point type: PyTorch's
    /// `model.to(dtype)`, `model.double()`. Gradients are forgotten.
    ///
    /// ```
    /// use nn::{DType, Forward, Linear, Module, Tensor};
    /// let layer = Linear::new(3, 2);
    /// layer.to_dtype(DType::F64);
    /// assert_eq!(layer.forward(&Tensor::zeros([1, 3]).to_dtype(DType::F64)).dtype(), DType::F64);
    /// ```
    ///
    /// # Panics
    /// If the type is not floating point.
    #[track_caller]
    fn to_dtype(&self, dtype: DType) {
        walk::to_dtype(&self, dtype);
    }

    /// Freezes the parameters (`false`) whose paths `chosen` names, or makes them trainable again; others stay as they are.
    ///
    /// ```
    /// use nn::{Linear, Module, sequential};
    /// let model = sequential![body: Linear::new(4, 8), head: Linear::new(8, 2)];
    /// model.requires_grad_where(&|path| path.starts_with("body."), false);
    /// assert_eq!(model.num_parameters(), 8 * 2 + 2);
    /// ```
    #[track_caller]
    fn requires_grad_where(&self, chosen: &dyn Fn(&str) -> bool, requires_grad: bool) {
        walk::requires_grad_where(&self, chosen, requires_grad);
    }

    /// Shows what is printed below the cell of a notebook: [`show::in_notebook`].
    fn evcxr_display(&self) {
        show::in_notebook(&[("text/plain", &self.to_string())]);
    }

    /// Freezes all parameters (`false`), or makes them trainable again.
    ///
    /// ```
    /// use nn::{Linear, Module};
    /// let layer = Linear::new(3, 2);
    /// layer.requires_grad_(false);
    /// assert_eq!(layer.num_parameters(), 0);
    /// ```
    #[track_caller]
    fn requires_grad_(&self, requires_grad: bool) {
        walk::requires_grad_where(&self, &|_| true, requires_grad);
    }
}

/// The children of `module`, then itself.
fn apply(module: &dyn Module, f: &mut dyn FnMut(&dyn Module)) {
    struct Children<'a>(&'a mut dyn FnMut(&dyn Module));
    impl Visitor for Children<'_> {
        fn module(&mut self, _: &str, module: &dyn Module) {
            apply(module, self.0);
        }
    }
    module.visit(&mut Children(f));
    f(module);
}
