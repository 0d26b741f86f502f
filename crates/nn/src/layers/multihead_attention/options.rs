//! How a [`MultiheadAttention`] is made.

use autograd::{Error, Tensor};
use options_derive::Options;

use super::MultiheadAttention;
use super::projection::OutProjection;
use crate::init;
use crate::layers::Linear;
use crate::parameter::Parameter;

/// How a [`MultiheadAttention`] is made. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct MultiheadAttentionOptions {
    /// The size of a query and of the result.
    pub(super) embed_dim: usize,
    /// How many heads there are.
    pub(super) num_heads: usize,
    /// The probability of a weight to be dropped in training.
    #[option(default = 0.0, limit = unit)]
    pub(super) dropout: f64,
    /// Whether the projections have biases.
    #[option(default = true)]
    pub(super) bias: bool,
    /// Whether there is a key and a value more, which are trained.
    #[option(default = false)]
    pub(super) add_bias_kv: bool,
    /// Whether there is a key and a value more, of zeros.
    #[option(default = false)]
    pub(super) add_zero_attn: bool,
    /// The size of a key; unless it is set, that of a query.
    #[option(default = None)]
    pub(super) kdim: Option<usize>,
    /// The size of a value; unless it is set, that of a query.
    #[option(default = None)]
    pub(super) vdim: Option<usize>,
    /// Whether the batch comes before the steps, in inputs and output.
    #[option(default = false)]
    pub(super) batch_first: bool,
}

impl MultiheadAttentionOptions {
    /// Makes the layer, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    ///
    /// # Panics
    /// If the heads do not divide the size.
    #[track_caller]
    pub fn build(self) -> MultiheadAttention {
        check_heads(self.embed_dim, self.num_heads);
        Error::raise_memory_here(|| self.made())
    }

    fn made(self) -> MultiheadAttention {
        let size = self.embed_dim;
        // PyTorch's order of draws.
        let out_proj = Linear::options(size, size).bias(self.bias).build();
        let projection = |shape: [usize; 2]| {
            let weight = Parameter::new(Tensor::zeros(shape));
            init::xavier_uniform_(&weight, 1.0);
            weight
        };
        let (kdim, vdim) = (self.kdim.unwrap_or(size), self.vdim.unwrap_or(size));
        let one = kdim == size && vdim == size;
        let in_proj_weight = one.then(|| projection([3 * size, size]));
        let [q_proj_weight, k_proj_weight, v_proj_weight] =
            [size, kdim, vdim].map(|inputs| (!one).then(|| projection([size, inputs])));
        if let Some(bias) = &out_proj.bias {
            init::zeros_(bias);
        }
        let more = || {
            let bias = Parameter::new(Tensor::zeros([1, 1, size]));
            init::xavier_normal_(&bias, 1.0);
            bias
        };
        MultiheadAttention {
            in_proj_weight,
            q_proj_weight,
            k_proj_weight,
            v_proj_weight,
            in_proj_bias: self.bias.then(|| Parameter::new(Tensor::zeros(3 * size))),
            bias_k: self.add_bias_kv.then(more),
            bias_v: self.add_bias_kv.then(more),
            out_proj: OutProjection(out_proj),
            options: self,
            training: crate::Training::default(),
        }
    }
}

/// Refuses heads among which a step cannot be divided.
#[track_caller]
pub(in crate::layers) fn check_heads(embed_dim: usize, num_heads: usize) {
    if num_heads == 0 || embed_dim == 0 || !embed_dim.is_multiple_of(num_heads) {
        Error::argument(format!(
            "MultiheadAttention: embed_dim is {embed_dim}, and num_heads, {num_heads}, must divide it"
        ))
        .raise();
    }
}
