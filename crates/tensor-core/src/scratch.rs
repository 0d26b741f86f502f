//! Room that operations compute in, beside the elements that they read and write.
//!
//! Where the system gives none, `Vec` and `SmallVec` would end the process. These raise that as [`Error::memory`], which
//! [`Error::raise_memory_here`] then raises at the line of who called the operation.

use std::fmt::Display;

use smallvec::{Array, SmallVec};

use crate::error::{Error, OrRaise};

/// What an operation computes in.
const SPACE: &str = "the working space of an operation";

/// An empty list with room for `len` elements of `what`.
///
/// # Errors
/// If the system gives no memory for them.
pub fn room_for<T>(what: impl Display, len: usize) -> Result<Vec<T>, Error> {
    let mut list = Vec::new();
    match list.try_reserve_exact(len) {
        Ok(()) => Ok(list),
        Err(_) => Err(Error::memory(what, len.saturating_mul(size_of::<T>()))),
    }
}

/// `len` times `value`.
#[track_caller]
pub fn filled<T: Clone>(value: T, len: usize) -> Vec<T> {
    let mut list = Vec::new();
    resize(&mut list, len, value);
    list
}

/// Makes `list` as long as `len`; what is added is `value`.
#[track_caller]
pub(crate) fn resize<T: Clone>(list: &mut Vec<T>, len: usize, value: T) {
    let more = len.saturating_sub(list.len());
    if list.try_reserve_exact(more).is_err() {
        refuse(len, size_of::<T>());
    }
    list.resize(len, value);
}

/// The elements of a slice.
#[track_caller]
pub fn copied<T: Clone>(items: &[T]) -> Vec<T> {
    collected(items.len(), items.iter().cloned())
}

/// Adds `item` to the end of `list`.
#[track_caller]
pub fn push<T>(list: &mut Vec<T>, item: T) {
    reserve(list, 1);
    list.push(item);
}

/// Makes room for `more` elements behind those of `list`.
#[track_caller]
pub fn reserve<T>(list: &mut Vec<T>, more: usize) {
    if list.try_reserve(more).is_err() {
        refuse(list.len().saturating_add(more), size_of::<T>());
    }
}

/// The `len` elements that `items` gives.
#[track_caller]
pub fn collected<T>(len: usize, items: impl Iterator<Item = T>) -> Vec<T> {
    let mut list = room_for(SPACE, len).or_raise();
    list.extend(items);
    list
}

/// An empty list with room for `len` elements.
#[track_caller]
pub(crate) fn small<A: Array>(len: usize) -> SmallVec<A> {
    let mut list = SmallVec::new();
    if list.try_reserve_exact(len).is_err() {
        refuse(len, size_of::<A::Item>());
    }
    list
}

/// [`collected`], without an allocation where there are few.
#[track_caller]
pub(crate) fn collected_small<A: Array>(len: usize, items: impl Iterator<Item = A::Item>) -> SmallVec<A> {
    let mut list = small(len);
    list.extend(items);
    list
}

#[cold]
#[track_caller]
fn refuse(len: usize, size: usize) -> ! {
    Error::memory(SPACE, len.saturating_mul(size)).raise()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn what_no_system_gives_is_a_refusal() {
        let most = isize::MAX as usize;
        let tries: [fn(usize); 3] = [
            |len| drop(filled(0_u64, len)),
            |len| drop(collected(len, std::iter::empty::<u64>())),
            |len| drop(small::<[u64; 4]>(len)),
        ];
        for attempt in tries {
            let error = Error::catch_memory(|| attempt(most)).expect_err("there is no such memory");
            assert_eq!(error.kind(), ErrorKind::Memory);
            assert!(error.to_string().contains("bytes of memory"), "{error}");
        }
        assert_eq!(filled(7, 3), [7; 3]);
        assert_eq!(collected(2, 0..2), [0, 1]);
        let mut list = copied(&[1, 2]);
        push(&mut list, 3);
        assert_eq!(list, [1, 2, 3]);
    }
}
