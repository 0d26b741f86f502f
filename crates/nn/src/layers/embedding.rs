//! [`Embedding`]: a vector for each number.

use std::fmt;

use autograd::{DType, Error, OrRaise, Tensor, no_grad};
use options_derive::Options;

use super::affine::python;
use super::layer;
use crate::init;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::parameter::Parameter;

/// A table of vectors, from which numbers choose: words, users, characters.
///
/// The table begins standard normal: PyTorch's numbers, if the generator is PyTorch's.
///
/// # Shape
/// Integers of any shape `[..]` to `[.., embedding_dim]`.
///
/// ```
/// use nn::{Embedding, Forward, Tensor};
/// let table = Embedding::new(10, 3);
/// assert_eq!(table.forward(&Tensor::from([[1, 2, 4], [4, 3, 9]])).shape(), [2, 3, 3]);
/// assert_eq!(table.to_string(), "Embedding(10, 3)");
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct Embedding {
    /// `[num_embeddings, embedding_dim]`.
    pub weight: Parameter,
    padding_idx: Option<usize>,
    #[module(skip)]
    norm: Option<MaxNorm>,
    scale_grad_by_freq: bool,
}

impl Embedding {
    /// A table for the numbers from 0 up to but without `num_embeddings`.
    #[track_caller]
    pub fn new(num_embeddings: usize, embedding_dim: usize) -> Self {
        Self::options(num_embeddings, embedding_dim).build()
    }

    /// A table to be made otherwise: with a row for padding, with rows that are not too long.
    ///
    /// ```
    /// use nn::{Embedding, Forward, Tensor};
    /// let table = Embedding::options(10, 3).padding_idx(-1).build();
    /// assert_eq!(table.to_string(), "Embedding(10, 3, padding_idx=9)");
    /// assert_eq!(table.forward(&Tensor::from([9])).to_vec::<f32>(), [0.0; 3]);
    /// ```
    pub fn options(num_embeddings: usize, embedding_dim: usize) -> EmbeddingOptions {
        EmbeddingOptions::new(num_embeddings, embedding_dim)
    }

    /// A table of these rows, which begins frozen unless `freeze` is false.
    ///
    /// ```
    /// use nn::{Embedding, Forward, Tensor};
    /// let table = Embedding::from_pretrained(Tensor::from([[1.0, 2.0], [3.0, 4.0]]), true);
    /// assert_eq!(table.forward(&Tensor::from([1])).to_vec::<f32>(), [3.0, 4.0]);
    /// assert!(!table.weight.requires_grad());
    /// ```
    ///
    /// # Panics
    /// If the rows are no matrix of floating-point numbers.
    #[track_caller]
    pub fn from_pretrained(rows: impl Into<Tensor>, freeze: bool) -> Self {
        let weight = Parameter::new(rows);
        if weight.rank() != 2 {
            Error::shape(format!(
                "Embedding: pretrained rows have shape {:?}, and must be [num_embeddings, embedding_dim]",
                weight.shape()
            ))
            .raise();
        }
        weight.requires_grad_(!freeze);
        Self {
            weight,
            padding_idx: None,
            norm: None,
            scale_grad_by_freq: false,
        }
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        if x.dtype().is_float() || x.dtype() == DType::Bool {
            return Err(LayerError::from(Error::dtype(format!(
                "input is {}, and must be int64, numbers of rows",
                x.dtype()
            ))));
        }
        if let Some(norm) = self.norm {
            norm.renormalise(&self.weight, x);
        }
        // A number that is none of a row is told as the layer's, at the line that calls it.
        let chosen = Error::catch(|| x.embedding(&self.weight, self.padding_idx, self.scale_grad_by_freq));
        Ok(chosen.map_err(|(error, _)| error)?)
    }

    fn extra_repr(&self) -> String {
        let padding = self.padding_idx.map(|padding| format!(", padding_idx={padding}"));
        format!(
            "{}, {}{}{}{}",
            self.weight.size(0),
            self.weight.size(1),
            padding.unwrap_or_default(),
            self.norm.map(|norm| norm.to_string()).unwrap_or_default(),
            if self.scale_grad_by_freq {
                ", scale_grad_by_freq=True"
            } else {
                ""
            }
        )
    }
}

/// The longest that a row may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct MaxNorm {
    pub(super) max_norm: f64,
    pub(super) norm_type: f64,
}

impl MaxNorm {
    /// That of these options, if there is one.
    pub(super) fn of(max_norm: Option<f64>, norm_type: f64) -> Option<Self> {
        max_norm.map(|max_norm| Self { max_norm, norm_type })
    }

    /// Shortens the rows that are named, in place.
    pub(super) fn renormalise(self, weight: &Parameter, names: &Tensor) {
        let mut rows = names.to_vec::<i64>();
        rows.sort_unstable();
        rows.dedup();
        rows.retain(|row| *row >= 0 && (*row as usize) < weight.size(0));
        no_grad(|| {
            let rows = Tensor::from(rows);
            let named = weight.index_select(0, &rows);
            let norms = named.norm_dim(self.norm_type, 1, true);
            if norms.numel() == 0 || norms.max().item() <= self.max_norm {
                return;
            }
            let scale = (norms + 1e-7).reciprocal() * self.max_norm;
            weight.set_data(weight.index_copy(0, &rows, &(named * scale.clamp_max(1.0))));
        });
    }
}

/// As it is printed behind other options.
impl fmt::Display for MaxNorm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ", max_norm={}", python(self.max_norm))?;
        if self.norm_type != 2.0 {
            write!(f, ", norm_type={}", python(self.norm_type))?;
        }
        Ok(())
    }
}

layer!(Embedding);

/// How an [`Embedding`] is made.
#[derive(Clone, Copy, Debug, Options)]
#[must_use = "nothing is made until `build` is called"]
pub struct EmbeddingOptions {
    /// How many vectors there are.
    num_embeddings: usize,
    /// The size of a vector.
    embedding_dim: usize,
    /// The row for padding, which begins with zeros and has no gradient; negative ones count from the end.
    #[option(default = None)]
    padding_idx: Option<isize>,
    /// The longest that a row may be: longer ones are shortened, for good, when they are named.
    #[option(default = None)]
    max_norm: Option<f64>,
    /// The norm that `max_norm` means.
    #[option(default = 2.0)]
    norm_type: f64,
    /// Whether the gradient of a row is divided by how often a call names it.
    #[option(default = false)]
    scale_grad_by_freq: bool,
}

impl EmbeddingOptions {
    /// Makes the table, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    ///
    /// # Panics
    /// If there is no such row for padding.
    #[track_caller]
    pub fn build(self) -> Embedding {
        let (weight, padding_idx) = table(
            "Embedding",
            [self.num_embeddings, self.embedding_dim],
            self.padding_idx,
        );
        Embedding {
            weight,
            padding_idx,
            norm: MaxNorm::of(self.max_norm, self.norm_type),
            scale_grad_by_freq: self.scale_grad_by_freq,
        }
    }
}

/// A table of such a size with its first elements, zeros in the row for padding, and that row counted from the start.
#[track_caller]
pub(super) fn table(name: &str, size: [usize; 2], padding_idx: Option<isize>) -> (Parameter, Option<usize>) {
    let padding_idx = padding_idx
        .map(|row| row_of(name, row, size[0]))
        .transpose()
        .or_raise();
    let weight = Error::raise_memory_here(|| {
        let weight = Parameter::new(Tensor::zeros(size));
        init::normal_(&weight, 0.0, 1.0);
        if let Some(row) = padding_idx {
            weight.update(|array, _| {
                let zeros = autograd::Array::zeros((), array.dtype());
                array.set_slice(row, &zeros);
            });
        }
        weight
    });
    (weight, padding_idx)
}

/// A row that may be counted from the end.
fn row_of(name: &str, row: isize, rows: usize) -> Result<usize, Error> {
    let from_start = if row < 0 {
        row.saturating_add_unsigned(rows)
    } else {
        row
    };
    match usize::try_from(from_start) {
        Ok(row) if row < rows => Ok(row),
        _ => Err(Error::argument(format!(
            "{name}: padding_idx is {row}, and must be a row of a table of {rows}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Embedding, Forward, Tensor};

    #[test]
    fn rows_add_up_their_gradients_and_padding_has_none() {
        let table = Embedding::options(3, 1).padding_idx(0).build();
        table.forward(&Tensor::from([0, 2, 2])).sum().backward();
        assert_eq!(table.weight.grad().unwrap().to_vec::<f32>(), [0.0, 0.0, 2.0]);
    }

    #[test]
    #[should_panic(expected = "input is float32, and must be int64, numbers of rows")]
    fn other_numbers_are_refused() {
        Embedding::new(3, 1).forward(&Tensor::zeros(2));
    }

    #[test]
    #[should_panic(expected = "Embedding: padding_idx is -4, and must be a row of a table of 3")]
    fn a_row_that_does_not_exist_is_refused() {
        Embedding::options(3, 1).padding_idx(-4).build();
    }
}
