//! Recurrent networks and their cells.

use flambeau::nn::{
    GRU, GRUCell, LSTM, LSTMCell, Nonlinearity, PackedSequence, RNN, RNNCell, pack_padded_sequence,
    pad_packed_sequence,
};
use flambeau::{DType, Tensor};
use serde_json::Value;

use super::{Given, Returned, Row, called};
use crate::options::set;
use crate::outcome::Trouble;
use crate::reading::{Args, Read};

type Outputs = Result<Vec<Option<Tensor>>, Trouble>;

pub(super) const TABLE: &[Row] = &[
    ("RNN", |m| {
        let rnn = RNN::options(m.get("input_size")?, m.get("hidden_size")?);
        let rnn = set!(
            rnn,
            m,
            num_layers,
            nonlinearity,
            bias,
            batch_first,
            dropout,
            bidirectional
        )
        .build();
        called(rnn, |rnn: &RNN, x: &Given<'_>| {
            sequence(
                x,
                |packed, state| {
                    let (y, state) = rnn.forward_packed(packed, state);
                    (y, vec![state])
                },
                |state| {
                    match state {
                        Some(state) => rnn.forward_with(&x[0], state),
                        None => rnn.forward(&x[0]),
                    }
                    .all()
                },
            )
        })
    }),
    ("GRU", |m| {
        let gru = GRU::options(m.get("input_size")?, m.get("hidden_size")?);
        let gru = set!(gru, m, num_layers, bias, batch_first, dropout, bidirectional).build();
        called(gru, |gru: &GRU, x: &Given<'_>| {
            sequence(
                x,
                |packed, state| {
                    let (y, state) = gru.forward_packed(packed, state);
                    (y, vec![state])
                },
                |state| {
                    match state {
                        Some(state) => gru.forward_with(&x[0], state),
                        None => gru.forward(&x[0]),
                    }
                    .all()
                },
            )
        })
    }),
    ("LSTM", |m| {
        let lstm = LSTM::options(m.get("input_size")?, m.get("hidden_size")?);
        let lstm = set!(
            lstm,
            m,
            num_layers,
            bias,
            batch_first,
            dropout,
            bidirectional,
            proj_size
        )
        .build();
        called(lstm, |lstm: &LSTM, x: &Given<'_>| {
            let both = |state: Option<&Tensor>| state.map(|state| (state.clone(), x[2].clone()));
            sequence(
                x,
                |packed, state| {
                    let state = both(state);
                    let state = state.as_ref().map(|(state, cells)| (state, cells));
                    let (y, (state, cells)) = lstm.forward_packed(packed, state);
                    (y, vec![state, cells])
                },
                |state| {
                    let (y, (state, cells)) = match both(state) {
                        Some((state, cells)) => lstm.forward_with(&x[0], (&state, &cells)),
                        None => lstm.forward(&x[0]),
                    };
                    Ok([y, state, cells].map(Some).into())
                },
            )
        })
    }),
    ("RNNCell", |m| {
        let cell = RNNCell::options(m.get("input_size")?, m.get("hidden_size")?);
        called(
            set!(cell, m, bias, nonlinearity).build(),
            |cell: &RNNCell, x: &Given<'_>| match x.tensors.get(1) {
                Some(state) => cell.forward_with(&x[0], state),
                None => cell.forward(&x[0]),
            },
        )
    }),
    ("GRUCell", |m| {
        let cell = GRUCell::options(m.get("input_size")?, m.get("hidden_size")?);
        called(
            set!(cell, m, bias).build(),
            |cell: &GRUCell, x: &Given<'_>| match x.tensors.get(1) {
                Some(state) => cell.forward_with(&x[0], state),
                None => cell.forward(&x[0]),
            },
        )
    }),
    ("LSTMCell", |m| {
        let cell = LSTMCell::options(m.get("input_size")?, m.get("hidden_size")?);
        called(
            set!(cell, m, bias).build(),
            |cell: &LSTMCell, x: &Given<'_>| match x.tensors.get(1) {
                Some(state) => cell.forward_with(&x[0], (state, &x[2])),
                None => cell.forward(&x[0]),
            },
        )
    }),
];

/// Calls a network with a tensor, or with what is packed of it first.
fn sequence(
    x: &Given<'_>,
    packed: impl Fn(&PackedSequence, Option<&Tensor>) -> (PackedSequence, Vec<Tensor>),
    plain: impl Fn(Option<&Tensor>) -> Outputs,
) -> Outputs {
    let state = x.tensors.get(1);
    let Some(how) = x.packed else {
        return plain(state);
    };
    let how = Args::new(how);
    let lengths: Vec<usize> = how.get("lengths")?;
    let batch_first = how.get("batch_first")?;
    let (y, states) = packed(
        &pack_padded_sequence(&x[0], &lengths, batch_first, how.get("enforce_sorted")?),
        state,
    );
    let (padded, lengths) = pad_packed_sequence(&y, batch_first, 0, None);
    let lengths: Vec<i64> = lengths.into_iter().map(|length| length as i64).collect();
    let lengths = Tensor::from(lengths).to_dtype(DType::I64);
    let outputs = [padded].into_iter().chain(states).chain([lengths]);
    Ok(outputs.map(Some).collect())
}

impl<'a> Read<'a> for Nonlinearity {
    const KIND: &'static str = "a nonlinearity";

    fn read(json: &'a Value) -> Option<Self> {
        match json.as_str()? {
            "tanh" => Some(Nonlinearity::Tanh),
            "relu" => Some(Nonlinearity::Relu),
            _ => None,
        }
    }
}
