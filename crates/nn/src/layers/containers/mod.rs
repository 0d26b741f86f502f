//! Lists and dictionaries of modules and parameters.

mod dict;
mod list;

pub use dict::{Dict, ModuleDict, ParameterDict};
pub use list::{List, ModuleList, ParameterList};
