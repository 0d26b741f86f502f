//! Python's keyword arguments, as calls of a builder's methods.

/// Sets those of the named options that the arguments have, in this order. An option that takes several types needs
/// the one to read it as.
macro_rules! set {
    ($builder:expr, $args:expr, $($option:ident $(: $type:ty)?),+ $(,)?) => {{
        let mut builder = $builder;
        $(if let Some(value) = $args.maybe$(::<$type>)?(stringify!($option))? {
            builder = builder.$option(value);
        })+
        builder
    }};
}
pub(crate) use set;
