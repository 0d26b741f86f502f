//! Losses that are one idea and one pass, one file each: the rule, the loop of the value, that of the gradient.

mod mse;
mod nll;

pub use nll::nll_shape;
