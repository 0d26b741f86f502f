//! [`BestWeights`]: the weights with which a model was best.

use autograd::StateDict;
use nn::Module;
use optim::scheduler::Mode;
use options_derive::Options;

use crate::best::Best;

/// The weights and buffers with which a model was best, to be given back to it after the training.
///
/// ```
/// use monitor::{BestWeights, Mode};
/// use nn::{Linear, Module, init};
///
/// let model = Linear::new(2, 1);
/// let mut best = BestWeights::new().mode(Mode::Max);
/// for (weight, accuracy) in [(1.0, 0.7), (2.0, 0.9), (3.0, 0.8)] {
///     init::constant_(&model.weight, weight);
///     best.update(accuracy, &model);
/// }
/// best.restore(&model);
/// assert_eq!((model.weight.to_vec::<f64>(), best.figure()), (vec![2.0; 2], Some(0.9)));
/// ```
///
/// What is kept shares memory with the model until that changes, so keeping costs one copy of the weights.
#[derive(Clone, Debug, Options)]
pub struct BestWeights {
    /// Which figures are better.
    #[option(default = Mode::Min)]
    mode: Mode,
    #[option(default = Best::default(), private)]
    best: Best,
    #[option(default = None, private)]
    weights: Option<StateDict>,
}

impl BestWeights {
    /// Keeps what is in the model now, if its figure is the best so far, and says whether it is. What is not a number
    /// never is.
    pub fn update(&mut self, figure: impl Into<f64>, model: &(impl Module + ?Sized)) -> bool {
        let better = self.best.take(figure.into(), self.mode, 0.0);
        if better {
            self.weights = Some(model.state_dict());
        }
        better
    }

    /// Gives the model the best weights, and says whether there are any.
    ///
    /// # Panics
    /// If it is another model than that of before, into which they do not fit.
    #[track_caller]
    pub fn restore(&self, model: &(impl Module + ?Sized)) -> bool {
        if let Some(weights) = &self.weights
            && let Err(error) = model.load_state_dict(weights)
        {
            autograd::Error::argument(format!("BestWeights::restore: {error}")).raise();
        }
        self.weights.is_some()
    }

    /// Goes on from the best weights of an earlier run, and the figure that the model had with them.
    ///
    /// ```
    /// use monitor::BestWeights;
    /// use nn::{Linear, Module};
    ///
    /// let model = Linear::new(2, 1);
    /// let mut before = BestWeights::new();
    /// before.update(0.5, &model);
    /// let (Some(figure), Some(weights)) = (before.figure(), before.state_dict()) else { unreachable!() };
    ///
    /// let mut after = BestWeights::new().resume(figure, weights.clone());
    /// assert!(!after.update(0.6, &model) && after.update(0.4, &model));
    /// ```
    #[must_use]
    pub fn resume(mut self, figure: f64, weights: StateDict) -> Self {
        (self.best, self.weights) = (Best::of(Some(figure)), Some(weights));
        self
    }

    /// The best figure so far.
    pub fn figure(&self) -> Option<f64> {
        self.best.figure()
    }

    /// The best weights, to be saved.
    pub fn state_dict(&self) -> Option<&StateDict> {
        self.weights.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nn::{Linear, init};

    #[test]
    fn what_is_kept_does_not_change_with_the_model() {
        let model = Linear::new(2, 1);
        let mut best = BestWeights::new();
        assert!(!best.restore(&model), "there is nothing yet");
        init::constant_(&model.weight, 4.0);
        assert!(best.update(1.0, &model));
        init::constant_(&model.weight, 5.0);
        assert!(!best.update(1.0, &model) && !best.update(f64::NAN, &model));
        let kept = best.state_dict().expect("the first was best");
        assert_eq!(kept["weight"].to_vec::<f64>(), [4.0; 2]);
        assert!(best.restore(&model));
        assert_eq!(model.weight.to_vec::<f64>(), [4.0; 2]);
    }

    #[test]
    fn weights_of_another_model_are_refused() {
        let mut best = BestWeights::new();
        best.update(1.0, &Linear::new(2, 1));
        let refusal = autograd::Error::catch(|| best.restore(&Linear::new(3, 1)))
            .expect_err("it is larger")
            .0;
        let said = refusal.to_string();
        assert!(
            said.starts_with("BestWeights::restore: ") && said.contains("[1, 2]"),
            "{said}"
        );
    }
}
