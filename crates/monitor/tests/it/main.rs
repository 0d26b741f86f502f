//! Event files, read back by what is not this crate.

mod python;
mod records;
