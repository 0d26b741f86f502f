//! Samples of categories that gradients pass.

use tensor_core::{Error, OrRaise, float_dtype};

use crate::tensor::Tensor;

impl Tensor {
    /// Samples of categories, of which these are the logarithms of probabilities, up to a constant for each: the softmax
    /// along `dim` of these with Gumbel noise, over the temperature `tau`. With `hard` the result is one-hot, and the gradient
    /// is that of the soft one. PyTorch's `F.gumbel_softmax`, whose `tau` is 1 by default; after Jang, Gu and Poole, "Categorical
    /// reparameterization with Gumbel-softmax" (2016), and Maddison, Mnih and Teh (2016).
    ///
    /// The noise comes from the default generator of the thread.
    ///
    /// Gradient: that of the softmax.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let sample = Tensor::from([[0.0, 100.0, 0.0]]).gumbel_softmax(1.0, true, -1);
    /// assert_eq!(sample.to_vec::<f32>(), [0.0, 1.0, 0.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, `tau` is not positive, or the dimension does not exist.
    #[track_caller]
    #[must_use]
    pub fn gumbel_softmax(&self, tau: f64, hard: bool, dim: isize) -> Tensor {
        float_dtype("gumbel_softmax", self.dtype()).or_raise();
        if tau.is_nan() || tau <= 0.0 {
            Error::argument(format!("gumbel_softmax: tau must be positive, but is {tau}")).raise();
        }
        let mut waits = self.detach().zeros_like();
        waits.exponential_(1.0);
        let soft = self.sub(waits.log()).div(tau).softmax(dim);
        if !hard {
            return soft;
        }
        let largest = soft.detach().argmax_dim(dim, true);
        let one_hot = soft.detach().zeros_like().scatter(dim, &largest, 1.0);
        // The order of PyTorch's terms, so that the value is one-hot but for a rounding.
        one_hot.sub(soft.detach()).add(soft)
    }
}

#[cfg(test)]
mod tests {
    use tensor_core::random::set_default_generator;

    use crate::{Generator, Tensor};

    #[test]
    fn pytorchs_samples() {
        set_default_generator(Generator::pytorch(0));
        let logits = Tensor::from([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]).requires_grad_(true);
        let soft = logits.gumbel_softmax(0.5, false, -1);
        let expected = Tensor::from([
            [0.000_544_194_7, 0.032_693_498, 0.966_762_3],
            [0.104_041_137, 0.623_345_85, 0.272_613_02],
        ]);
        assert!(soft.allclose(&expected), "{soft}");
        let hard = logits.gumbel_softmax(1.0, true, -1);
        assert!(
            hard.allclose(&Tensor::from([[0.0, 0.0, 1.0], [0.0, 0.0, 1.0]])),
            "{hard}"
        );
        hard.select(1, 0).sum().backward();
        let grad = logits.grad().unwrap();
        assert!(grad.abs().max().item() > 0.0 && grad.sum().item().abs() < 1e-6);
    }

    #[test]
    #[should_panic(expected = "gumbel_softmax: tau must be positive, but is 0")]
    fn no_temperature_is_refused() {
        let _ = Tensor::zeros(2).gumbel_softmax(0.0, false, 0);
    }
}
