//! [`Dropout`]: zeroes at random in training.

use autograd::random::default_generator;
use autograd::{Array, DType, Generator, Tensor};

use crate::layer_error::LayerError;

/// Writes a layer that drops so much of its input in training, after `$check` of the input if there is one. It says by
/// `dropped(&self, x: &Tensor) -> Result<Tensor, LayerError>` what becomes of it.
macro_rules! dropout {
    (
        $(#[$on_layer:meta])*
        struct $layer:ident {
            $(#[$on_p:meta])*
            p,
        }
        $(check $check:expr;)?
    ) => {
        $(#[$on_layer])*
        #[derive(Debug, $crate::module::Module, ::options_derive::Options)]
        #[module(extra_repr)]
        pub struct $layer {
            $(#[$on_p])*
            #[option(limit = unit)]
            p: f64,
            #[option(default = $crate::training::Training::default(), private)]
            training: $crate::training::Training,
        }

        impl $layer {
            fn extra_repr(&self) -> String {
                format!("p={}, inplace=False", ::tensor_core::print::python_float(self.p))
            }

            fn run(&self, x: &::autograd::Tensor) -> Result<::autograd::Tensor, $crate::layer_error::LayerError> {
                $($check(x)?;)?
                // Nothing is drawn where nothing is random: the stream stays PyTorch's.
                if !self.training.get() || self.p == 0.0 {
                    return Ok(x.clone());
                }
                $crate::layers::float_only(x)?;
                self.dropped(x)
            }
        }

        $crate::layers::layer!($layer);
    };
}
pub(super) use dropout;

dropout! {
    /// In training, sets each element to 0 with probability `p` and divides the others by `1 - p`, so that the mean stays;
    /// in [evaluation](crate::Module::eval), passes everything on. After Hinton and others, "Improving neural networks by
    /// preventing co-adaptation of feature detectors" (2012).
    ///
    /// It draws from the default generator of the thread that runs it, or from that of the
    /// [`with_generator`](autograd::with_generator) around. The elements that stay are PyTorch's, if the generator is.
    ///
    /// # Shape
    /// Any, kept.
    ///
    /// ```
    /// use nn::{Dropout, Forward, Module, Tensor};
    /// let dropout = Dropout::new(0.5);
    /// let y = dropout.forward(&Tensor::ones([1000]));
    /// assert!(y.to_vec::<f32>().iter().all(|&y| y == 0.0 || y == 2.0));
    /// dropout.eval();
    /// assert_eq!(dropout.forward(&Tensor::ones([3])).to_vec::<f32>(), [1.0; 3]);
    /// ```
    struct Dropout {
        /// The probability of an element to be dropped.
        p,
    }
}

impl Dropout {
    fn dropped(&self, x: &Tensor) -> Result<Tensor, LayerError> {
        if self.p == 1.0 {
            return Ok(x * 0.0);
        }
        Ok(x * factors(&default_generator(), x.shape(), x.dtype(), 1.0 - self.p)?)
    }
}

/// What each of so many elements is multiplied by: `1 / keep` with probability `keep`, else 0.
pub(super) fn factors(
    generator: &Generator,
    shape: &[usize],
    dtype: DType,
    keep: f64,
) -> Result<Tensor, LayerError> {
    let factor = match dtype {
        DType::F64 => 1.0 / keep,
        // PyTorch divides in the element type; 1 / keep in f64 may round to another number.
        _ => f64::from(1.0 / keep as f32),
    };
    let mut factors = Array::bernoulli(shape, keep, dtype, generator)?;
    factors.mul_scalar_assign(factor);
    Ok(Tensor::from(factors))
}
