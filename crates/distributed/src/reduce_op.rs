//! [`ReduceOp`]: how the values of the ranks become one.

use bytemuck::Pod;
use tensor_core::{DType, Element, Error, bf16, f16};

/// How [`all_reduce`](crate::ProcessGroup::all_reduce) makes one value of those of all ranks.
///
/// Whatever it is, the ranks' values are taken in rank order, `((rank 0 + rank 1) + rank 2) + ..`, so the result has the same
/// bits on every rank, in every run, and as one process that adds the same parts in that order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReduceOp {
    /// Their sum. Integers wrap; of `bool`, whether any is true.
    #[default]
    Sum,
    /// Their sum, divided once by their number. Of floating point only.
    Avg,
    /// Their product. Of `bool`, whether all are true.
    Product,
    /// The least.
    Min,
    /// The greatest.
    Max,
}

impl ReduceOp {
    pub(crate) const ALL: [ReduceOp; 5] = [Self::Sum, Self::Avg, Self::Product, Self::Min, Self::Max];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Avg => "average",
            Self::Product => "product",
            Self::Min => "least",
            Self::Max => "greatest",
        }
    }

    /// The operation on the bytes 0 and 1 that gives what this one gives on `bool`.
    pub(crate) fn of_truths(self) -> Self {
        match self {
            Self::Sum => Self::Max,
            Self::Product => Self::Min,
            other => other,
        }
    }

    /// # Errors
    /// If this is an average and `dtype` is not floating point.
    pub(crate) fn check(self, dtype: DType) -> Result<(), Error> {
        if self == Self::Avg && !dtype.is_float() {
            return Err(Error::dtype(format!(
                "all_reduce: an average of {dtype} would not be {dtype}; reduce the sum, or convert to floating point"
            )));
        }
        Ok(())
    }
}

/// Evaluates `$body` with `$T` as the type of the elements of `$dtype`, or `$refusal` if ranks do not reduce such.
macro_rules! dispatch {
    ($dtype:expr, $T:ident => $body:expr, $other:ident => $refusal:expr) => {
        $crate::reduce_op::dispatch! {
            @ $dtype, $T => $body, $other => $refusal,
            F32 f32, F64 f64, F16 ::tensor_core::f16, BF16 ::tensor_core::bf16, I64 i64, I32 i32, I16 i16, I8 i8, U8 u8
        }
    };
    (@ $dtype:expr, $T:ident => $body:expr, $other:ident => $refusal:expr, $($name:ident $type:ty),*) => {
        match $dtype {
            $(::tensor_core::DType::$name => {
                type $T = $type;
                $body
            })*
            $other => $refusal,
        }
    };
}
pub(crate) use dispatch;

/// An element that ranks reduce.
pub(crate) trait Reducible: Element + Pod {
    fn plus(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
    fn over(self, count: usize) -> Self;
    /// One over `count`.
    fn share(count: usize) -> Self;
}

macro_rules! floats {
    ($($float:ty: $count:expr;)*) => {$(
        impl Reducible for $float {
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self + other
            }
            #[inline(always)]
            fn times(self, other: Self) -> Self {
                self * other
            }
            #[inline(always)]
            fn over(self, count: usize) -> Self {
                self / $count(count)
            }
            fn share(count: usize) -> Self {
                <$float>::from(1_u8) / $count(count)
            }
        }
    )*};
}

floats! {
    f32: |count| count as f32;
    f64: |count| count as f64;
    f16: |count| f16::from_f64(count as f64);
    bf16: |count| bf16::from_f64(count as f64);
}

macro_rules! integers {
    ($($integer:ty)*) => {$(
        impl Reducible for $integer {
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn times(self, other: Self) -> Self {
                self.wrapping_mul(other)
            }
            /// Never asked for: `ReduceOp::check` refuses averages of integers.
            #[inline(always)]
            fn over(self, _count: usize) -> Self {
                self
            }
            /// As `over`.
            fn share(_count: usize) -> Self {
                1
            }
        }
    )*};
}

integers!(i64 i32 i16 i8 u8);

/// How many elements are worked on at once, so that they stay in the nearest cache.
const BLOCK: usize = 1024;

/// Reduces what two or more ranks have into `own`, which holds this rank's part; `others` gives that of another rank.
pub(crate) fn reduce_in_rank_order<'a, T: Reducible>(
    own: &mut [T],
    rank: usize,
    world_size: usize,
    op: ReduceOp,
    others: impl Fn(usize) -> &'a [T],
) {
    let ranks = Ranks {
        rank,
        world_size,
        others,
    };
    match op {
        ReduceOp::Sum => ranks.reduce(own, T::plus, |x| x),
        // The same bits as a quotient, without its cost.
        ReduceOp::Avg if world_size.is_power_of_two() => {
            let share = T::share(world_size);
            ranks.reduce(own, T::plus, |x| x.times(share));
        }
        ReduceOp::Avg => ranks.reduce(own, T::plus, |x| x.over(world_size)),
        ReduceOp::Product => ranks.reduce(own, T::times, |x| x),
        ReduceOp::Min => ranks.reduce(own, |least, x| if x < least { x } else { least }, |x| x),
        ReduceOp::Max => ranks.reduce(own, |greatest, x| if x > greatest { x } else { greatest }, |x| x),
    }
}

/// This rank, and the parts of the others.
struct Ranks<F> {
    rank: usize,
    world_size: usize,
    others: F,
}

impl<'a, F> Ranks<F> {
    /// Each element by `both` of the first two ranks, then of the next, and in the end by `last`.
    #[inline(always)]
    fn reduce<T: Reducible>(&self, own: &mut [T], both: impl Fn(T, T) -> T, last: impl Fn(T) -> T)
    where
        F: Fn(usize) -> &'a [T],
    {
        let mut block = [T::default(); BLOCK];
        for begin in (0..own.len()).step_by(BLOCK) {
            let range = begin..own.len().min(begin + BLOCK);
            let total = &mut block[..range.len()];
            let part = |from: usize| {
                if from == self.rank {
                    &own[range.clone()]
                } else {
                    &(self.others)(from)[range.clone()]
                }
            };
            for ((total, x), y) in total.iter_mut().zip(part(0)).zip(part(1)) {
                *total = both(*x, *y);
            }
            for from in 2..self.world_size {
                for (total, x) in total.iter_mut().zip(part(from)) {
                    *total = both(*total, *x);
                }
            }
            for (own, total) in own[range].iter_mut().zip(total) {
                *own = last(*total);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reduced<T: Reducible>(parts: &[Vec<T>], rank: usize, op: ReduceOp) -> Vec<T> {
        let mut own = parts[rank].clone();
        reduce_in_rank_order(&mut own, rank, parts.len(), op, |from| &parts[from]);
        own
    }

    #[test]
    fn the_order_is_that_of_the_ranks_on_each() {
        let parts: Vec<Vec<f32>> = [1e8, 1.0, -1e8].iter().map(|x| vec![*x; BLOCK + 7]).collect();
        let expected = (1e8_f32 + 1.0) - 1e8;
        assert_ne!(expected, 1.0);
        for rank in 0..3 {
            assert_eq!(reduced(&parts, rank, ReduceOp::Sum), vec![expected; BLOCK + 7]);
        }
    }

    #[test]
    fn every_operation_is_what_it_says() {
        let parts = [vec![2_i32, -5], vec![3, 4], vec![7, 0]];
        let results = [vec![12, -1], vec![42, 0], vec![2, -5], vec![7, 4]];
        let ops = [ReduceOp::Sum, ReduceOp::Product, ReduceOp::Min, ReduceOp::Max];
        for (op, expected) in ops.into_iter().zip(results) {
            assert_eq!(reduced(&parts, 1, op), expected, "{}", op.name());
        }
        assert_eq!(reduced(&[vec![1.0_f64], vec![2.0]], 0, ReduceOp::Avg), [1.5]);
    }

    #[test]
    fn integers_have_no_average() {
        let refusal = ReduceOp::Avg
            .check(DType::I32)
            .expect_err("it is refused")
            .to_string();
        assert!(
            refusal.contains("an average of int32 would not be int32"),
            "{refusal}"
        );
        assert!(ReduceOp::Avg.check(DType::BF16).is_ok());
    }
}
