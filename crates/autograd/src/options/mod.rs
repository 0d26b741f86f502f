//! Options of layers, losses, optimizers and schedules: their values and limits, as `#[derive(Options)]` uses them.

mod parse;
mod value;

pub use value::{FromOption, OptionValue};

use tensor_core::Error;

/// What every number in the value of an option must be.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// In words, after "must be".
    pub wanted: &'static str,
    /// Whether a number may be.
    pub allows: fn(f64) -> bool,
}

impl Limit {
    /// Refuses a value of the option `option` of `of`.
    ///
    /// # Panics
    /// If a number in it is outside the limit.
    #[track_caller]
    pub fn check(self, of: &str, option: &str, value: impl Into<OptionValue>) {
        if let Err(error) = self.allow(of, option, &value.into()) {
            error.raise();
        }
    }

    fn allow(self, of: &str, option: &str, value: &OptionValue) -> Result<(), Error> {
        if value.all(self.allows) {
            Ok(())
        } else {
            Err(refusal(of, option, self.wanted, value))
        }
    }
}

/// The value of the option `option` of `of`, in its own type.
///
/// # Errors
/// If it is of another type, or a number in it is outside the limit.
pub fn read<T: FromOption>(
    of: &str,
    option: &str,
    limit: Option<Limit>,
    value: &OptionValue,
) -> Result<T, Error> {
    let read = T::from_option(value).ok_or_else(|| refusal(of, option, T::WANTED, value))?;
    limit.map_or(Ok(()), |limit| limit.allow(of, option, value))?;
    Ok(read)
}

#[cold]
fn refusal(of: &str, option: &str, wanted: &str, value: &OptionValue) -> Error {
    Error::argument(format!("{of}: {option} must be {wanted}, but is {value}"))
}

/// What a module prints between its parentheses: each label, such as `p=`, before its value.
pub fn repr(options: &[(&str, OptionValue)]) -> String {
    let options: Vec<String> = options
        .iter()
        .map(|(label, value)| format!("{label}{value}"))
        .collect();
    options.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused<T: FromOption>(option: &str, value: impl Into<OptionValue>) -> Option<String> {
        let limit = Limit {
            wanted: "positive",
            allows: |x| x > 0.0,
        };
        let read: Result<T, Error> = read("Adam", option, Some(limit), &value.into());
        read.err().map(|error| error.to_string())
    }

    #[test]
    fn every_number_must_keep_the_limit() {
        assert_eq!(
            refused::<(f64, f64)>("betas", (0.5, f64::NAN)).unwrap(),
            "Adam: betas must be positive, but is (0.5, nan)"
        );
        assert_eq!(refused::<(f64, f64)>("betas", (0.5, 1_usize)), None);
        assert_eq!(refused::<Option<f64>>("eps", None::<f64>), None);
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        assert_eq!(
            refused::<(f64, f64)>("betas", 0.5).unwrap(),
            "Adam: betas must be a pair, but is 0.5"
        );
        assert_eq!(
            refused::<usize>("steps", 0.5).unwrap(),
            "Adam: steps must be a whole number, but is 0.5"
        );
    }
}
