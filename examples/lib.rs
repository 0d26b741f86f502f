//! The home of the examples.
