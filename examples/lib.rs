//! What the examples share: where their data lie and where their pictures go.
//!
//! Run one from the root: `cargo run --release --example digits`.

pub mod letters;

use std::error::Error;
use std::path::{Path, PathBuf};

/// What an example's `main` returns: the errors of files are told, not unwrapped.
pub type Outcome = Result<(), Box<dyn Error>>;

/// The file of `examples/data/` with this name.
pub fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)
}

/// The file of `out/` with this name, in the folder that the example is run from.
pub fn out(name: &str) -> PathBuf {
    Path::new("out").join(name)
}

/// The mean of some losses.
pub fn mean(losses: &[f64]) -> f64 {
    losses.iter().sum::<f64>() / losses.len() as f64
}
