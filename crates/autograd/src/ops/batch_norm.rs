//! Batch norm.

use tensor_core::{Array, DType, Error, OrRaise};

use super::group_norm::{Over, check_affine};
use crate::mode::is_grad_enabled;
use crate::record::{Save, record};
use crate::tensor::Tensor;

impl Tensor {
    /// `(x - mean) / sqrt(var + eps) * weight + bias`, with each channel's mean and biased variance over the whole batch.
    /// PyTorch's `F.batch_norm` in training; after Ioffe and Szegedy, "Batch normalization" (2015).
    ///
    /// # Shape
    /// `[N, C, ..]`, kept; weight and bias `[C]`.
    ///
    /// Gradient: for `x`, with `g = grad * weight` and the normalised `n`, `(g - mean(g) - n * mean(g * n)) / sqrt(var + eps)`;
    /// for `weight` the sum of `grad * n`, for `bias` that of `grad`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let x = Tensor::from([[1.0, -2.0], [3.0, 8.0]]);
    /// assert_eq!(x.batch_norm(None, None, 0.0).to_vec::<f32>(), [-1.0, -1.0, 1.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit, or the elements are not floating point.
    #[track_caller]
    pub fn batch_norm(&self, weight: Option<&Tensor>, bias: Option<&Tensor>, eps: f64) -> Tensor {
        self.batch_norm_with_figures(weight, bias, eps).0
    }

    /// [`batch_norm`](Tensor::batch_norm), and the means and the biased variances, `[2, C]`, which have no history: what
    /// running figures are made of.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (_, figures) = Tensor::from([[1.0], [3.0]]).batch_norm_with_figures(None, None, 1e-5);
    /// assert_eq!(figures.to_vec::<f32>(), [2.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// As [`batch_norm`](Tensor::batch_norm).
    #[track_caller]
    pub fn batch_norm_with_figures(
        &self,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        eps: f64,
    ) -> (Tensor, Tensor) {
        check(self, weight, bias).or_raise();
        let none = Tensor::from(Array::zeros(0, DType::F32));
        let inputs = [self, weight.unwrap_or(&none), bias.unwrap_or(&none)];
        let (value, figures) = {
            let (weight, bias) = (weight.map(Tensor::value), bias.map(Tensor::value));
            self.value().batch_norm(weight.as_deref(), bias.as_deref(), eps)
        };
        let has_weight = weight.is_some();
        let save = [Save::Input(0), Save::Input(1), Save::Value(&figures)];
        let y = record("NativeBatchNorm", value, inputs, save, move |cx| {
            let [x, weight, figures] = cx.saved();
            let weight = has_weight.then_some(weight);
            if is_grad_enabled() {
                let [input, of_weight, _] =
                    Over::channels(x.shape()).gradients(&cx.grad, x, weight, eps, true);
                let rest: Vec<isize> = (0..x.rank() as isize).filter(|dim| *dim != 1).collect();
                return [input, of_weight, Some(cx.grad.sum_dim(rest, false))];
            }
            let [input, of_weight, of_bias] = Array::batch_norm_backward(
                &cx.grad.value(),
                &x.value(),
                &figures.value(),
                weight.map(Tensor::value).as_deref(),
            );
            let of_weight = has_weight.then(|| Tensor::from(of_weight));
            [Some(Tensor::from(input)), of_weight, Some(Tensor::from(of_bias))]
        });
        (y, Tensor::from(figures).narrow(0, 0, 2))
    }

    /// `(x - mean) / sqrt(var + eps) * weight + bias` with given figures of each channel: PyTorch's `F.batch_norm` in
    /// evaluation, with its running mean and variance.
    ///
    /// # Shape
    /// `[N, C, ..]`, kept; all else `[C]`.
    ///
    /// Gradient: for `x` that of the linear map of each channel; for the others as they are composed.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let (mean, var) = (Tensor::from([1.0]), Tensor::from([4.0]));
    /// let y = Tensor::from([[1.0], [5.0]]).batch_norm_by(&mean, &var, None, None, 0.0);
    /// assert_eq!(y.to_vec::<f32>(), [0.0, 2.0]);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not fit, or the elements are not floating point.
    #[track_caller]
    pub fn batch_norm_by(
        &self,
        mean: &Tensor,
        var: &Tensor,
        weight: Option<&Tensor>,
        bias: Option<&Tensor>,
        eps: f64,
    ) -> Tensor {
        check(self, weight, bias).or_raise();
        check_affine("batch_norm", self, &self.shape()[1..2], Some(mean), Some(var)).or_raise();
        let mut along = vec![1; self.rank() - 1];
        along[0] = self.shape()[1];
        let reciprocal = (var + eps).rsqrt();
        let scale = match weight {
            Some(weight) => reciprocal.mul(weight),
            None => reciprocal,
        };
        let y = self.sub(mean.reshape(&along[..])).mul(scale.reshape(&along[..]));
        match bias {
            Some(bias) => y.add(bias.reshape(&along[..])),
            None => y,
        }
    }
}

fn check(x: &Tensor, weight: Option<&Tensor>, bias: Option<&Tensor>) -> Result<(), Error> {
    let &[_, channels, ..] = x.shape() else {
        return Err(Error::shape(format!(
            "batch_norm: the input has shape {:?}, and must be [N, C, ..]",
            x.shape()
        )));
    };
    check_affine("batch_norm", x, &[channels], weight, bias)
}

#[cfg(test)]
mod tests {
    use crate::Tensor;
    use crate::gradcheck::{check, check_second};

    #[test]
    fn gradients() {
        check(&[&[4, 3], &[3], &[3]], |x| {
            x[0].batch_norm(Some(&x[1]), Some(&x[2]), 1e-5)
        });
        check(&[&[2, 3, 4], &[3]], |x| x[0].batch_norm(Some(&x[1]), None, 1e-5));
        check(&[&[2, 2, 2, 3], &[2]], |x| {
            x[0].batch_norm(None, Some(&x[1]), 1e-5)
        });
        check_second(&[&[4, 2], &[2], &[2]], |x| {
            x[0].batch_norm(Some(&x[1]), Some(&x[2]), 1e-2).square()
        });
        check_second(&[&[2, 2, 2]], |x| x[0].batch_norm(None, None, 1e-2).square());
    }

    #[test]
    fn given_figures() {
        check(&[&[2, 3, 2], &[3], &[3], &[3]], |x| {
            let var = x[2].square();
            x[0].batch_norm_by(&x[1], &var, Some(&x[3]), None, 1.0)
        });
    }

    #[test]
    fn many_channels_are_worked_on_in_strips() {
        let x = Tensor::rand([70, 130]);
        let y = x.batch_norm(None, None, 0.0);
        for mean in y.mean_dim(0, false).to_vec::<f32>() {
            assert!(mean.abs() < 1e-5, "{mean}");
        }
        for variance in y.var_dim(0, 0.0, false).to_vec::<f32>() {
            assert!((variance - 1.0).abs() < 1e-4, "{variance}");
        }
    }

    #[test]
    #[should_panic(expected = "batch_norm: the weight has shape [2], and must have [3]")]
    fn another_weight_is_refused() {
        Tensor::zeros([2, 3]).batch_norm(Some(&Tensor::ones(2)), None, 1e-5);
    }
}
