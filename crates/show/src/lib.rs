//! How values show themselves: [`Table`]s, as text and as HTML, and [notebooks](in_notebook).
//!
//! A crate of its own beneath all others, so that pictures, tensors and tables show themselves in one way.

#![forbid(unsafe_code)]

mod escaped;
mod notebook;
mod table;

pub use escaped::escaped;
pub use notebook::in_notebook;
pub use table::Table;
