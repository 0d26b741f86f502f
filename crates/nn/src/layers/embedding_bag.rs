//! [`EmbeddingBag`]: a vector for each bag of numbers.

use autograd::{BagMode, BagOptions, DType, Error, Tensor};
use options_derive::Options;

use super::embedding::{MaxNorm, table};
use super::layer;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::parameter::Parameter;
use crate::run_layer::run_layer;

/// A table of vectors like [`Embedding`](crate::Embedding), of which each bag of numbers gives one: the sum, the mean or the largest
/// elements of those that it names.
///
/// The table begins standard normal: PyTorch's numbers, if the generator is PyTorch's.
///
/// # Shape
/// Integers `[bags, n]`, or a vector with the offsets of the bags, to `[bags, embedding_dim]`.
///
/// ```
/// use nn::{BagMode, EmbeddingBag, Forward, Tensor};
/// let table = EmbeddingBag::options(10, 3).mode(BagMode::Sum).build();
/// assert_eq!(table.forward(&Tensor::from([[1, 2, 4], [4, 3, 9]])).shape(), [2, 3]);
/// let bags = table.forward_with(&Tensor::from([1, 2, 4]), Some(&Tensor::from([0, 2])), None);
/// assert_eq!(bags.shape(), [2, 3]);
/// assert_eq!(table.to_string(), "EmbeddingBag(10, 3, mode='sum')");
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct EmbeddingBag {
    /// `[num_embeddings, embedding_dim]`.
    pub weight: Parameter,
    #[module(skip)]
    mode: BagMode,
    include_last_offset: bool,
    padding_idx: Option<usize>,
    #[module(skip)]
    norm: Option<MaxNorm>,
}

impl EmbeddingBag {
    /// A table for the numbers from 0 up to but without `num_embeddings`, whose bags are means.
    pub fn new(num_embeddings: usize, embedding_dim: usize) -> Self {
        Self::options(num_embeddings, embedding_dim).build()
    }

    /// A table to be made otherwise.
    pub fn options(num_embeddings: usize, embedding_dim: usize) -> EmbeddingBagOptions {
        EmbeddingBagOptions::new(num_embeddings, embedding_dim)
    }

    /// The vectors of bags that begin at `offsets` in a vector of numbers, or are rows of a matrix; each row of the table is
    /// multiplied by its own of `per_sample_weights` first.
    ///
    /// # Panics
    /// If the shapes do not fit, a number names no row, or weights are given for another mode than the sum.
    #[track_caller]
    pub fn forward_with(
        &self,
        x: &Tensor,
        offsets: Option<&Tensor>,
        per_sample_weights: Option<&Tensor>,
    ) -> Tensor {
        run_layer(self, &[x], || self.bags(x, offsets, per_sample_weights))
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        self.bags(x, None, None)
    }

    fn bags(
        &self,
        x: &Tensor,
        offsets: Option<&Tensor>,
        weights: Option<&Tensor>,
    ) -> Result<Tensor, LayerError> {
        if x.dtype().is_float() || x.dtype() == DType::Bool {
            return Err(LayerError::from(Error::dtype(format!(
                "input is {}, and must be int64, numbers of rows",
                x.dtype()
            ))));
        }
        if let Some(norm) = self.norm {
            norm.renormalise(&self.weight, x);
        }
        let mut options = BagOptions::new()
            .mode(self.mode)
            .include_last_offset(self.include_last_offset);
        if let Some(offsets) = offsets {
            options = options.offsets(offsets);
        }
        if let Some(weights) = weights {
            options = options.per_sample_weights(weights);
        }
        if let Some(padding_idx) = self.padding_idx {
            options = options.padding_idx(padding_idx);
        }
        Ok(x.embedding_bag(&self.weight, &options))
    }

    fn extra_repr(&self) -> String {
        let padding = self.padding_idx.map(|padding| format!(", padding_idx={padding}"));
        let mode = match self.mode {
            BagMode::Sum => "sum",
            BagMode::Mean => "mean",
            BagMode::Max => "max",
        };
        format!(
            "{}, {}{}, mode='{mode}'{}",
            self.weight.size(0),
            self.weight.size(1),
            self.norm.map(|norm| norm.to_string()).unwrap_or_default(),
            padding.unwrap_or_default(),
        )
    }
}

layer!(EmbeddingBag);

/// How an [`EmbeddingBag`] is made. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct EmbeddingBagOptions {
    /// How many vectors there are.
    num_embeddings: usize,
    /// The size of a vector.
    embedding_dim: usize,
    /// What becomes of the rows of a bag.
    #[option(default = BagMode::Mean)]
    mode: BagMode,
    /// Whether the last offset is the end of the last bag.
    #[option(default = false)]
    include_last_offset: bool,
    /// The row for padding, which begins with zeros and is left out; negative ones count from the end.
    #[option(default = None)]
    padding_idx: Option<isize>,
    /// The longest that a row may be: longer ones are shortened, for good, when they are named.
    #[option(default = None)]
    max_norm: Option<f64>,
    /// The norm that `max_norm` means.
    #[option(default = 2.0)]
    norm_type: f64,
}

impl EmbeddingBagOptions {
    /// Makes the table, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    ///
    /// # Panics
    /// If there is no such row for padding.
    #[track_caller]
    pub fn build(self) -> EmbeddingBag {
        let (weight, padding_idx) = table(
            "EmbeddingBag",
            [self.num_embeddings, self.embedding_dim],
            self.padding_idx,
        );
        EmbeddingBag {
            weight,
            mode: self.mode,
            include_last_offset: self.include_last_offset,
            padding_idx,
            norm: MaxNorm::of(self.max_norm, self.norm_type),
        }
    }
}
