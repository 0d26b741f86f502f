//! Numbers as statistics and reports print them.

/// A number in few digits.
pub fn short(number: f64) -> String {
    match number.abs() {
        0.0 => "0".to_owned(),
        1e-3..1e5 => format!("{number:.4}"),
        _ if number.is_nan() => "nan".to_owned(),
        _ => format!("{number:.2e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn very_large_and_small_numbers_have_an_exponent() {
        assert_eq!(
            [0.25, 1e-7, f64::NAN, 0.0].map(short),
            ["0.2500", "1.00e-7", "nan", "0"]
        );
    }
}
