//! What becomes of the row of a function of one number.

use crate::array::Array;

/// A function of one number whose gradient is computed in one pass: what automatic differentiation needs to know of it.
pub trait Differentiable: Copy + Send + Sync + 'static {
    /// Its name in a graph.
    const NAME: &'static str;
    /// The name of its gradient in a graph.
    const BACKWARD: &'static str;
    /// What the slope is read from.
    const READS: Reads;

    /// The function of every element.
    ///
    /// # Panics
    /// If it is not for elements of that type.
    #[track_caller]
    fn value(self, x: &Array) -> Array;

    /// `grad` times the slope at every element, which is read from the array that [`READS`](Self::READS) names.
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    fn gradient(self, grad: &Array, read: &Array) -> Array;
}

/// What a slope is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// What the function was given.
    Argument,
    /// What the function gave.
    Result,
}

/// The gradient of the function `O`, as a function of the gradient that arrives and of what the slope is read from.
#[derive(Clone, Copy)]
pub(crate) struct Slope<O>(pub(crate) O);

/// Declares a function of one number:
///
/// ```text
/// unary! {
///     /// What it is, for `Array::elu`.
///     Elu { alpha } = elu: Float by to_float;
///     fn value(x), cost 4 { .. }
///     fn slope(grad, x) { .. }
/// }
/// ```
///
/// - `Elu` is the type of the function, with its parameters, which are numbers; `elu` is the method of `Array`.
/// - `Float`, `Number` or `Any` says in which types it is computed: the bodies call such a type `T`, and the instructions
///   that they are compiled for `A`. `by` names the rule that gives the element type; without it, others are refused.
/// - `value` is the function. Its cost, 1 unless told, is in additions (benches/README.md has the nanoseconds; an addition
///   takes .08): from how many elements on threads share them, and, from 3 on, whether there is a copy of the loop for
///   AVX-512. Where a division or a square root is what takes the time, that gains nothing: 2. `scalar_f64: true` after
///   the cost says that for `f64` there is no vector code, so that one copy will do.
/// - `slope` is the gradient that arrives times the slope, read from the argument `x` or, where that is cheaper, from the
///   `result`. A function without one has its gradient composed of other operations. The slope is always a `Float`.
macro_rules! unary {
    (@ $doc:tt $Name:ident $parameters:tt = $method:ident: $Class:ident by $rule:ident;
        fn value $value:tt $(, cost $cost:literal)? $(, scalar_f64: $scalar:literal)? $body:block
    ) => {
        $crate::kernel::functions::unary::row_type!(pub(crate) $Name $method $parameters);
        $crate::kernel::functions::unary::value!(
            $doc $Name $parameters $method $Class $rule $value [$($cost)?] [$($scalar)?] $body
        );
    };
    (@ $doc:tt $Name:ident $parameters:tt = $method:ident: $Class:ident by $rule:ident;
        fn value $value:tt $(, cost $cost:literal)? $(, scalar_f64: $scalar:literal)? $body:block
        fn slope ($grad:ident, $read:ident) $(, cost $slope_cost:literal)? $slope:block
    ) => {
        $crate::kernel::functions::unary::row_type!(pub $Name $method $parameters);
        $crate::kernel::functions::unary::value!(
            $doc $Name $parameters $method $Class $rule $value [$($cost)?] [$($scalar)?] $body
        );
        $crate::kernel::functions::unary::slope!($Name $parameters $method ($grad, $read) [$($slope_cost)?] $slope);
    };
    // The default rules.
    (@ $doc:tt $Name:ident $parameters:tt = $method:ident: Any; $($rest:tt)*) => {
        unary!(@ $doc $Name $parameters = $method: Any by any; $($rest)*);
    };
    (@ $doc:tt $Name:ident $parameters:tt = $method:ident: Float; $($rest:tt)*) => {
        unary!(@ $doc $Name $parameters = $method: Float by floats; $($rest)*);
    };
    (@ $doc:tt $Name:ident $parameters:tt = $method:ident: Number; $($rest:tt)*) => {
        unary!(@ $doc $Name $parameters = $method: Number by numbers; $($rest)*);
    };
    ($(#[$doc:meta])* $Name:ident = $($rest:tt)*) => {
        unary!(@ [$(#[$doc])*] $Name {} = $($rest)*);
    };
    ($(#[$doc:meta])* $Name:ident $parameters:tt = $($rest:tt)*) => {
        unary!(@ [$(#[$doc])*] $Name $parameters = $($rest)*);
    };
}

/// The type of a row.
macro_rules! row_type {
    ($visibility:vis $Name:ident $method:ident {}) => {
        #[doc = concat!("[`Array::", stringify!($method), "`](crate::Array::", stringify!($method), ")")]
        #[derive(Clone, Copy, Debug)]
        $visibility struct $Name;
    };
    ($visibility:vis $Name:ident $method:ident { $($parameter:ident),+ }) => {
        #[doc = concat!("[`Array::", stringify!($method), "`](crate::Array::", stringify!($method), ")")]
        #[derive(Clone, Copy, Debug)]
        $visibility struct $Name {
            $(#[doc = concat!("Its parameter `", stringify!($parameter), "`.")]
            pub $parameter: f64,)+
        }
    };
}

/// The loop of a row's value, and the method of arrays.
macro_rules! value {
    ([$(#[$doc:meta])*] $Name:ident { $($parameter:ident),* } $method:ident $Class:ident $rule:ident
        ($x:ident) [$($cost:literal)?] [$($scalar:literal)?] $body:block
    ) => {
        impl<T: $crate::kernel::functions::class::$Class> $crate::kernel::map::Unary<T, T> for $Name {
            $(const COST: usize = $cost;)?
            $(const SCALAR_F64: bool = $scalar;)?

            #[inline(always)]
            fn apply<A: $crate::kernel::simd::Arch>(self, $x: T) -> T {
                $(let $parameter = T::from_f64(self.$parameter);)*
                $body
            }
        }

        impl $crate::array::Array {
            $(#[$doc])*
            #[track_caller]
            pub fn $method(&self $(, $parameter: f64)*) -> $crate::array::Array {
                let dtype = self.dtype();
                let dtype = $crate::kernel::functions::rule::$rule(stringify!($method), &[dtype], dtype);
                let dtype = $crate::error::OrRaise::or_raise(dtype);
                if dtype != self.dtype() && dtype.is_float() {
                    return self.by_double(dtype, &|x| x.$method($($parameter),*));
                }
                $crate::dtype::dispatch!(dtype, T: $Class => self.map_as::<T>(&$Name { $($parameter),* }, dtype))
            }
        }
    };
}

/// The loop of a row's slope, and what automatic differentiation asks for.
macro_rules! slope {
    ($Name:ident { $($parameter:ident),* } $method:ident
        ($grad:ident, $read:ident) [$($cost:literal)?] $body:block
    ) => {
        impl<T: $crate::kernel::math::Float> $crate::kernel::map::Binary<T, T>
            for $crate::kernel::functions::unary::Slope<$Name>
        {
            $(const COST: usize = $cost;)?

            #[inline(always)]
            fn apply<A: $crate::kernel::simd::Arch>(self, $grad: T, $read: T) -> T {
                $(let $parameter = T::from_f64(self.0.$parameter);)*
                $body
            }
        }

        impl $crate::kernel::functions::Differentiable for $Name {
            const NAME: &'static str = stringify!($Name);
            const BACKWARD: &'static str = concat!(stringify!($Name), "Backward");
            const READS: $crate::kernel::functions::Reads = $crate::kernel::functions::unary::reads!($read);

            #[track_caller]
            fn value(self, x: &$crate::array::Array) -> $crate::array::Array {
                x.$method($(self.$parameter),*)
            }

            #[track_caller]
            fn gradient(self, grad: &$crate::array::Array, read: &$crate::array::Array) -> $crate::array::Array {
                let slope = $crate::kernel::functions::unary::Slope(self);
                $crate::dtype::dispatch!(read.dtype(), T: Float => {
                    $crate::array::zip::<T, T>(&slope, read.dtype(), grad.into(), read.into())
                })
            }
        }
    };
}

macro_rules! reads {
    (x) => {
        $crate::kernel::functions::Reads::Argument
    };
    (result) => {
        $crate::kernel::functions::Reads::Result
    };
}

pub(super) use {reads, row_type, slope, unary, value};
