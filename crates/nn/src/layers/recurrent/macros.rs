//! What the networks, and what the cells, have in common beyond their weights: structs, options, and the calls that give and take
//! states.

use autograd::Tensor;

/// The states of a network or a cell: one tensor, or one with the cells of an LSTM beside it.
pub(super) trait States<'t> {
    /// As they are given.
    type Given;

    fn given(states: Option<Self::Given>) -> [Option<&'t Tensor>; 2];

    /// The second is ignored by what has no cells.
    fn of(states: [Tensor; 2]) -> Self;
}

impl<'t> States<'t> for Tensor {
    type Given = &'t Tensor;

    fn given(state: Option<&'t Tensor>) -> [Option<&'t Tensor>; 2] {
        [state, None]
    }

    fn of([state, _]: [Tensor; 2]) -> Self {
        state
    }
}

impl<'t> States<'t> for (Tensor, Tensor) {
    type Given = (&'t Tensor, &'t Tensor);

    fn given(states: Option<(&'t Tensor, &'t Tensor)>) -> [Option<&'t Tensor>; 2] {
        states.unzip().into()
    }

    fn of([state, cells]: [Tensor; 2]) -> Self {
        (state, cells)
    }
}

/// Writes a network that is given states as one type and gives them as another, with its options, which say by
/// `own(&self) -> (Kind, usize)` of what kind it is and how large its projection.
macro_rules! network {
    (
        $(#[$on_network:meta])*
        struct $network:ident($given:ty) -> $gives:ty;

        struct $options:ident { $($(#[$on_option:meta])* $option:ident: $type:ty,)* }
    ) => {
        $(#[$on_network])*
        pub struct $network {
            network: $crate::layers::recurrent::network::Network,
        }

        impl $network {
            /// One layer in one direction, with biases, for sequences whose steps come first.
            ///
            /// # Panics
            /// If `hidden_size` is 0.
            #[track_caller]
            pub fn new(input_size: usize, hidden_size: usize) -> Self {
                Self::options(input_size, hidden_size).build()
            }

            /// A network to be made otherwise.
            pub fn options(input_size: usize, hidden_size: usize) -> $options {
                $options::new(input_size, hidden_size)
            }

            /// The states of the last layer at all steps, and the last states of all layers, an LSTM's with its cells; it begins
            /// with zeros.
            ///
            /// # Panics
            /// If the input does not fit.
            #[track_caller]
            pub fn forward(&self, x: &::autograd::Tensor) -> (::autograd::Tensor, $gives) {
                self.run(x, None)
            }

            /// [`forward`](Self::forward) from given states.
            ///
            /// # Panics
            /// If input or states do not fit.
            #[track_caller]
            pub fn forward_with(&self, x: &::autograd::Tensor, state: $given) -> (::autograd::Tensor, $gives) {
                self.run(x, Some(state))
            }

            /// [`forward`](Self::forward) of sequences of different lengths, from given states or zeros.
            ///
            /// # Panics
            /// If input or states do not fit.
            #[track_caller]
            pub fn forward_packed(
                &self,
                x: &$crate::packed::PackedSequence,
                state: Option<$given>,
            ) -> ($crate::packed::PackedSequence, $gives) {
                use $crate::layers::recurrent::{macros::States, sequence::Sequence};
                $crate::run_layer::run_layer(self, &[&x.data], || {
                    let sequence = Sequence::packed(x, self.network.plan.input_size)?;
                    let (rows, states) = self.network.run(&sequence, <$gives>::given(state))?;
                    Ok((x.with_data(rows), <$gives>::of(states)))
                })
            }

            #[track_caller]
            fn run(&self, x: &::autograd::Tensor, state: Option<$given>) -> (::autograd::Tensor, $gives) {
                use $crate::layers::recurrent::{macros::States, sequence::Sequence};
                $crate::run_layer::run_layer(self, &[x], || {
                    let plan = &self.network.plan;
                    let sequence = Sequence::of(x, plan.input_size, plan.batch_first)?;
                    let (rows, states) = self.network.run(&sequence, <$gives>::given(state))?;
                    Ok((sequence.given_form(&rows), <$gives>::of(states)))
                })
            }
        }

        impl $crate::module::Module for $network {
            fn visit(&self, visitor: &mut dyn $crate::module::Visitor) {
                self.network.visit(visitor);
            }

            fn type_name(&self) -> String {
                stringify!($network).to_owned()
            }

            fn extra_repr(&self) -> Option<String> {
                Some(self.network.extra_repr())
            }

            fn copy_module(&self) -> Result<Self, $crate::layer_error::LayerError> {
                let network = self.network.copied()?;
                Ok(Self { network })
            }
        }

        impl ::std::fmt::Display for $network {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::tree::write_tree(self, f)
            }
        }

        #[doc = concat!("How a network [`", stringify!($network), "`] is made. The defaults are PyTorch's.")]
        #[derive(Clone, Copy, Debug, ::options_derive::Options)]
        #[must_use = "nothing is made until `build` is called"]
        pub struct $options {
            /// The size of a step's input.
            input_size: usize,
            /// The size of a state.
            hidden_size: usize,
            /// How many layers there are, each on the states of the one before.
            #[option(default = 1)]
            num_layers: usize,
            $($(#[$on_option])* $option: $type,)*
            /// Whether there are biases; without them none are drawn.
            #[option(default = true)]
            bias: bool,
            /// Whether the batch comes before the steps, in input and output.
            #[option(default = false)]
            batch_first: bool,
            /// The probability of an element between two layers to be dropped in training.
            #[option(default = 0.0, limit = unit)]
            dropout: f64,
            /// Whether each layer has a second direction, from the last step to the first.
            #[option(default = false)]
            bidirectional: bool,
        }

        impl $options {
            /// Makes the network, in the [default element type](autograd::with_dtype) and from the
            /// [default generator](autograd::with_generator).
            ///
            /// # Panics
            /// If `hidden_size` or `num_layers` is 0, or the projection of an LSTM is not smaller than its state.
            #[track_caller]
            pub fn build(self) -> $network {
                use $crate::layers::recurrent::network::{Network, Plan};
                let (kind, proj_size) = self.own();
                let plan = Plan {
                    kind,
                    input_size: self.input_size,
                    hidden_size: self.hidden_size,
                    num_layers: self.num_layers,
                    bias: self.bias,
                    batch_first: self.batch_first,
                    dropout: self.dropout,
                    bidirectional: self.bidirectional,
                    proj_size,
                };
                $network {
                    network: Network::new(stringify!($network), plan),
                }
            }
        }
    };
}
pub(super) use network;

/// Writes a cell whose weights have so many rows for each number of its state, with its options, which it keeps. It says by
/// `stepped(&self, &Batch, &Steps) -> [Tensor; 2]` what a step makes, and by `extra_repr(&self) -> String` what is printed.
macro_rules! cell {
    (
        $(#[$on_cell:meta])*
        struct $cell:ident($given:ty) -> $gives:ty, $gates:literal rows;

        struct $options:ident { $($(#[$on_option:meta])* $option:ident: $type:ty,)* }
    ) => {
        $(#[$on_cell])*
        #[derive($crate::module::Module)]
        #[module(extra_repr)]
        pub struct $cell {
            #[doc = concat!("`[", $gates, " * hidden_size, input_size]`.")]
            pub weight_ih: $crate::parameter::Parameter,
            #[doc = concat!("`[", $gates, " * hidden_size, hidden_size]`.")]
            pub weight_hh: $crate::parameter::Parameter,
            #[doc = concat!("`[", $gates, " * hidden_size]`, unless the cell is without it.")]
            pub bias_ih: Option<$crate::parameter::Parameter>,
            #[doc = concat!("`[", $gates, " * hidden_size]`, unless the cell is without it.")]
            pub bias_hh: Option<$crate::parameter::Parameter>,
            $(#[module(skip)] $option: $type,)*
        }

        impl $cell {
            /// A cell with biases.
            #[track_caller]
            pub fn new(input_size: usize, hidden_size: usize) -> Self {
                Self::options(input_size, hidden_size).build()
            }

            /// A cell to be made otherwise.
            pub fn options(input_size: usize, hidden_size: usize) -> $options {
                $options::new(input_size, hidden_size)
            }

            /// The new state, an LSTM's with its cells, from zeros.
            ///
            /// # Panics
            /// If the input does not fit.
            #[track_caller]
            pub fn forward(&self, x: &::autograd::Tensor) -> $gives {
                self.run(x, None)
            }

            /// The new state, from a given one.
            ///
            /// # Panics
            /// If input or state do not fit.
            #[track_caller]
            pub fn forward_with(&self, x: &::autograd::Tensor, state: $given) -> $gives {
                self.run(x, Some(state))
            }

            #[track_caller]
            fn run(&self, x: &::autograd::Tensor, state: Option<$given>) -> $gives {
                use $crate::layers::recurrent::{cell::Batch, macros::States};
                $crate::run_layer::run_layer(self, &[x], || {
                    let states = <$gives>::given(state);
                    let batch = Batch::of(x, &self.weight_ih, self.hidden_size(), states)?;
                    let steps = ::autograd::Steps::new([batch.x.shape()[0]], false);
                    let stepped = self.stepped(&batch, &steps);
                    Ok(<$gives>::of(stepped.map(|state| batch.given(&state))))
                })
            }

            /// The size of a state.
            pub fn hidden_size(&self) -> usize {
                self.weight_hh.shape()[1]
            }
        }

        #[doc = concat!("How a cell [`", stringify!($cell), "`] is made. The defaults are PyTorch's.")]
        #[derive(Clone, Copy, Debug, ::options_derive::Options)]
        #[must_use = "nothing is made until `build` is called"]
        pub struct $options {
            /// The size of an input.
            input_size: usize,
            /// The size of a state.
            hidden_size: usize,
            /// Whether there are biases; without them none are drawn.
            #[option(default = true)]
            bias: bool,
            $($(#[$on_option])* $option: $type,)*
        }

        impl $options {
            /// Makes the cell, in the [default element type](autograd::with_dtype) and from the
            /// [default generator](autograd::with_generator).
            #[track_caller]
            pub fn build(self) -> $cell {
                use $crate::layers::recurrent::cell::drawn;
                let (rows, size) = (self.hidden_size.saturating_mul($gates), self.hidden_size);
                ::autograd::Error::raise_memory_here(|| $cell {
                    weight_ih: drawn(&[rows, self.input_size], size),
                    weight_hh: drawn(&[rows, size], size),
                    bias_ih: self.bias.then(|| drawn(&[rows], size)),
                    bias_hh: self.bias.then(|| drawn(&[rows], size)),
                    $($option: self.$option,)*
                })
            }
        }
    };
}
pub(super) use cell;
