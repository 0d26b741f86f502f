//! [`StandardScaler`]: columns with the mean and deviation that those of the training data had, taken away.

use autograd::{DType, Error, OrRaise, Tensor, default_dtype, no_grad};

use super::affine::fits_dtype;
use super::layer;
use crate::buffer::Buffer;
use crate::layer_error::LayerError;
use crate::module::Module;
use crate::run_layer::run_layer;

/// `(x - mean) / scale` in each column, where mean and deviation are those of the data that it was fitted to:
/// scikit-learn's `StandardScaler`, as a layer.
///
/// [`fit`](Self::fit) it to the training data alone; held-out data are scaled by the same figures. They are buffers: they are
/// saved and loaded with the model that the layer is a part of, and no optimizer changes them.
/// [`inverse`](Self::inverse) leads back, for example from predictions to their unit.
///
/// A column that is constant is only shifted. Missing values, nan, do not count in the fit, and stay what they are.
///
/// # Shape
/// `[.., num_features]` to the same.
///
/// ```
/// use nn::{Forward, Linear, Module, StandardScaler, Tensor, sequential};
/// # use autograd::no_grad;
///
/// let x = Tensor::from([[1.0, 100.0], [3.0, 300.0]]); // the training part
/// let scaler = StandardScaler::fit(&x);
/// assert_eq!(scaler.forward(&x).to_vec::<f32>(), [-1.0, -1.0, 1.0, 1.0]);
/// assert_eq!(scaler.inverse(&Tensor::from([0.0, 0.5])).to_vec::<f32>(), [2.0, 250.0]);
///
/// let model = sequential![scaler, Linear::new(2, 1)];
/// assert_eq!(model.state_dict().keys().next().unwrap(), "0.mean");
/// let other = sequential![StandardScaler::new(2), Linear::new(2, 1)];
/// other.load_state_dict(&model.state_dict())?;
/// assert!(other.forward(&x).equal(&model.forward(&x)));
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
#[derive(Module)]
#[module(extra_repr)]
pub struct StandardScaler {
    /// The mean of each column, `[num_features]`.
    pub mean: Buffer,
    /// The deviation of each column, or 1 where that is 0, `[num_features]`.
    pub scale: Buffer,
}

impl StandardScaler {
    /// One that changes nothing, until a state is loaded into it.
    #[track_caller]
    pub fn new(num_features: usize) -> Self {
        let options = Tensor::options().dtype(default_dtype());
        Self {
            mean: Buffer::new(options.zeros(num_features)),
            scale: Buffer::new(options.ones(num_features)),
        }
    }

    /// One with the means and deviations of the columns of `x`, `[n, num_features]`, computed in float64: of `n` values, not
    /// of `n - 1`.
    ///
    /// # Panics
    /// If `x` has another shape or no rows, is not of floats, or a column has no number.
    #[track_caller]
    pub fn fit(x: &Tensor) -> Self {
        let (mean, scale) = figures(x).or_raise();
        Self {
            mean: Buffer::new(mean.to_dtype(x.dtype())),
            scale: Buffer::new(scale.to_dtype(x.dtype())),
        }
    }

    /// What [`forward`](crate::Forward::forward) undoes: `x * scale + mean`.
    ///
    /// # Panics
    /// As `forward`.
    #[track_caller]
    pub fn inverse(&self, x: &Tensor) -> Tensor {
        run_layer(self, &[x], || {
            self.check(x)?;
            Ok(x * &self.scale + &self.mean)
        })
    }

    fn run(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        self.check(x)?;
        Ok((x - &self.mean) / &self.scale)
    }

    fn check(&self, x: &Tensor) -> Result<(), LayerError> {
        fits_dtype(x, None)?;
        if x.shape().last() == Some(&self.mean.numel()) {
            return Ok(());
        }
        if x.rank() == 0 {
            return Err(Error::shape("input is a single number, and must be [.., num_features]").into());
        }
        Err(LayerError::size(x, -1, self.mean.numel()))
    }

    fn extra_repr(&self) -> String {
        self.mean.numel().to_string()
    }
}

layer!(StandardScaler);

/// Means and deviations of the columns.
fn figures(x: &Tensor) -> Result<(Tensor, Tensor), Error> {
    if x.rank() != 2 || x.size(0) == 0 || !x.dtype().is_float() {
        return Err(Error::shape(format!(
            "StandardScaler: it is fitted to floats [n, num_features] with at least one row, not to {:?} of {}",
            x.shape(),
            x.dtype()
        )));
    }
    no_grad(|| {
        let x = x.detach().to_dtype(DType::F64);
        let mean = x.nanmean_dim(0, false);
        if let Some(column) = mean.to_vec::<f64>().iter().position(|mean| !mean.is_finite()) {
            return Err(Error::argument(format!(
                "StandardScaler: column {column} has no finite mean: it is empty, or has an infinity"
            )));
        }
        let variance = (&x - &mean).square().nanmean_dim(0, false);
        // What the mean may have been rounded by is no deviation; scikit-learn has the same rule.
        let rounding = (&mean * (f64::EPSILON * x.size(0) as f64)).square();
        let scale = variance.gt(&rounding).where_(variance.sqrt(), 1.0);
        Ok((mean, scale))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forward::Forward;

    #[test]
    fn constant_columns_are_shifted_and_missing_values_stay() {
        let x = Tensor::from([[0.1, 1.0], [0.1, f64::NAN], [0.1, 4.0]]).to_dtype(DType::F64);
        let scaler = StandardScaler::fit(&x);
        assert_eq!(scaler.mean.to_vec::<f64>()[1], 2.5);
        assert_eq!(scaler.scale.to_vec::<f64>(), [1.0, 1.5]);
        let y = scaler.forward(&x).to_vec::<f64>();
        assert!(y[0].abs() < 1e-15 && y[1] == -1.0 && y[3].is_nan(), "{y:?}");
        assert_eq!(scaler.to_string(), "StandardScaler(2)");
    }

    #[test]
    #[should_panic(
        expected = "StandardScaler: it is fitted to floats [n, num_features] with at least one row, not to [3]"
    )]
    fn a_vector_is_refused() {
        StandardScaler::fit(&Tensor::zeros(3));
    }

    #[test]
    #[should_panic(expected = "StandardScaler: column 1 has no finite mean")]
    fn an_empty_column_is_refused() {
        StandardScaler::fit(&Tensor::from([[1.0, f64::NAN], [2.0, f64::NAN]]));
    }

    #[test]
    #[should_panic(expected = "StandardScaler(2): input has shape [5, 3], and its last dimension must be 2")]
    fn another_number_of_columns_is_refused() {
        let _ = StandardScaler::new(2).forward(&Tensor::zeros([5, 3]));
    }
}
