//! The states of schedulers, and of what else goes on by a few numbers, as remarks in a [`StateDict`].

use std::collections::BTreeSet;

use autograd::options::{FromOption, OptionValue};
use autograd::{Error, ErrorKind, StateDict};

/// Each value as a remark.
pub fn save<const N: usize>(entries: [(&str, OptionValue); N]) -> StateDict {
    let mut dict = StateDict::new();
    let entries = entries.map(|(name, value)| (name.to_owned(), value.to_string()));
    dict.metadata_mut().extend(entries);
    dict
}

/// A saved state that is being read: what of it was used, and what does not fit.
pub struct Reader<'a> {
    of: &'static str,
    dict: &'a StateDict,
    used: BTreeSet<&'static str>,
    problems: Vec<String>,
}

impl<'a> Reader<'a> {
    pub fn new(of: &'static str, dict: &'a StateDict) -> Self {
        Self {
            of,
            dict,
            used: BTreeSet::new(),
            problems: Vec::new(),
        }
    }

    /// The value of that name; none if it is not there or of another type, which `finish` refuses.
    pub fn take<T: FromOption>(&mut self, name: &'static str) -> Option<T> {
        self.used.insert(name);
        let Some(text) = self.dict.metadata().get(name) else {
            self.problems.push(format!("missing {name}"));
            return None;
        };
        let value = text.parse().ok();
        let read = value.and_then(|value: OptionValue| T::from_option(&value));
        if read.is_none() {
            let problem = format!("{name} must be {}, but is {text}", T::WANTED);
            self.problems.push(problem);
        }
        read
    }

    /// Refuses what does not fit and what was not used, all in one sentence.
    pub fn finish(self) -> Result<(), Error> {
        let keys = self
            .dict
            .keys()
            .chain(self.dict.metadata().keys().map(String::as_str));
        let surplus = keys.filter(|key| !self.used.contains(key));
        let surplus = surplus.map(|key| format!("unexpected {key}"));
        let problems: Vec<String> = self.problems.into_iter().chain(surplus).collect();
        if problems.is_empty() {
            return Ok(());
        }
        let message = format!(
            "{}: the saved state does not fit: {}",
            self.of,
            problems.join("; ")
        );
        Err(Error::new(ErrorKind::Format, message))
    }
}
