//! How an image lies where windows read it.

use smallvec::SmallVec;

use crate::kernel::vector::MOST_LANES;
use crate::scratch;
use crate::shape::Windows;

/// Places of taps, or of lines.
pub(in crate::kernel) type Places = SmallVec<[usize; 128]>;
/// Places of output columns; they are read by whole registers, so some more follow the last one.
pub(in crate::kernel) type ColumnPlaces = SmallVec<[u32; 288]>;

/// A channel as windows read it: planes of one phase of the windows' steps in each dimension.
#[derive(Clone, Copy, Debug)]
pub(in crate::kernel) struct View {
    /// From one place of a phase to the next, in each dimension.
    pub(in crate::kernel) step: [usize; 3],
    /// From one phase to the next.
    pub(in crate::kernel) phase: [usize; 3],
    /// How many places of the padded image windows reach over; what is beyond is left out.
    pub(in crate::kernel) extent: [usize; 3],
    /// From one channel to the next.
    pub(in crate::kernel) channel: usize,
    /// Whether the image has to be copied to lie so.
    pub(in crate::kernel) is_copy: bool,
}

impl View {
    pub(in crate::kernel) fn new(windows: &Windows) -> Self {
        let extent =
            [0, 1, 2].map(|dim| (windows.output[dim] - 1) * windows.stride[dim] + windows.reach(dim));
        let fits = (0..3).all(|dim| extent[dim] <= windows.input[dim]);
        let is_copy = windows.stride != [1; 3] || windows.before != [0; 3] || !fits;
        let parts = if is_copy {
            [0, 1, 2].map(|dim| extent[dim].div_ceil(windows.stride[dim]))
        } else {
            windows.input
        };
        let plane = parts.iter().product::<usize>();
        let [depth, height, width] = windows.stride;
        Self {
            step: [parts[1] * parts[2], parts[2], 1],
            phase: [height * width * plane, width * plane, plane],
            extent,
            channel: depth * height * width * plane,
            is_copy,
        }
    }

    /// Where each tap of some channels is, as the window at the first output place sees it.
    pub(in crate::kernel) fn taps(&self, windows: &Windows, channels: usize) -> Places {
        let place = |dim: usize, tap: usize| {
            let at = tap * windows.dilation[dim];
            at % windows.stride[dim] * self.phase[dim] + at / windows.stride[dim] * self.step[dim]
        };
        let [depth, height, width] = windows.kernel;
        let mut taps: Places = scratch::small(channels.saturating_mul(windows.taps()));
        for z in 0..depth {
            for y in 0..height {
                taps.extend((0..width).map(|x| place(0, z) + place(1, y) + place(2, x)));
            }
        }
        for place in windows.taps()..channels * windows.taps() {
            taps.push(taps[place - windows.taps()] + self.channel);
        }
        taps
    }

    /// Where each line of output places begins.
    pub(in crate::kernel) fn lines(&self, windows: &Windows) -> impl Iterator<Item = usize> {
        let ([depth, height, _], [step_z, step_y, _]) = (windows.output, self.step);
        (0..depth).flat_map(move |z| (0..height).map(move |y| z * step_z + y * step_y))
    }

    /// [`lines`](Self::lines) of `images` that follow each other, `image` apart.
    pub(in crate::kernel) fn lines_of(&self, windows: &Windows, images: usize, image: usize) -> Places {
        let mut lines: Places = scratch::small(images * windows.output[0] * windows.output[1]);
        for at in 0..images {
            lines.extend(self.lines(windows).map(|line| at * image + line));
        }
        lines
    }

    /// Where each output place is.
    pub(in crate::kernel) fn columns(&self, windows: &Windows) -> ColumnPlaces {
        let mut columns: ColumnPlaces = scratch::small(windows.area() + MOST_LANES);
        for line in self.lines(windows) {
            let line = line as u32;
            columns.extend(line..line + windows.output[2] as u32);
        }
        let last = columns.last().copied().unwrap_or(0);
        columns.extend([last; MOST_LANES]);
        columns
    }
}
