//! Where an axis is labelled, and with what text.

/// A place on the axis and its label.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub(crate) value: f64,
    pub(crate) label: String,
}

/// `digit * 10^exponent`, with `digit` 1, 2 or 5.
#[derive(Clone, Copy)]
struct Step {
    digit: f64,
    exponent: i32,
}

impl Step {
    /// The step that cuts `span` into `parts` or somewhat fewer.
    fn new(span: f64, parts: usize) -> Self {
        let raw = span / parts as f64;
        let exponent = raw.log10().floor() as i32;
        let mantissa = raw / 10_f64.powi(exponent);
        match mantissa {
            m if m <= 1.2 => Self { digit: 1.0, exponent },
            m if m <= 2.4 => Self { digit: 2.0, exponent },
            m if m <= 6.0 => Self { digit: 5.0, exponent },
            _ => Self {
                digit: 1.0,
                exponent: exponent + 1,
            },
        }
    }

    /// `index` steps. Dividing by a power of ten rounds once, so 3 x 0.1 is 0.3.
    fn times(self, index: f64) -> f64 {
        let whole = index * self.digit;
        if self.exponent < 0 {
            whole / 10_f64.powi(-self.exponent)
        } else {
            whole * 10_f64.powi(self.exponent)
        }
    }
}

/// About `parts` ticks at round values within `low..=high`.
pub(crate) fn linear(low: f64, high: f64, parts: usize) -> Vec<Tick> {
    let step = Step::new(high - low, parts);
    let unit = step.times(1.0);
    let (first, last) = ((low / unit - 1e-9).ceil(), (high / unit + 1e-9).floor());
    let values: Vec<f64> = (0..=(last - first) as usize)
        .map(|i| step.times(first + i as f64))
        .collect();
    let largest = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    let scientific = largest >= 1e6 || step.exponent < -5;
    values
        .into_iter()
        .map(|value| Tick {
            value,
            label: label(value, step.exponent, scientific),
        })
        .collect()
}

/// `value` to the last decimal that `10^exponent` needs.
fn label(value: f64, exponent: i32, scientific: bool) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if scientific {
        let leading = value.abs().log10().floor() as i32;
        let text = format!("{value:.*e}", (leading - exponent).max(0) as usize);
        return strip_mantissa(&text);
    }
    format!("{value:.*}", (-exponent).max(0) as usize)
}

/// `2.50e6` as `2.5e6`.
fn strip_mantissa(text: &str) -> String {
    match text.split_once('e') {
        Some((mantissa, exponent)) if mantissa.contains('.') => {
            format!(
                "{}e{exponent}",
                mantissa.trim_end_matches('0').trim_end_matches('.')
            )
        }
        _ => text.to_owned(),
    }
}

/// Ticks of a logarithmic axis from `10^low` to `10^high`: labelled ones, and unlabelled ones between them.
pub(crate) fn logarithmic(low: f64, high: f64, parts: usize) -> (Vec<Tick>, Vec<f64>) {
    let within = |v: f64| (low - 1e-9..=high + 1e-9).contains(&v.log10());
    let decades = low.floor() as i32..=high.ceil() as i32;
    let at = |digits: &[u32], every: usize| -> Vec<(u32, i32)> {
        let all = decades.clone().filter(|k| k.rem_euclid(every as i32) == 0);
        all.flat_map(|k| digits.iter().map(move |&d| (d, k)))
            .filter(|&(d, k)| within(scaled(d, k)))
            .collect()
    };
    let span = high - low;
    if span < 0.7 {
        return (linear(10_f64.powf(low), 10_f64.powf(high), parts), Vec::new());
    }
    let every = (span / parts as f64).ceil().max(1.0) as usize;
    let labelled = if span < parts as f64 / 3.0 {
        at(&[1, 2, 5], 1)
    } else {
        at(&[1], every)
    };
    let fine = if span <= 10.0 {
        at(&[2, 3, 4, 5, 6, 7, 8, 9], 1)
    } else {
        at(&[1], 1)
    };
    let ticks = labelled
        .into_iter()
        .map(|(d, k)| Tick {
            value: scaled(d, k),
            label: power(d, k),
        })
        .collect();
    (ticks, fine.into_iter().map(|(d, k)| scaled(d, k)).collect())
}

fn scaled(digit: u32, exponent: i32) -> f64 {
    Step { digit: 1.0, exponent }.times(f64::from(digit))
}

fn power(digit: u32, exponent: i32) -> String {
    label(scaled(digit, exponent), exponent, !(-4..5).contains(&exponent))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|t| t.label.as_str()).collect()
    }

    #[test]
    fn labels_show_no_rounding_noise() {
        assert_eq!(
            labels(&linear(0.0, 0.5, 5)),
            ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]
        );
        assert_eq!(linear(0.0, 0.5, 5)[3].value, 0.3);
        assert_eq!(
            labels(&linear(-3.0, 3.2, 6)),
            ["-3", "-2", "-1", "0", "1", "2", "3"]
        );
    }

    #[test]
    fn very_large_and_very_small_values_are_scientific() {
        assert_eq!(
            labels(&linear(0.0, 5e6, 5)),
            ["0", "1e6", "2e6", "3e6", "4e6", "5e6"]
        );
        assert_eq!(labels(&linear(0.0, 3e-6, 3)), ["0", "1e-6", "2e-6", "3e-6"]);
        assert_eq!(labels(&linear(1e6, 1.5e6, 5))[1], "1.1e6");
    }

    #[test]
    fn a_logarithmic_axis_labels_decades_or_one_two_five() {
        assert_eq!(
            labels(&logarithmic(-2.0, 3.0, 8).0),
            ["0.01", "0.1", "1", "10", "100", "1000"]
        );
        assert_eq!(labels(&logarithmic(0.0, 1.0, 8).0), ["1", "2", "5", "10"]);
        assert_eq!(
            labels(&logarithmic(-6.0, 6.0, 4).0),
            ["1e-6", "0.001", "1", "1000", "1e6"]
        );
        assert!(logarithmic(-300.0, 300.0, 8).0.len() <= 10);
    }

    #[test]
    fn less_than_a_decade_has_labels_too() {
        assert!(logarithmic(0.31, 0.45, 6).0.len() >= 3);
    }
}
