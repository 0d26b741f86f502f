//! The kinds of number that a column can be read as.

use autograd::Element;

/// A kind of number that a column can be read as: `f32`, `f64`, `i64`, `bool`.
pub trait Number: Element {
    /// What a value should be, as errors say it.
    const EXPECTED: &'static str;

    /// The number that `text` spells, if it does.
    fn parse(text: &str) -> Option<Self>;
}

macro_rules! numbers {
    ($($number:ty: $expected:literal),*) => {$(
        impl Number for $number {
            const EXPECTED: &'static str = $expected;

            #[inline]
            fn parse(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    )*};
}
numbers!(f32: "a number", f64: "a number", i64: "an integer");

impl Number for bool {
    const EXPECTED: &'static str = "true or false";

    /// `true`, `True`, `TRUE` or 1, and `false`, `False`, `FALSE` or 0.
    fn parse(text: &str) -> Option<bool> {
        match text {
            "true" | "True" | "TRUE" | "1" => Some(true),
            "false" | "False" | "FALSE" | "0" => Some(false),
            _ => None,
        }
    }
}
