//! [`StandIn`]: a layer in which another tensor stands in for one of its parameters.

use autograd::{Error, Tensor};

use crate::buffer::Buffer;
use crate::copying;
use crate::layer_error::LayerError;
use crate::module::{Module, Visitor};
use crate::parameter::Parameter;
use crate::training::Training;

/// A layer, and the parameter for which another tensor stands in, call by call.
pub(crate) struct StandIn<M> {
    layer: M,
    name: String,
    parameter: Parameter,
}

impl<M: Module> StandIn<M> {
    /// For the parameter `name` of `layer`.
    ///
    /// # Panics
    /// If the layer itself has no such parameter, in the name of `operation`.
    #[track_caller]
    pub(crate) fn of(operation: &str, layer: M, name: &str) -> Self {
        match layer.get_parameter(name).filter(|_| !name.contains('.')) {
            Some(parameter) => Self {
                layer,
                name: name.to_owned(),
                parameter,
            },
            None => Error::argument(format!(
                "{operation}: {} itself has no parameter `{name}`",
                layer.type_name()
            ))
            .raise(),
        }
    }

    pub(crate) fn layer(&self) -> &M {
        &self.layer
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The layer's own.
    pub(crate) fn parameter(&self) -> &Parameter {
        &self.parameter
    }

    /// The layer with `tensor` in the parameter's place.
    ///
    /// # Errors
    /// If the layer cannot be copied.
    #[track_caller]
    pub(crate) fn with(&self, tensor: Tensor) -> Result<M, LayerError> {
        copying::replacing(&self.layer, vec![(Tensor::from(&self.parameter), tensor)])
    }

    /// The layer, whose own parameter gets the elements of `tensor`.
    #[track_caller]
    pub(crate) fn into_layer(self, tensor: &Tensor) -> M {
        self.parameter.set_data(tensor.detach());
        self.layer
    }

    /// Shows all of the layer but the parameter.
    pub(crate) fn visit_others(&self, visitor: &mut dyn Visitor) {
        let name = &self.name;
        self.layer.visit(&mut Without { name, visitor });
    }

    pub(crate) fn copied(&self) -> Result<Self, LayerError> {
        Ok(Self {
            layer: self.layer.copy_module()?,
            name: self.name.clone(),
            parameter: self.parameter.copied(),
        })
    }
}

/// Shows a layer without the parameter `name`.
struct Without<'a> {
    name: &'a str,
    visitor: &'a mut dyn Visitor,
}

impl Visitor for Without<'_> {
    fn parameter(&mut self, name: &str, parameter: &Parameter) {
        if name != self.name {
            self.visitor.parameter(name, parameter);
        }
    }

    fn buffer(&mut self, name: &str, buffer: &Buffer) {
        self.visitor.buffer(name, buffer);
    }

    fn training(&mut self, training: &Training) {
        self.visitor.training(training);
    }

    fn module(&mut self, name: &str, module: &dyn Module) {
        self.visitor.module(name, module);
    }
}
