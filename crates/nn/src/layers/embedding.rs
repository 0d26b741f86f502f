//! [`Embedding`]: a vector for each number.

use autograd::{DType, Error, Tensor};
use options_derive::Options;

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
/// int64 of any shape `[..]` to `[.., embedding_dim]`.
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
}

impl Embedding {
    /// A table for the numbers from 0 up to but without `num_embeddings`.
    #[track_caller]
    pub fn new(num_embeddings: usize, embedding_dim: usize) -> Self {
        Self::options(num_embeddings, embedding_dim).build()
    }

    /// A table to be made otherwise: with a row for padding.
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

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        if x.dtype() != DType::I64 {
            return Err(LayerError::from(Error::dtype(format!(
                "input is {}, and must be int64, numbers of rows",
                x.dtype()
            ))));
        }
        let shape = [x.shape(), &[self.weight.size(1)]].concat();
        // A number that is none of a row is told as the layer's, at the line that calls it.
        let chosen = Error::catch(|| self.weight.index_select(0, &x.reshape([-1_i64])));
        let rows = chosen.map_err(|(error, _)| error)?.reshape(shape);
        Ok(match self.padding_idx {
            Some(padding) => x.eq(padding as i64).unsqueeze(-1).where_(rows.detach(), &rows),
            None => rows,
        })
    }

    fn extra_repr(&self) -> String {
        let padding = self.padding_idx.map(|padding| format!(", padding_idx={padding}"));
        format!(
            "{}, {}{}",
            self.weight.size(0),
            self.weight.size(1),
            padding.unwrap_or_default()
        )
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
}

impl EmbeddingOptions {
    /// Makes the table, in the [default element type](autograd::with_dtype) and from the
    /// [default generator](autograd::with_generator).
    ///
    /// # Panics
    /// If there is no such row for padding.
    #[track_caller]
    pub fn build(self) -> Embedding {
        let rows = self.num_embeddings;
        let padding_idx = self.padding_idx.map(|row| row_of(row, rows));
        Error::raise_memory_here(|| {
            let weight = Parameter::new(Tensor::zeros([rows, self.embedding_dim]));
            init::normal_(&weight, 0.0, 1.0);
            if let Some(row) = padding_idx {
                weight.update(|array, _| {
                    let zeros = autograd::Array::zeros((), array.dtype());
                    array.set_slice(row, &zeros);
                });
            }
            Embedding { weight, padding_idx }
        })
    }
}

/// A row that may be counted from the end.
#[track_caller]
fn row_of(row: isize, rows: usize) -> usize {
    let from_start = if row < 0 {
        row.saturating_add_unsigned(rows)
    } else {
        row
    };
    match usize::try_from(from_start) {
        Ok(row) if row < rows => row,
        _ => Error::argument(format!(
            "Embedding: padding_idx is {row}, and must be a row of a table of {rows}"
        ))
        .raise(),
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
