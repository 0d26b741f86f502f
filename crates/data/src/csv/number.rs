//! The kinds of number that a column can be read as.

use std::num::IntErrorKind;

use autograd::Element;

/// A kind of number that a column can be read as: `f32`, `f64`, `i64`, `bool`.
pub trait Number: Element {
    /// What a value should be, as errors say it.
    const EXPECTED: &'static str;

    /// The number that `text` spells.
    ///
    /// ```
    /// use data::csv::{Number, ParseError};
    ///
    /// assert_eq!(f32::parse("-1.5e2"), Ok(-150.0));
    /// assert_eq!(f32::parse("inf"), Ok(f32::INFINITY)); // only if it says so
    /// assert_eq!(f32::parse("1e39"), Err(ParseError::OutOfRange));
    /// assert_eq!(i64::parse("1.0"), Err(ParseError::Malformed));
    /// ```
    ///
    /// # Errors
    /// If it spells none, or one that this kind of number cannot hold.
    fn parse(text: &str) -> Result<Self, ParseError>;
}

/// Why a text is not a [`Number`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseError {
    /// It does not spell a number of this kind.
    Malformed,
    /// It spells a number that is too large for this kind.
    OutOfRange,
}

macro_rules! floats {
    ($($float:ty),*) => {$(
        impl Number for $float {
            const EXPECTED: &'static str = "a number";

            #[inline]
            fn parse(text: &str) -> Result<Self, ParseError> {
                let number: $float = text.parse().map_err(|_| ParseError::Malformed)?;
                // "inf" is infinite because the file says so, "1e999" because there is nothing else to make of it.
                if number.is_infinite() && text.bytes().any(|byte| byte.is_ascii_digit()) {
                    return Err(ParseError::OutOfRange);
                }
                Ok(number)
            }
        }
    )*};
}
floats!(f32, f64);

impl Number for i64 {
    const EXPECTED: &'static str = "an integer";

    #[inline]
    fn parse(text: &str) -> Result<Self, ParseError> {
        text.parse::<i64>().map_err(|error| match error.kind() {
            IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => ParseError::OutOfRange,
            _ => ParseError::Malformed,
        })
    }
}

impl Number for bool {
    const EXPECTED: &'static str = "true or false";

    /// `true`, `True`, `TRUE` or 1, and `false`, `False`, `FALSE` or 0.
    fn parse(text: &str) -> Result<bool, ParseError> {
        match text {
            "true" | "True" | "TRUE" | "1" => Ok(true),
            "false" | "False" | "FALSE" | "0" => Ok(false),
            _ => Err(ParseError::Malformed),
        }
    }
}
