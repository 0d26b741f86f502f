//! Means of precision and recall.

use autograd::Tensor;

use super::average::averaged;
use super::counts::Class;
use crate::metric::metric;

/// What the figure of a class divides by what: a mean of precision and recall, where recall counts `beta^2`.
pub(super) fn ratio(beta: f64) -> impl Fn(Class) -> (f64, f64) {
    let square = beta * beta;
    move |class| {
        (
            (1.0 + square) * class.right,
            square * class.actual + class.predicted,
        )
    }
}

averaged! {
    /// The harmonic mean of precision and recall.
    pub struct F1Score {}
    /// The figure of each class, in the order of the labels.
    self => ratio(1.0)
}

metric! {
    /// The harmonic mean of precision and recall of class 1: [`F1Score`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let (truth, prediction) = (Tensor::from([0, 1, 1, 0]), Tensor::from([0, 1, 0, 0]));
    /// assert_eq!(metrics::f1_score(&truth, &prediction), 2.0 / 3.0);
    /// ```
    pub fn f1_score(y_true, y_pred) -> f64 of F1Score
}

averaged! {
    /// The harmonic mean of precision and recall, in which recall counts `beta^2`.
    pub struct FBetaScore {
        /// How much more recall counts.
        #[option(limit = non_negative)]
        beta: f64,
    }
    /// The figure of each class, in the order of the labels.
    self => ratio(self.beta)
}

metric!(ways of FBetaScore as "fbeta_score", y_true, y_pred -> f64);

/// The harmonic mean of precision and recall of class 1, in which recall counts `beta^2`: [`FBetaScore`] without options.
///
/// ```
/// use autograd::Tensor;
/// let (truth, prediction) = (Tensor::from([0, 1, 1, 0]), Tensor::from([0, 1, 0, 0]));
/// assert_eq!(metrics::fbeta_score(&truth, &prediction, 2.0), 5.0 / 9.0);
/// ```
///
/// # Panics
/// As [`update`](FBetaScore::update) and [`compute`](FBetaScore::compute), and if `beta` is negative.
#[track_caller]
pub fn fbeta_score(y_true: &Tensor, y_pred: &Tensor, beta: f64) -> f64 {
    FBetaScore::new(beta).of(y_true, y_pred)
}
