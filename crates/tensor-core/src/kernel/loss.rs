//! Sums over pairs of elements, as losses take them.

use smallvec::SmallVec;

use crate::dtype::Element;
use crate::kernel::fold::fold_inline;
use crate::kernel::monoid::{Monoid, Sum};
use crate::kernel::ops::Number;
use crate::kernel::reduce::whole;
use crate::kernel::simd::{Arch, Kernel, dispatch};
use crate::kernel::threads::fill;

/// Elements that are summed before their sum is joined with others.
const BLOCK: usize = 1024;
/// Accumulators of a block: enough for four of the widest vectors.
const LANES: usize = 32;

/// The sum of `(a - b)^2` over two slices of one length, in one pass and, as other sums, in the same order everywhere.
pub(crate) fn squared_distance<T: Element + Number>(a: &[T], b: &[T]) -> T
where
    Sum: Monoid<T>,
{
    if a.len() <= BLOCK {
        let mut sum = [T::default()];
        let sums = &mut sum;
        dispatch(SquaredDistances { a, b, sums });
        return sum[0];
    }
    let mut sums: SmallVec<[T; 16]> = SmallVec::from_elem(T::default(), a.len().div_ceil(BLOCK));
    fill(&mut sums, 1, BLOCK, |first, sums| {
        dispatch(SquaredDistances {
            a: &a[first * BLOCK..],
            b: &b[first * BLOCK..],
            sums,
        });
    });
    whole(&Sum, &sums)
}

/// The sum of every block.
struct SquaredDistances<'a, T> {
    a: &'a [T],
    b: &'a [T],
    sums: &'a mut [T],
}

impl<T: Element + Number> Kernel for SquaredDistances<'_, T>
where
    Sum: Monoid<T>,
{
    type Output = ();
    #[inline(always)]
    fn run<A: Arch>(self, _: A) {
        let blocks = self.a.chunks(BLOCK).zip(self.b.chunks(BLOCK));
        for (sum, (a, b)) in self.sums.iter_mut().zip(blocks) {
            let ((wide_a, a), (wide_b, b)) = (a.as_chunks::<LANES>(), b.as_chunks::<LANES>());
            let mut lanes = [T::default(); LANES];
            for (a, b) in wide_a.iter().zip(wide_b) {
                for i in 0..LANES {
                    lanes[i] = lanes[i].add(square(a[i].sub(b[i])));
                }
            }
            for ((lane, a), b) in lanes.iter_mut().zip(a).zip(b) {
                *lane = lane.add(square(a.sub(*b)));
            }
            *sum = fold_inline(Sum, &lanes);
        }
    }
}

#[inline(always)]
fn square<T: Number>(x: T) -> T {
    x.mul(x)
}
