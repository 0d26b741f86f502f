//! A call of a layer, and how many multiply-adds it is.

use nn::{Event, Tensor};

/// A call of a layer: the shapes that went in and came out.
pub(super) struct Call {
    pub(super) path: String,
    inputs: Vec<Vec<usize>>,
    pub(super) outputs: Vec<Vec<usize>>,
    /// Of all results.
    pub(super) bytes: usize,
}

impl Call {
    pub(super) fn of(event: &Event<'_>) -> Option<Self> {
        let Event::Forward {
            path,
            inputs,
            outputs,
        } = event
        else {
            return None;
        };
        let shapes = |tensors: &[&Tensor]| tensors.iter().map(|tensor| tensor.shape().to_vec()).collect();
        let bytes = outputs
            .iter()
            .map(|output| output.numel() * output.dtype().size());
        Some(Self {
            path: (*path).to_owned(),
            inputs: shapes(inputs),
            outputs: shapes(outputs),
            bytes: bytes.sum(),
        })
    }

    /// How many multiply-adds the products with these weights are, in a layer of this type.
    pub(super) fn multiply_adds(&self, type_name: &str, weights: &[Vec<usize>]) -> u64 {
        let all: usize = weights.iter().map(|weight| numel(weight)).sum();
        let count = match type_name {
            // Each element of the weight meets each place of the input, or of the result, once.
            name if name.starts_with("ConvTranspose") => places(&self.inputs, weights) * all,
            name if name.starts_with("Conv") => places(&self.outputs, weights) * all,
            "Linear" | "Bilinear" => places(&self.outputs, weights) * all,
            "RNN" | "LSTM" | "GRU" | "RNNCell" | "LSTMCell" | "GRUCell" => self.positions(0) * all,
            "MultiheadAttention" => self.projections(weights),
            _ => 0,
        };
        count as u64
    }

    /// The projections of query, key and value, whose weights are one or three, and that of the result.
    fn projections(&self, weights: &[Vec<usize>]) -> usize {
        let embed_dim = self
            .inputs
            .first()
            .and_then(|query| query.last())
            .copied()
            .unwrap_or(0);
        let each = (0..3).map(|at| {
            let weight = match weights {
                [stacked] => numel(stacked) / 3,
                _ => weights.get(at).map_or(0, |weight| numel(weight)),
            };
            self.positions(at) * weight
        });
        each.sum::<usize>() + self.positions(0) * embed_dim * embed_dim
    }

    /// How many vectors an input is.
    fn positions(&self, input: usize) -> usize {
        let shape = self.inputs.get(input);
        shape.map_or(0, |shape| {
            numel(shape) / shape.last().copied().unwrap_or(1).max(1)
        })
    }
}

/// In how many places the first of these tensors has the channels that the first weight begins with.
fn places(tensors: &[Vec<usize>], weights: &[Vec<usize>]) -> usize {
    let (Some(tensor), Some([channels, ..])) = (tensors.first(), weights.first().map(Vec::as_slice)) else {
        return 0;
    };
    numel(tensor) / (*channels).max(1)
}

fn numel(shape: &[usize]) -> usize {
    shape.iter().product()
}
