//! Indexing as in `x[1:3, None, -1, ...]`: the [`s!`](crate::s) macro and what it makes.

use std::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use smallvec::{SmallVec, smallvec};

use crate::shape::Size;

/// A dimension of size 1, in [`s!`](crate::s): Python's `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewAxis;

/// As many whole dimensions as are left over, in [`s!`](crate::s): Python's `...`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ellipsis;

/// One item between the commas of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// One position, which takes its dimension away; negative ones count from the end.
    At(isize),
    /// A range with a step, clamped to the size as in Python.
    Range {
        /// The first position; negative ones count from the end.
        start: isize,
        /// One past the last position; `None` means to the end.
        end: Option<isize>,
        /// The distance between positions.
        step: isize,
    },
    /// A new dimension of size 1.
    NewAxis,
    /// As many whole dimensions as are left over.
    Ellipsis,
}

impl Index {
    /// The same range with another step.
    ///
    /// # Panics
    /// If this is not a range.
    #[track_caller]
    pub fn step_by(self, step: isize) -> Self {
        match self {
            Index::Range { start, end, .. } => Index::Range { start, end, step },
            other => panic!("{other:?} takes no step: only a range does"),
        }
    }
}

/// An integer as a position: one that an address does not reach is as far as it does, beyond every size.
trait Position {
    fn to_position(self) -> isize;
}
impl<S: Size> Position for S {
    fn to_position(self) -> isize {
        let at = self.to_i64();
        isize::try_from(at).unwrap_or(if at < 0 { isize::MIN } else { isize::MAX })
    }
}

macro_rules! positions {
    ($($integer:ty),*) => {$(
        impl From<$integer> for Index {
            fn from(at: $integer) -> Self {
                Index::At(at.to_position())
            }
        }
        impl From<Range<$integer>> for Index {
            fn from(range: Range<$integer>) -> Self {
                Index::Range { start: range.start.to_position(), end: Some(range.end.to_position()), step: 1 }
            }
        }
        impl From<RangeInclusive<$integer>> for Index {
            fn from(range: RangeInclusive<$integer>) -> Self {
                Index::Range { start: (*range.start()).to_position(), end: past((*range.end()).to_position()), step: 1 }
            }
        }
        impl From<RangeFrom<$integer>> for Index {
            fn from(range: RangeFrom<$integer>) -> Self {
                Index::Range { start: range.start.to_position(), end: None, step: 1 }
            }
        }
        impl From<RangeTo<$integer>> for Index {
            fn from(range: RangeTo<$integer>) -> Self {
                Index::Range { start: 0, end: Some(range.end.to_position()), step: 1 }
            }
        }
        impl From<RangeToInclusive<$integer>> for Index {
            fn from(range: RangeToInclusive<$integer>) -> Self {
                Index::Range { start: 0, end: past(range.end.to_position()), step: 1 }
            }
        }
    )*};
}
positions!(i32, isize, usize, i64);

/// One past an inclusive end; past -1, the last, is the end itself.
fn past(end: isize) -> Option<isize> {
    (end != -1).then_some(end.saturating_add(1))
}

impl From<RangeFull> for Index {
    fn from(_: RangeFull) -> Self {
        Index::Range {
            start: 0,
            end: None,
            step: 1,
        }
    }
}
impl From<NewAxis> for Index {
    fn from(_: NewAxis) -> Self {
        Index::NewAxis
    }
}
impl From<Ellipsis> for Index {
    fn from(_: Ellipsis) -> Self {
        Index::Ellipsis
    }
}

/// What `slice` takes: `s![..]`, one integer, one range, or a slice of [`Index`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an index",
    note = "write `s![1..3, .., NewAxis]`, one integer, or one range"
)]
pub trait IntoIndex {
    /// The items of the index.
    fn into_index(self) -> SmallVec<[Index; 4]>;
}
impl<I: Into<Index>> IntoIndex for I {
    fn into_index(self) -> SmallVec<[Index; 4]> {
        smallvec![self.into()]
    }
}
impl<const N: usize> IntoIndex for [Index; N] {
    fn into_index(self) -> SmallVec<[Index; 4]> {
        SmallVec::from_slice(&self)
    }
}
impl IntoIndex for &[Index] {
    fn into_index(self) -> SmallVec<[Index; 4]> {
        SmallVec::from_slice(self)
    }
}

/// An index, spelled as in `ndarray`: `s![-1, 1..3, ..;2, NewAxis, Ellipsis]` is Python's
/// `[-1, 1:3, ::2, None, ...]`. Missing trailing dimensions are whole.
///
/// ```
/// use tensor_core::{Index, s};
/// assert_eq!(s![-1, 1..3, ..;2].len(), 3);
/// assert_eq!(s![..;2][0], Index::Range { start: 0, end: None, step: 2 });
/// ```
#[macro_export]
macro_rules! s {
    (@item [$($done:expr),*]) => { [$($done),*] };
    (@item [$($done:expr),*] NewAxis $(, $($rest:tt)*)?) => {
        $crate::s!(@item [$($done,)* $crate::Index::NewAxis] $($($rest)*)?)
    };
    (@item [$($done:expr),*] Ellipsis $(, $($rest:tt)*)?) => {
        $crate::s!(@item [$($done,)* $crate::Index::Ellipsis] $($($rest)*)?)
    };
    (@item [$($done:expr),*] $range:expr; $step:expr $(, $($rest:tt)*)?) => {
        $crate::s!(@item [$($done,)* $crate::Index::from($range).step_by($step)] $($($rest)*)?)
    };
    (@item [$($done:expr),*] $item:expr $(, $($rest:tt)*)?) => {
        $crate::s!(@item [$($done,)* $crate::Index::from($item)] $($($rest)*)?)
    };
    ($($items:tt)*) => { $crate::s!(@item [] $($items)*) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(
        clippy::reversed_empty_ranges,
        reason = "as an index, `2..=-1` ends at the last position"
    )]
    fn every_kind_of_item() {
        let row = 3_usize;
        let items = s![row, ..=2, 1.., -3..-1;2, NewAxis, Ellipsis, 2..=-1];
        let range = |start, end, step| Index::Range { start, end, step };
        let expected = [
            Index::At(3),
            range(0, Some(3), 1),
            range(1, None, 1),
            range(-3, Some(-1), 2),
            Index::NewAxis,
            Index::Ellipsis,
            range(2, None, 1),
        ];
        assert_eq!(items, expected);
    }
}
