//! Logarithm, sine and cosine in `f32` as PyTorch's vectorised normal sampler computes them.
//!
//! The polynomials are those of the Cephes library (S. L. Moshier, `logf`, `sinf`, `cosf`), evaluated in the order
//! of the 8-lane code that PyTorch took over, with every multiplication and addition that can be fused rounded once.
//! A good logarithm would do as well for the distribution; these give the same bits as PyTorch, on every machine.

// The coefficients stand here as Cephes prints them.
#![allow(clippy::excessive_precision)]

use std::f32::consts::FRAC_1_SQRT_2;

/// The logarithm of `x` in (0, 1], a normal number.
#[inline(always)]
pub(super) fn ln(x: f32) -> f32 {
    // x = m * 2^e with m in [sqrt(1/2), sqrt(2))
    let bits = x.to_bits();
    let m = f32::from_bits(bits & 0x007f_ffff | 0x3f00_0000);
    let e = ((bits >> 23) as i32 - 126) as f32;
    let small = m < FRAC_1_SQRT_2;
    let e = if small { e - 1.0 } else { e };
    let m = if small { m - 1.0 + m } else { m - 1.0 };

    let square = m * m;
    let y = horner(
        m,
        [
            7.037_683_629_2e-2,
            -1.151_461_031_0e-1,
            1.167_699_874_0e-1,
            -1.242_014_084_6e-1,
            1.424_932_278_7e-1,
            -1.666_805_766_5e-1,
            2.000_071_476_5e-1,
            -2.499_999_399_3e-1,
            3.333_333_117_4e-1,
        ],
    );
    let y = (y * m).mul_add(square, e * -2.121_944_40e-4);
    let y = (-square).mul_add(0.5, y);
    // ln 2 in two parts, so that the product with the larger one is exact.
    e.mul_add(0.693_359_375, m + y)
}

/// Sine and cosine of `x` >= 0.
#[inline(always)]
pub(super) fn sin_cos(x: f32) -> (f32, f32) {
    // The nearest even number of eighth turns is taken off, in three parts of pi/4 of growing precision.
    let octant = ((x * (4.0 / std::f32::consts::PI)) as i32 + 1) & !1;
    let j = octant as f32;
    let x = j.mul_add(-0.785_156_25, x);
    let x = j.mul_add(-2.418_756_484_985_351_562_5e-4, x);
    let x = j.mul_add(-3.774_894_977_445_941_08e-8, x);

    let square = x * x;
    let c = horner(
        square,
        [
            2.443_315_711_809_948e-5,
            -1.388_731_625_493_765e-3,
            4.166_664_568_298_827e-2,
        ],
    );
    let c = (c * square).mul_add(square, -(square * 0.5)) + 1.0;
    let s = horner(
        square,
        [-1.951_529_589_1e-4, 8.332_160_873_6e-3, -1.666_665_461_1e-1],
    );
    let s = (s * square).mul_add(x, x);

    let (sin, cos) = if octant & 2 != 0 { (c, s) } else { (s, c) };
    let sin = if octant & 4 != 0 { -sin } else { sin };
    let cos = if (octant - 2) & 4 == 0 { -cos } else { cos };
    (sin, cos)
}

/// A polynomial by its coefficients, the highest power first.
#[inline(always)]
fn horner<const N: usize>(x: f32, coefficients: [f32; N]) -> f32 {
    let mut sum = coefficients[0];
    for &c in &coefficients[1..] {
        sum = sum.mul_add(x, c);
    }
    sum
}
