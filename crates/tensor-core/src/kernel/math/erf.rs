//! `erf`, and the scaled `erfc` that other functions build on.

use super::super::simd::Arch;
use super::Float;
use super::exp::{clamp, exp_split};
use super::polynomial::{Constant, Polynomial};

/// `erf(x) / x - 1` in `x^2`, for |x| up to 0.9: 2^-26.3 of erf(x), and 2^-60.4.
const NEAR_ZERO: Polynomial = Polynomial {
    single: &[
        0.128_379_15,
        -0.376_125_25,
        0.112_821_41,
        -0.026_778_908,
        0.005_011_963,
        -0.000_609_036_3,
    ],
    double: &[
        0.128_379_167_095_512_6,
        -0.376_126_389_031_837_26,
        0.112_837_916_709_537_04,
        -0.026_866_170_644_806_633,
        0.005_223_977_621_603_22,
        -0.000_854_832_675_492_043_6,
        0.000_120_553_210_422_458_06,
        -1.492_529_974_108_274e-5,
        1.645_521_396_015_059_5e-6,
        -1.627_547_640_958_070_7e-7,
        1.404_604_899_741_668e-8,
        -8.481_854_105_541_663e-10,
    ],
};

/// The argument that is mapped to zero, `c`, in the polynomial for the scaled erfc.
const CENTRE: Constant = Constant {
    single: 2.0,
    double: 4.0,
};

/// `(1 + 2 t) exp(t^2) erfc(t)` in `q = (t - c) / (t + c)`, for `t` from 0 to 10.8 (27.8): 2^-25.8 of erfc(t), and 2^-56.2.
const SCALED_ERFC: Polynomial = Polynomial {
    single: &[
        1.276_978_4,
        -0.092_764_01,
        -0.166_031_69,
        0.164_055_87,
        -0.054_201_34,
        -0.008_061_546,
        0.008_620_649,
        0.001_311_690_8,
        -0.001_216_857_7,
        -0.000_392_827_44,
    ],
    double: &[
        1.232_995_118_625_552_6,
        -0.139_621_116_840_562_9,
        0.015_379_652_102_619_875,
        0.068_097_054_254_735_75,
        -0.101_039_066_036_307_7,
        0.093_732_834_996_849_01,
        -0.066_330_365_812_411_46,
        0.037_167_515_561_536_79,
        -0.016_197_734_050_238_357,
        0.005_031_969_765_459_55,
        -0.000_757_773_392_446_067_2,
        -0.000_199_255_565_865_952_58,
        0.000_150_622_420_124_066_36,
        -2.440_294_679_921_981_7e-5,
        -1.122_515_320_519_968e-5,
        5.717_355_801_531_884e-6,
        3.017_659_703_938_448_3e-7,
        -8.343_912_641_806_203e-7,
        6.252_651_534_343_817e-8,
        1.147_302_606_424_472_5e-7,
        -7.795_039_952_417_136e-9,
        -1.345_979_560_280_120_8e-8,
        -1.740_778_001_026_721e-9,
    ],
};

/// The error function, within 1.3 ulp.
#[inline(always)]
pub(crate) fn erf<A: Arch, F: Float>(x: F) -> F {
    let t = x.abs();
    let bounded = clamp(t, F::ZERO, F::from_f64(6.5));
    // Where this is used erfc is at most a quarter, so the rounding of the square hardly shows.
    let (mantissa, scale) = exp_split::<A, F>(-(bounded * bounded), -F::ZERO);
    let far = (F::ONE - scaled_erfc::<A, F>(bounded) * mantissa * scale).copysign(x);
    if t < F::from_f64(0.9) {
        erf_near_zero::<A, F>(x)
    } else {
        far
    }
}

/// `erf(x)` for |x| up to 0.9, within 1 ulp.
#[inline(always)]
pub(super) fn erf_near_zero<A: Arch, F: Float>(x: F) -> F {
    x.fma::<A>(NEAR_ZERO.at::<A, F>(x * x), x)
}

/// `exp(t^2) * erfc(t)`, for `t` from 0 to 10.8 (27.8).
///
/// The variable and the form are those of Shepherd and Laframboise, "Chebyshev approximation of (1 + 2x) exp(x^2)
/// erfc(x) in 0 <= x < infinity", Mathematics of Computation 36 (1981).
#[inline(always)]
pub(super) fn scaled_erfc<A: Arch, F: Float>(t: F) -> F {
    let centre = CENTRE.of::<F>();
    let q = (t - centre) / (t + centre);
    SCALED_ERFC.at::<A, F>(q) / t.fma::<A>(F::TWO, F::ONE)
}

#[cfg(test)]
mod tests {
    use super::super::reference;
    use super::super::testing::{accuracy, check_f64};
    use super::erf;

    accuracy!(erf_accuracy, erf::<A, f32>, reference::erf, 1.3);
    check_f64!(erf_in_f64, erf, reference::erf, 4.0);
}
