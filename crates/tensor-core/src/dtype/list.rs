//! The list of element types, and what is read off it: [`DType`] with sizes, names, classes and promotion.

use std::fmt;

/// Calls `$callback!` with the tokens given and then one line for each element type: its documentation, its name here,
/// PyTorch's name, the Rust type, its class, and for stored types the one that they are computed in. The only list.
macro_rules! element_types {
    (($($callback:tt)+) $($given:tt)*) => {
        $($callback)+! { $($given)*
            /// 32-bit floating point, the default.
            F32 "float32" f32, Float;
            /// 64-bit floating point.
            F64 "float64" f64, Float;
            /// 64-bit signed integer.
            I64 "int64" i64, Integer;
            /// True or false, one byte.
            Bool "bool" bool, Bool;
            /// 8-bit unsigned integer.
            U8 "uint8" u8, Integer, computed in I64;
            /// 8-bit signed integer.
            I8 "int8" i8, Integer, computed in I64;
            /// 16-bit signed integer.
            I16 "int16" i16, Integer, computed in I64;
            /// 32-bit signed integer.
            I32 "int32" i32, Integer, computed in I64;
            /// 16-bit floating point, IEEE's half precision: 11 digits, up to 65504.
            F16 "float16" half::f16, Float, computed in F32;
            /// 16-bit floating point with the range of 32 bits and 8 digits: "brain" floating point.
            BF16 "bfloat16" half::bf16, Float, computed in F32;
        }
    };
}
pub(crate) use element_types;

macro_rules! define_dtype {
    ($($(#[$doc:meta])+ $variant:ident $name:literal $rust:ty, $class:ident $(, computed in $computing:ident)?;)*) => {
        /// The type of an array's elements, known at run time.
        ///
        /// Kernels compute in four of them: `F32`, `F64`, `I64` and `Bool`. The others are types to store numbers in: an
        /// operation reads them as the computing type of their class ([`DType::computing`]) and rounds or wraps its
        /// result once, as PyTorch does on a CPU.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(u8)]
        pub enum DType {
            $($(#[$doc])+ $variant,)*
        }

        impl DType {
            /// All of them.
            pub const ALL: &[DType] = &[$(DType::$variant,)*];

            /// The type whose `as u8` this is.
            ///
            /// # Panics
            /// If it is of none.
            #[doc(hidden)]
            #[inline(always)]
            pub const fn from_code(code: u8) -> DType {
                $(if code == DType::$variant as u8 {
                    return DType::$variant;
                })*
                panic!("no element type has this code")
            }

            /// The bytes of one element.
            #[inline]
            pub const fn size(self) -> usize {
                match self {
                    $(DType::$variant => size_of::<$rust>(),)*
                }
            }

            /// PyTorch's name without its module: `float32`, `int64`, `bool` …
            pub const fn name(self) -> &'static str {
                match self {
                    $(DType::$variant => $name,)*
                }
            }

            /// The bytes of one element, as the dispatcher matches them.
            #[inline(always)]
            pub(crate) const fn width(self) -> Width {
                match self {
                    $(DType::$variant => const { Width::of(size_of::<$rust>(), Class::$class) },)*
                }
            }

            /// What kind of number the elements are.
            #[inline]
            pub const fn class(self) -> Class {
                match self {
                    $(DType::$variant => Class::$class,)*
                }
            }

            /// Whether numbers are only kept in this type, and computed in [another](DType::computing).
            #[inline]
            pub const fn is_stored(self) -> bool {
                match self {
                    $(DType::$variant => stringify!($($computing)?).len() > 0,)*
                }
            }

            /// The type that kernels compute in, as the dispatcher matches it.
            #[inline(always)]
            pub(crate) const fn kernels(self) -> Computing {
                match self {
                    $(DType::$variant => first!(Computing: $($computing)? $variant),)*
                }
            }
        }
    };
}
/// The variant of an enum that comes first.
macro_rules! first {
    ($of:ident: $first:ident $($other:ident)*) => {
        $of::$first
    };
}
element_types!((define_dtype));

/// The kinds of number, each of which holds all of the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// True and false.
    Bool,
    /// Whole numbers.
    Integer,
    /// Floating-point numbers.
    Float,
}

/// The types that kernels are compiled for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Computing {
    F32,
    F64,
    I64,
    Bool,
}

/// The bytes of an element, and apart the one type whose bytes may not hold everything.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    Bool,
    One,
    Two,
    Four,
    Eight,
}

impl Width {
    const fn of(bytes: usize, class: Class) -> Width {
        match bytes {
            1 if matches!(class, Class::Bool) => Width::Bool,
            1 => Width::One,
            2 => Width::Two,
            4 => Width::Four,
            8 => Width::Eight,
            _ => panic!("no element has so many bytes"),
        }
    }
}

impl DType {
    /// Whether elements are floating point, and can therefore carry gradients.
    #[inline]
    pub const fn is_float(self) -> bool {
        matches!(self.class(), Class::Float)
    }

    /// Whether elements are integers; bool is none.
    #[inline]
    pub const fn is_integer(self) -> bool {
        matches!(self.class(), Class::Integer)
    }

    /// The type that operations compute elements in: `F32` for half precision, `I64` for the smaller integers, itself
    /// for the four types that kernels are compiled for.
    ///
    /// ```
    /// use tensor_core::DType;
    /// assert_eq!(DType::BF16.computing(), DType::F32);
    /// assert_eq!(DType::F64.computing(), DType::F64);
    /// ```
    #[inline]
    pub const fn computing(self) -> DType {
        match self.kernels() {
            Computing::F32 => DType::F32,
            Computing::F64 => DType::F64,
            Computing::I64 => DType::I64,
            Computing::Bool => DType::Bool,
        }
    }

    /// The type that holds the values of both, as PyTorch's `promote_types`: of two classes the higher one's; of one
    /// class the wider, and of two equally wide types the next that holds both.
    ///
    /// ```
    /// use tensor_core::DType;
    /// assert_eq!(DType::I64.promote(DType::F16), DType::F16);
    /// assert_eq!(DType::U8.promote(DType::I8), DType::I16);
    /// assert_eq!(DType::F16.promote(DType::BF16), DType::F32);
    /// ```
    #[inline]
    pub const fn promote(self, other: DType) -> DType {
        if self as u8 == other as u8 {
            return self;
        }
        match (self.class(), other.class()) {
            (Class::Float, Class::Float) => wider(self, other, DType::F32),
            (Class::Integer, Class::Integer) => wider(self, other, DType::I16),
            (Class::Float, Class::Integer | Class::Bool) | (_, Class::Bool) => self,
            (Class::Integer | Class::Bool, Class::Float) | (Class::Bool, Class::Integer) => other,
        }
    }

    /// The type of a mean, an `exp`, a true division: itself if floating point, else the default.
    pub const fn to_float(self) -> DType {
        match self.class() {
            Class::Float => self,
            Class::Integer | Class::Bool => DType::F32,
        }
    }

    /// The type of a sum or a product: `I64` for integers and bool, which would overflow soon.
    pub const fn to_sum(self) -> DType {
        match self.class() {
            Class::Float => self,
            Class::Integer | Class::Bool => DType::I64,
        }
    }
}

/// The wider of two types of one class; `both` if they are equally wide.
const fn wider(a: DType, b: DType, both: DType) -> DType {
    if a.size() > b.size() {
        a
    } else if a.size() < b.size() {
        b
    } else {
        both
    }
}

impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::DType::{self, *};

    #[test]
    fn promotion_is_pytorchs_table() {
        // Rows and columns in this order; `torch.promote_types` of PyTorch 2.15.
        let types = [Bool, U8, I8, I16, I32, I64, F16, BF16, F32, F64];
        let table = [
            [Bool, U8, I8, I16, I32, I64, F16, BF16, F32, F64],
            [U8, U8, I16, I16, I32, I64, F16, BF16, F32, F64],
            [I8, I16, I8, I16, I32, I64, F16, BF16, F32, F64],
            [I16, I16, I16, I16, I32, I64, F16, BF16, F32, F64],
            [I32, I32, I32, I32, I32, I64, F16, BF16, F32, F64],
            [I64, I64, I64, I64, I64, I64, F16, BF16, F32, F64],
            [F16, F16, F16, F16, F16, F16, F16, F32, F32, F64],
            [BF16, BF16, BF16, BF16, BF16, BF16, F32, BF16, F32, F64],
            [F32, F32, F32, F32, F32, F32, F32, F32, F32, F64],
            [F64, F64, F64, F64, F64, F64, F64, F64, F64, F64],
        ];
        assert_eq!(types.len(), DType::ALL.len());
        for (a, row) in types.iter().zip(table) {
            for (b, both) in types.iter().zip(row) {
                assert_eq!(a.promote(*b), both, "{a} with {b}");
            }
        }
    }

    #[test]
    fn what_is_computed_needs_no_other_type() {
        for dtype in DType::ALL {
            assert_eq!(dtype.is_stored(), dtype.computing() != *dtype);
            assert!(!dtype.computing().is_stored());
            assert_eq!(dtype.computing().class(), dtype.class());
        }
    }
}
