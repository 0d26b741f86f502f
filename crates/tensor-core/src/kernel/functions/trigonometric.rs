//! The tangent and the inverse functions of angles; [`sin`](super::sin) and [`cos`](super::cos) have rows of their own.

use super::one_by_one::one_by_one;

one_by_one! {
    /// The tangent of an angle in radians.
    tan: f64::tan;
    /// The angle in `[-π/2, π/2]` of a sine; not-a-number outside of [-1, 1].
    asin: f64::asin;
    /// The angle in `[0, π]` of a cosine; not-a-number outside of [-1, 1].
    acos: f64::acos;
    /// The angle in `(-π/2, π/2)` of a tangent.
    atan: f64::atan;
    /// `sin(π x) / (π x)`, and 1 at 0.
    sinc: sinc;
}

fn sinc(x: f64) -> f64 {
    let angle = std::f64::consts::PI * x;
    if angle == 0.0 { 1.0 } else { angle.sin() / angle }
}
