//! What every metric has: the ways in, the way out, and its function.

/// Writes them for a type with the field `kept`, which has `take(y_true, y_pred, sample_weight)`, and a method
/// `result(&self)`, which gives the figure or says what is missing.
macro_rules! metric {
    ($(#[$doc:meta])* pub fn $function:ident($truth:ident, $prediction:ident) -> $figure:ident of $metric:ident) => {
        $(#[$doc])*
        ///
        /// # Panics
        #[doc = concat!("As [`update`](", stringify!($metric), "::update) and [`compute`](", stringify!($metric), "::compute).")]
        #[track_caller]
        pub fn $function($truth: &::autograd::Tensor, $prediction: &::autograd::Tensor) -> $figure {
            $metric::new().of($truth, $prediction)
        }

        $crate::metric::metric!(ways of $metric as stringify!($function), $truth, $prediction -> $figure);
    };
    (ways of $metric:ident as $name:expr, $truth:ident, $prediction:ident -> $figure:ident) => {
        impl $metric {
            /// Takes in a batch.
            ///
            /// # Panics
            /// If shapes or values do not fit.
            #[track_caller]
            pub fn update(&mut self, $truth: &::autograd::Tensor, $prediction: &::autograd::Tensor) {
                self.take($truth, $prediction, None);
            }

            /// Takes in a batch, of which each sample counts its weight.
            ///
            /// # Panics
            /// As [`update`](Self::update), and if a weight is negative or not finite.
            #[track_caller]
            pub fn update_weighted(
                &mut self,
                $truth: &::autograd::Tensor,
                $prediction: &::autograd::Tensor,
                sample_weight: &::autograd::Tensor,
            ) {
                self.take($truth, $prediction, Some(sample_weight));
            }

            /// The figure of all batches so far.
            ///
            /// # Panics
            /// If there are no samples, or they do not fit the options.
            #[track_caller]
            #[must_use]
            pub fn compute(&self) -> $figure {
                let result = self.result().map_err(|error| error.within($name));
                ::autograd::OrRaise::or_raise(result)
            }

            /// The figure of these samples and all so far.
            ///
            /// # Panics
            /// As [`update`](Self::update) and [`compute`](Self::compute).
            #[track_caller]
            #[must_use]
            pub fn of(mut self, $truth: &::autograd::Tensor, $prediction: &::autograd::Tensor) -> $figure {
                self.update($truth, $prediction);
                self.compute()
            }

            /// Forgets all batches; the options stay.
            pub fn reset(&mut self) {
                self.kept = ::core::default::Default::default();
            }

            #[track_caller]
            fn take(
                &mut self,
                $truth: &::autograd::Tensor,
                $prediction: &::autograd::Tensor,
                sample_weight: Option<&::autograd::Tensor>,
            ) {
                let taken = self.kept.take($truth, $prediction, sample_weight);
                ::autograd::OrRaise::or_raise(taken.map_err(|error| error.within($name)));
            }
        }
    };
}
pub(crate) use metric;
