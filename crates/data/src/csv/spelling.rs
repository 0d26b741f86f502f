//! [`Spelling`]: how a file writes numbers, and those that are missing.

use super::{Number, ParseError};

/// How a file writes numbers.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    pub(super) decimal: char,
    pub(super) thousands: Option<char>,
    /// What stands in the file for a value that is missing.
    pub(super) missing: Vec<String>,
    /// What a missing value is read as.
    pub(super) fill: String,
}

impl Default for Spelling {
    fn default() -> Self {
        Self {
            decimal: '.',
            thousands: None,
            missing: Vec::new(),
            fill: "nan".to_owned(),
        }
    }
}

impl Spelling {
    /// The number that `text` spells.
    pub(super) fn parse<T: Number>(&self, text: &str) -> Result<T, ParseError> {
        if let Some(fill) = self.replacement(text) {
            return T::parse(fill);
        }
        if self.decimal == '.' && self.thousands.is_none() {
            return T::parse(text);
        }
        T::parse(&self.plain(text).ok_or(ParseError::Malformed)?)
    }

    /// What is read instead of `text`, if that says that a value is missing.
    pub(super) fn replacement(&self, text: &str) -> Option<&str> {
        let missing = self.missing.iter().any(|missing| missing == text);
        missing.then_some(&self.fill)
    }

    /// The same number as Rust writes it, if points and separators stand where they should.
    fn plain(&self, text: &str) -> Option<String> {
        let (whole, fraction) = match text.split_once(self.decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text, None),
        };
        let mut plain = self.ungrouped(whole)?;
        // A point that is no separator would become the decimal one.
        if plain.contains('.') {
            return None;
        }
        if let Some(fraction) = fraction {
            plain.push('.');
            plain += fraction;
        }
        Some(plain)
    }

    /// A whole number without the separators of its groups, which have three digits: "1.5" with a separator "." is
    /// more likely a mistake than fifteen.
    fn ungrouped(&self, whole: &str) -> Option<String> {
        let Some(separator) = self.thousands.filter(|&separator| whole.contains(separator)) else {
            return Some(whole.to_owned());
        };
        let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
        let mut groups = whole.split(separator);
        let first = groups.next()?.trim_start_matches(['+', '-']);
        let fits = (1..=3).contains(&first.len())
            && digits(first)
            && groups.all(|group| group.len() == 3 && digits(group));
        fits.then(|| whole.replace(separator, ""))
    }
}
