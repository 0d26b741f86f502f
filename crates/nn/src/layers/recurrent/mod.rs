//! Recurrent networks and their cells.
//!
//! [`network`] is what all networks are: their weights, layer by layer and direction by direction, and how a sequence goes
//! through them. [`RNN`], [`LSTM`] and [`GRU`] name them, and have the states of their kinds.

mod cell;
mod gru;
mod gru_cell;
mod lstm;
mod lstm_cell;
mod macros;
mod network;
mod rnn;
mod rnn_cell;
mod sequence;

pub use gru::{GRU, GRUOptions};
pub use gru_cell::{GRUCell, GRUCellOptions};
pub use lstm::{LSTM, LSTMOptions};
pub use lstm_cell::{LSTMCell, LSTMCellOptions};
pub use rnn::{RNN, RNNOptions};
pub use rnn_cell::{RNNCell, RNNCellOptions};
