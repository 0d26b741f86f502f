//! What became of a case.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::forms;
use crate::reading::{Area, Case};

/// Why a case did not pass.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The figures differ, or the operation panicked or did not.
    Failed(String),
    /// It asks for what is not there, and why.
    Unsupported(String),
    /// It asks for what the language's types do not let one write. Where PyTorch refuses the call this is a misuse
    /// that cannot happen; where it does not, something is missing here.
    Unspellable(String),
    /// The library refused it, in this sentence.
    Refused(String),
}

/// What became of a case.
#[derive(Debug)]
pub(crate) enum Outcome {
    Passed,
    Failed(String),
    Unsupported(String),
}

pub(crate) fn failed(reason: impl Into<String>) -> Trouble {
    Trouble::Failed(reason.into())
}

/// What the library's errors are here.
pub(crate) fn refused(error: impl std::fmt::Display) -> Trouble {
    Trouble::Refused(error.to_string())
}

pub(crate) fn unspellable(what: impl Into<String>) -> Trouble {
    Trouble::Unspellable(what.into())
}

pub(crate) fn unsupported(reason: impl Into<String>) -> Trouble {
    Trouble::Unsupported(reason.into())
}

/// Runs a case.
pub(crate) fn of(area: &Area, case: &Case) -> Outcome {
    if let Some(reason) = forms::by_design(&area.name, case.name()) {
        return Outcome::Unsupported(reason.to_owned());
    }
    match attempt(|| forms::run(area, case)) {
        Ok(Ok(())) => Outcome::Passed,
        Ok(Err(Trouble::Failed(reason))) => Outcome::Failed(reason),
        Ok(Err(Trouble::Unsupported(reason))) => Outcome::Unsupported(reason),
        Ok(Err(Trouble::Refused(message))) => Outcome::Failed(format!("refused: {message}")),
        Ok(Err(Trouble::Unspellable(what))) => Outcome::Unsupported(format!("{what} cannot be written here")),
        Err(message) => Outcome::Failed(format!("panicked: {message}")),
    }
}

/// Runs `f`, giving a panic's message instead of unwinding.
pub(crate) fn attempt<R>(f: impl FnOnce() -> R) -> Result<R, String> {
    catch_unwind(AssertUnwindSafe(f)).map_err(|payload| {
        payload
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "a panic without a message".to_owned())
    })
}
