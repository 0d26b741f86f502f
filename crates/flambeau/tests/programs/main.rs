//! Public programs, rewritten: PyTorch's tutorials and examples, chapters of Dive into Deep Learning, micrograd's demo.
//! From the same seed each reaches the figure that it reaches there.

mod blitz_autograd;
mod checkpoint;
mod ddpm;
mod ema;
mod hooks;
mod lenet;
mod logistic_csv;
mod micrograd_moons;
mod mnist_conv;
mod nn_tutorial;
mod poly_autograd;
mod poly_custom_function;
mod poly_nn;
mod super_resolution;
mod time_sequence;
mod vae;
mod word2vec;

use std::path::PathBuf;

use flambeau::Tensor;
use flambeau::data::csv;

/// A file of the examples' data.
fn data(name: &str) -> PathBuf {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/data");
    PathBuf::from(root).join(name)
}

/// Handwritten digits, 8 by 8 pixels between 0 and 1, and what they show.
fn digits() -> (Tensor, Tensor) {
    let table = csv::read(data("digits.csv")).unwrap();
    let (pixels, labels) = table.features_and_target::<f32, i64>("label").unwrap();
    (pixels / 16.0, labels)
}

/// Compares with PyTorch's figure.
#[track_caller]
fn reaches(got: f64, expected: f64) {
    let tolerance = 1e-5 * (1.0 + expected.abs());
    assert!((got - expected).abs() <= tolerance, "{got}, not {expected}");
}
