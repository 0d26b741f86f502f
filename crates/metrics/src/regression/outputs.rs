//! The samples of each output.

use autograd::{Error, Tensor};

use crate::read;

/// What is kept for each output of a model.
#[derive(Clone, Debug)]
pub(crate) struct Outputs<K> {
    pub(crate) each: Vec<K>,
    pub(crate) samples: usize,
}

impl<K> Default for Outputs<K> {
    fn default() -> Self {
        Self {
            each: Vec::new(),
            samples: 0,
        }
    }
}

/// What takes in one sample after the other, so that it does not matter where batches end.
pub(crate) trait Keep: Default {
    fn keep(&mut self, truth: f64, prediction: f64, weight: f64) -> Result<(), Error>;
}

impl<K: Keep> Outputs<K> {
    pub(crate) fn take(
        &mut self,
        y_true: &Tensor,
        y_pred: &Tensor,
        sample_weight: Option<&Tensor>,
    ) -> Result<(), Error> {
        let (truth, outputs) = read::numbers("y_true", y_true)?;
        let (prediction, _) = read::numbers("y_pred", y_pred)?;
        if y_true.shape() != y_pred.shape() {
            return Err(Error::shape(format!(
                "y_true has shape {:?} and y_pred {:?}",
                y_true.shape(),
                y_pred.shape()
            )));
        }
        let samples = y_true.shape()[0];
        let weights = read::weights(sample_weight, samples)?;
        if self.samples > 0 && self.each.len() != outputs {
            return Err(Error::shape(format!(
                "samples had {} outputs, and have {outputs} now",
                self.each.len()
            )));
        }
        self.each.resize_with(outputs, K::default);
        self.samples += samples;
        for (at, (truth, prediction)) in truth.into_iter().zip(prediction).enumerate() {
            self.each[at % outputs].keep(truth, prediction, weights[at / outputs])?;
        }
        Ok(())
    }

    pub(crate) fn filled(&self) -> Result<&Self, Error> {
        read::not_empty(self.samples)?;
        Ok(self)
    }

    /// A figure of each output.
    pub(crate) fn figures(&self, figure: impl Fn(&K) -> f64) -> Result<Vec<f64>, Error> {
        Ok(self.filled()?.each.iter().map(figure).collect())
    }
}

/// A weighted mean.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Mean {
    sum: f64,
    weight: f64,
}

impl Mean {
    pub(crate) fn add(&mut self, value: f64, weight: f64) {
        self.sum += value * weight;
        self.weight += weight;
    }

    pub(crate) fn value(&self) -> f64 {
        self.sum / self.weight
    }
}

/// Writes the type `Errors`, which keeps the mean of an error of each sample.
macro_rules! mean_of {
    ($error:expr) => {
        #[derive(Clone, Copy, Debug, Default)]
        struct Errors($crate::regression::outputs::Mean);

        impl $crate::regression::outputs::Keep for Errors {
            fn keep(&mut self, truth: f64, prediction: f64, weight: f64) -> Result<(), autograd::Error> {
                let error: fn(f64, f64) -> Result<f64, autograd::Error> = $error;
                self.0.add(error(truth, prediction)?, weight);
                Ok(())
            }
        }
    };
}
pub(crate) use mean_of;

/// The weighted sum of squares around the mean, by B. P. Welford's method (1962).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spread {
    mean: f64,
    weight: f64,
    pub(crate) squares: f64,
}

impl Spread {
    pub(crate) fn add(&mut self, value: f64, weight: f64) {
        if weight == 0.0 {
            return;
        }
        self.weight += weight;
        let off = value - self.mean;
        self.mean += off * weight / self.weight;
        self.squares += weight * off * (value - self.mean);
    }
}
