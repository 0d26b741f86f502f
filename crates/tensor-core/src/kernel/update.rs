//! Updates in place: one pass over what changes and what it changes by.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::dtype::Element;
use crate::kernel::map::{Binary, Operand};
use crate::kernel::rows::{Row, Rows};
use crate::kernel::simd::{Arch, Kernel, Level, best_for_streams, dispatch};
use crate::kernel::threads::{LINE, Pieces, fill, for_each_piece, is_small};

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
    /// The larger of two numbers.
    fn max(self, other: Self) -> Self;
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

/// Replaces every element of `x`, which is contiguous over `shape`, by `op` of it and of the other operand's.
#[inline]
pub(crate) fn assign<T: Element>(op: impl Binary<T, T>, shape: &[usize], x: &mut [T], other: Operand<'_, T>) {
    let rows = Rows::new(shape, [other.strides]);
    let (rows, other) = (&rows, other.elements);
    fill(x, LINE, 1, |first, x| {
        dispatch(Assign {
            op,
            rows,
            first,
            x,
            other,
        });
    });
}

struct Assign<'a, O, T> {
    op: O,
    rows: &'a Rows<1>,
    first: usize,
    x: &'a mut [T],
    other: &'a [T],
}

impl<T: Element, O: Binary<T, T>> Kernel for Assign<'_, O, T> {
    const BEST: Level = best_for_streams(T::DTYPE);
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let Self {
            op,
            rows,
            first,
            x,
            other,
        } = self;
        let [step] = rows.step;
        for Row {
            start,
            len,
            place: [place],
        } in rows.walk(first, x.len())
        {
            let x = &mut x[start..][..len];
            if step == 1 {
                for (x, other) in x.iter_mut().zip(&other[place..][..len]) {
                    *x = op.apply::<A>(*x, *other);
                }
            } else {
                for (i, x) in x.iter_mut().enumerate() {
                    *x = op.apply::<A>(*x, other[place + i * step]);
                }
            }
        }
    }
}
