//! [`Event`]: what an observer is told.

use autograd::Tensor;

/// What has happened in a layer that is observed.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Event<'a> {
    /// It has run.
    Forward {
        /// Where it is in the model.
        path: &'a str,
        /// The tensors that it was given.
        inputs: &'a [&'a Tensor],
        /// The tensors that it made, in their order: of an LSTM the result, then both states.
        outputs: &'a [&'a Tensor],
    },
    /// A backward pass has computed the gradient of one of its results, all of it.
    Backward {
        /// Where it is in the model.
        path: &'a str,
        /// Which of its results, counted from 0.
        output: usize,
        /// The gradient.
        gradient: &'a Tensor,
    },
}

impl<'a> Event<'a> {
    /// Where the layer is in the model; empty if it is the model.
    pub fn path(&self) -> &'a str {
        match self {
            Event::Forward { path, .. } | Event::Backward { path, .. } => path,
        }
    }

    /// The first input, if the layer has run.
    pub fn input(&self) -> Option<&'a Tensor> {
        match self {
            Event::Forward { inputs, .. } => inputs.first().copied(),
            Event::Backward { .. } => None,
        }
    }

    /// The first result, if the layer has run.
    pub fn output(&self) -> Option<&'a Tensor> {
        match self {
            Event::Forward { outputs, .. } => outputs.first().copied(),
            Event::Backward { .. } => None,
        }
    }

    /// The gradient of a result, if a backward pass has reached it.
    pub fn gradient(&self) -> Option<&'a Tensor> {
        match self {
            Event::Forward { .. } => None,
            Event::Backward { gradient, .. } => Some(gradient),
        }
    }
}
