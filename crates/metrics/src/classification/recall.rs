//! Of what is true, what was found.

use super::average::averaged;
use crate::metric::metric;

averaged! {
    /// Which part of the samples of a class was predicted as such.
    pub struct RecallScore {}
    /// The recall of each class, in the order of the labels.
    self => |class| (class.right, class.actual)
}

metric! {
    /// Which part of the samples of class 1 was predicted as such: [`RecallScore`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let (truth, prediction) = (Tensor::from([0, 1, 1, 0]), Tensor::from([1, 1, 0, 0]));
    /// assert_eq!(metrics::recall_score(&truth, &prediction), 0.5);
    /// ```
    pub fn recall_score(y_true, y_pred) -> f64 of RecallScore
}
