//! What the norms that can have running figures have in common: structs, options, and the figures.

use autograd::Tensor;

use crate::buffer::Buffer;

/// Writes such a norm, and the options that it is made of and keeps: the number of channels, and the norm's own, among them
/// `eps`, `affine`, `bias` and `track_running_stats`.
macro_rules! running_norm {
    (
        $(#[$on_norm:meta])*
        struct $norm:ident {
            $(#[$on_batches:meta])*
            num_batches_tracked,
        }

        $(#[$on_new:meta])*
        struct $options:ident { $($(#[$on_option:meta])* $option:ident: $type:ty,)* }
    ) => {
        $(#[$on_norm])*
        #[derive($crate::module::Module)]
        #[module(extra_repr)]
        pub struct $norm {
            /// Ones `[num_features]`, unless the layer is without it.
            pub weight: Option<$crate::parameter::Parameter>,
            /// Zeros `[num_features]`, unless the layer is without it.
            pub bias: Option<$crate::parameter::Parameter>,
            /// The mean of what was seen in training, `[num_features]`, unless the layer is without it.
            pub running_mean: Option<$crate::buffer::Buffer>,
            /// The unbiased variance of what was seen in training, `[num_features]`.
            pub running_var: Option<$crate::buffer::Buffer>,
            $(#[$on_batches])*
            pub num_batches_tracked: Option<$crate::buffer::Buffer>,
            #[module(skip)]
            options: $options,
            training: $crate::training::Training,
        }

        impl $norm {
            $(#[$on_new])*
            #[track_caller]
            pub fn new(num_features: usize) -> Self {
                Self::options(num_features).build()
            }

            /// A layer to be made otherwise.
            pub fn options(num_features: usize) -> $options {
                $options::new(num_features)
            }

            fn figures(&self) -> $crate::layers::running::Figures<'_> {
                $crate::layers::running::Figures {
                    weight: self.weight.as_deref(),
                    bias: self.bias.as_deref(),
                    running: $crate::layers::running::Running::of(
                        self.running_mean.as_ref(),
                        self.running_var.as_ref(),
                        self.num_batches_tracked.as_ref(),
                    ),
                    training: self.training.get(),
                    eps: self.options.eps,
                }
            }

            fn extra_repr(&self) -> String {
                use $crate::layers::affine::python;
                format!(
                    "{}, eps={}, momentum={}, affine={}, bias={}, track_running_stats={}",
                    self.options.num_features,
                    python(self.options.eps),
                    python(self.options.momentum),
                    python(self.weight.is_some()),
                    python(self.bias.is_some()),
                    python(self.running_mean.is_some())
                )
            }
        }

        $crate::layers::layer!($norm);

        #[doc = concat!("How a [`", stringify!($norm), "`] is made.")]
        #[derive(Clone, Copy, Debug, ::options_derive::Options)]
        #[must_use = "nothing is made until `build` is called"]
        pub struct $options {
            /// The number of channels.
            num_features: usize,
            $($(#[$on_option])* $option: $type,)*
        }

        impl $options {
            /// The same for inputs of other channels.
            pub(super) fn of_inputs(self, num_features: usize) -> Self {
                Self { num_features, ..self }
            }

            /// The channels of the input, if a weight of this shape is to be the layer's.
            pub(super) fn inputs_of(self, weight: &[usize]) -> Option<usize> {
                weight.first().copied()
            }

            /// Makes the layer, in the [default element type](autograd::with_dtype).
            ///
            /// # Panics
            /// If the system gives no memory for the parameters.
            #[track_caller]
            pub fn build(self) -> $norm {
                use ::autograd::Tensor;
                let size = self.num_features;
                let (weight, bias) = $crate::layers::affine::parameters(&[size], self.affine, self.bias);
                let buffer = |made: fn(usize) -> Tensor| {
                    self.track_running_stats.then(|| $crate::buffer::Buffer::new(made(size)))
                };
                ::autograd::Error::raise_memory_here(|| $norm {
                    weight,
                    bias,
                    running_mean: buffer(|size| Tensor::zeros(size)),
                    running_var: buffer(|size| Tensor::ones(size)),
                    num_batches_tracked: buffer(|_| Tensor::from(0)),
                    options: self,
                    training: $crate::training::Training::default(),
                })
            }
        }
    };
}
pub(super) use running_norm;

/// What a norm computes with.
pub(super) struct Figures<'a> {
    pub(super) weight: Option<&'a Tensor>,
    pub(super) bias: Option<&'a Tensor>,
    pub(super) running: Option<Running<'a>>,
    pub(super) training: bool,
    pub(super) eps: f64,
}

impl Figures<'_> {
    /// What comes out by running figures, if it is by them: in evaluation, if there are some.
    pub(super) fn evaluated(&self, x: &Tensor) -> Option<Tensor> {
        let running = self.running.as_ref().filter(|_| !self.training)?;
        Some(x.batch_norm_by(running.mean, running.var, self.weight, self.bias, self.eps))
    }
}

/// What a layer has seen so far.
pub(super) struct Running<'a> {
    /// The means of the channels.
    pub(super) mean: &'a Buffer,
    /// Their unbiased variances.
    pub(super) var: &'a Buffer,
    /// How many batches were seen.
    pub(super) batches: &'a Buffer,
}

impl<'a> Running<'a> {
    /// The buffers of a layer, if it has some.
    pub(super) fn of(
        mean: Option<&'a Buffer>,
        var: Option<&'a Buffer>,
        batches: Option<&'a Buffer>,
    ) -> Option<Self> {
        Some(Self {
            mean: mean?,
            var: var?,
            batches: batches?,
        })
    }

    /// One batch more; how many they are now.
    pub(super) fn count_batch(&self) -> f64 {
        let batches = self.batches.item() + 1.0;
        self.batches.set_data(self.batches.full_like(batches as i64));
        batches
    }

    /// Replaces this part of the figures by those of a batch.
    pub(super) fn take_in(&self, mean: &Tensor, var: &Tensor, part: f64) {
        for (old, new) in [(self.mean, mean), (self.var, var)] {
            old.set_data((&**old * (1.0 - part) + new * part).to_dtype(old.dtype()));
        }
    }
}
