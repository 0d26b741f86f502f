//! Of what was predicted, what is right.

use super::average::averaged;
use crate::metric::metric;

averaged! {
    /// Which part of the predictions of a class is right.
    pub struct PrecisionScore {}
    /// The precision of each class, in the order of the labels.
    self => |class| (class.right, class.predicted)
}

metric! {
    /// Which part of the predictions of class 1 is right: [`PrecisionScore`] without options.
    ///
    /// ```
    /// use autograd::Tensor;
    /// let (truth, prediction) = (Tensor::from([0, 1, 1, 0]), Tensor::from([1, 1, 0, 0]));
    /// assert_eq!(metrics::precision_score(&truth, &prediction), 0.5);
    /// ```
    pub fn precision_score(y_true, y_pred) -> f64 of PrecisionScore
}
