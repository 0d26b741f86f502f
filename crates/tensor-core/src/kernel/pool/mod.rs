//! Pooling: the largest or the mean of each window of a channel, and what their gradients are made of.

pub(crate) mod adaptive;
pub(crate) mod average;
pub(crate) mod indexed;
pub(crate) mod max;
#[cfg(test)]
mod tests;

use crate::kernel::threads;
use crate::shape::Windows;

/// Calls `body` with each number below `planes`, of which each is `work` additions.
fn for_each_plane(planes: usize, work: usize, body: impl Fn(usize) + Sync) {
    threads::for_each_piece(planes, 1, work, |planes| planes.for_each(&body));
}

/// Checks that an input and an output are of the same planes.
fn check_planes(windows: &Windows, input: usize, output: usize) {
    let planes = input / windows.input_area();
    let whole = [planes * windows.input_area(), planes * windows.area()];
    assert_eq!([input, output], whole, "pool: whole planes of {windows:?}");
}
