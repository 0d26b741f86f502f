//! The next number of a floating-point type, and the parts of which one is made.

use super::one_by_one::{of_numbers, one_by_one};
use crate::array::{Array, Side, promote};
use crate::dtype::DType;

one_by_one! {
    /// What is left of a number without its power of two: in `[0.5, 1)`, with its sign; 0, infinities and not-a-number stay.
    mantissa: |x| libm::frexp(x).0;
    /// The power of two in a number, 0 in 0, infinities and not-a-number.
    exponent: |x: f64| if x.is_finite() { f64::from(libm::frexp(x).1) } else { 0.0 };
}

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
