//! [`GroupOptions`]: the options of a group, whichever optimizer they are of.

use std::any::Any;
use std::fmt::Debug;

use autograd::Error;
use autograd::options::OptionValue;

/// The options of a group, by name and position. `#[derive(Options)]` writes it for each optimizer's own options.
pub(crate) trait GroupOptions: Any + Debug + Send + Sync {
    /// The optimizer's name.
    fn optimizer(&self) -> &'static str;

    /// The names, `lr` first.
    fn names(&self) -> &'static [&'static str];

    /// The value of the option at a position.
    fn get(&self, at: usize) -> OptionValue;

    /// Changes the option at a position.
    ///
    /// # Errors
    /// If the value is of another type or outside the option's limit.
    fn set(&mut self, at: usize, value: &OptionValue) -> Result<(), Error>;

    /// Changes the option at a position, within its limit or not.
    ///
    /// # Errors
    /// If the value is of another type.
    fn set_freely(&mut self, at: usize, value: &OptionValue) -> Result<(), Error>;

    /// A copy.
    fn boxed(&self) -> Box<dyn GroupOptions>;
}

/// The position of an option.
///
/// # Errors
/// If there is none of this name.
pub(crate) fn position(options: &dyn GroupOptions, name: &str) -> Result<usize, Error> {
    let at = options.names().iter().position(|other| *other == name);
    at.ok_or_else(|| {
        Error::argument(format!(
            "{}: there is no option {name}; the options are {}",
            options.optimizer(),
            options.names().join(", ")
        ))
    })
}
