//! Updates in place: one pass over what changes and what it changes by.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::kernel::simd::{Arch, Kernel, Level, dispatch};
use crate::kernel::threads::{LINE, Pieces, for_each_piece, is_small};

/// The arithmetic that a [`Rule`] is written in: that of `f32` or `f64`.
pub trait RuleFloat:
    Copy
    + Send
    + Sync
    + PartialOrd
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
{
    /// The nearest value.
    fn from_f64(x: f64) -> Self;
    /// The square root.
    fn sqrt(self) -> Self;
    /// The larger of two numbers; nan if one is.
    fn max(self, other: Self) -> Self;
    /// The smaller of two numbers; nan if one is.
    fn min(self, other: Self) -> Self;
    /// The distance from zero.
    fn abs(self) -> Self;
    /// 1 above zero, -1 below, and zero and nan themselves.
    fn sign(self) -> Self;
}

macro_rules! rule_float {
    ($($float:ty),*) => {$(
        impl RuleFloat for $float {
            #[inline(always)]
            fn from_f64(x: f64) -> Self { x as $float }
            #[inline(always)]
            fn sqrt(self) -> Self { self.sqrt() }
            #[inline(always)]
            fn max(self, other: Self) -> Self { if self > other || self.is_nan() { self } else { other } }
            #[inline(always)]
            fn min(self, other: Self) -> Self { if self < other || self.is_nan() { self } else { other } }
            #[inline(always)]
            fn abs(self) -> Self { self.abs() }
            #[inline(always)]
            fn sign(self) -> Self {
                if self > 0.0 {
                    1.0
                } else if self < 0.0 {
                    -1.0
                } else {
                    self
                }
            }
        }
    )*};
}
rule_float!(f32, f64);

/// How one element of a parameter changes, given its gradient and `S` numbers that are kept for it between steps.
///
/// [`Array::update`](crate::Array::update) compiles the rule into one loop over all elements, for each instruction
/// set. For that, implementations of `apply` must be `#[inline(always)]`.
///
/// ```
/// use tensor_core::{Array, Rule, RuleFloat};
///
/// #[derive(Clone, Copy)]
/// struct Momentum { lr: f64, momentum: f64 }
///
/// impl Rule<1> for Momentum {
///     #[inline(always)]
///     fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [velocity]: [F; 1]) -> (F, [F; 1]) {
///         let velocity = F::from_f64(self.momentum) * velocity + grad;
///         (parameter - F::from_f64(self.lr) * velocity, [velocity])
///     }
/// }
///
/// let (mut w, mut velocity) = (Array::from([1.0, 2.0]), Array::from([0.0, 1.0]));
/// w.update(&Array::from([1.0, 1.0]), [&mut velocity], &Momentum { lr: 0.5, momentum: 1.0 });
/// assert_eq!(w.to_vec::<f32>(), [0.5, 1.0]);
/// assert_eq!(velocity.to_vec::<f32>(), [1.0, 2.0]);
/// ```
pub trait Rule<const S: usize>: Copy + Sync {
    /// The parameter and the kept numbers after the step.
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, state: [F; S]) -> (F, [F; S]);
}

/// Applies `rule` to every element; all slices are equally long.
#[inline]
pub(crate) fn update<F: RuleFloat, R: Rule<S>, const S: usize>(
    rule: &R,
    parameter: &mut [F],
    grad: &[F],
    state: [&mut [F]; S],
) {
    let len = parameter.len();
    if is_small(len, COST) {
        return dispatch(Update {
            rule,
            parameter,
            grad,
            state,
        });
    }
    let (parameter, state) = (Pieces::new(parameter), state.map(Pieces::new));
    for_each_piece(len, LINE, COST, |range| {
        // SAFETY: the ranges are disjoint.
        let (parameter, state) = unsafe {
            (
                parameter.take(range.clone()),
                state.each_ref().map(|state| state.take(range.clone())),
            )
        };
        dispatch(Update {
            rule,
            parameter,
            grad: &grad[range],
            state,
        });
    });
}

/// What updating an element costs, in additions.
const COST: usize = 2;

struct Update<'a, R, F, const S: usize> {
    rule: &'a R,
    parameter: &'a mut [F],
    grad: &'a [F],
    state: [&'a mut [F]; S],
}

impl<F: RuleFloat, R: Rule<S>, const S: usize> Kernel for Update<'_, R, F, S> {
    const BEST: Level = Level::Avx2;
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self {
            rule,
            parameter,
            grad,
            state,
        } = self;
        // A copy, which no slice can overlap: else its numbers would be read anew for every element.
        let rule = *rule;
        let len = parameter.len();
        // Equal lengths by sight, so that the loop checks no bounds.
        let (grad, state) = (&grad[..len], state.map(|state| &mut state[..len]));
        for i in 0..len {
            let kept = std::array::from_fn(|s| state[s][i]);
            let (new, kept) = rule.apply(parameter[i], grad[i], kept);
            parameter[i] = new;
            for s in 0..S {
                state[s][i] = kept[s];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<F: RuleFloat + std::fmt::Debug>() {
        let [one, two, zero, nan] = [1.0, 2.0, 0.0, f64::NAN].map(F::from_f64);
        assert_eq!((one.max(two), two.max(one)), (two, two));
        assert_eq!((one.min(two), two.min(one)), (one, one));
        assert_eq!(((-two).abs(), two.abs()), (two, two));
        assert_eq!(((-two).sign(), two.sign(), zero.sign()), (-one, one, zero));
        let all = [
            nan.max(one),
            one.max(nan),
            nan.min(one),
            one.min(nan),
            nan.abs(),
            nan.sign(),
        ];
        assert!(all.iter().all(|x| x.partial_cmp(x).is_none()), "{all:?}");
    }

    #[test]
    fn the_arithmetic_is_that_of_both_types() {
        check::<f32>();
        check::<f64>();
    }
}
