//! The home of the benches.
