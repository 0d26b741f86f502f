//! Scaled dot-product attention.

use options_derive::Options;
use tensor_core::random::default_generator;
use tensor_core::{Array, Attention, DType, Error, OrRaise, Shape, broadcast, float_dtype};

use crate::composed::gradients;
use crate::mode::is_grad_enabled;
use crate::record::{Save, record};
use crate::tensor::Tensor;

/// How queries attend to keys. The defaults are PyTorch's.
///
/// ```
/// use autograd::{AttentionOptions, Tensor};
/// let x = Tensor::randn([2, 4, 10, 8]);
/// let y = x.scaled_dot_product_attention(&x, &x, &AttentionOptions::new().is_causal(true));
/// assert_eq!(y.shape(), [2, 4, 10, 8]);
/// ```
#[derive(Clone, Options)]
pub struct AttentionOptions {
    /// What broadcasts to `[batch.., queries, keys]`: bool, true where a query attends to a key, or numbers that are added to
    /// the scores.
    #[option(default = None, from = &Tensor)]
    mask: Option<Tensor>,
    /// The probability of a weight to be dropped.
    #[option(default = 0.0)]
    dropout_p: f64,
    /// Whether query `i` attends to the keys up to `i` only, counted from the first of both.
    #[option(default = false)]
    is_causal: bool,
    /// What scores are multiplied by; none stands for `1 / sqrt(size)`.
    #[option(default = None)]
    scale: Option<f64>,
    /// Whether several heads of the query, the third dimension from the end, share each head of key and value.
    #[option(default = false)]
    enable_gqa: bool,
}

impl Tensor {
    /// `softmax(query key^T * scale + mask) value`: for each query a mean of the values, weighted by how its key fits. A query
    /// that attends to nothing gives 0. PyTorch's `F.scaled_dot_product_attention`; after Vaswani and others, "Attention
    /// is all you need" (2017).
    ///
    /// Scores are computed block by block and never all in memory, unless there is dropout or a mask that is
    /// trained.
    ///
    /// # Shape
    /// Query `[batch.., queries, size]`, key `[batch.., keys, size]`, value `[batch.., keys, values]`, whose batches
    /// broadcast, to `[batch.., queries, values]`.
    ///
    /// Gradient: with the weights `p` and `d = grad value^T`, for `value` `p^T grad`, for the scores `p (d - sum(p d))`, which
    /// goes to query and key as through a product.
    ///
    /// ```
    /// # use autograd::{AttentionOptions, Tensor};
    /// let (query, key) = (Tensor::from([[0.0]]), Tensor::from([[1.0], [2.0]]));
    /// let value = Tensor::from([[4.0], [6.0]]);
    /// let mask = Tensor::from([[true, false]]);
    /// let attend = |options| query.scaled_dot_product_attention(&key, &value, &options).item();
    /// assert_eq!(attend(AttentionOptions::new()), 5.0);
    /// assert_eq!(attend(AttentionOptions::new().mask(&mask)), 4.0);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit, a mask is given beside `is_causal`, or the elements are not floating point of one type.
    #[track_caller]
    pub fn scaled_dot_product_attention(
        &self,
        key: &Tensor,
        value: &Tensor,
        options: &AttentionOptions,
    ) -> Tensor {
        let [query, key, value] = of_one_batch([self, key, value], options).or_raise();
        let scale = options
            .scale
            .unwrap_or_else(|| 1.0 / (query.size(-1).max(1) as f64).sqrt());
        let mask = options.mask.as_ref().map(|mask| additive(mask, query.dtype()));
        let composed = Composed {
            is_causal: options.is_causal,
            scale,
            dropout_p: options.dropout_p,
        };
        let trained = is_grad_enabled() && mask.as_ref().is_some_and(Tensor::requires_grad);
        if options.dropout_p > 0.0 || trained {
            return composed.attention([&query, &key, &value], mask.as_ref());
        }
        blockwise([&query, &key, &value], mask, composed)
    }
}

/// Attention block by block.
#[track_caller]
fn blockwise([query, key, value]: [&Tensor; 3], mask: Option<Tensor>, composed: Composed) -> Tensor {
    let attention = Attention {
        mask: mask.as_ref().map(Tensor::to_array),
        is_causal: composed.is_causal,
        scale: composed.scale,
    };
    let (result, sums) = query.value().attention(&key.value(), &value.value(), &attention);
    let save = [
        Save::Input(0),
        Save::Input(1),
        Save::Input(2),
        Save::Result,
        Save::Value(&sums),
    ];
    let inputs = [query, key, value];
    record("ScaledDotProductAttention", result, inputs, save, move |cx| {
        let [query, key, value, result, sums] = cx.saved();
        if is_grad_enabled() {
            return gradients([query, key, value], &cx.grad, |inputs| {
                composed.attention(inputs, mask.as_ref())
            });
        }
        let (query, key, value) = (query.value(), key.value(), value.value());
        let inputs = [&*query, &*key, &*value];
        Array::attention_backward(
            &cx.grad.value(),
            inputs,
            &result.value(),
            &sums.value(),
            &attention,
        )
        .map(|grad| Some(Tensor::from(grad)))
    })
}

/// Attention by other operations, with all scores at once.
#[derive(Clone, Copy)]
struct Composed {
    is_causal: bool,
    scale: f64,
    dropout_p: f64,
}

impl Composed {
    #[track_caller]
    fn attention(&self, inputs: [&Tensor; 3], mask: Option<&Tensor>) -> Tensor {
        // Half precision is rounded once, as PyTorch does it.
        let dtype = inputs[0].dtype();
        if dtype == DType::F64 || dtype == DType::F32 {
            return self.unrounded(inputs, mask);
        }
        let [query, key, value] = inputs.map(|x| x.to_dtype(DType::F32));
        let mask = mask.map(|mask| mask.to_dtype(DType::F32));
        self.unrounded([&query, &key, &value], mask.as_ref())
            .to_dtype(dtype)
    }

    #[track_caller]
    fn unrounded(&self, [query, key, value]: [&Tensor; 3], mask: Option<&Tensor>) -> Tensor {
        let mut scores = query.matmul(key.transpose(-1, -2)) * self.scale;
        if self.is_causal {
            let all = Tensor::from(Array::ones(&scores.shape()[scores.rank() - 2..], DType::F32));
            scores = scores.masked_fill(&all.tril(0).eq(0.0), f64::NEG_INFINITY);
        }
        let mut weights = match mask {
            None => scores.softmax(-1),
            Some(mask) => {
                let scores = scores.add(mask);
                // What attends to nothing has no softmax.
                let nothing = scores.detach().eq(f64::NEG_INFINITY).all_dim(-1, true);
                let weights = scores.masked_fill(&nothing, 0.0).softmax(-1);
                weights.masked_fill(&nothing, 0.0)
            }
        };
        if self.dropout_p > 0.0 {
            weights = dropped(&weights, self.dropout_p);
        }
        weights.matmul(value)
    }
}

/// Elements set to 0 with probability `p`, the others divided by `1 - p`, as PyTorch draws them.
#[track_caller]
fn dropped(x: &Tensor, p: f64) -> Tensor {
    if p >= 1.0 {
        return x.mul(0.0);
    }
    let mut kept = Array::bernoulli(x.shape(), 1.0 - p, x.dtype(), &default_generator()).or_raise();
    kept.mul_scalar_assign(match x.dtype() {
        DType::F64 => 1.0 / (1.0 - p),
        _ => f64::from(1.0 / (1.0 - p) as f32),
    });
    x.mul(Tensor::from(kept))
}

/// A mask that is added to scores.
#[track_caller]
fn additive(mask: &Tensor, dtype: DType) -> Tensor {
    if mask.dtype() != DType::Bool {
        return mask.to_dtype(dtype);
    }
    let zeros = Tensor::from(Array::zeros(mask.shape(), dtype));
    zeros.masked_fill(&mask.logical_not(), f64::NEG_INFINITY)
}

/// Query, key and value over one batch; what is repeated is not copied.
#[track_caller]
fn of_one_batch([query, key, value]: [&Tensor; 3], options: &AttentionOptions) -> Result<[Tensor; 3], Error> {
    for x in [query, key, value] {
        if x.rank() < 2 || x.dtype() != query.dtype() {
            return Err(misfit(
                "are not matrices of one element type",
                [query, key, value],
            ));
        }
    }
    float_dtype("scaled_dot_product_attention", query.dtype())?;
    let heads = |x: &Tensor| x.shape().iter().rev().nth(2).copied().unwrap_or(1);
    let (few, many) = (heads(key), heads(query));
    let (key, value) = if options.enable_gqa && few != many {
        if few == 0 || many % few != 0 || heads(value) != few || key.rank() < 3 || value.rank() < 3 {
            return Err(misfit("have heads that do not share", [query, key, value]));
        }
        (shared(key, many / few), shared(value, many / few))
    } else {
        (key.clone(), value.clone())
    };
    if query.size(-1) != key.size(-1) || key.size(-2) != value.size(-2) {
        return Err(misfit("do not fit each other", [query, &key, &value]));
    }
    let leading = |x: &Tensor| Shape::from(&x.shape()[..x.rank() - 2]);
    let all = broadcast(&leading(query), &leading(&key)).and_then(|both| broadcast(&both, &leading(&value)));
    let batch = all.map_err(|_| misfit("have batches that do not broadcast", [query, &key, &value]))?;
    if let Some(mask) = &options.mask {
        if options.is_causal {
            return Err(Error::argument(
                "scaled_dot_product_attention: a mask is given, and is_causal as well: put the one into the other",
            ));
        }
        let scores: Shape = batch
            .iter()
            .copied()
            .chain([query.size(-2), key.size(-2)])
            .collect();
        if broadcast(mask.shape(), &scores).ok().as_ref() != Some(&scores) {
            return Err(Error::shape(format!(
                "scaled_dot_product_attention: the mask has shape {:?}, and must broadcast to {scores:?}",
                mask.shape()
            )));
        }
    }
    Ok([query, &key, &value].map(|x| {
        if leading(x) == batch {
            return x.clone();
        }
        let shape: Shape = batch.iter().chain(&x.shape()[x.rank() - 2..]).copied().collect();
        x.expand(&shape[..])
    }))
}

/// Each head as often as queries share it.
#[track_caller]
fn shared(x: &Tensor, times: usize) -> Tensor {
    let (shape, at) = (x.shape(), x.rank() - 2);
    let apart: Vec<usize> = [&shape[..at], &[times], &shape[at..]].concat();
    let mut joined = shape.to_vec();
    joined[at - 1] *= times;
    x.unsqueeze(at as isize).expand(&apart[..]).reshape(joined)
}

fn misfit(what: &str, [query, key, value]: [&Tensor; 3]) -> Error {
    Error::shape(format!(
        "scaled_dot_product_attention: query {:?}, key {:?} and value {:?} {what}",
        query.shape(),
        key.shape(),
        value.shape()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gradcheck::{check, check_second};

    fn attend(x: &[Tensor], options: &AttentionOptions) -> Tensor {
        x[0].scaled_dot_product_attention(&x[1], &x[2], options)
    }

    const SHAPES: [&[usize]; 3] = [&[2, 2, 3, 4], &[2, 2, 5, 4], &[2, 2, 5, 3]];

    #[test]
    fn gradients_of_all_kinds() {
        let mask = Tensor::from([
            [true, false, true, true, false],
            [false; 5],
            [true, true, true, true, true],
        ]);
        for options in [
            AttentionOptions::new(),
            AttentionOptions::new().is_causal(true).scale(0.3),
            AttentionOptions::new().mask(&mask),
        ] {
            check(&SHAPES, |x| attend(x, &options));
            check_second(&SHAPES, |x| attend(x, &options).square());
        }
        check(&[&[2, 3, 4], &[1, 5, 4], &[5, 2]], |x| {
            attend(x, &AttentionOptions::new())
        });
        check(&[&[4, 2, 3], &[2, 3, 3], &[2, 3, 2]], |x| {
            attend(x, &AttentionOptions::new().enable_gqa(true))
        });
        check(&[&[3, 4], &[5, 4], &[5, 2], &[3, 5]], |x| {
            attend(x, &AttentionOptions::new().mask(&x[3]))
        });
    }

    #[test]
    fn blocks_give_what_all_scores_at_once_give() {
        let [query, key, value] = [(150, 8), (300, 8), (300, 5)].map(|(rows, size)| {
            Tensor::randn([3, rows, size])
                .to_dtype(DType::F64)
                .requires_grad_(true)
        });
        let inputs = [&query, &key, &value];
        for (is_causal, mask) in [
            (true, None),
            (false, Some(Tensor::randn([150, 1]).to_dtype(DType::F64))),
        ] {
            let composed = Composed {
                is_causal,
                scale: 0.5,
                dropout_p: 0.0,
            };
            let runs = [
                blockwise(inputs, mask.clone(), composed),
                composed.attention(inputs, mask.as_ref()),
            ];
            let [(y, grads), (wanted, wanted_grads)] = runs.map(|y| {
                y.square().sum().backward();
                let grads = inputs.map(|x| x.grad().unwrap());
                inputs.iter().for_each(|x| x.zero_grad());
                (y, grads)
            });
            let near = |a: &Tensor, b: &Tensor| assert!((a - b).abs().max().item() < 1e-10);
            near(&y, &wanted);
            grads.iter().zip(&wanted_grads).for_each(|(a, b)| near(a, b));
        }
    }

    #[test]
    #[should_panic(expected = "query [3], key [3] and value [3] are not matrices")]
    fn vectors_are_refused() {
        let x = Tensor::zeros(3);
        x.scaled_dot_product_attention(&x, &x, &AttentionOptions::new());
    }

    #[test]
    fn without_features_all_keys_count_the_same() {
        let values = Tensor::from([[[1.0, 2.0], [3.0, 5.0]]]);
        let none = |length| Tensor::zeros([1, length, 0]);
        let y = attend(&[none(3), none(2), values], &AttentionOptions::new());
        assert_eq!(y.to_vec::<f32>(), [2.0, 3.5, 2.0, 3.5, 2.0, 3.5]);
    }
}
