//! The margin loss of several right classes.

use autograd::{Error, Tensor, scratch};
use options_derive::Options;

use super::classes::{class_numbers, rows};
use super::hinge::positive_part;
use super::{Reduction, loss, pair};
use crate::layer_error::LayerError;
use crate::module::Module;

/// `max(0, 1 - (x[y] - x[i])) / C`, summed over the right classes `y` and the others `i`, reduced to the mean. A row of the
/// target lists its right classes, ended by -1 if they are not all.
///
/// # Shape
/// Scores and classes (int64) of shape `[N, C]` or `[C]`.
#[derive(Clone, Copy, Debug, Module, Options)]
pub struct MultiLabelMarginLoss {
    /// What is made of the losses of the rows.
    #[option(default = Reduction::Mean)]
    reduction: Reduction,
}

loss! {
    /// The mean of `max(0, 1 - (x[y] - x[i])) / C`, summed over right and wrong classes: [`MultiLabelMarginLoss`] without
    /// options.
    ///
    /// ```
    /// use nn::{Tensor, multilabel_margin_loss};
    /// let scores = Tensor::from([[0.1, 0.2, 0.4, 0.8]]);
    /// let loss = multilabel_margin_loss(&scores, &Tensor::from([[3, 0, -1, 1]]));
    /// assert!((loss.item() - 0.85).abs() < 1e-6);
    /// ```
    pub fn multilabel_margin_loss(input, target) of MultiLabelMarginLoss
}

impl MultiLabelMarginLoss {
    fn run(&self, input: &Tensor, target: &Tensor) -> Result<Tensor, LayerError> {
        let scores = rows(input)?;
        pair::same_shape(input, target)?;
        let &[count, classes] = scores.shape() else {
            return Ok(scores);
        };
        let listed = listed(&class_numbers(target)?.to_vec::<i64>(), classes)?;
        let longest = listed.iter().map(Vec::len).max().unwrap_or(0);
        let index = Tensor::from_vec(padded(&listed, longest, 0), [count, longest]);
        let counts = Tensor::from_vec(padded(&listed, longest, -1), [count, longest]).ge(0);
        let is_right = Tensor::from_vec(marks(&listed, classes), [count, classes]);

        // [rows, right classes, 1] against [rows, 1, classes]
        let excess = 1.0 - scores.gather(1, &index).unsqueeze(2) + scores.unsqueeze(1);
        let is_pair = counts
            .unsqueeze(2)
            .logical_and(&is_right.logical_not().unsqueeze(1));
        let losses = is_pair.where_(positive_part(&excess), 0).sum_dim([1, 2], false) / classes;
        Ok(self.reduction.of(if input.rank() < 2 {
            losses.squeeze()
        } else {
            losses
        }))
    }
}

/// The right classes of each row: those before the first -1.
fn listed(target: &[i64], classes: usize) -> Result<Vec<Vec<i64>>, Error> {
    let rows = target.chunks(classes).map(|row| {
        if let Some(class) = row.iter().find(|class| !(-1..classes as i64).contains(class)) {
            return Err(Error::index(format!(
                "the target {class} is not a class: there are {classes}, from 0 on, and -1 ends their list"
            )));
        }
        Ok(row.iter().copied().take_while(|class| *class >= 0).collect())
    });
    rows.collect()
}

/// Lists of one length, filled up.
fn padded(lists: &[Vec<i64>], length: usize, filling: i64) -> Vec<i64> {
    let padded = lists.iter().flat_map(|list| {
        let filling = std::iter::repeat_n(filling, length - list.len());
        list.iter().copied().chain(filling)
    });
    scratch::collected(lists.len() * length, padded)
}

/// Whether a class is right, for each row and class.
fn marks(lists: &[Vec<i64>], classes: usize) -> Vec<bool> {
    let mut marks = scratch::filled(false, lists.len() * classes);
    for (row, list) in marks.chunks_mut(classes).zip(lists) {
        for class in list {
            row[*class as usize] = true;
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_behind_the_end_of_a_list_is_not_right() {
        let rows = listed(&[2, -1, 0, 1, 0, 2], 3).unwrap();
        assert_eq!(rows, [vec![2], vec![1, 0, 2]]);
        assert_eq!(padded(&rows, 3, 7), [2, 7, 7, 1, 0, 2]);
        assert_eq!(marks(&rows, 3), [false, false, true, true, true, true]);
        assert!(listed(&[0, 3, -1], 3).is_err());
    }

    #[test]
    fn without_right_classes_there_is_no_loss() {
        let scores = Tensor::from([[0.5, 0.25]]).requires_grad_(true);
        let none = Tensor::from([[-1, -1]]);
        assert_eq!(multilabel_margin_loss(&scores, &none).item(), 0.0);
    }
}
