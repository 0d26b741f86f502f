//! [`Forward`]: the call of one tensor.

use std::panic::Location;
use std::sync::Arc;

use autograd::{Activation, DType, Error, Shape, Tensor, default_dtype};

use crate::example::Example;
use crate::giver::Step;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::observe::heard;
use crate::preflight::{self, check_call};
use crate::seen::Seen;
use crate::walk::{self, Found};

/// A module that makes one tensor from one tensor: what [`Sequential`](crate::Sequential) chains.
///
/// A model with another signature has an ordinary method instead.
///
/// ```
/// use nn::{Forward, Linear, Module, Tensor, sequential};
///
/// #[derive(Module)]
/// struct Residual {
///     inner: Linear,
/// }
///
/// impl Forward for Residual {
///     fn forward(&self, x: &Tensor) -> Tensor {
///         self.inner.forward(x) + x
///     }
/// }
///
/// let model = sequential![Residual { inner: Linear::new(4, 4) }, Linear::new(4, 1)];
/// assert_eq!(model.forward(&Tensor::zeros([10, 4])).shape(), [10, 1]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not make a tensor from a tensor",
    note = "implement `Forward` for the module; a closure becomes a layer by `Lambda::new`"
)]
pub trait Forward: Module {
    /// The result for `x`.
    ///
    /// # Panics
    /// If a layer does not fit its input. [`check_input`](Forward::check_input) tells beforehand.
    fn forward(&self, x: &Tensor) -> Tensor;

    /// The shape that this model makes from `input`, found out by running it: in evaluation, without recording, and
    /// without moving a random stream. The model is not changed.
    ///
    /// `input` is a shape, of which zeros are fed in the element type of the model's first parameter, or an example: a
    /// model that begins by looking up tokens takes only integers. Models of another signature are checked by
    /// [`check_call`](crate::check_call).
    ///
    /// # Errors
    /// If a layer does not fit: its path, what it is given, what it needs, and where that comes from. What a module of
    /// your own refuses is told with the line; where panics abort instead of unwinding, it panics.
    ///
    /// ```
    /// use nn::{Forward, Linear, ReLU, Tensor, sequential};
    /// let model = sequential![Linear::new(1, 20), ReLU, Linear::new(20, 2)];
    /// assert_eq!(&*model.check_input(&[10, 1])?, [10, 2]);
    /// assert_eq!(&*model.check_input(&Tensor::zeros([7, 1]))?, [7, 2]);
    /// assert_eq!(
    ///     model.check_input(&[10, 3]).unwrap_err().to_string(),
    ///     "0 (Linear(in_features=1, out_features=20, bias=True)): input has shape [10, 3], and its last dimension \
    ///      must be 1",
    /// );
    /// # Ok::<_, nn::LayerError>(())
    /// ```
    #[track_caller]
    fn check_input(&self, input: &dyn Example) -> Result<Shape, LayerError> {
        let line = Location::caller();
        let x = Error::catch(|| input.tensor(input_dtype(&self)))
            .map_err(|(error, _)| LayerError::from(error))?;
        let y = check_call(self, || self.try_forward(&x, line))??;
        Ok(Shape::from(y.shape()))
    }

    /// [`forward`](Forward::forward), called at `line`, where a layer of this crate that does not fit is an error, to
    /// which the modules around it add its path.
    #[doc(hidden)]
    fn try_forward(&self, x: &Tensor, _line: &'static Location<'static>) -> Result<Tensor, LayerError> {
        Ok(self.forward(x))
    }

    /// The activation that this layer is, if the layer before it may take it into its own operation.
    #[doc(hidden)]
    fn activation(&self) -> Option<Activation> {
        None
    }

    /// [`try_forward`](Forward::try_forward) and `activation` after it as one operation, if this layer has one.
    #[doc(hidden)]
    fn try_forward_activated(
        &self,
        _x: &Tensor,
        _line: &'static Location<'static>,
        _activation: Activation,
    ) -> Option<Result<Tensor, LayerError>> {
        None
    }

    /// [`try_forward`](Forward::try_forward), which notes what each layer of a chain makes of its input. `path` is
    /// where this module is in the chain that is examined.
    #[doc(hidden)]
    fn trace(&self, x: &Tensor, path: &str, steps: &mut Vec<Step>) -> Result<Tensor, LayerError> {
        let y = self.try_forward(x, Location::caller())?;
        steps.push(Step::new(path, &self, x, &y));
        Ok(y)
    }
}

/// The element type that a model expects: that of its first parameter.
fn input_dtype(model: &dyn Seen) -> DType {
    let mut dtype = None;
    // Layers without parameters yet are no matter here.
    walk::walk(model, &mut |_, found| {
        if let Found::Parameter(parameter) = found {
            dtype.get_or_insert(parameter.dtype());
        }
    });
    dtype.unwrap_or_else(default_dtype)
}

/// Runs `module` on `x`: what it refuses panics at the caller's line.
#[inline(always)]
#[track_caller]
pub(crate) fn forward_here<M: Forward + ?Sized>(module: &M, x: &Tensor) -> Tensor {
    let line = Location::caller();
    match Error::raise_memory_here(|| module.try_forward(x, line)) {
        Ok(y) => y,
        Err(error) => preflight::raise(error, module),
    }
}

macro_rules! forward_by_deref {
    ($($owner:ty),*) => {$(
        impl<M: Forward + ?Sized> Forward for $owner {
            #[track_caller]
            fn forward(&self, x: &Tensor) -> Tensor {
                forward_here(self, x)
            }
            fn try_forward(&self, x: &Tensor, line: &'static Location<'static>) -> Result<Tensor, LayerError> {
                heard(self, &[x], || (**self).try_forward(x, line))
            }
            fn trace(&self, x: &Tensor, path: &str, steps: &mut Vec<Step>) -> Result<Tensor, LayerError> {
                (**self).trace(x, path, steps)
            }
        }
    )*};
}
forward_by_deref!(Box<M>, Arc<M>, &M);
