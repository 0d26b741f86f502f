//! Random draws: those that a tensor decides, and tensors filled in place. They draw from the default generator of the
//! thread, or from that of the [`with_generator`](crate::with_generator) around, and have no gradients.

use tensor_core::random::{Generator, default_generator};
use tensor_core::{Array, Error, OrRaise, broadcast};

use crate::mode::NoGrad;
use crate::tensor::Tensor;

impl Tensor {
    /// Positions in the last dimension, each picked with a probability in proportion to its element: `num_samples`, or as
    /// many for each row of weights. Without `replacement` none is picked twice. In `i64`.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let picks = Tensor::from([0.0, 3.0, 1.0]).multinomial(2, false);
    /// assert_eq!(picks.sum().item(), 3.0);
    /// ```
    ///
    /// # Panics
    /// If there are not one or two dimensions, the elements are not floating point, or a row's are no weights: negative,
    /// infinite, all 0, or fewer than are to be picked.
    #[track_caller]
    #[must_use]
    pub fn multinomial(&self, num_samples: usize, replacement: bool) -> Tensor {
        let picks = self
            .value()
            .multinomial(num_samples, replacement, &default_generator());
        picks.or_raise().into()
    }

    /// For each element, a probability: 1 with it, else 0.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// assert_eq!(Tensor::from([0.0, 1.0]).bernoulli().to_vec::<f32>(), [0.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, or one is not a probability.
    #[track_caller]
    #[must_use]
    pub fn bernoulli(&self) -> Tensor {
        self.value()
            .bernoulli_each(&default_generator())
            .or_raise()
            .into()
    }

    /// For each element, a rate: how often something happens that happens so often on average.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let counts = Tensor::full(10_000, 4.0).poisson();
    /// assert!((counts.mean().item() - 4.0).abs() < 0.1);
    /// ```
    ///
    /// # Panics
    /// If the elements are not floating point, or one is negative.
    #[track_caller]
    #[must_use]
    pub fn poisson(&self) -> Tensor {
        self.value().poisson_each(&default_generator()).or_raise().into()
    }

    /// Normal numbers of these means and standard deviations, broadcast.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let y = Tensor::normal(&Tensor::from([0.0, 100.0]), &Tensor::from([1.0, 0.0]));
    /// assert_eq!(y.to_vec::<f32>()[1], 100.0);
    /// ```
    ///
    /// # Panics
    /// If the shapes do not broadcast, the means are not floating point, or a standard deviation is negative.
    #[track_caller]
    #[must_use]
    pub fn normal(mean: &Tensor, std: &Tensor) -> Tensor {
        if std.lt(0).any().item() == 1.0 {
            Error::argument("normal needs standard deviations >= 0, and one is negative").raise();
        }
        let shape = broadcast(mean.shape(), std.shape()).or_raise();
        let drawn = Tensor::options().dtype(mean.dtype()).randn(shape);
        let _off = NoGrad::new();
        drawn * std + mean
    }
}

macro_rules! fills {
    ($($(#[$doc:meta])* $name:ident($($parameter:ident),+) $draw:ident, $panics:literal;)*) => {
        impl Tensor {$(
            $(#[$doc])*
            ///
            /// # Panics
            #[doc = concat!($panics, ", or this is a leaf that requires a gradient and recording is on.")]
            #[track_caller]
            pub fn $name(&mut self, $($parameter: f64),+) -> &mut Self {
                self.fill_by(stringify!($name), |x, generator| {
                    Array::$draw(x.shape(), $($parameter,)+ x.dtype(), generator)
                })
            }
        )*}
    };
}

fills! {
    /// Uniform numbers in `[from, to)`, in place.
    uniform_(from, to) uniform, "If the elements are not floating point, the bounds are not finite or in the wrong order";
    /// Normal numbers of this mean and standard deviation, in place.
    normal_(mean, std) normal, "If the elements are not floating point, the standard deviation is negative";
    /// 1 (or true) with probability `p`, else 0, in place.
    bernoulli_(p) bernoulli, "If `p` is not a probability";
    /// Exponential numbers of rate `lambd`, in place.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let mut waits = Tensor::zeros(10_000);
    /// assert!((waits.exponential_(4.0).mean().item() - 0.25).abs() < 0.02);
    /// ```
    exponential_(lambd) exponential, "If the elements are not floating point, the rate is not positive";
    /// How many trials it takes until one succeeds, of probability `p`, in place.
    geometric_(p) geometric, "If the elements are bool, `p` is not between 0 and 1";
    /// Exponentials of normal numbers of this mean and standard deviation, in place.
    log_normal_(mean, std) log_normal, "If the elements are not floating point, the standard deviation is not positive";
    /// Numbers of the Cauchy distribution of this median and width, in place.
    cauchy_(median, sigma) cauchy, "If the elements are not floating point, the width is not positive";
}

impl Tensor {
    /// Integers from `low` up to but without `high`, in place.
    ///
    /// ```
    /// # use autograd::Tensor;
    /// let mut x = Tensor::zeros(100);
    /// assert!(x.random_(3, 5).to_vec::<f32>().iter().all(|&x| x == 3.0 || x == 4.0));
    /// ```
    ///
    /// # Panics
    /// If there are none, or this is a leaf that requires a gradient and recording is on.
    #[track_caller]
    pub fn random_(&mut self, low: i64, high: i64) -> &mut Self {
        self.fill_by("random_", |x, generator| {
            Ok(Array::randint(low, high, x.shape(), generator)?.to_dtype(x.dtype()))
        })
    }

    #[track_caller]
    fn fill_by(
        &mut self,
        name: &str,
        draw: impl Fn(&Tensor, &Generator) -> Result<Array, Error>,
    ) -> &mut Self {
        self.writable(name);
        let drawn = draw(self, &default_generator()).or_raise();
        self.assign(name, drawn.into())
    }
}

#[cfg(test)]
mod tests {
    use crate::{DType, Generator, Tensor, with_generator};

    #[test]
    fn draws_are_pytorchs() {
        with_generator(&Generator::pytorch(0), || {
            // torch.manual_seed(0); torch.poisson(torch.tensor([0., .5, 3., 20., 1e6]))
            let rates = Tensor::from([0.0, 0.5, 3.0, 20.0, 1e6]);
            assert_eq!(rates.poisson().to_vec::<f32>(), [0.0, 2.0, 4.0, 21.0, 999_868.0]);
            assert_eq!(Tensor::rand(1).to_vec::<f32>(), [0.419_408_32]);
        });
    }

    #[test]
    fn a_tensor_keeps_its_type() {
        let mut x = Tensor::from([0, 0]);
        assert!(x.geometric_(0.5).ge(1).all().item() == 1.0);
        assert_eq!(x.random_(0, 9).dtype(), DType::I64);
    }

    #[test]
    #[should_panic(expected = "exponential is for floating-point numbers, not int64")]
    fn integers_are_not_exponential() {
        Tensor::from([1]).exponential_(1.0);
    }
}
