//! [`Layer`]: a layer of any type.

use std::any::{Any, type_name};
use std::fmt;
use std::panic::Location;

use autograd::{Activation, Tensor};

use crate::forward::Forward;
use crate::giver::Step;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};

/// A layer of any type, owned: what a [`Sequential`](crate::Sequential) is made of, and what a list of layers of several
/// types holds. Unlike a `Box<dyn Forward>` it can be copied, and gives back the type that it was made of.
///
/// ```
/// use nn::{Forward, Layer, Linear, Module, ModuleList, ReLU, Tensor};
///
/// #[derive(Module)]
/// struct Net {
///     layers: ModuleList<Layer>,
/// }
///
/// let net = Net { layers: ModuleList::from([Layer::new(Linear::new(3, 2)), Layer::new(ReLU)]) };
/// let y = net.layers.iter().fold(Tensor::ones([1, 3]), |x, layer| layer.forward(&x));
/// assert_eq!(y.shape(), [1, 2]);
/// assert_eq!(net.layers[0].get::<Linear>().unwrap().out_features(), 2);
/// assert!(net.layers[1].is::<ReLU>());
/// ```
pub struct Layer(Box<dyn Owned>);

/// A layer whose type the compiler has known once.
trait Owned: Forward + Any {
    fn type_path(&self) -> &'static str;
    fn copied(&self) -> Result<Layer, LayerError>;
}

impl<L: Forward + 'static> Owned for L {
    fn type_path(&self) -> &'static str {
        type_name::<L>()
    }

    fn copied(&self) -> Result<Layer, LayerError> {
        self.copy_module().map(Layer::new)
    }
}

impl Layer {
    /// The layer `layer`. One that is a `Layer` already stays what it is.
    pub fn new(layer: impl Forward + 'static) -> Self {
        let mut given = Some(layer);
        let own = (&mut given as &mut dyn Any).downcast_mut::<Option<Layer>>();
        match own.and_then(Option::take) {
            Some(layer) => layer,
            None => Self(Box::new(given.expect("only a `Layer` is taken out"))),
        }
    }

    /// Whether it was made of an `L`.
    pub fn is<L: Forward + 'static>(&self) -> bool {
        self.get::<L>().is_some()
    }

    /// The layer, if it was made of an `L`.
    pub fn get<L: Forward + 'static>(&self) -> Option<&L> {
        let any: &dyn Any = &*self.0;
        any.downcast_ref()
    }

    /// The layer, to be changed, if it was made of an `L`.
    pub fn get_mut<L: Forward + 'static>(&mut self) -> Option<&mut L> {
        let any: &mut dyn Any = &mut *self.0;
        any.downcast_mut()
    }

    /// The layer that it was made of.
    ///
    /// # Errors
    /// If that is no `L`: the layer as it was.
    pub fn into_inner<L: Forward + 'static>(self) -> Result<L, Self> {
        if !self.is::<L>() {
            return Err(self);
        }
        let any: Box<dyn Any> = self.0;
        match any.downcast() {
            Ok(layer) => Ok(*layer),
            Err(_) => unreachable!("it is an `L`"),
        }
    }

    /// The path of the type that it was made of.
    pub(super) fn type_path(&self) -> &'static str {
        (*self.0).type_path()
    }

    #[inline]
    pub(super) fn inner(&self) -> &dyn Forward {
        &*self.0
    }
}

impl Module for Layer {
    fn visit(&self, visitor: &mut dyn Visitor) {
        (*self.0).visit(visitor);
    }

    fn type_name(&self) -> String {
        (*self.0).type_name()
    }

    fn extra_repr(&self) -> Option<String> {
        (*self.0).extra_repr()
    }

    fn address(&self) -> *const () {
        (*self.0).address()
    }

    fn copy_module(&self) -> Result<Self, LayerError> {
        (*self.0).copied()
    }
}

impl Forward for Layer {
    #[track_caller]
    fn forward(&self, x: &Tensor) -> Tensor {
        (&self.inner()).forward(x)
    }

    #[inline]
    fn try_forward(&self, x: &Tensor, line: &'static Location<'static>) -> Result<Tensor, LayerError> {
        (*self.0).try_forward(x, line)
    }

    #[inline]
    fn activation(&self) -> Option<Activation> {
        (*self.0).activation()
    }

    #[inline]
    fn try_forward_activated(
        &self,
        x: &Tensor,
        line: &'static Location<'static>,
        activation: Activation,
    ) -> Option<Result<Tensor, LayerError>> {
        (*self.0).try_forward_activated(x, line, activation)
    }

    fn trace(&self, x: &Tensor, path: &str, steps: &mut Vec<Step>) -> Result<Tensor, LayerError> {
        (*self.0).trace(x, path, steps)
    }
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (*self.0).fmt(f)
    }
}

impl fmt::Debug for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (*self.0).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Layer;
    use crate::{Linear, ReLU};

    #[test]
    fn a_layer_of_a_layer_is_that_layer() {
        let layer = Layer::new(Layer::new(ReLU));
        assert!(layer.is::<ReLU>() && !layer.is::<Layer>());
        let layer = layer.into_inner::<Linear>().err().unwrap();
        assert!(layer.into_inner::<ReLU>().is_ok());
    }
}
