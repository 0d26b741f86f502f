//! The margin loss of classes.

use autograd::Tensor;
use options_derive::Options;

use super::classes::{Classes, check_input, check_target, class_count, class_numbers, rows};
use super::hinge::positive_part;
use super::{Reduction, loss};
use crate::buffer::Buffer;
use crate::layer_error::LayerError;
use crate::module::Module;

/// `w[y] max(0, margin - x[y] + x[i])^p / C`, summed over all `C` classes `i` but the right one, `y`, reduced to the mean.
///
/// # Shape
/// Scores `[N, C]` and classes `[N]` (int64), or `[C]` and a number.
#[derive(Debug, Module, Options)]
pub struct MultiMarginLoss {
    /// The power: 1 or 2.
    #[option(default = 1, limit = ("1 or 2", |p| p == 1.0 || p == 2.0))]
    p: usize,
    /// By how much the score of the right class must be higher.
    #[option(default = 1.0)]
    margin: f64,
    /// What each class counts, `[C]`.
    #[option(default = None, from = Tensor)]
    weight: Option<Buffer>,
    /// What is made of the losses of the rows.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `max(0, 1 - x[y] + x[i]) / C`, summed over the wrong classes `i`: [`MultiMarginLoss`] without options.
    ///
    /// ```
    /// use nn::{Tensor, multi_margin_loss};
    /// let scores = Tensor::from([[1.0, 0.5], [0.0, 3.0]]);
    /// assert_eq!(multi_margin_loss(&scores, &Tensor::from([0, 1])).item(), 0.125);
    /// ```
    pub fn multi_margin_loss(input, target) of MultiMarginLoss
}

impl MultiMarginLoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        let scores = &rows(input)?;
        let weight = self.weight.as_deref();
        check_input(scores, weight)?;
        let given = &*class_numbers(target)?;
        // A single row may have its class in a vector of one, or as a number.
        let is_single = scores.size(0) == 1 && given.numel() == 1;
        let target = &if is_single {
            given.reshape(1)
        } else {
            given.clone()
        };
        // No class can be left out here.
        check_target(scores, target, i64::MIN)?;
        let classes = Classes::new(scores, target, i64::MIN, weight);
        let right = target.unsqueeze(-1);
        let excess = positive_part(&(scores - scores.gather(-1, &right) + self.margin));
        let excess = if self.p == 2 { excess.square() } else { excess };
        let is_right = scores.zeros_like().scatter_add(-1, &right, &scores.ones_like());
        let mut losses = is_right.eq(0).where_(excess, 0).sum_dim(-1, false) / class_count(scores);
        if weight.is_some() {
            losses *= classes.weights(scores);
        }
        Ok(self.reduction.of(losses.reshape(given.shape())))
    }
}
