//! The values at which contour lines are drawn.

/// How many lines a picture gets, unless levels are given.
const COUNT: usize = 10;

/// A level and the text that states it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Level {
    pub(crate) value: f64,
    pub(crate) label: String,
}

/// Levels such that the line number i encloses (i/n)^2 of the picture. The area inside a contour of a bowl grows
/// with the square of its width, so the lines of any bowl come out evenly spaced, however steep it is.
pub(crate) fn automatic(values: &[f64]) -> Vec<Level> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else {
        return Vec::new();
    };
    let quantile = |i: usize| {
        let share = i as f64 / (COUNT + 1) as f64;
        sorted[(share * share * last as f64).round() as usize]
    };
    let mut levels: Vec<Level> = Vec::new();
    for i in 1..=COUNT {
        let value = quantile(i);
        let gap = (quantile(i + 1) - value).max(value - quantile(i - 1));
        let level = round(value, gap);
        if gap > 0.0 && levels.last().is_none_or(|l| l.value < level.value) {
            levels.push(level);
        }
    }
    levels
}

/// Levels that somebody chose, with the shortest text of each.
pub(crate) fn chosen(values: impl IntoIterator<Item = f64>) -> Vec<Level> {
    let mut values: Vec<f64> = values.into_iter().filter(|v| v.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
        .into_iter()
        .map(|value| Level {
            value,
            label: shortest(value),
        })
        .collect()
}

/// Rounds to the digits in which levels `gap` apart differ.
fn round(value: f64, gap: f64) -> Level {
    let exponent = (gap / 4.0).log10().floor();
    if !exponent.is_finite() || exponent.abs() > 290.0 {
        return Level {
            value,
            label: shortest(value),
        };
    }
    let exponent = exponent as i32;
    if exponent >= 0 {
        let unit = 10_f64.powi(exponent);
        let value = (value / unit).round() * unit;
        return Level {
            value,
            label: shortest(value),
        };
    }
    let unit = 10_f64.powi(-exponent);
    let value = (value * unit).round() / unit;
    Level {
        value,
        label: shortest(value),
    }
}

fn shortest(value: f64) -> String {
    if value != 0.0 && !(1e-4..1e6).contains(&value.abs()) {
        format!("{value:e}")
    } else {
        format!("{value}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bowl(offset: f64) -> Vec<f64> {
        let node = |k: usize| k as f64 / 25.0 - 1.0;
        (0..51 * 51)
            .map(|k| offset + 33.0 * node(k % 51).powi(2) + 5.0 * node(k / 51).powi(2))
            .collect()
    }

    #[test]
    fn levels_rise_and_have_short_labels() {
        let levels = automatic(&bowl(0.0));
        assert!(levels.len() >= 8, "{levels:?}");
        assert!(levels.windows(2).all(|w| w[0].value < w[1].value));
        assert!(levels.iter().all(|l| l.label.len() <= 4), "{levels:?}");
    }

    #[test]
    fn levels_on_a_high_plateau_still_differ() {
        let levels = automatic(&bowl(1000.0));
        assert!(levels.len() >= 8 && levels[0].value > 1000.0, "{levels:?}");
    }

    #[test]
    fn a_flat_or_undefined_field_has_no_levels() {
        assert!(automatic(&[2.0; 100]).is_empty());
        assert!(automatic(&[f64::NAN; 100]).is_empty());
    }

    #[test]
    fn chosen_levels_are_sorted_and_sound() {
        let labels: Vec<_> = chosen([5.0, f64::NAN, 0.5, 5.0, 2e7])
            .into_iter()
            .map(|l| l.label)
            .collect();
        assert_eq!(labels, ["0.5", "5", "2e7"]);
    }
}
