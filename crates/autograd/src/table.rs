//! Tables of text, as statistics and profiles print them.

use std::fmt;

/// Writes `rows` under `header`: the first column to the left, the others to the right.
///
/// # Errors
/// If the formatter fails.
pub fn write_table<const N: usize>(
    f: &mut fmt::Formatter<'_>,
    header: [&str; N],
    rows: &[[String; N]],
) -> fmt::Result {
    let header = header.map(str::to_owned);
    let all = || std::iter::once(&header).chain(rows);
    let widths: [usize; N] =
        std::array::from_fn(|at| all().map(|row| row[at].chars().count()).max().unwrap_or(0));
    for (number, row) in all().enumerate() {
        if number > 0 {
            writeln!(f)?;
        }
        write!(f, "{:<1$}", row[0], widths[0])?;
        for (cell, width) in row.iter().zip(widths).skip(1) {
            write!(f, "  {cell:>width$}")?;
        }
    }
    Ok(())
}

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
    use super::*;

    struct Table;

    impl fmt::Display for Table {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let row = |name: &str, number| [name.to_owned(), short(number)];
            write_table(
                f,
                ["name", "number"],
                &[row("a long name", 0.25), row("b", 1e-7), row("c", f64::NAN)],
            )
        }
    }

    #[test]
    fn columns_stand_below_each_other() {
        let lines = [
            "name         number",
            "a long name  0.2500",
            "b            1.00e-7",
            "c               nan",
        ];
        let widened = lines.map(|line| line.replacen("  ", "   ", usize::from(!line.contains("e-7"))));
        assert_eq!(Table.to_string().lines().collect::<Vec<_>>(), widened);
    }
}
