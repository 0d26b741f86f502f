//! The correlation of truth and prediction.

use autograd::Error;
use options_derive::Options;

use super::counts::{Class, Counts};
use crate::metric::metric;

/// The correlation of truth and prediction, after B. W. Matthews (1975), for any number of classes: 1 if all is right, 0 if
/// the prediction says nothing.
#[derive(Clone, Debug, Options)]
#[must_use = "it measures nothing until it is given batches"]
pub struct MatthewsCorrcoef {
    #[option(default = Counts::default(), private)]
    kept: Counts,
}

metric! {
    /// The correlation of truth and prediction: [`MatthewsCorrcoef`].
    ///
    /// ```
    /// use autograd::Tensor;
    /// let truth = Tensor::from([0, 1, 1, 0]);
    /// assert_eq!(metrics::matthews_corrcoef(&truth, &truth), 1.0);
    /// ```
    pub fn matthews_corrcoef(y_true, y_pred) -> f64 of MatthewsCorrcoef
}

impl MatthewsCorrcoef {
    fn result(&self) -> Result<f64, Error> {
        let counts = self.kept.filled()?;
        let labels = counts.labels().into_iter();
        let classes: Vec<Class> = labels.map(|label| counts.class(label)).collect();
        let sum = |product: fn(&Class) -> f64| classes.iter().map(product).sum::<f64>();
        let total = counts.total();
        let both = counts.right() * total - sum(|class| class.actual * class.predicted);
        let spread_of = |squares: f64| total * total - squares;
        let spread =
            spread_of(sum(|class| class.predicted.powi(2))) * spread_of(sum(|class| class.actual.powi(2)));
        Ok(if spread == 0.0 { 0.0 } else { both / spread.sqrt() })
    }
}
