//! A sequence as a network reads it: the rows of all steps below each other.

use autograd::{Error, Tensor};

use crate::layer_error::LayerError;
use crate::packed::PackedSequence;

/// The rows of a sequence, and how to give back what is made of them as it was given.
pub(super) struct Sequence {
    /// `[rows, size]`.
    pub(super) rows: Tensor,
    /// How many rows each step has.
    pub(super) batches: Vec<usize>,
    form: Form,
}

enum Form {
    /// `[steps, batch, size]`, or `[batch, steps, size]` if the batch comes first.
    Padded {
        batch_first: bool,
    },
    /// `[steps, size]`.
    Unbatched,
    Packed(PackedSequence),
}

impl Sequence {
    /// A tensor of two or three dimensions.
    pub(super) fn of(x: &Tensor, size: usize, batch_first: bool) -> Result<Self, LayerError> {
        let (steps, batch, form) = match *x.shape() {
            [steps, _] => (steps, 1, Form::Unbatched),
            [batch, steps, _] if batch_first => (steps, batch, Form::Padded { batch_first }),
            [steps, batch, _] => (steps, batch, Form::Padded { batch_first }),
            ref shape => {
                return Err(LayerError::from(Error::shape(format!(
                    "input has shape {shape:?}, and must be [steps, batch, {size}] or [steps, {size}]"
                ))));
            }
        };
        if x.size(-1) != size {
            return Err(LayerError::size(x, -1, size));
        }
        if steps == 0 {
            return Err(LayerError::from(Error::shape(format!(
                "input has shape {:?}, and must have at least one step",
                x.shape()
            ))));
        }
        let first = matches!(form, Form::Padded { batch_first: true });
        let turned = if first { x.transpose(0, 1) } else { x.clone() };
        Ok(Self {
            rows: turned.reshape([steps * batch, size]),
            batches: vec![batch; steps],
            form,
        })
    }

    pub(super) fn packed(packed: &PackedSequence, size: usize) -> Result<Self, LayerError> {
        if packed.data.size(-1) != size {
            return Err(LayerError::size(&packed.data, -1, size));
        }
        Ok(Self {
            rows: packed.data.clone(),
            batches: packed.batch_sizes.clone(),
            form: Form::Packed(packed.clone()),
        })
    }

    pub(super) fn batch(&self) -> usize {
        self.batches.first().copied().unwrap_or(0)
    }

    /// What is made of the rows, in the form of the input.
    pub(super) fn given_form(&self, rows: &Tensor) -> Tensor {
        let (steps, size) = (self.batches.len(), rows.shape()[1]);
        match &self.form {
            Form::Padded { batch_first } => {
                let y = rows.reshape([steps, self.batch(), size]);
                if *batch_first { y.transpose(0, 1) } else { y }
            }
            Form::Unbatched | Form::Packed(_) => rows.clone(),
        }
    }

    /// A state that was given, with a batch in the order of the rows.
    pub(super) fn sorted_state(&self, state: &Tensor) -> Tensor {
        match &self.form {
            Form::Unbatched if state.rank() == 2 => state.unsqueeze(1),
            Form::Packed(packed) => match &packed.sorted_indices {
                Some(sorted) if state.rank() == 3 => state.index_select(1, sorted),
                _ => state.clone(),
            },
            _ => state.clone(),
        }
    }

    /// The last states, as states are given.
    pub(super) fn given_order(&self, state: &Tensor) -> Tensor {
        match &self.form {
            Form::Unbatched => state.squeeze_dim(1),
            Form::Packed(packed) => match &packed.unsorted_indices {
                Some(unsorted) => state.index_select(1, unsorted),
                None => state.clone(),
            },
            Form::Padded { .. } => state.clone(),
        }
    }
}
