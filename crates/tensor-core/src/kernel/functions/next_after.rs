//! The next number of a floating-point type.

use super::one_by_one::of_numbers;
use crate::array::{Array, Side, promote};
use crate::dtype::DType;

/// The next number after `a` towards `b`.
#[derive(Clone, Copy, Debug)]
pub struct NextAfter;

impl NextAfter {
    /// The function of every pair of elements, broadcast and promoted as in PyTorch, in steps of 64-bit numbers for those and
    /// of 32-bit numbers for all others.
    ///
    /// # Panics
    /// If the shapes do not broadcast.
    #[track_caller]
    pub fn of<'a>(a: impl Into<Side<'a>>, b: impl Into<Side<'a>>) -> Array {
        Self::of_sides(a.into(), b.into())
    }

    #[track_caller]
    fn of_sides(a: Side<'_>, b: Side<'_>) -> Array {
        let dtype = promote(a, b).to_float();
        match dtype {
            DType::F64 => of_numbers(dtype, a, b, &|a, b| step(a, b, f64::next_up, f64::next_down)),
            _ => of_numbers(dtype, a, b, &|a, b| {
                let widened = |next: fn(f32) -> f32| move |x: f64| f64::from(next(x as f32));
                step(a, b, widened(f32::next_up), widened(f32::next_down))
            }),
        }
    }
}

fn step(a: f64, b: f64, up: impl Fn(f64) -> f64, down: impl Fn(f64) -> f64) -> f64 {
    match a.partial_cmp(&b) {
        None => f64::NAN,
        Some(std::cmp::Ordering::Equal) => b,
        Some(std::cmp::Ordering::Less) => up(a),
        Some(std::cmp::Ordering::Greater) => down(a),
    }
}
