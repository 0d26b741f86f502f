//! The copy of an image with its border, each channel by phases.

use super::View;
use crate::kernel::gemm::tiled::workspace::{self, COPY};
use crate::kernel::simd::Level;
use crate::kernel::vector::{self, Lane, Lanes, Loop};
use crate::shape::Windows;

/// Every second place.
const EVEN: [u32; 16] = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30];

/// Copies `channels` channels that lie one after the other.
struct Copying<'a, T> {
    windows: &'a Windows,
    view: &'a View,
    from: *const T,
    to: *mut T,
    channels: usize,
    fill: T,
}

/// Runs `body` with the address of `channels` channels, which begin at `from`, as windows read them: where they are, or
/// copied with a border of `fill`.
///
/// # Safety
///
/// The machine has `level`, and the channels can be read. `body` reads only what windows see.
pub(in crate::kernel) unsafe fn with_images<T: Lane, R>(
    level: Level,
    windows: &Windows,
    view: &View,
    from: *const T,
    channels: usize,
    fill: T,
    body: impl FnOnce(*const T) -> R,
) -> R {
    if !view.is_copy {
        return body(from);
    }
    workspace::with(&COPY, channels * view.channel, |to: *mut T| {
        // SAFETY: the caller's promise; there is room for so many channels.
        unsafe {
            vector::run_at(
                level,
                Copying {
                    windows,
                    view,
                    from,
                    to,
                    channels,
                    fill,
                },
            );
        };
        body(to)
    })
}

impl<T: Lane> Loop<T> for Copying<'_, T> {
    type Output = ();

    #[inline(always)]
    unsafe fn run<V: Lanes<Scalar = T>>(self) {
        if self.windows.stride == [1; 3] {
            // SAFETY: the caller's promise.
            return unsafe { self.bordered::<V>() };
        }
        for channel in 0..self.channels {
            let from = self.from.wrapping_add(channel * self.windows.input_area());
            let to = self.to.wrapping_add(channel * self.view.channel);
            // SAFETY: the channel is one of those that the fields promise.
            unsafe { self.channel::<V>(from, to) };
        }
    }
}

impl<T: Lane> Copying<'_, T> {
    /// Copies all channels, whose places keep their order: what a register of a line reads and writes is the same for all
    /// lines.
    ///
    /// # Safety
    ///
    /// The machine has the instructions of `V`, and all channels can be read and written.
    #[inline(always)]
    unsafe fn bordered<V: Lanes<Scalar = T>>(&self) {
        let ([depth, height, width], before) = (self.windows.input, self.windows.before);
        let [planes, lines, len] = self.view.extent;
        for at in (0..len).step_by(V::LANES) {
            // SAFETY: the caller's promise; lanes outside of the image are not read, those behind the line not written.
            unsafe {
                let fill = V::splat(&self.fill);
                let (first, end) = (before[2], before[2] + width);
                let inside = V::mask_between(first.saturating_sub(at), end.saturating_sub(at));
                let mask = V::mask(len - at);
                let mut to = self.to.add(at);
                for plane in 0..self.channels * planes {
                    let (channel, z) = (plane / planes, (plane % planes).wrapping_sub(before[0]));
                    for y in 0..lines {
                        let y = y.wrapping_sub(before[1]);
                        let register = if z < depth && y < height {
                            let line = ((channel * depth + z) * height + y) * width;
                            let from = self.from.wrapping_add(line).wrapping_sub(first);
                            fill.load_over(from.wrapping_add(at), inside)
                        } else {
                            fill
                        };
                        register.store_masked(to, mask);
                        to = to.wrapping_add(len);
                    }
                }
            }
        }
    }

    /// # Safety
    ///
    /// The machine has the instructions of `V`, and a channel can be read and written.
    #[inline(always)]
    unsafe fn channel<V: Lanes<Scalar = T>>(&self, from: *const T, to: *mut T) {
        let ([depth, height, width], before) = (self.windows.input, self.windows.before);
        self.for_each_place(0, |z, to_z| {
            let z = z.wrapping_sub(before[0]);
            self.for_each_place(1, |y, to_y| {
                let y = y.wrapping_sub(before[1]);
                let is_inside = z < depth && y < height;
                let source = is_inside.then(|| from.wrapping_add((z * height + y) * width));
                // SAFETY: a line that is inside can be read; the caller's promise.
                unsafe { self.line::<V>(source, to.add(to_z + to_y)) };
            });
        });
    }

    /// Calls `body` with each place of a dimension of the padded image, and where it lies in the copy.
    #[inline(always)]
    fn for_each_place(&self, dim: usize, mut body: impl FnMut(usize, usize)) {
        for phase in 0..self.windows.stride[dim] {
            let mut to = phase * self.view.phase[dim];
            for place in (phase..self.view.extent[dim]).step_by(self.windows.stride[dim]) {
                body(place, to);
                to += self.view.step[dim];
            }
        }
    }

    /// Copies one line, or writes one of the border.
    ///
    /// # Safety
    ///
    /// As [`Copying::channel`].
    #[inline(always)]
    unsafe fn line<V: Lanes<Scalar = T>>(&self, from: Option<*const T>, to: *mut T) {
        let (windows, view) = (self.windows, self.view);
        let (before, width, part) = (windows.before[2], windows.input[2], view.step[1]);
        // SAFETY: the caller's promise; lanes outside of the image are not read, those behind the line not written.
        unsafe {
            match windows.stride[2] {
                1 => {
                    for at in (0..part).step_by(V::LANES) {
                        let register = self.read::<V>(from, at);
                        register.store_masked(to.add(at), V::mask(part - at));
                    }
                }
                2 => {
                    let even = V::order(EVEN.as_ptr(), 0);
                    for at in (0..part).step_by(V::LANES) {
                        for phase in 0..2 {
                            let first = 2 * at + phase;
                            let (left, right) = (
                                self.read::<V>(from, first),
                                self.read::<V>(from, first + V::LANES),
                            );
                            let to = to.add(phase * view.phase[2] + at);
                            V::pick(left, right, even).store_masked(to, V::mask(part - at));
                        }
                    }
                }
                stride => {
                    for at in 0..part * stride {
                        let to = to.add(at % stride * view.phase[2] + at / stride);
                        let place = at.wrapping_sub(before);
                        *to = match from {
                            Some(from) if place < width => *from.add(place),
                            _ => self.fill,
                        };
                    }
                }
            }
        }
    }

    /// The register of a padded line that begins at `at`. No closure of `line`: that would be compiled apart, without
    /// the instructions.
    ///
    /// # Safety
    ///
    /// As [`Copying::channel`].
    #[inline(always)]
    unsafe fn read<V: Lanes<Scalar = T>>(&self, from: Option<*const T>, at: usize) -> V {
        let (before, width) = (self.windows.before[2], self.windows.input[2]);
        // SAFETY: the caller's promise; lanes outside of the image are not read.
        unsafe {
            let fill = V::splat(&self.fill);
            let Some(from) = from else {
                return fill;
            };
            let inside = V::mask_between(before.saturating_sub(at), (before + width).saturating_sub(at));
            fill.load_over(from.wrapping_sub(before).wrapping_add(at), inside)
        }
    }
}
