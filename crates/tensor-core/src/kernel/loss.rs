//! Sums over pairs of elements, as losses take them.

use smallvec::SmallVec;

use crate::dtype::Element;
use crate::kernel::monoid::{Monoid, Sum};
use crate::kernel::ops::Number;
use crate::kernel::reduce::fold_slice;
use crate::kernel::simd::{Arch, Kernel, dispatch};

/// Elements that are summed before their sum is joined with others.
const BLOCK: usize = 1024;
/// Accumulators of a block: enough for four of the widest vectors.
const LANES: usize = 32;

/// The sum of `(a - b)^2` over two slices of one length, in one pass and, as other sums, in the same order everywhere.
pub(crate) fn squared_distance<T: Element + Number>(a: &[T], b: &[T]) -> T
where
    Sum: Monoid<T>,
{
    dispatch(SquaredDistance { a, b })
}

struct SquaredDistance<'a, T> {
    a: &'a [T],
    b: &'a [T],
}

impl<T: Element + Number> Kernel for SquaredDistance<'_, T>
where
    Sum: Monoid<T>,
{
    type Output = T;
    #[inline(always)]
    fn run<A: Arch>(self, _: A) -> T {
        let mut sums: SmallVec<[T; 16]> = SmallVec::new();
        for (a, b) in self.a.chunks(BLOCK).zip(self.b.chunks(BLOCK)) {
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
            sums.push(fold_slice::<T, Sum>(&lanes));
        }
        fold_slice::<T, Sum>(&sums)
    }
}

#[inline(always)]
fn square<T: Number>(x: T) -> T {
    x.mul(x)
}
