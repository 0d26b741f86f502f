//! The extreme along one dimension, and where it is.

use std::cmp::Ordering;

use crate::dtype::Element;
use crate::kernel::rows::Rows;
use crate::layout::Layout;

/// Which of two elements comes first.
pub(crate) trait Order {
    /// How the winner compares to the loser.
    const WINNER: Ordering;

    /// Whether `a` comes before `b`. Not-a-number comes before every number; equals do not come before each other.
    #[inline(always)]
    fn beats<T: PartialOrd>(a: T, b: T) -> bool {
        match a.partial_cmp(&b) {
            Some(order) => order == Self::WINNER,
            // One of the two is not a number: `a`, if `b` can be compared with itself.
            None => b.partial_cmp(&b).is_some(),
        }
    }
}

/// The largest first.
pub(crate) struct Largest;
impl Order for Largest {
    const WINNER: Ordering = Ordering::Greater;
}

/// The smallest first.
pub(crate) struct Smallest;
impl Order for Smallest {
    const WINNER: Ordering = Ordering::Less;
}

/// Writes the first of `dim`, which is not empty, by order `O` to `values` and its position to `indices`, row by row
/// over the other dimensions.
pub(crate) fn extreme<T: Element, O: Order>(
    layout: &Layout,
    dim: usize,
    x: &[T],
    values: &mut [T],
    indices: &mut [i64],
) {
    if values.is_empty() {
        return;
    }
    let (size, stride) = match layout.shape().get(dim) {
        Some(size) => (*size, layout.strides()[dim]),
        None => (1, 0),
    };
    let others: Vec<usize> = (0..layout.rank()).filter(|other| *other != dim).collect();
    let others = layout.permute(&others);
    let rows = Rows::new(others.shape(), [others.strides()]);
    for (number, [place]) in rows.iter() {
        for i in 0..rows.len {
            let x = &x[place + i * rows.step[0]..];
            let mut best = 0;
            for at in 1..size {
                if O::beats(x[at * stride], x[best * stride]) {
                    best = at;
                }
            }
            values[number * rows.len + i] = x[best * stride];
            indices[number * rows.len + i] = best as i64;
        }
    }
}
