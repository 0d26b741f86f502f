//! Python's keyword arguments, as calls of a builder's methods.

/// Sets those of the named options that the arguments have, in this order.
macro_rules! set {
    ($builder:expr, $args:expr, $($option:ident: $get:ident),+ $(,)?) => {{
        let mut builder = $builder;
        $(if let Some(value) = $args.$get(stringify!($option)) {
            builder = builder.$option(value);
        })+
        builder
    }};
}
pub(crate) use set;
