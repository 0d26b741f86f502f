//! What the layers of encoder and decoder share.

use autograd::Tensor;

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
