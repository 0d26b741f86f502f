//! The loss of sequences without alignment.

use autograd::function::{Save, record};
use autograd::{Error, Tensor, is_grad_enabled};
use options_derive::Options;
use tensor_core::{Array, scratch};

use super::classes::class_numbers;
use super::{Reduction, loss};
use crate::layer_error::LayerError;
use crate::module::Module;

/// Connectionist temporal classification, of A. Graves et al.: "Connectionist Temporal Classification: Labelling
/// Unsegmented Sequence Data with Recurrent Neural Networks" (2006): the negative logarithm of the probability that a
/// sequence of classes, with repetitions drawn together and blanks left out, is the target.
///
/// As in PyTorch the gradient is that of the scores before `log_softmax`, so the input must come from it, the mean divides
/// each loss by its target's length first, and there is no second derivative.
///
/// # Shape
/// Logarithms of probabilities `[T, N, C]`, targets (int64) `[N, S]`, or one after the other as `[sum of lengths]`, and `N`
/// lengths of both. Or `[T, C]`, `[S]` and one length each. The losses are `[N]` or a number.
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct CTCLoss {
    /// The class that stands for none.
    #[option(default = 0)]
    blank: usize,
    /// Whether the loss of a target that is longer than its input is 0 and without a gradient instead of infinite.
    #[option(default = false)]
    zero_infinity: bool,
    /// What is made of the losses of the sequences.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of the losses, each divided by the length of its target: [`CTCLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, ctc_loss};
    /// // Two steps, one sequence, a blank and one class: all but the way "blank, blank" lead to "1".
    /// let log_probs = Tensor::full([2, 1, 2], 0.5_f64.ln());
    /// let loss = ctc_loss(&log_probs, &Tensor::from([[1]]), &[2], &[1]);
    /// assert!((loss.item() + 0.75_f64.ln()).abs() < 1e-6);
    /// ```
    pub fn ctc_loss(log_probs: &Tensor, targets: &Tensor, input_lengths: &[usize], target_lengths: &[usize]) of CTCLoss
}

impl CTCLoss {
    fn run(
        &self,
        log_probs: &Tensor,
        targets: &Tensor,
        input_lengths: &[usize],
        target_lengths: &[usize],
    ) -> Result<Tensor, LayerError> {
        let is_batch = log_probs.rank() == 3;
        let batch = if is_batch {
            log_probs.clone()
        } else {
            log_probs.unsqueeze(1)
        };
        let labels = self.labels(&batch, targets, input_lengths, target_lengths)?;
        let losses = self.losses(&batch, &labels, input_lengths);
        let losses = if is_batch { losses } else { losses.squeeze() };
        let lengths: Vec<f64> = target_lengths
            .iter()
            .map(|length| (*length).max(1) as f64)
            .collect();
        Ok(match self.reduction {
            Reduction::Mean => {
                let lengths = Tensor::from_vec(lengths, losses.shape().to_vec()).to_dtype(losses.dtype());
                (losses / lengths).mean()
            }
            reduction => reduction.of(losses),
        })
    }

    /// The target of each sequence, once all sizes and classes fit.
    fn labels(
        &self,
        log_probs: &Tensor,
        targets: &Tensor,
        input_lengths: &[usize],
        target_lengths: &[usize],
    ) -> Result<Vec<Vec<usize>>, Error> {
        let &[steps, count, classes] = log_probs.shape() else {
            return Err(Error::shape(format!(
                "the logarithms have shape {:?}, and must have shape [T, N, C] or [T, C]",
                log_probs.shape()
            )));
        };
        if !log_probs.dtype().is_float() || self.blank >= classes {
            return Err(Error::argument(format!(
                "the logarithms are {} of {classes} classes, and must be floating point and have the blank {}",
                log_probs.dtype(),
                self.blank
            )));
        }
        if input_lengths.len() != count || target_lengths.len() != count {
            return Err(Error::argument(format!(
                "there are {} input lengths and {} target lengths, and must be one for each of {count} sequences",
                input_lengths.len(),
                target_lengths.len()
            )));
        }
        if let Some(length) = input_lengths.iter().find(|length| **length > steps) {
            return Err(Error::argument(format!(
                "an input length is {length}, and there are {steps} steps"
            )));
        }
        let targets = class_numbers(targets)?;
        let rows = target_rows(&targets, target_lengths)?;
        let legal = |class: &i64| {
            usize::try_from(*class)
                .ok()
                .filter(|class| *class < classes)
                .ok_or_else(|| {
                    Error::index(format!(
                        "the target {class} is not a class: there are {classes}, from 0 on"
                    ))
                })
        };
        rows.iter().map(|row| row.iter().map(legal).collect()).collect()
    }

    /// The loss of each sequence of a batch.
    fn losses(&self, log_probs: &Tensor, labels: &[Vec<usize>], input_lengths: &[usize]) -> Tensor {
        let &[steps, count, classes] = log_probs.shape() else {
            return log_probs.clone();
        };
        let values = log_probs.to_vec::<f64>();
        let mut losses = scratch::filled(0.0, count);
        let wanted = log_probs.requires_grad();
        let mut grads = scratch::filled(0.0, if wanted { values.len() } else { 0 });
        for (at, label) in labels.iter().enumerate() {
            let rows = (0..input_lengths[at]).map(|step| &values[(step * count + at) * classes..][..classes]);
            let rows = scratch::collected(input_lengths[at], rows);
            let lattice = Lattice::new(rows, label, self.blank);
            let ways = lattice.forward();
            losses[at] = lattice.loss(&ways);
            if self.zero_infinity && losses[at] == f64::INFINITY {
                losses[at] = 0.0;
            } else if !grads.is_empty() {
                for (step, row) in lattice.gradient(&ways, losses[at]).into_iter().enumerate() {
                    grads[(step * count + at) * classes..][..classes].copy_from_slice(&row);
                }
            }
        }
        let dtype = log_probs.dtype();
        let losses = Tensor::from_vec(losses, count).to_dtype(dtype).to_array();
        if grads.is_empty() {
            return Tensor::from(losses);
        }
        let grads: Array = Tensor::from_vec(grads, [steps, count, classes])
            .to_dtype(dtype)
            .to_array();
        record("CtcLoss", losses, [log_probs], [Save::Value(&grads)], |cx| {
            if is_grad_enabled() {
                Error::graph("ctc_loss has no second derivative: its gradient cannot be differentiated")
                    .raise();
            }
            let [grads] = cx.saved();
            [Some(cx.grad.unsqueeze(1) * grads)]
        })
    }
}

/// The classes of each target, from rows or from one list.
fn target_rows(targets: &Tensor, lengths: &[usize]) -> Result<Vec<Vec<i64>>, Error> {
    let all = targets.to_vec::<i64>();
    let stride = match targets.shape() {
        [rows, columns] if *rows == lengths.len() => Some(*columns),
        [size] if lengths.len() == 1 => Some(*size),
        [size] if together(lengths) == Some(*size) => None,
        shape => {
            return Err(Error::shape(format!(
                "the targets have shape {shape:?}, and must be {} rows or one list of all, as long as the target \
                 lengths together",
                lengths.len()
            )));
        }
    };
    let mut begin = 0;
    let rows = lengths.iter().map(|length| {
        let row = together(&[begin, *length])
            .and_then(|end| all.get(begin..end))
            .filter(|_| stride.is_none_or(|stride| *length <= stride));
        begin = begin.saturating_add(stride.unwrap_or(*length));
        row.map(<[i64]>::to_vec).ok_or_else(|| {
            Error::argument(format!(
                "a target length is {length}, which is more than the targets have"
            ))
        })
    });
    rows.collect()
}

/// The sum, if it can be counted.
fn together(lengths: &[usize]) -> Option<usize> {
    lengths
        .iter()
        .try_fold(0_usize, |sum, length| sum.checked_add(*length))
}

/// The ways through one sequence: for each step the classes of the target, with blanks around each.
struct Lattice<'a> {
    rows: Vec<&'a [f64]>,
    /// Blank, class, blank, class, .., blank.
    states: Vec<usize>,
    blank: usize,
}

impl<'a> Lattice<'a> {
    fn new(rows: Vec<&'a [f64]>, label: &[usize], blank: usize) -> Self {
        let between = label.iter().flat_map(|class| [*class, blank]);
        Self {
            rows,
            states: scratch::collected(1 + 2 * label.len(), std::iter::once(blank).chain(between)),
            blank,
        }
    }

    /// Whether a way may go from two states before to this one: not past a blank between equal classes.
    fn skips(&self, state: usize) -> bool {
        state >= 2 && self.states[state] != self.blank && self.states[state] != self.states[state - 2]
    }

    /// For each step and state, the logarithm of the probability of all ways from the begin to it.
    fn forward(&self) -> Vec<Vec<f64>> {
        let mut ways: Vec<Vec<f64>> = scratch::collected(self.rows.len(), std::iter::empty());
        for (step, row) in self.rows.iter().enumerate() {
            let before = step.checked_sub(1).map(|step| &ways[step]);
            let reached = (0..self.states.len()).map(|state| {
                let so_far = match before {
                    None if state < 2 => 0.0,
                    None => f64::NEG_INFINITY,
                    Some(before) => log_sum([
                        before[state],
                        if state >= 1 {
                            before[state - 1]
                        } else {
                            f64::NEG_INFINITY
                        },
                        if self.skips(state) {
                            before[state - 2]
                        } else {
                            f64::NEG_INFINITY
                        },
                    ]),
                };
                so_far + row[self.states[state]]
            });
            let reached = scratch::collected(self.states.len(), reached);
            ways.push(reached);
        }
        ways
    }

    /// For each step and state, the logarithm of the probability of all ways from it to the end.
    fn backward(&self) -> Vec<Vec<f64>> {
        let last = self.states.len() - 1;
        let rows = self
            .rows
            .iter()
            .map(|_| scratch::filled(f64::NEG_INFINITY, last + 1));
        let mut ways = scratch::collected(self.rows.len(), rows);
        for step in (0..self.rows.len()).rev() {
            for state in 0..=last {
                let to_come = match ways.get(step + 1) {
                    None if state + 1 >= last => 0.0,
                    None => f64::NEG_INFINITY,
                    Some(after) => log_sum([
                        after[state],
                        if state < last {
                            after[state + 1]
                        } else {
                            f64::NEG_INFINITY
                        },
                        if state + 2 <= last && self.skips(state + 2) {
                            after[state + 2]
                        } else {
                            f64::NEG_INFINITY
                        },
                    ]),
                };
                ways[step][state] = to_come + self.rows[step][self.states[state]];
            }
        }
        ways
    }

    /// The negative logarithm of the probability of all ways.
    fn loss(&self, ways: &[Vec<f64>]) -> f64 {
        let last = self.states.len() - 1;
        match ways.last() {
            Some(end) => -log_sum([
                end[last],
                if last > 0 {
                    end[last - 1]
                } else {
                    f64::NEG_INFINITY
                },
            ]),
            None if last == 0 => 0.0,
            None => f64::INFINITY,
        }
    }

    /// For each step and class: its probability, less that of all ways through it as a share of all.
    fn gradient(&self, ways: &[Vec<f64>], loss: f64) -> Vec<Vec<f64>> {
        let rest = self.backward();
        let rows = self.rows.iter().enumerate().map(|(step, row)| {
            let mut through = scratch::filled(f64::NEG_INFINITY, row.len());
            for (state, class) in self.states.iter().enumerate() {
                through[*class] = log_sum([through[*class], ways[step][state] + rest[step][state]]);
            }
            let classes = row.iter().zip(through);
            // The step itself is in both parts of a way.
            let slopes = classes.map(|(x, through)| x.exp() - (through + loss - x).exp());
            scratch::collected(row.len(), slopes)
        });
        scratch::collected(self.rows.len(), rows)
    }
}

/// The logarithm of the sum of what these are the logarithms of.
fn log_sum<const N: usize>(logarithms: [f64; N]) -> f64 {
    let largest = logarithms.into_iter().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    let sum: f64 = logarithms.into_iter().map(|x| (x - largest).exp()).sum();
    largest + sum.ln()
}
