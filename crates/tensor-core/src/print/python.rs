//! Python's spelling of floating-point numbers where it differs from Rust's.

/// Writes a number as Python's `repr(float)` does: the shortest text that reads back as the same number.
///
/// Numbers below 1e-4 or from 1e16 on are written with an exponent of at least two digits.
///
/// ```
/// use tensor_core::print::python_float;
///
/// assert_eq!(python_float(1.0), "1.0");
/// assert_eq!(python_float(0.1_f32.into()), "0.10000000149011612");
/// assert_eq!(python_float(1e-5_f32.into()), "9.999999747378752e-06");
/// assert_eq!(python_float(1e16), "1e+16");
/// assert_eq!(python_float(f64::NAN), "nan");
/// ```
#[must_use]
pub fn python_float(value: f64) -> String {
    if let Some(text) = non_finite(value) {
        return text.to_owned();
    }
    let shortest = format!("{value:e}");
    let (digits, exponent) = split_exponent(&shortest);
    if value != 0.0 && !(-4..16).contains(&exponent) {
        let places = fraction_digits(digits);
        let text = even_of_two(value, format!("{value:.places$e}"), &shortest);
        let (digits, exponent) = split_exponent(&text);
        return with_exponent(digits, exponent);
    }
    // `Debug` turns to exponents at other bounds than Python; `Display` never does.
    let plain = value.to_string();
    let places = fraction_digits(&plain);
    if places == 0 {
        return format!("{plain}.0");
    }
    even_of_two(value, format!("{value:.places$}"), &plain)
}

/// Of two candidates that are equally short and equally close, Rust takes the upper and Python the even one.
///
/// `rounded` is the exact value rounded to as many digits, ties to even: Python's answer, except that next to a power
/// of two it may be another number.
fn even_of_two(value: f64, rounded: String, shortest: &str) -> String {
    if rounded.parse() == Ok(value) {
        rounded
    } else {
        shortest.to_owned()
    }
}

fn fraction_digits(digits: &str) -> usize {
    digits.split_once('.').map_or(0, |(_, fraction)| fraction.len())
}

/// Writes a finite number with `precision` digits and an exponent, as Python's `{:.4e}` does.
pub(super) fn scientific(value: f64, precision: usize) -> String {
    let text = format!("{value:.precision$e}");
    let (digits, exponent) = split_exponent(&text);
    with_exponent(digits, exponent)
}

/// The text of a number that is not finite; `None` for all others. Python writes no sign before nan.
pub(super) fn non_finite(value: f64) -> Option<&'static str> {
    match value {
        f64::INFINITY => Some("inf"),
        f64::NEG_INFINITY => Some("-inf"),
        _ if value.is_nan() => Some("nan"),
        _ => None,
    }
}

/// Splits Rust's `1.5e-7` into its digits and its exponent.
fn split_exponent(text: &str) -> (&str, i32) {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (digits, exponent.parse().unwrap_or(0))
}

fn with_exponent(digits: &str, exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}
