//! What the layers over windows have in common: their options, and what is printed of them.

/// Writes a layer over windows of so many dimensions: the options of all such layers, and its own, which `moves(&self)` gives
/// as those of the operation; sizes are printed as `$as_given` makes them, and behind them the options that are named.
macro_rules! pooling {
    (
        $(#[$on_layer:meta])*
        struct $layer:ident over $rank:literal dimensions, by $moves:ident {
            $(#[$on_padding:meta])*
            padding,
            $($(#[$on_own:meta])* $own:ident: $type:ty,)*
        }

        prints $as_given:path, [$($printed:ident),*];
    ) => {
        $(#[$on_layer])*
        #[derive(Clone, Copy, Debug, $crate::module::Module, ::options_derive::Options)]
        #[module(extra_repr)]
        pub struct $layer {
            /// How many elements a window has.
            #[option(from = ::autograd::Extent<$rank>)]
            #[module(skip)]
            kernel_size: ::autograd::Extent<$rank>,
            /// The step from one window to the next; none stands for the kernel size.
            #[option(default = None, from = ::autograd::Extent<$rank>)]
            #[module(skip)]
            stride: Option<::autograd::Extent<$rank>>,
            $(#[$on_padding])*
            #[option(default = ::autograd::Extent::from(0), from = ::autograd::Extent<$rank>)]
            #[module(skip)]
            padding: ::autograd::Extent<$rank>,
            $($(#[$on_own])* $own: $type,)*
        }

        impl $layer {
            #[allow(clippy::needless_update, reason = "a layer may lack options of the operation")]
            fn moves(&self) -> $moves<$rank> {
                let &Self { kernel_size, stride, padding $(, $own)* } = self;
                $moves { kernel_size, stride, padding, $($own,)* ..$moves::new(kernel_size) }
            }

            fn extra_repr(&self) -> String {
                ::autograd::options::repr(&[
                    ("kernel_size=", $as_given(self.kernel_size).into()),
                    ("stride=", $as_given(self.stride.unwrap_or(self.kernel_size)).into()),
                    ("padding=", $as_given(self.padding).into()),
                    $((concat!(stringify!($printed), "="), self.$printed.into()),)*
                ])
            }
        }
    };
}
pub(super) use pooling;
