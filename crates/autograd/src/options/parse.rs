//! Reading the values of options as they are printed.

use std::str::FromStr;

use tensor_core::{Error, ErrorKind};

use super::OptionValue;

impl FromStr for OptionValue {
    type Err = Error;

    /// Reads what [`OptionValue`] prints: a constant as Python writes it. Numbers keep every bit.
    ///
    /// ```
    /// use autograd::options::OptionValue;
    /// let value: OptionValue = "(0.9, None, True, 'zeros')".parse()?;
    /// assert_eq!(value.to_string(), "(0.9, None, True, 'zeros')");
    /// # Ok::<_, autograd::Error>(())
    /// ```
    ///
    /// # Errors
    /// If it is nothing of the kind.
    fn from_str(text: &str) -> Result<Self, Error> {
        value(text.trim()).ok_or_else(|| {
            Error::new(
                ErrorKind::Format,
                format!("{text:?} is not a number, a word or a tuple as Python writes them"),
            )
        })
    }
}

fn value(text: &str) -> Option<OptionValue> {
    Some(match text {
        "None" => OptionValue::None,
        "True" => OptionValue::Flag(true),
        "False" => OptionValue::Flag(false),
        _ => {
            if let Some(inside) = between(text, '(', ')') {
                OptionValue::Tuple(tuple(inside)?)
            } else if let Some(word) = between(text, '\'', '\'') {
                OptionValue::Text(word.to_owned())
            } else if let Ok(count) = text.parse() {
                OptionValue::Count(count)
            } else {
                OptionValue::Number(text.parse().ok()?)
            }
        }
    })
}

fn between(text: &str, open: char, close: char) -> Option<&str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

/// The values between the parentheses of a tuple, the last of which may have a comma behind it.
fn tuple(inside: &str) -> Option<Vec<OptionValue>> {
    let mut values = Vec::new();
    let mut rest = inside.trim();
    while !rest.is_empty() {
        let end = end_of_first(rest);
        values.push(value(rest[..end].trim())?);
        rest = rest[end..].strip_prefix(',').unwrap_or_default().trim_start();
    }
    Some(values)
}

/// Where the first value ends: at a comma outside parentheses and quotes.
fn end_of_first(text: &str) -> usize {
    let (mut depth, mut quoted) = (0_i32, false);
    for (at, character) in text.char_indices() {
        match character {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_again() {
        let tuple = |values: &[OptionValue]| OptionValue::Tuple(values.to_vec());
        for value in [
            OptionValue::None,
            true.into(),
            (-3_i64).into(),
            0.1.into(),
            (1.0 / 3.0).into(),
            1e-300.into(),
            f64::INFINITY.into(),
            5e22.into(),
            "a, (b".into(),
            tuple(&[]),
            tuple(&[1_i64.into()]),
            (0.9, (0.5, "x")).into(),
        ] {
            assert_eq!(value.to_string().parse::<OptionValue>().unwrap(), value);
        }
        assert!(matches!("nan".parse(), Ok(OptionValue::Number(x)) if x.is_nan()));
    }

    #[test]
    fn what_is_nothing_of_the_kind_is_refused() {
        for text in ["", "lr", "1 2", "(1", "(1,, 2)", "'a"] {
            assert!(text.parse::<OptionValue>().is_err(), "{text}");
        }
    }
}
