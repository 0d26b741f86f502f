//! [`Parameter`]: a tensor that is trained.

use std::fmt;
use std::ops::Deref;

use autograd::{Arg, Operand, Tensor};

use crate::copying;
use crate::operators::operators;

/// A tensor of a module that is trained: a leaf that requires a gradient, whatever it was made from.
///
/// It is a tensor wherever one is read: `x.inner(&model.w)`, `&model.w * 2.0`, `model.w.grad()`. It cannot be cloned,
/// because a clone of a model would silently share its weights; [`tied`](Parameter::tied) shares on purpose.
///
/// ```
/// use nn::{Parameter, Tensor};
/// let w = Parameter::new(Tensor::from([1.0, 2.0]));
/// (&w * 3.0).sum().backward();
/// assert_eq!(w.grad().unwrap().to_vec::<f32>(), [3.0, 3.0]);
/// assert_eq!(w.to_string(), "Parameter containing:\ntensor([1., 2.], requires_grad=True)");
/// ```
pub struct Parameter(Tensor);

impl Parameter {
    /// A parameter that begins with the elements of `tensor`, without its history.
    ///
    /// # Panics
    /// If they are not floating point.
    #[track_caller]
    pub fn new(tensor: impl Into<Tensor>) -> Self {
        Self(tensor.into().into_leaf(true))
    }

    /// Another handle to this parameter: both have one value and one gradient. For models that use a weight twice.
    ///
    /// ```
    /// use nn::{Linear, Module};
    /// # use nn::Module as _;
    /// #[derive(Module)]
    /// struct AutoEncoder {
    ///     encoder: Linear,
    ///     decoder: Linear,
    /// }
    /// let mut model = AutoEncoder { encoder: Linear::new(4, 4), decoder: Linear::new(4, 4) };
    /// model.decoder.weight = model.encoder.weight.tied();
    /// assert_eq!(model.parameters().len(), 3);
    /// assert_eq!(model.state_dict().len(), 4);
    /// ```
    #[must_use]
    pub fn tied(&self) -> Parameter {
        Parameter(self.0.clone())
    }

    /// What stands in the place of this parameter in the copy of a module that is being made.
    pub(crate) fn copied(&self) -> Self {
        Self(copying::tensor(&self.0, || {
            let own = self.0.detach().into_leaf(true);
            own.requires_grad_(self.0.requires_grad())
        }))
    }

    /// Freezes this parameter (`false`), or makes it trainable again, for all its handles.
    pub fn requires_grad_(&self, requires_grad: bool) {
        // The switch is in the leaf, which the returned handle shares.
        drop(self.0.clone().requires_grad_(requires_grad));
    }
}

impl Deref for Parameter {
    type Target = Tensor;
    #[inline]
    fn deref(&self) -> &Tensor {
        &self.0
    }
}

impl AsRef<Tensor> for Parameter {
    fn as_ref(&self) -> &Tensor {
        &self.0
    }
}

/// The tensor is a handle: training it trains the parameter.
impl From<Parameter> for Tensor {
    fn from(parameter: Parameter) -> Tensor {
        parameter.0
    }
}

/// The tensor is a handle: training it trains the parameter.
impl From<&Parameter> for Tensor {
    fn from(parameter: &Parameter) -> Tensor {
        parameter.0.clone()
    }
}

impl Operand for Parameter {
    #[inline]
    fn arg(&self) -> Arg<'_> {
        Arg::Tensor(&self.0)
    }
}

operators!(Parameter);

impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parameter containing:\n{}", self.0)
    }
}

impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
