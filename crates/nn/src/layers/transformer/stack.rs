//! Layers one after the other, as encoders and decoders are.

use autograd::Tensor;

use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::module::Module;

/// Writes a stack of layers, which says itself how it is called.
macro_rules! stack {
    ($(#[$on_stack:meta])* struct $stack:ident of $layer:ident;) => {
        $(#[$on_stack])*
        #[derive($crate::module::Module)]
        pub struct $stack {
            /// The layers.
            pub layers: Vec<$layer>,
            /// Behind them.
            pub norm: Option<Box<dyn $crate::forward::Forward>>,
        }

        impl $stack {
            /// So many layers that begin with the weights of `layer`, which is the first.
            #[track_caller]
            pub fn new(layer: $layer, num_layers: usize) -> Self {
                Self {
                    layers: $crate::layers::transformer::stack::copies(layer, num_layers),
                    norm: None,
                }
            }

            /// The same with a norm behind the layers.
            #[must_use]
            pub fn with_norm(self, norm: impl $crate::forward::Forward + 'static) -> Self {
                Self {
                    norm: Some(Box::new(norm)),
                    ..self
                }
            }
        }
    };
}
pub(super) use stack;

/// So many layers that begin with the weights of `layer`, which is the first.
#[track_caller]
pub(super) fn copies<L: Module>(layer: L, num_layers: usize) -> Vec<L> {
    let mut layers: Vec<L> = (1..num_layers).map(|_| layer.deep_copy()).collect();
    if num_layers > 0 {
        layers.insert(0, layer);
    }
    layers
}

/// What `run` makes of one layer after the other, and `norm` of the last.
pub(super) fn run<L: Module>(
    layers: &[L],
    norm: Option<&dyn Forward>,
    x: &Tensor,
    run: impl Fn(&L, &Tensor) -> Result<Tensor, LayerError>,
) -> Result<Tensor, LayerError> {
    let y = layers.iter().enumerate().try_fold(x.clone(), |x, (at, layer)| {
        run(layer, &x).map_err(|error| error.of(&layer.type_name()).within(&format!("layers.{at}")))
    })?;
    Ok(match norm {
        Some(norm) => norm.forward(&y),
        None => y,
    })
}
