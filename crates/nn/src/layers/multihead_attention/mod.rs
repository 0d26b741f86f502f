//! [`MultiheadAttention`]: attention in several heads.

mod call;
mod masks;
mod options;
mod projection;

pub use call::AttentionCall;
pub use options::MultiheadAttentionOptions;
pub(in crate::layers) use options::check_heads;
pub use projection::OutProjection;

use autograd::{Array, AttentionOptions, Error, Tensor};

use self::masks::Masks;
use super::{Dropout, other_dtype};
use crate::forward::Forward;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::observe::heard;
use crate::parameter::Parameter;
use crate::run_layer::run_layer;

/// Attention of queries to keys in several heads: of each head's part of projected queries, keys and values, joined and projected
/// once more. After Vaswani and others, "Attention is all you need" (2017).
///
/// Weights begin as PyTorch's, if the generator is PyTorch's.
///
/// # Shape
/// Query `[L, N, embed_dim]`, key `[S, N, kdim]` and value `[S, N, vdim]`, with `N` first if the batch comes first, or without `N`; to
/// `[L, N, embed_dim]` and weights `[N, L, S]`, those of each head `[N, num_heads, L, S]`.
///
/// ```
/// use nn::{AttentionCall, MultiheadAttention, Tensor};
/// let attention = MultiheadAttention::options(8, 2).batch_first(true).build();
/// let x = Tensor::randn([4, 10, 8]);
/// assert_eq!(attention.forward(&x, &x, &x).shape(), [4, 10, 8]);
/// let (_, weights) = attention.forward_with(&x, &x, &x, &AttentionCall::new());
/// assert_eq!(weights.unwrap().shape(), [4, 10, 10]);
/// ```
#[derive(Module)]
pub struct MultiheadAttention {
    /// The projections of query, key and value below each other, `[3 * embed_dim, embed_dim]`, if all have one size.
    pub in_proj_weight: Option<Parameter>,
    /// That of the query, `[embed_dim, embed_dim]`, if sizes differ.
    pub q_proj_weight: Option<Parameter>,
    /// That of the key, `[embed_dim, kdim]`.
    pub k_proj_weight: Option<Parameter>,
    /// That of the value, `[embed_dim, vdim]`.
    pub v_proj_weight: Option<Parameter>,
    /// `[3 * embed_dim]`.
    pub in_proj_bias: Option<Parameter>,
    /// A key more, `[1, 1, embed_dim]`, if the layer is made with it.
    pub bias_k: Option<Parameter>,
    /// Its value.
    pub bias_v: Option<Parameter>,
    /// The projection of the joined heads.
    pub out_proj: OutProjection,
    #[module(skip)]
    options: MultiheadAttentionOptions,
    training: crate::Training,
}

impl MultiheadAttention {
    /// A layer with biases, for sequences whose steps come first.
    ///
    /// # Panics
    /// If the heads do not divide the size.
    #[track_caller]
    pub fn new(embed_dim: usize, num_heads: usize) -> Self {
        Self::options(embed_dim, num_heads).build()
    }

    /// A layer to be made otherwise.
    pub fn options(embed_dim: usize, num_heads: usize) -> MultiheadAttentionOptions {
        MultiheadAttentionOptions::new(embed_dim, num_heads)
    }

    /// What the queries attend to, without masks and weights.
    ///
    /// # Panics
    /// If the inputs do not fit.
    #[track_caller]
    pub fn forward(&self, query: &Tensor, key: &Tensor, value: &Tensor) -> Tensor {
        let call = AttentionCall::new().need_weights(false);
        run_layer(self, &[query, key, value], || {
            self.run([query, key, value], &call)
        })
        .0
    }

    /// What the queries attend to, and the weights if they are asked for.
    ///
    /// # Panics
    /// If the inputs or masks do not fit.
    #[track_caller]
    pub fn forward_with(
        &self,
        query: &Tensor,
        key: &Tensor,
        value: &Tensor,
        call: &AttentionCall<'_>,
    ) -> (Tensor, Option<Tensor>) {
        run_layer(self, &[query, key, value], || self.run([query, key, value], call))
    }

    pub(super) fn run(
        &self,
        inputs: [&Tensor; 3],
        call: &AttentionCall<'_>,
    ) -> Result<(Tensor, Option<Tensor>), LayerError> {
        heard(self, &inputs, || self.attended(inputs, call))
    }

    fn attended(
        &self,
        inputs: [&Tensor; 3],
        call: &AttentionCall<'_>,
    ) -> Result<(Tensor, Option<Tensor>), LayerError> {
        let unbatched = inputs[0].rank() == 2;
        self.check(inputs, unbatched)?;
        let batch_first = self.options.batch_first;
        let projected = self.projected(inputs);
        let [query, key, value] = projected.map(|x| {
            let x = if unbatched {
                x.unsqueeze(if batch_first { 0 } else { 1 })
            } else {
                x
            };
            if batch_first { x } else { x.transpose(0, 1) }
        });
        let (key, value) = self.with_biases(key, value);
        let [query, key, value] = [&query, &key, &value].map(|x| self.heads(x));
        let [key, value] = self.with_zeros([key, value]);
        let more = usize::from(self.bias_k.is_some()) + usize::from(self.options.add_zero_attn);
        let masks = Masks {
            sizes: [
                query.size(0),
                self.options.num_heads,
                query.size(-2),
                key.size(-2) - more,
            ],
            more,
            unbatched,
        };
        // Said to be causal, a mask need not be read.
        let causal = call.is_causal && call.key_padding_mask.is_none() && !call.need_weights;
        let mask = masks.joined(call, causal, query.dtype())?;
        let (joined, weights) = if call.need_weights {
            let (joined, weights) = self.weighted([&query, &key, &value], mask.as_ref());
            let weights = if call.average_attn_weights {
                weights.mean_dim(1, false)
            } else {
                weights
            };
            (
                joined,
                Some(if unbatched {
                    weights.squeeze_dim(0)
                } else {
                    weights
                }),
            )
        } else {
            let mut options = AttentionOptions::new()
                .dropout_p(self.dropout_p())
                .is_causal(causal);
            if let Some(mask) = &mask {
                options = options.mask(mask);
            }
            (query.scaled_dot_product_attention(&key, &value, &options), None)
        };
        Ok((self.out_proj.forward(&self.joined(&joined, unbatched)), weights))
    }

    /// What the queries attend to by weights that are all there, and the weights.
    fn weighted(&self, [query, key, value]: [&Tensor; 3], mask: Option<&Tensor>) -> (Tensor, Tensor) {
        let scaled = query * (1.0 / (query.size(-1) as f64).sqrt());
        let scores = scaled.matmul(key.transpose(-1, -2));
        let scores = match mask {
            Some(mask) => scores + mask,
            None => scores,
        };
        let mut weights = scores.softmax(-1);
        if self.dropout_p() > 0.0 {
            weights = Dropout::new(self.dropout_p()).forward(&weights);
        }
        (weights.matmul(value), weights)
    }

    /// The probability of a weight to be dropped now.
    fn dropout_p(&self) -> f64 {
        if self.training.get() {
            self.options.dropout
        } else {
            0.0
        }
    }

    fn check(&self, [query, key, value]: [&Tensor; 3], unbatched: bool) -> Result<(), LayerError> {
        let options = &self.options;
        if !matches!(query.rank(), 2 | 3) || key.rank() != query.rank() || value.rank() != query.rank() {
            return Err(LayerError::from(Error::shape(format!(
                "query {:?}, key {:?} and value {:?} must all be [steps, N, size] or [steps, size]",
                query.shape(),
                key.shape(),
                value.shape()
            ))));
        }
        for (x, size) in [
            (query, options.embed_dim),
            (key, options.kdim.unwrap_or(options.embed_dim)),
            (value, options.vdim.unwrap_or(options.embed_dim)),
        ] {
            if x.size(-1) != size {
                return Err(LayerError::size(x, -1, size));
            }
            if x.dtype() != self.out_proj.weight.dtype() {
                return Err(other_dtype(x, &self.out_proj.weight));
            }
        }
        let rank = key.rank() - 1;
        let batch = if options.batch_first { 0 } else { 1 };
        let batches_fit = unbatched || query.size(batch) == key.size(batch);
        if key.shape()[..rank] != value.shape()[..rank] || !batches_fit {
            return Err(LayerError::from(Error::shape(format!(
                "query {:?}, key {:?} and value {:?} do not fit: key and value have the same steps, all the same batch",
                query.shape(),
                key.shape(),
                value.shape()
            ))));
        }
        Ok(())
    }

    /// Query, key and value behind their projections.
    fn projected(&self, [query, key, value]: [&Tensor; 3]) -> [Tensor; 3] {
        let size = self.options.embed_dim;
        let part =
            |x: &Parameter, first: usize, parts: usize| x.narrow(0, (first * size) as isize, parts * size);
        let bias =
            |first: usize, parts: usize| self.in_proj_bias.as_ref().map(|bias| part(bias, first, parts));
        let Some(weight) = &self.in_proj_weight else {
            let weights = [&self.q_proj_weight, &self.k_proj_weight, &self.v_proj_weight];
            return std::array::from_fn(|at| match weights[at] {
                Some(weight) => [query, key, value][at].linear(weight, bias(at, 1).as_ref()),
                None => unreachable!("a layer has one projection or three"),
            });
        };
        // One product for all that is made of one tensor.
        let thirds = |x: &Tensor, at: usize| x.narrow(-1, (at * size) as isize, size);
        if query.is_same(key) && key.is_same(value) {
            let all = query.linear(weight, self.in_proj_bias.as_deref());
            return [0, 1, 2].map(|at| thirds(&all, at));
        }
        let own =
            |x: &Tensor, first, parts| x.linear(&part(weight, first, parts), bias(first, parts).as_ref());
        if key.is_same(value) {
            let both = own(key, 1, 2);
            return [own(query, 0, 1), thirds(&both, 0), thirds(&both, 1)];
        }
        [own(query, 0, 1), own(key, 1, 1), own(value, 2, 1)]
    }

    /// One key and value more, if the layer has them; the batch comes first.
    fn with_biases(&self, key: Tensor, value: Tensor) -> (Tensor, Tensor) {
        let longer = |x: Tensor, bias: &Parameter| {
            let bias = bias.expand([x.size(0), 1, x.size(2)]);
            Tensor::cat(&[x, bias], 1)
        };
        match (&self.bias_k, &self.bias_v) {
            (Some(bias_k), Some(bias_v)) => (longer(key, bias_k), longer(value, bias_v)),
            _ => (key, value),
        }
    }

    /// One key and value more of zeros, if the layer has them.
    fn with_zeros(&self, both: [Tensor; 2]) -> [Tensor; 2] {
        if !self.options.add_zero_attn {
            return both;
        }
        both.map(|x| {
            let mut shape = x.shape().to_vec();
            shape[2] = 1;
            let zeros = Tensor::from(Array::zeros(shape, x.dtype()));
            Tensor::cat(&[x, zeros], 2)
        })
    }

    /// `[N, steps, heads * size]` as `[N, heads, steps, size]`.
    fn heads(&self, x: &Tensor) -> Tensor {
        let heads = self.options.num_heads;
        x.unflatten(-1, [heads, x.size(-1) / heads]).transpose(1, 2)
    }

    /// `[N, heads, steps, size]` in the form of the query.
    fn joined(&self, x: &Tensor, unbatched: bool) -> Tensor {
        let (batch, steps) = (x.size(0), x.size(2));
        let size = self.options.embed_dim;
        if unbatched {
            return x.transpose(1, 2).reshape([steps, size]);
        }
        if self.options.batch_first {
            x.transpose(1, 2).reshape([batch, steps, size])
        } else {
            x.permute([2, 0, 1, 3]).reshape([steps, batch, size])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_keys_do_not_matter() {
        let attention = MultiheadAttention::options(4, 2).batch_first(true).build();
        let (query, key) = (Tensor::randn([1, 2, 4]), Tensor::randn([1, 3, 4]));
        let mask = Tensor::from([[false, false, true]]);
        let call = AttentionCall::new().key_padding_mask(&mask).need_weights(false);
        let (masked, _) = attention.forward_with(&query, &key, &key, &call);
        let short = key.narrow(1, 0, 2);
        let difference = (masked - attention.forward(&query, &short, &short))
            .abs()
            .max()
            .item();
        assert!(difference < 1e-6, "{difference}");
    }

    #[test]
    #[should_panic(expected = "attn_mask has shape [2, 2], and must have [3, 3] or [4, 3, 3]")]
    fn a_mask_of_another_shape_is_refused() {
        let (attention, x) = (MultiheadAttention::new(4, 2), Tensor::zeros([3, 2, 4]));
        let mask = Tensor::zeros([2, 2]);
        attention.forward_with(&x, &x, &x, &AttentionCall::new().attn_mask(&mask));
    }
}
