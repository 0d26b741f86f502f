//! Tests of the random streams, and the samplers as functions that return what they draw.

mod errors;
mod pytorch;
mod sharing;
mod stability;
mod state;
mod statistics;

use super::{Float, Generator, Sample};

fn uniform<T: Float + Default>(generator: &Generator, n: usize, from: f64, to: f64) -> Vec<T> {
    drawn(n, |out| generator.fill_uniform_range(out, from, to).unwrap())
}

fn normal<T: Float + Default>(generator: &Generator, n: usize, mean: f64, std: f64) -> Vec<T> {
    drawn(n, |out| generator.fill_normal(out, mean, std).unwrap())
}

fn randint(generator: &Generator, n: usize, low: i64, high: i64) -> Vec<i64> {
    drawn(n, |out| generator.fill_randint(out, low, high).unwrap())
}

fn random<T: Sample + Default>(generator: &Generator, n: usize) -> Vec<T> {
    drawn(n, |out| generator.fill_random(out))
}

fn bernoulli(generator: &Generator, n: usize, p: f64) -> Vec<bool> {
    drawn(n, |out| generator.fill_bernoulli(out, p).unwrap())
}

fn exponential<T: Float + Default>(generator: &Generator, n: usize, lambda: f64) -> Vec<T> {
    drawn(n, |out| generator.fill_exponential(out, lambda).unwrap())
}

fn drawn<T: Default + Clone>(n: usize, fill: impl FnOnce(&mut [T])) -> Vec<T> {
    let mut out = vec![T::default(); n];
    fill(&mut out);
    out
}
