//! From the figures of outputs to one.

/// What is made of the errors of several outputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Multioutput {
    /// Their mean.
    #[default]
    UniformAverage,
    /// Their mean by these weights.
    Weights(Vec<f64>),
}

impl Multioutput {
    pub(crate) fn of(&self, figures: &[f64]) -> f64 {
        match self {
            Multioutput::UniformAverage => figures.iter().sum::<f64>() / figures.len() as f64,
            Multioutput::Weights(weights) => mean(figures, weights),
        }
    }
}

/// What is made of the scores of several outputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum MultioutputScore {
    /// Their mean.
    #[default]
    UniformAverage,
    /// Their mean, weighted by the variances of what is true.
    VarianceWeighted,
    /// Their mean by these weights.
    Weights(Vec<f64>),
}

impl MultioutputScore {
    pub(crate) fn of(&self, scores: &[f64], variances: &[f64]) -> f64 {
        match self {
            MultioutputScore::VarianceWeighted if variances.iter().any(|variance| *variance > 0.0) => {
                mean(scores, variances)
            }
            MultioutputScore::Weights(weights) => mean(scores, weights),
            _ => scores.iter().sum::<f64>() / scores.len() as f64,
        }
    }
}

fn mean(figures: &[f64], weights: &[f64]) -> f64 {
    let sum: f64 = figures
        .iter()
        .zip(weights)
        .map(|(figure, weight)| figure * weight)
        .sum();
    sum / weights.iter().sum::<f64>()
}

/// Writes an error of each output, and the mean of them.
macro_rules! error {
    (
        $(#[$doc:meta])*
        pub struct $metric:ident($kept:ty): $figure:expr
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, ::options_derive::Options)]
        #[must_use = "it measures nothing until it is given batches"]
        pub struct $metric {
            /// What is made of the errors of several outputs.
            #[option(default = $crate::Multioutput::UniformAverage)]
            multioutput: $crate::Multioutput,
            #[option(default = $crate::regression::outputs::Outputs::default(), private)]
            kept: $crate::regression::outputs::Outputs<$kept>,
        }

        impl $metric {
            /// The error of each output.
            ///
            /// # Panics
            /// If there are no samples.
            #[track_caller]
            #[must_use]
            pub fn per_output(&self) -> Vec<f64> {
                let figures = self.kept.figures($figure);
                ::autograd::OrRaise::or_raise(figures.map_err(|error| error.within(stringify!($metric))))
            }

            fn result(&self) -> Result<f64, ::autograd::Error> {
                Ok(self.multioutput.of(&self.kept.figures($figure)?))
            }
        }
    };
}
pub(super) use error;
