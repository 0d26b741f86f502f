//! Rows of a table that numbers name.

use tensor_core::{Array, DType, Error, OrRaise, scratch};

use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// The rows of `weight` that these numbers name. PyTorch's `F.embedding`.
    ///
    /// A row of padding has no gradient; with `scale_grad_by_freq` each row's gradient is divided by how often it is named here.
    ///
    /// # Shape
    /// Integers of any shape `[..]`, and a weight `[rows, size]`, to `[.., size]`.
    ///
    /// Gradient: to each row the sum over where it is named.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let weight = Tensor::from([[1.0, 2.0], [3.0, 4.0]]);
    /// let rows = Tensor::from([1, 0, 1]).embedding(&weight, None, false);
    /// assert_eq!(rows.to_vec::<f32>(), [3.0, 4.0, 1.0, 2.0, 3.0, 4.0]);
    /// ```
    ///
    /// # Panics
    /// If these are no integers, the weight is no matrix, or a number, or that of the padding, names no row.
    #[track_caller]
    pub fn embedding(&self, weight: &Tensor, padding_idx: Option<usize>, scale_grad_by_freq: bool) -> Tensor {
        let names = names("embedding", self, weight).or_raise();
        check_padding("embedding", padding_idx, weight).or_raise();
        let shape = [self.shape(), &weight.shape()[1..]].concat();
        let rows = weight.index_select(0, &names);
        if padding_idx.is_none() && !scale_grad_by_freq {
            return rows.reshape(shape);
        }
        let factors = factors(&names.to_vec::<i64>(), padding_idx, scale_grad_by_freq);
        let factors = Error::raise_memory_here(|| {
            let [kept, counts] =
                factors.map(|numbers| Tensor::from(numbers).unsqueeze(1).to_dtype(weight.dtype()));
            kept.div(counts)
        });
        let value = rows.to_array();
        record(
            "Embedding",
            value,
            [&rows],
            [Save::Value(&factors.value())],
            |cx| {
                let [factors] = cx.saved();
                [Some(cx.grad.mul(factors))]
            },
        )
        .reshape(shape)
    }
}

/// Numbers of rows as a vector of int64.
#[track_caller]
pub(super) fn names(operation: &str, indices: &Tensor, weight: &Tensor) -> Result<Tensor, Error> {
    if indices.dtype().is_float() || indices.dtype() == DType::Bool {
        return Err(Error::dtype(format!(
            "{operation}: the numbers of rows are {}, and must be integers",
            indices.dtype()
        )));
    }
    if weight.rank() != 2 {
        return Err(Error::shape(format!(
            "{operation}: the weight has shape {:?}, and must be [rows, size]",
            weight.shape()
        )));
    }
    let names: Array = indices.value().to_dtype(DType::I64).reshape([indices.numel()]);
    let rows = weight.shape()[0];
    match names
        .to_vec::<i64>()
        .into_iter()
        .find(|name| *name < 0 || *name as usize >= rows)
    {
        Some(name) => Err(Error::argument(format!(
            "{operation}: {name} names no row of a weight of {rows}"
        ))),
        None => Ok(Tensor::from(names)),
    }
}

/// What the gradient of each row is multiplied and divided by.
#[track_caller]
fn factors(names: &[i64], padding_idx: Option<usize>, scale_grad_by_freq: bool) -> [Vec<i64>; 2] {
    let most = names.iter().max().map_or(0, |most| *most as usize + 1);
    let mut counts = scratch::filled(0, most);
    names.iter().for_each(|name| counts[*name as usize] += 1);
    let kept = |name: &i64| i64::from(Some(*name as usize) != padding_idx);
    let count = |name: &i64| {
        if scale_grad_by_freq {
            counts[*name as usize]
        } else {
            1
        }
    };
    [
        scratch::collected(names.len(), names.iter().map(kept)),
        scratch::collected(names.len(), names.iter().map(count)),
    ]
}

/// # Errors
/// If there is no such row.
pub(super) fn check_padding(
    operation: &str,
    padding_idx: Option<usize>,
    weight: &Tensor,
) -> Result<(), Error> {
    let rows = weight.size(0);
    match padding_idx.filter(|row| *row >= rows) {
        Some(row) => Err(Error::argument(format!(
            "{operation}: padding_idx={row} names no row of a weight of {rows}"
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        let names = Tensor::from([[2, 0], [2, 1]]);
        check(&[&[3, 2]], |x| names.embedding(&x[0], None, false));
        check_second(&[&[3, 2]], |x| {
            names.embedding(&x[0].square(), None, false).square()
        });
    }

    #[test]
    fn padding_has_no_gradient_and_frequent_rows_have_less() {
        let weight = Tensor::ones([3, 1]).requires_grad_(true);
        Tensor::from([0, 2, 2])
            .embedding(&weight, Some(0), true)
            .sum()
            .backward();
        assert_eq!(weight.grad().unwrap().to_vec::<f32>(), [0.0, 0.0, 1.0]);
    }

    #[test]
    #[should_panic(expected = "embedding: 3 names no row of a weight of 3")]
    fn rows_that_do_not_exist_are_refused() {
        Tensor::from([3]).embedding(&Tensor::zeros([3, 2]), None, false);
    }

    #[test]
    #[should_panic(expected = "embedding: padding_idx=3 names no row of a weight of 3")]
    fn padding_that_does_not_exist_is_refused() {
        Tensor::from([0]).embedding(&Tensor::zeros([3, 2]), Some(3), false);
    }
}
