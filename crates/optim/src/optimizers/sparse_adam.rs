//! [`SparseAdam`]: Adam of the rows that have a gradient.

use autograd::{Error, Tensor, no_grad};
use options_derive::Options;
use tensor_core::{Array, DType, Rule, RuleFloat};

use crate::algorithm::{Algorithm, Core, Step, optimizer};
use crate::direction::direction;
use crate::state::state;

/// Adam that passes over the rows without a gradient, parameters and averages alike: `torch.optim.SparseAdam`, for large
/// embeddings of which a batch looks up a few rows.
///
/// A row is what has one index of the first dimension; one whose gradient is all zeros has none. (PyTorch has sparse gradients,
/// whose rows say so themselves.) With gradient `g` of a row, its parameter `p`, and the step's number `t`:
///
/// ```text
/// g = -g                       if maximize
/// m = b1 m + (1 - b1) g
/// v = b2 v + (1 - b2) g g
/// p = p - lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + eps)
/// ```
///
/// PyTorch's learning rate is 0.001 by default.
///
/// ```
/// use autograd::Tensor;
/// use optim::{Optimizer, SparseAdam};
///
/// let table = Tensor::ones([1000, 8]).requires_grad_(true);
/// let mut optimizer = SparseAdam::new([&table], 0.01);
/// table.index_select(0, &Tensor::from([3, 7])).sum().backward();
/// optimizer.step();
/// assert_eq!(table.get(4).to_vec::<f32>(), [1.0; 8]);
/// assert!(table.get(7).max().item() < 1.0);
/// ```
#[derive(Debug)]
pub struct SparseAdam(Core<Rows>);

optimizer!(SparseAdam, Rows);

/// The options of [`SparseAdam`].
#[derive(Clone, Copy, Debug, Options)]
#[options(optimizer = SparseAdam)]
struct Rows {
    lr: f64,
    betas: (f64, f64),
    eps: f64,
    maximize: bool,
}

state! {
    struct Moments {
        step: f64,
        exp_avg: Array,
        exp_avg_sq: Array,
    }
}

impl Algorithm for Rows {
    type State = Moments;

    fn check_parameter(&self, parameter: &Tensor) -> Result<(), Error> {
        if parameter.rank() > 0 {
            return Ok(());
        }
        Err(Error::shape(
            "a parameter without dimensions has no rows; give it to another optimizer",
        ))
    }
}

impl Step for Rows {
    fn step(&self, parameter: &mut Array, grad: &Array, state: &mut Moments) {
        state.step += 1.0;
        let rows = with_gradient(grad);
        if rows.is_empty() {
            return;
        }
        let (beta1, beta2) = self.betas;
        let rule = Update {
            options: *self,
            size: self.lr * (1.0 - beta2.powf(state.step)).sqrt() / (1.0 - beta1.powf(state.step)),
        };
        let wholes = [parameter, &mut state.exp_avg, &mut state.exp_avg_sq];
        let index = rows.value();
        let [mut values, mut mean, mut squares] =
            wholes.each_ref().map(|whole| whole.index_select(0, &index));
        values.update(&grad.index_select(0, &index), [&mut mean, &mut squares], &rule);
        for (whole, part) in wholes.into_iter().zip([values, mean, squares]) {
            put_rows(whole, &rows, part);
        }
    }
}

/// The numbers of the rows that are not all zeros.
fn with_gradient(grad: &Array) -> Tensor {
    no_grad(|| {
        let rows = Tensor::from(grad.clone()).ne(0);
        let rows = if rows.rank() > 1 {
            rows.flatten(1, -1).any_dim(1, false)
        } else {
            rows
        };
        rows.nonzero().flatten(0, -1)
    })
}

/// Gives rows of `whole` the elements of `part`, in place.
fn put_rows(whole: &mut Array, rows: &Tensor, part: Array) {
    let mut tensor = Tensor::from(std::mem::replace(whole, Array::zeros((), DType::F32)));
    no_grad(|| tensor.index_put_(rows, Tensor::from(part), false));
    *whole = tensor.to_array();
}

/// One step, with what depends on its number.
#[derive(Clone, Copy)]
struct Update {
    options: Rows,
    /// The learning rate with both corrections.
    size: f64,
}

impl Rule<2> for Update {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [mean, squares]: [F; 2]) -> (F, [F; 2]) {
        let Rows {
            betas: (beta1, beta2),
            eps,
            maximize,
            ..
        } = self.options;
        let grad = direction(maximize, 0.0, parameter, grad);
        let mean = mean + F::from_f64(1.0 - beta1) * (grad - mean);
        let squares = squares + F::from_f64(1.0 - beta2) * (grad * grad - squares);
        let divisor = squares.sqrt() + F::from_f64(eps);
        (
            parameter - F::from_f64(self.size) * mean / divisor,
            [mean, squares],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Optimizer;

    /// PyTorch's figures for an `Embedding(sparse=True)`.
    #[test]
    fn rows_go_as_in_pytorch() {
        let table = Tensor::from([[1.0, -2.0], [0.5, 3.0], [-1.0, 0.25], [2.0, 2.0]]).requires_grad_(true);
        let mut optimizer = SparseAdam::new([&table], 0.1);
        for rows in [&[0, 2, 2][..], &[2, 3], &[0, 1], &[2, 2]] {
            optimizer.zero_grad();
            table
                .index_select(0, &Tensor::from(rows))
                .square()
                .sum()
                .backward();
            optimizer.step();
        }
        let expected = Tensor::from([
            [0.814_507_66, -1.814_296_6],
            [0.436_118_66, 2.936_118_6],
            [-0.721_990_23, -0.007_925_279],
            [1.925_586_3, 1.925_586_3],
        ]);
        assert!(table.allclose_with(&expected, 1e-5, 1e-6, false), "{table}");
        let saved = optimizer.state_dict();
        let mut other = SparseAdam::new([&table], 0.1);
        other.load_state_dict(&saved).unwrap();
        assert_eq!(
            saved.keys().collect::<Vec<_>>(),
            other.state_dict().keys().collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_gradient_of_zeros_changes_nothing() {
        let w = Tensor::from([1.0, 2.0]).requires_grad_(true);
        let mut optimizer = SparseAdam::new([&w], 0.1);
        (&w * Tensor::from([0.0, 3.0])).sum().backward();
        optimizer.step();
        optimizer.zero_grad();
        (&w * 0.0).sum().backward();
        optimizer.step();
        assert_eq!(w.get(0).item(), 1.0);
        assert!((w.get(1).item() - 1.9).abs() < 1e-6);
    }
}
