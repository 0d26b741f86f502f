//! How the functions of this folder are tested: against `f64`, over all `f32`, with and without fused arithmetic.

use super::super::simd::{Arch, Kernel, Portable, dispatch};

/// Fused arithmetic, whatever the instruction set.
#[derive(Clone, Copy)]
pub(super) struct Fused;
impl Arch for Fused {
    const FUSED: bool = true;
}

/// No fused arithmetic, whatever the instruction set.
#[derive(Clone, Copy)]
pub(super) struct Plain;
impl Arch for Plain {
    const FUSED: bool = false;
}

/// Every `step`th `f32`, of both signs, with the infinities and many nans.
pub(super) fn sample(step: usize) -> impl Iterator<Item = f32> {
    (0..=u32::MAX).step_by(step).map(f32::from_bits)
}

/// The step between the floats of a test that always runs.
pub(super) const QUICK: usize = 997;

/// Zeros, ones, infinities, a nan and the ends of the normal and the subnormal range, of both signs.
pub(super) const SPECIAL: [f32; 16] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    f32::INFINITY,
    f32::NEG_INFINITY,
    f32::NAN,
    f32::MAX,
    f32::MIN,
    f32::MIN_POSITIVE,
    -f32::MIN_POSITIVE,
    f32::from_bits(1),
    -f32::from_bits(1),
    f32::from_bits(0x007f_ffff),
    f32::EPSILON,
    -f32::EPSILON,
];

/// A function under test, as a type, because a closure cannot be generic over the instruction set.
pub(super) trait Function: Copy + Sync {
    fn value<A: Arch>(self, x: f32) -> f32;
    fn reference(self, x: f64) -> f64;
}

#[derive(Clone, Copy)]
struct Map<'a, T> {
    function: T,
    input: &'a [f32],
}

impl<T: Function> Kernel for Map<'_, T> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn run<A: Arch>(self, _: A) -> Vec<f32> {
        let mut output = vec![0.0; self.input.len()];
        for (y, &x) in output.iter_mut().zip(self.input) {
            *y = self.function.value::<A>(x);
        }
        output
    }
}

/// The distance from `got` to `exact` in units of the last place that `exact` has as an `f32`.
///
/// Infinity where one is nan or infinite in `f32` and the other is not.
pub(super) fn ulps(got: f32, exact: f64) -> f64 {
    let rounded = exact as f32;
    if got.is_nan() || rounded.is_nan() || got.is_infinite() {
        let same = got == rounded || got.is_nan() && rounded.is_nan();
        // The largest float may be taken for infinity by an error within the bound.
        let near = got.is_infinite()
            && exact.abs() > f64::from(f32::MAX) * (1.0 - 1e-7)
            && exact * f64::from(got) > 0.0;
        return if same || near { 0.0 } else { f64::INFINITY };
    }
    let exponent = (exact.abs().to_bits() >> 52) as i32 - 1023;
    let unit = f64::from(exponent.clamp(-126, 127) - 23).exp2();
    (f64::from(got) - exact.clamp(f64::from(f32::MIN), f64::from(f32::MAX))).abs() / unit
}

/// Panics where `function` is off by more than `bound` ulp on every `step`th float, or differs between vector and
/// scalar code.
pub(super) fn check<T: Function>(function: T, bound: f64, step: usize) {
    let plain = |input: &[f32]| Map { function, input }.run(Portable);
    let best = |input: &[f32]| dispatch(Map { function, input });
    let mut worst = [(0.0, 0.0_f32); 2];
    let mut block = Vec::with_capacity(4001);
    let mut numbers = SPECIAL.into_iter().chain(sample(step)).peekable();
    while numbers.peek().is_some() {
        block.clear();
        // An odd length, so that there is a tail.
        block.extend(numbers.by_ref().take(4001));
        for (outputs, worst) in [plain(&block), best(&block)].iter().zip(&mut worst) {
            for (&x, &y) in block.iter().zip(outputs) {
                let exact = function.reference(f64::from(x));
                let error = ulps(y, exact);
                if error > worst.0 {
                    *worst = (error, x);
                }
                let zero_sign = exact == 0.0 && y == 0.0 && exact.is_sign_negative() != y.is_sign_negative();
                assert!(!zero_sign, "at {x:e}: {y:e} instead of {exact:e}");
            }
        }
    }
    println!("greatest errors in ulp (portable, best level): {worst:?}");
    for (error, x) in worst {
        assert!(error <= bound, "{error} ulp at {x:e}, more than {bound}");
    }
    same_in_vector_and_scalar_code(function);
}

fn same_in_vector_and_scalar_code<T: Function>(function: T) {
    let input: Vec<f32> = SPECIAL.into_iter().chain(sample(1_000_003)).collect();
    for length in [1, 7, 15, 16, 17, 33, input.len()] {
        let input = &input[..length];
        let together = dispatch(Map { function, input });
        for (i, (x, y)) in input.iter().zip(together).enumerate() {
            let alone = dispatch(Map {
                function,
                input: &input[i..=i],
            })[0];
            assert!(
                y.to_bits() == alone.to_bits() || y.is_nan() && alone.is_nan(),
                "at {x:e}: {y:e}, alone {alone:e}"
            );
        }
    }
}

/// A test of one function over a sample of all floats, and one over all of them that is run on demand.
macro_rules! accuracy {
    ($name:ident, $function:expr, $reference:expr, $bound:expr) => {
        mod $name {
            use super::*;
            use crate::kernel::math::testing::{Function, QUICK, check};
            use crate::kernel::simd::Arch;

            #[derive(Clone, Copy)]
            struct Tested;
            impl Function for Tested {
                #[inline(always)]
                fn value<A: Arch>(self, x: f32) -> f32 {
                    $function(x)
                }

                fn reference(self, x: f64) -> f64 {
                    $reference(x)
                }
            }

            #[test]
            fn is_within_its_bound() {
                check(Tested, $bound, QUICK);
            }

            #[test]
            #[ignore = "takes minutes: every f32"]
            fn is_within_its_bound_everywhere() {
                check(Tested, $bound, 1);
            }
        }
    };
}
pub(super) use accuracy;

/// A test of one function in `f64` against a reference in `f64`, which has errors of its own.
macro_rules! check_f64 {
    ($name:ident, $function:ident, $reference:expr, $bound:expr) => {
        #[test]
        fn $name() {
            use super::super::testing::{Fused, Plain, check_against};
            check_against($function::<Fused, f64>, $reference, $bound);
            check_against($function::<Plain, f64>, $reference, $bound);
        }
    };
}
pub(super) use check_f64;

/// Panics where two functions of `f64` differ by more than `bound` ulp, on floats of all sizes.
pub(super) fn check_against(function: impl Fn(f64) -> f64, reference: impl Fn(f64) -> f64, bound: f64) {
    let wide = (0..=u64::MAX / 987_654_321_987_654).map(|at| f64::from_bits(at * 987_654_321_987_654));
    let near = (-400_000..400_000).map(|i| f64::from(i) * 0.001_937_9);
    let special = SPECIAL
        .into_iter()
        .map(f64::from)
        .chain([f64::MAX, f64::MIN_POSITIVE, f64::from_bits(1)]);
    let mut worst = (0.0, 0.0);
    for x in special.chain(wide).chain(near) {
        let (got, exact) = (function(x), reference(x));
        assert_eq!(
            got.is_nan(),
            exact.is_nan(),
            "at {x:e}: {got:e} instead of {exact:e}"
        );
        assert_eq!(
            got.is_finite(),
            exact.is_finite(),
            "at {x:e}: {got:e} instead of {exact:e}"
        );
        if exact.is_finite() {
            let unit = (exact.abs() * f64::EPSILON).max(f64::from_bits(1));
            let error = (got - exact).abs() / unit;
            if error > worst.0 {
                worst = (error, x);
            }
            assert!(
                exact != 0.0 || got.is_sign_negative() == exact.is_sign_negative(),
                "at {x:e}: {got:e}"
            );
        }
    }
    println!("greatest difference in ulp: {worst:?}");
    assert!(
        worst.0 <= bound,
        "{} ulp at {:e}, more than {bound}",
        worst.0,
        worst.1
    );
}
