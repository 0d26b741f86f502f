//! What is right, of what is true or was predicted.

use super::average::averaged;
use crate::metric::metric;

averaged! {
    /// Which part of the samples that are of a class, or were predicted to be, is right: the intersection over the union.
    pub struct JaccardScore {}
    /// The figure of each class, in the order of the labels.
    self => |class| (class.right, class.actual + class.predicted - class.right)
}

metric! {
    /// The intersection over the union of class 1: [`JaccardScore`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let (truth, prediction) = (Tensor::from([0, 1, 1, 0]), Tensor::from([0, 1, 0, 0]));
    /// assert_eq!(metrics::jaccard_score(&truth, &prediction), 0.5);
    /// ```
    pub fn jaccard_score(y_true, y_pred) -> f64 of JaccardScore
}
