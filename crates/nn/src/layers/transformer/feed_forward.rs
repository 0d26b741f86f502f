//! What the layers of encoder and decoder share.

use autograd::Tensor;
use autograd::random::Generator;
use autograd::{with_dtype, with_generator};

use crate::module::Module;

/// What stands between the two maps of each step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FeedForwardActivation {
    /// [`Tensor::relu`].
    #[default]
    Relu,
    /// [`Tensor::gelu`].
    Gelu,
}

impl FeedForwardActivation {
    pub(super) fn of(self, x: &Tensor) -> Tensor {
        match self {
            FeedForwardActivation::Relu => x.relu(),
            FeedForwardActivation::Gelu => x.gelu(),
        }
    }
}

/// A layer made anew by `build`, with the weights of `layer`: PyTorch's stacks begin with equal layers, and draw nothing for them.
pub(super) fn copied<M: Module>(layer: &M, build: impl FnOnce() -> M) -> M {
    let state = layer.state_dict();
    let dtype = state
        .values()
        .next()
        .map_or_else(autograd::default_dtype, Tensor::dtype);
    let copy = with_generator(&Generator::new(0), || with_dtype(dtype, build));
    if let Err(error) = copy.load_state_dict(&state) {
        unreachable!("a copy has the names and shapes of what it is of: {error}");
    }
    copy
}
