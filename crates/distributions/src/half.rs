//! Distributions of how far a number of a symmetric one is from 0.

/// Writes such a distribution, its mean and its variance as expressions of the symmetric one.
macro_rules! half {
    (
        $(#[$on_half:meta])*
        struct $half:ident of $symmetric:ident;
        $(#[$on_mean:meta])*
        mean: |$of_mean:ident| $mean:expr;
        $(#[$on_variance:meta])*
        variance: |$of_variance:ident| $variance:expr;
    ) => {
        $(#[$on_half])*
        #[derive(Clone, Debug)]
        pub struct $half {
            signed: $crate::$symmetric,
        }

        impl $half {
            /// The distribution.
            ///
            /// # Panics
            /// If `scale` is not positive.
            #[track_caller]
            pub fn new(scale: impl Into<::autograd::Tensor>) -> Self {
                Self {
                    signed: $crate::$symmetric::new(0.0, scale),
                }
            }
        }

        impl $crate::Distribution for $half {
            fn batch_shape(&self) -> &[usize] {
                self.signed.batch_shape()
            }

            fn each_tensor(&mut self, change: &mut dyn FnMut(&mut ::autograd::Tensor)) {
                self.signed.each_tensor(change);
            }

            fn support(&self) -> $crate::Constraint {
                $crate::Constraint::Nonnegative
            }

            $(#[$on_mean])*
            fn mean(&self) -> ::autograd::Tensor {
                let $of_mean = &self.signed;
                $mean
            }

            $(#[$on_variance])*
            fn variance(&self) -> ::autograd::Tensor {
                let $of_variance = &self.signed;
                $variance
            }

            #[track_caller]
            fn log_prob(&self, value: &::autograd::Tensor) -> ::autograd::Tensor {
                $crate::check::require(stringify!($half), "value", value, "at least 0", |x| x >= 0.0);
                self.signed.log_prob(value) + ::std::f64::consts::LN_2
            }

            fn entropy(&self) -> ::autograd::Tensor {
                self.signed.entropy() - ::std::f64::consts::LN_2
            }

            fn mode(&self) -> ::autograd::Tensor {
                self.signed.mode()
            }

            #[track_caller]
            fn cdf(&self, value: &::autograd::Tensor) -> ::autograd::Tensor {
                self.signed.cdf(&value.clamp_min(0.0)) * 2.0 - 1.0
            }

            #[track_caller]
            fn icdf(&self, value: &::autograd::Tensor) -> ::autograd::Tensor {
                $crate::check::probability(stringify!($half), "a probability", value);
                self.signed.icdf(&((value + 1.0) * 0.5))
            }

            fn draw(&self, sample_shape: &[usize]) -> ::autograd::Tensor {
                self.signed.draw(sample_shape).abs()
            }
        }

        impl $crate::Reparameterized for $half {}
    };
}
pub(crate) use half;
