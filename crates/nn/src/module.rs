//! [`Module`]: what has parameters, and [`Visitor`], which sees them.

use std::fmt;
use std::sync::Arc;

use autograd::{DType, StateDict};

use crate::buffer::Buffer;
use crate::load::{self, IncompatibleKeys, LoadOptions, LoadStateDictError};
use crate::parameter::Parameter;
use crate::training::Training;
use crate::walk::{Found, distinct_parameters, walk};

/// Finds what is in a model.
///
/// ```
/// use nn::{Forward, Linear, Module, Tensor};
///
/// #[derive(Module)]
/// struct Net {
///     hidden: Linear,
///     output: Linear,
///     scale: f64,
/// }
///
/// impl Forward for Net {
///     fn forward(&self, x: &Tensor) -> Tensor {
///         self.output.forward(&self.hidden.forward(x).relu()) * self.scale
///     }
/// }
///
/// let net = Net { hidden: Linear::new(2, 3), output: Linear::new(3, 1), scale: 2.0 };
/// let names: Vec<String> = net.named_parameters().into_iter().map(|(name, _)| name).collect();
/// assert_eq!(names, ["hidden.weight", "hidden.bias", "output.weight", "output.bias"]);
/// ```
///
/// A field that might hold parameters, for all the derive knows, does not compile:
///
/// ```compile_fail,E0277
/// use nn::{Module, Tensor};
///
/// #[derive(Module)]
/// struct Net {
///     weight: Tensor, // a `Parameter`, a `Buffer`, or `#[module(skip)]`?
/// }
/// ```
///
/// The options are checked:
///
/// ```compile_fail
/// # use nn::{Module, Tensor};
/// #[derive(Module)]
/// struct Net {
///     #[module(ignore)] // the only option of a field is `skip`
///     cache: Option<Tensor>,
/// }
/// ```
///
/// ```compile_fail,E0308
/// # use nn::Module;
/// #[derive(Module)]
/// #[module(extra_repr)] // and no method `extra_repr`
/// struct Net {
///     size: usize,
/// }
/// ```
///
/// A variant of an enum is one module, or nothing:
///
/// ```compile_fail
/// # use nn::{Linear, Module};
/// #[derive(Module)]
/// enum Block {
///     Wide { first: Linear, second: Linear },
/// }
/// ```
pub use nn_derive::Module;

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

    /// Where this module lies: modules that own or share another one say where that lies.
    #[doc(hidden)]
    fn address(&self) -> *const () {
        std::ptr::from_ref(self).cast()
    }

    /// The parameters of this module and all modules in it, each once: a module's own before its children's, as in
    /// PyTorch. They are handles: an optimizer that is given them trains this module.
    fn parameters(&self) -> Vec<Parameter> {
        self.named_parameters()
            .into_iter()
            .map(|(_, parameter)| parameter)
            .collect()
    }

    /// [`parameters`](Module::parameters) with their paths, such as `sequential.0.weight`. A parameter that is shared
    /// has the first of its names.
    fn named_parameters(&self) -> Vec<(String, Parameter)> {
        let mut parameters: Vec<(String, Parameter)> = Vec::new();
        walk(self, &mut |path, found| {
            if let Found::Parameter(parameter) = found
                && !parameters.iter().any(|(_, seen)| seen.is_same(parameter))
            {
                parameters.push((path.to_owned(), parameter.tied()));
            }
        });
        parameters
    }

    /// The buffers of this module and all modules in it, with their paths, each once.
    fn named_buffers(&self) -> Vec<(String, Buffer)> {
        let mut buffers: Vec<(String, Buffer)> = Vec::new();
        walk(self, &mut |path, found| {
            if let Found::Buffer(buffer) = found
                && !buffers.iter().any(|(_, seen)| seen.is_same(buffer))
            {
                buffers.push((path.to_owned(), buffer.tied()));
            }
        });
        buffers
    }

    /// How many numbers there are to train: the elements of all parameters that require a gradient.
    ///
    /// ```
    /// use nn::{Linear, Module};
    /// assert_eq!(Linear::new(10, 20).num_parameters(), 10 * 20 + 20);
    /// ```
    fn num_parameters(&self) -> usize {
        distinct_parameters(self, |parameter| {
            if parameter.requires_grad() {
                parameter.numel()
            } else {
                0
            }
        })
        .into_iter()
        .sum()
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
    fn state_dict(&self) -> StateDict {
        let mut state = StateDict::new();
        walk(self, &mut |path, found| {
            if let Some(tensor) = found.tensor() {
                state.insert(path, tensor.detach());
            }
        });
        state
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
    fn load_state_dict(&self, state: &StateDict) -> Result<(), LoadStateDictError> {
        self.load_state_dict_with(state, &LoadOptions::new()).map(|_| ())
    }

    /// [`load_state_dict`](Module::load_state_dict) from a state that has other names, too few or too many, or whose
    /// element types are to be kept. It gives the names that it has left alone.
    ///
    /// # Errors
    /// If a shape differs, renaming gives two tensors one name, or, unless the options say otherwise, a name is missing
    /// or not expected. The error names all of them, and nothing is loaded.
    fn load_state_dict_with(
        &self,
        state: &StateDict,
        options: &LoadOptions<'_>,
    ) -> Result<IncompatibleKeys, LoadStateDictError> {
        load::load_state_dict(self, state, options)
    }

    /// Switches this module and all modules in it to training: dropout drops.
    fn train(&self) {
        set_training(self, true);
    }

    /// Switches this module and all modules in it to evaluation: dropout passes everything on.
    fn eval(&self) {
        set_training(self, false);
    }

    /// Forgets the gradients of all parameters: they become none, as in PyTorch, not zeros.
    fn zero_grad(&self) {
        distinct_parameters(self, |parameter| parameter.zero_grad());
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
    fn to_dtype(&self, dtype: DType) {
        for (_, parameter) in self.named_parameters() {
            parameter.assign_data(parameter.detach().to_dtype(dtype));
        }
        for (_, buffer) in self.named_buffers() {
            if buffer.dtype().is_float() {
                buffer.assign_data(buffer.detach().to_dtype(dtype));
            }
        }
    }

    /// Freezes the parameters (`false`) whose paths `chosen` names, or makes them trainable again; others stay as they are.
    ///
    /// ```
    /// use nn::{Linear, Module, sequential};
    /// let model = sequential![body: Linear::new(4, 8), head: Linear::new(8, 2)];
    /// model.requires_grad_where(&|path| path.starts_with("body."), false);
    /// assert_eq!(model.num_parameters(), 8 * 2 + 2);
    /// ```
    fn requires_grad_where(&self, chosen: &dyn Fn(&str) -> bool, requires_grad: bool) {
        for (path, parameter) in self.named_parameters() {
            if chosen(&path) {
                parameter.requires_grad_(requires_grad);
            }
        }
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
    fn requires_grad_(&self, requires_grad: bool) {
        distinct_parameters(self, |parameter| parameter.requires_grad_(requires_grad));
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

fn set_training(module: &(impl Module + ?Sized), training: bool) {
    walk(module, &mut |_, found| {
        if let Found::Training(flag) = found {
            flag.set(training);
        }
    });
}

/// What sees the contents of a module. Recursion is its own affair: a module shows one level.
pub trait Visitor {
    /// A parameter of the module itself.
    fn parameter(&mut self, _name: &str, _parameter: &Parameter) {}

    /// A buffer of the module itself.
    fn buffer(&mut self, _name: &str, _buffer: &Buffer) {}

    /// The training flag of the module itself.
    fn training(&mut self, _training: &Training) {}

    /// A child module.
    fn module(&mut self, name: &str, module: &dyn Module);
}

macro_rules! module_by_deref {
    ($($owner:ty),*) => {$(
        impl<M: Module + ?Sized> Module for $owner {
            fn visit(&self, visitor: &mut dyn Visitor) {
                (**self).visit(visitor);
            }
            fn type_name(&self) -> String {
                (**self).type_name()
            }
            fn extra_repr(&self) -> Option<String> {
                (**self).extra_repr()
            }
            fn address(&self) -> *const () {
                (**self).address()
            }
        }
    )*};
}
module_by_deref!(Box<M>, Arc<M>, &M);
