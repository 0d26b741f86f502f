//! What the cells share: their weights, and one step.

use autograd::{Array, Error, Tensor};

use crate::init;
use crate::layer_error::LayerError;
use crate::layers::other_dtype;
use crate::parameter::Parameter;

/// A weight or a bias, uniform in ±1/sqrt(hidden_size).
#[track_caller]
pub(super) fn drawn(shape: &[usize], hidden_size: usize) -> Parameter {
    let parameter = Parameter::new(Tensor::zeros(shape));
    if hidden_size > 0 {
        let bound = 1.0 / (hidden_size as f64).sqrt();
        init::uniform_(&parameter, -bound, bound);
    }
    parameter
}

/// An input and states as batches: one more dimension where there is none.
pub(super) struct Batch {
    pub(super) x: Tensor,
    pub(super) states: [Tensor; 2],
    batched: bool,
}

impl Batch {
    /// Refuses what does not fit the weight of the input, `[gates, inputs]`; states that are not given are zeros.
    pub(super) fn of(
        x: &Tensor,
        weight: &Tensor,
        hidden_size: usize,
        states: [Option<&Tensor>; 2],
    ) -> Result<Self, LayerError> {
        let size = weight.shape()[1];
        if !matches!(x.rank(), 1 | 2) {
            return Err(LayerError::from(Error::shape(format!(
                "input has shape {:?}, and must be [N, {size}] or [{size}]",
                x.shape()
            ))));
        }
        if x.size(-1) != size {
            return Err(LayerError::size(x, -1, size));
        }
        if x.dtype() != weight.dtype() {
            return Err(other_dtype(x, weight));
        }
        let batched = x.rank() == 2;
        let rows = |x: &Tensor| if batched { x.clone() } else { x.unsqueeze(0) };
        let shape = if batched {
            vec![x.shape()[0], hidden_size]
        } else {
            vec![hidden_size]
        };
        for state in states.into_iter().flatten() {
            if state.shape() != shape {
                return Err(LayerError::from(Error::shape(format!(
                    "a state has shape {:?}, and must have {shape:?}",
                    state.shape()
                ))));
            }
        }
        Ok(Self {
            x: rows(x),
            states: states.map(|state| match state {
                Some(state) => rows(state),
                None => rows(&Tensor::from(Array::zeros(&shape[..], x.dtype()))),
            }),
            batched,
        })
    }

    /// A new state, as states are given.
    pub(super) fn given(&self, state: &Tensor) -> Tensor {
        if self.batched {
            state.clone()
        } else {
            state.squeeze_dim(0)
        }
    }
}

/// What stands between the parentheses.
pub(super) fn repr(weight: &Tensor, hidden_size: usize, bias: bool) -> String {
    let bias = if bias { "" } else { ", bias=False" };
    format!("{}, {hidden_size}{bias}", weight.shape()[1])
}
