//! The cross entropy of scores.

use autograd::{Error, Tensor};
use options_derive::Options;

use super::classes::{Classes, check_input, check_target, class_count, class_dim, class_numbers};
use super::{Reduction, loss, pair};
use crate::buffer::Buffer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// The cross entropy of scores `[C]`, `[N, C]` or `[N, C, d..]` to a target, which is either the right classes (int64,
/// the input's shape without `C`) or probabilities of all classes (floating point, the input's shape).
///
/// ```
/// use nn::{CrossEntropyLoss, Tensor};
/// let loss = CrossEntropyLoss::new().weight([1.0, 2.0, 3.0]).label_smoothing(0.1);
/// let scores = Tensor::from([[1.0, 2.0, 3.0], [1.0, 0.0, 0.0]]);
/// assert!((loss.forward(&scores, &Tensor::from([0, 2])).item() - 1.71188903).abs() < 1e-6);
/// ```
#[derive(Debug, Module, Options)]
pub struct CrossEntropyLoss {
    /// What each class counts, `[C]`. With classes as the target the mean is divided by what the places count, not by
    /// how many there are.
    #[option(default = None, from = Tensor)]
    weight: Option<Buffer>,
    /// The class whose places do not count.
    #[option(default = -100)]
    ignore_index: i64,
    /// The part of each target that is spread over all classes. After Szegedy and others, "Rethinking the Inception
    /// architecture for computer vision" (2015).
    #[option(default = 0.0, limit = unit)]
    label_smoothing: f64,
    /// What is made of the losses of the elements.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean cross entropy of the probabilities `softmax(input)` to the target: [`CrossEntropyLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, cross_entropy};
    /// let scores = Tensor::from([[1.0, 2.0, 3.0], [1.0, 0.0, 0.0]]);
    /// let loss = cross_entropy(&scores, &Tensor::from([0, 2]));
    /// assert!((loss.item() - 1.97952533).abs() < 1e-6);
    /// ```
    pub fn cross_entropy(input, target) of CrossEntropyLoss
}

impl CrossEntropyLoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        let weight = self.weight.as_deref();
        check_input(input, weight)?;
        if target.dtype().is_float() {
            check_probabilities(input, target)?;
            if self.ignore_index >= 0 {
                return Err(LayerError::from(Error::argument(format!(
                    "ignore_index={} is for classes, and the target holds probabilities",
                    self.ignore_index
                ))));
            }
            return Ok(self.of_probabilities(input, target));
        }
        let target = &*class_numbers(target)?;
        check_target(input, target, self.ignore_index)?;
        let plain = weight.is_none() && self.label_smoothing == 0.0 && self.reduction == Reduction::Mean;
        if plain && input.rank() == 2 {
            return Ok(input.cross_entropy(target, self.ignore_index));
        }
        Ok(self.of_classes(input, target, weight))
    }

    fn of_classes(&self, input: &Tensor, target: &Tensor, weight: Option<&Tensor>) -> Tensor {
        let logarithms = input.log_softmax(class_dim(input) as isize);
        let classes = Classes::new(input, target, self.ignore_index, weight);
        let mut losses = classes.negative_log_likelihood(&logarithms);
        if self.label_smoothing > 0.0 {
            let spread = classes.counted(self.weighted_sum(&-logarithms));
            let share = self.label_smoothing / class_count(input) as f64;
            losses = losses * (1.0 - self.label_smoothing) + spread * share;
        }
        let loss = match self.reduction {
            Reduction::Mean => losses.sum() / classes.weights(input).sum(),
            reduction => reduction.of(losses),
        };
        loss.named(match input.rank() {
            _ if self.label_smoothing > 0.0 => "Add",
            0..=2 => "NllLoss",
            _ => "NllLoss2D",
        })
    }

    fn of_probabilities(&self, input: &Tensor, target: &Tensor) -> Tensor {
        let logarithms = input.log_softmax(class_dim(input) as isize);
        let losses = if self.label_smoothing > 0.0 {
            let share = self.label_smoothing / class_count(input) as f64;
            self.weighted_sum(&(-logarithms * (target * (1.0 - self.label_smoothing) + share)))
        } else {
            self.weighted_sum(&(-logarithms * target))
        };
        let is_mean = self.reduction == Reduction::Mean;
        self.reduction
            .of(losses)
            .named(if is_mean { "DivBackward1" } else { "Neg" })
    }

    /// The sum over the classes, each multiplied by what it counts.
    fn weighted_sum(&self, values: &Tensor) -> Tensor {
        let dim = class_dim(values);
        match &self.weight {
            Some(weight) => {
                // [C] -> [C, 1..], which broadcasts to [N, C, d..].
                let mut shape = vec![1; values.rank() - dim];
                shape[0] = class_count(values);
                (values * weight.reshape(shape)).sum_dim(dim as isize, false)
            }
            None => values.sum_dim(dim as isize, false),
        }
    }
}

fn check_probabilities(input: &Tensor, target: &Tensor) -> Result<(), Error> {
    if input.shape() == target.shape() {
        return pair::shares("targets", target);
    }
    Err(Error::shape(format!(
        "the target is {} and so must hold probabilities, in the input's shape {:?}, but it has shape \
         {:?}; classes are int64",
        target.dtype(),
        input.shape(),
        target.shape()
    )))
}
