//! [`AveragedModel`]: averages of parameters over the steps of a training.

use autograd::{Error, StateDict, Tensor};
use tensor_core::{Array, Rule, RuleFloat};

/// Averages of parameters over the steps of a training: `torch.optim.swa_utils.AveragedModel`.
///
/// Without `decay` every update counts the same, which is stochastic weight averaging, of P. Izmailov et al.: "Averaging
/// Weights Leads to Wider Optima and Better Generalization" (2018). With it the average is exponential: each update moves
/// it by `1 - decay` of the way to the parameters. The first update copies them.
///
/// The averages stand beside the parameters of the model, which has them [for the time of a
/// function](Self::with_averages) or [for good](Self::store):
///
/// ```
/// use autograd::Tensor;
/// use optim::{AveragedModel, Optimizer, SGD};
///
/// let w = Tensor::from([1.0, -2.0]).requires_grad_(true);
/// let mut optimizer = SGD::new([&w], 0.25);
/// let mut averaged = AveragedModel::new([&w]).decay(0.5);
/// for _ in 0..2 {
///     optimizer.zero_grad();
///     w.square().sum().backward();
///     optimizer.step(); // to 0.5, then to 0.25
///     averaged.update_parameters();
/// }
/// assert_eq!(averaged.with_averages(|| w.get(0).item()), 0.375);
/// assert_eq!(w.get(0).item(), 0.25);
/// ```
#[derive(Debug)]
pub struct AveragedModel {
    decay: Option<f64>,
    parameters: Vec<Tensor>,
    averages: Vec<Array>,
    n_averaged: u64,
}

impl AveragedModel {
    /// Averages of `parameters`, which are where these are until the first update.
    ///
    /// # Panics
    /// If one of them is not a leaf that can be updated.
    #[track_caller]
    pub fn new<P: Into<Tensor>>(parameters: impl IntoIterator<Item = P>) -> Self {
        let parameters: Vec<Tensor> = parameters.into_iter().map(Into::into).collect();
        if let Some(at) = parameters.iter().position(|parameter| !parameter.is_variable()) {
            Error::graph(format!(
                "AveragedModel: parameter {at} is not a leaf that can be updated: create it with requires_grad_(true)"
            ))
            .raise();
        }
        let averages = parameters.iter().map(Tensor::to_array).collect();
        Self {
            decay: None,
            parameters,
            averages,
            n_averaged: 0,
        }
    }

    /// Makes the average exponential, of which an update leaves this part: `get_ema_multi_avg_fn(decay)` of PyTorch, where
    /// it is 0.999 by default.
    ///
    /// # Panics
    /// If it is not between 0 and 1.
    #[must_use]
    #[track_caller]
    pub fn decay(mut self, decay: f64) -> Self {
        if !(0.0..=1.0).contains(&decay) {
            Error::argument(format!(
                "AveragedModel: decay must be between 0 and 1, but is {decay}"
            ))
            .raise();
        }
        self.decay = Some(decay);
        self
    }

    /// Takes in what the parameters are now. Call it after a step of the optimizer.
    pub fn update_parameters(&mut self) {
        let part = match self.decay {
            _ if self.n_averaged == 0 => 1.0,
            Some(decay) => 1.0 - decay,
            None => 1.0 / (self.n_averaged + 1) as f64,
        };
        for (average, parameter) in self.averages.iter_mut().zip(&self.parameters) {
            if part == 1.0 || !parameter.dtype().is_float() {
                *average = parameter.to_array();
            } else {
                average.update(&parameter.value(), [], &Toward(part));
            }
        }
        self.n_averaged += 1;
    }

    /// How many updates there were.
    pub fn n_averaged(&self) -> u64 {
        self.n_averaged
    }

    /// The averages, in the order of the parameters.
    pub fn averages(&self) -> Vec<Tensor> {
        self.averages.iter().cloned().map(Tensor::from).collect()
    }

    /// Runs `f` with the averages in the parameters, as to validate a model, and puts the parameters back, even if it
    /// panics.
    pub fn with_averages<R>(&mut self, f: impl FnOnce() -> R) -> R {
        struct Swapped<'a>(&'a mut AveragedModel);
        impl Drop for Swapped<'_> {
            fn drop(&mut self) {
                self.0.swap();
            }
        }
        self.swap();
        let _back = Swapped(self);
        f()
    }

    /// Gives the parameters the averages for good.
    pub fn store(&self) {
        for (average, parameter) in self.averages.iter().zip(&self.parameters) {
            parameter.update(|value, _| *value = average.clone());
        }
    }

    fn swap(&mut self) {
        for (average, parameter) in self.averages.iter_mut().zip(&self.parameters) {
            parameter.update(|value, _| std::mem::swap(value, average));
        }
    }

    /// The averages by the numbers of their parameters, `module.0` and so on, and `n_averaged`.
    pub fn state_dict(&self) -> StateDict {
        let mut dict = StateDict::new();
        dict.insert("n_averaged", Tensor::from(self.n_averaged as i64));
        for (at, average) in self.averages.iter().enumerate() {
            dict.insert(format!("module.{at}"), Tensor::from(average.clone()));
        }
        dict
    }

    /// Goes on where a saved one was.
    ///
    /// # Errors
    /// If an entry is missing or has another shape; nothing has changed then.
    pub fn load_state_dict(&mut self, state: &StateDict) -> Result<(), Error> {
        let entry = |key: &str, shape: &[usize]| {
            let saved = state.get(key).filter(|tensor| tensor.shape() == shape);
            saved.ok_or_else(|| {
                Error::argument(format!(
                    "AveragedModel: the saved state has no {key} of shape {shape:?}"
                ))
            })
        };
        let n_averaged = entry("n_averaged", &[])?.item();
        let averages = self.averages.iter().enumerate().map(|(at, average)| {
            let saved = entry(&format!("module.{at}"), average.shape())?;
            Ok(saved.value().to_dtype(average.dtype()).contiguous())
        });
        self.averages = averages.collect::<Result<_, Error>>()?;
        self.n_averaged = n_averaged as u64;
        Ok(())
    }
}

/// Moves an average by a part of the way to the parameter, which stands where a gradient does elsewhere.
#[derive(Clone, Copy)]
struct Toward(f64);

impl Rule<0> for Toward {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, average: F, parameter: F, _: [F; 0]) -> (F, [F; 0]) {
        (average + F::from_f64(self.0) * (parameter - average), [])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_come_back_after_a_panic() {
        let w = Tensor::from([1.0]).requires_grad_(true);
        let mut averaged = AveragedModel::new([&w]);
        averaged.update_parameters();
        w.set_data(Tensor::from([3.0]));
        averaged.update_parameters();
        let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            averaged.with_averages(|| {
                assert_eq!(w.item(), 2.0);
                panic!("in the middle of it");
            })
        }));
        assert!(seen.is_err());
        assert_eq!((w.item(), averaged.averages()[0].item()), (3.0, 2.0));
    }

    #[test]
    fn a_saved_average_goes_on() {
        let w = Tensor::from([1.0, 2.0]).requires_grad_(true);
        let mut averaged = AveragedModel::new([&w]);
        averaged.update_parameters();
        let saved = averaged.state_dict();
        let mut other = AveragedModel::new([&w]);
        other.load_state_dict(&saved).unwrap();
        w.set_data(Tensor::from([3.0, 4.0]));
        other.update_parameters();
        assert_eq!(other.averages()[0].to_vec::<f32>(), [2.0, 3.0]);
        assert!(other.load_state_dict(&StateDict::new()).is_err());
        other.store();
        assert_eq!(w.to_vec::<f32>(), [2.0, 3.0]);
    }
}
