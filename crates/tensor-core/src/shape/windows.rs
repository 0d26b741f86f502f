//! Windows: what a convolution or a pooling sees of an array at once, and where over its last dimensions they lie.

use crate::error::Error;

/// How windows lie over one to three dimensions, which are counted as `[depth, height, width]`; those that there are
/// not have size 1.
///
/// Of the window at `output` place `o`, tap `k` sees place `o * stride + k * dilation - before` of the input, or the
/// padding if that is outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Windows {
    /// How many of the three dimensions there are.
    pub(crate) rank: usize,
    pub(crate) input: [usize; 3],
    pub(crate) output: [usize; 3],
    pub(crate) kernel: [usize; 3],
    pub(crate) stride: [usize; 3],
    pub(crate) dilation: [usize; 3],
    /// The padding in front.
    pub(crate) before: [usize; 3],
}

/// Sizes of a kernel and how it moves, one for each dimension, in the order of the dimensions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moves<'a> {
    pub(crate) kernel: &'a [usize],
    pub(crate) stride: &'a [usize],
    pub(crate) dilation: &'a [usize],
}

impl Windows {
    /// Windows over `input`, with no places yet.
    ///
    /// # Errors
    /// If a list has another length than `input`, or a size is 0 that must not be.
    pub(crate) fn over(name: &str, input: &[usize], moves: Moves<'_>) -> Result<Self, Error> {
        let lists = [
            ("kernel_size", moves.kernel),
            ("stride", moves.stride),
            ("dilation", moves.dilation),
        ];
        if !(1..=3).contains(&input.len()) {
            return Err(Error::shape(format!(
                "{name}: windows are for one to three dimensions, not {}",
                input.len()
            )));
        }
        for (what, sizes) in lists {
            of_length(name, what, sizes, input.len())?;
            if sizes.contains(&0) {
                return Err(Error::argument(format!(
                    "{name}: {what} must be at least 1, and is {sizes:?}"
                )));
            }
        }
        Ok(Self {
            rank: input.len(),
            input: aligned(input, 1),
            output: [1; 3],
            kernel: aligned(moves.kernel, 1),
            stride: aligned(moves.stride, 1),
            dilation: aligned(moves.dilation, 1),
            before: [0; 3],
        })
    }

    /// How many places of the padded input a window reaches over.
    pub(crate) fn reach(&self, dim: usize) -> usize {
        self.dilation[dim]
            .saturating_mul(self.kernel[dim] - 1)
            .saturating_add(1)
    }

    /// As many windows as fit between paddings of `before` and `after`. With `ceil` a last one may begin inside and end
    /// beyond, by less than a step; it may be the only one.
    ///
    /// # Errors
    /// If there is none.
    pub(crate) fn placed(
        mut self,
        name: &str,
        before: [usize; 3],
        after: [usize; 3],
        ceil: bool,
    ) -> Result<Self, Error> {
        self.before = before;
        for dim in 0..3 {
            let padded = self.input[dim]
                .saturating_add(before[dim])
                .saturating_add(after[dim]);
            let stride = self.stride[dim];
            let missing = self.reach(dim).saturating_sub(padded);
            if missing > 0 && !(ceil && missing < stride) {
                return Err(self.too_small(name, before, after));
            }
            let room = padded.saturating_sub(self.reach(dim));
            self.output[dim] = room / stride + 1;
            // Not one that begins in the padding behind.
            if ceil
                && !room.is_multiple_of(stride)
                && self.output[dim] * stride < self.input[dim] + before[dim]
            {
                self.output[dim] += 1;
            }
        }
        self.addressable(name)
    }

    #[cold]
    fn too_small(&self, name: &str, before: [usize; 3], after: [usize; 3]) -> Error {
        let padded: Vec<usize> = (3 - self.rank..3)
            .map(|dim| {
                self.input[dim]
                    .saturating_add(before[dim])
                    .saturating_add(after[dim])
            })
            .collect();
        let reach: Vec<usize> = (3 - self.rank..3).map(|dim| self.reach(dim)).collect();
        Error::shape(format!(
            "{name}: a window of {reach:?} elements does not fit in the padded input, which has {padded:?}"
        ))
    }

    /// Refuses what offsets of 32 bits could not reach.
    fn addressable(self, name: &str) -> Result<Self, Error> {
        let elements = (0..3).try_fold(1usize, |product, dim| {
            let whole = self.output[dim]
                .checked_sub(1)?
                .checked_mul(self.stride[dim])?
                .checked_add(self.reach(dim))?;
            product.checked_mul(
                whole
                    .checked_next_multiple_of(self.stride[dim])?
                    .max(self.input[dim]),
            )
        });
        match elements {
            Some(elements) if u32::try_from(elements).is_ok() => Ok(self),
            _ => Err(Error::shape(format!(
                "{name}: windows over {:?} elements with this padding need more room than there is",
                self.sizes(&self.input)
            ))),
        }
    }

    /// The place in a channel of the input that a tap of the window at an output place sees, if it is not padding.
    pub(crate) fn seen(&self, place: usize, tap: usize) -> Option<usize> {
        let split = |at: usize, sizes: &[usize; 3]| {
            [at / sizes[2] / sizes[1], at / sizes[2] % sizes[1], at % sizes[2]]
        };
        let (place, tap) = (split(place, &self.output), split(tap, &self.kernel));
        (0..3).try_fold(0, |seen, dim| {
            let at = (place[dim] * self.stride[dim] + tap[dim] * self.dilation[dim])
                .checked_sub(self.before[dim])?;
            (at < self.input[dim]).then(|| seen * self.input[dim] + at)
        })
    }

    /// Whether each window is one element, and each element of the input in one window, in the same order.
    pub(crate) fn is_each_element(&self) -> bool {
        self.kernel == [1; 3] && self.stride == [1; 3] && self.before == [0; 3] && self.input == self.output
    }

    /// The sizes of the dimensions that there are.
    pub(crate) fn sizes<'a>(&self, of: &'a [usize; 3]) -> &'a [usize] {
        &of[3 - self.rank..]
    }

    /// How many elements a channel of the input has.
    pub(crate) fn input_area(&self) -> usize {
        self.input.iter().product()
    }

    /// How many windows there are in a channel.
    pub(crate) fn area(&self) -> usize {
        self.output.iter().product()
    }

    /// How many elements a window has in a channel.
    pub(crate) fn taps(&self) -> usize {
        self.kernel.iter().product()
    }
}

/// Up to three sizes as those of the last dimensions of three, of which the others are `fill`.
pub(crate) fn aligned(sizes: &[usize], fill: usize) -> [usize; 3] {
    let mut all = [fill; 3];
    all[3 - sizes.len()..].copy_from_slice(sizes);
    all
}

/// What an operation over `rank` dimensions is called.
pub(crate) fn named(names: [&'static str; 3], rank: usize) -> &'static str {
    names[rank.clamp(1, 3) - 1]
}

/// Refuses a list of sizes that has not one for each dimension.
pub(crate) fn of_length(name: &str, what: &str, sizes: &[usize], rank: usize) -> Result<(), Error> {
    if sizes.len() == rank {
        return Ok(());
    }
    Err(Error::argument(format!(
        "{name}: {what} needs {rank} {}, and is {sizes:?}",
        if rank == 1 { "number" } else { "numbers" }
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(
        input: &[usize],
        kernel: &[usize],
        stride: &[usize],
        dilation: &[usize],
    ) -> Result<Windows, Error> {
        Windows::over(
            "pool",
            input,
            Moves {
                kernel,
                stride,
                dilation,
            },
        )
    }

    #[test]
    fn as_many_windows_as_fit() {
        // input, kernel, stride, dilation, padding, outputs as they are and with `ceil`; from PyTorch
        for (input, kernel, stride, dilation, padding, floor, ceil) in [
            (5, 2, 2, 1, 0, 2, 3),
            (6, 2, 2, 1, 0, 3, 3),
            (5, 3, 2, 1, 1, 3, 3),
            (6, 3, 2, 1, 1, 3, 4),
            (7, 3, 3, 2, 0, 1, 2),
            (2, 1, 3, 1, 0, 1, 1),
            (3, 2, 3, 1, 1, 2, 2),
        ] {
            let windows = windows(&[input], &[kernel], &[stride], &[dilation]).unwrap();
            for (ceils, expected) in [(false, floor), (true, ceil)] {
                let placed = windows
                    .placed("pool", [0, 0, padding], [0, 0, padding], ceils)
                    .unwrap();
                assert_eq!(placed.sizes(&placed.output), [expected], "{windows:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let message = |result: Result<Windows, Error>| result.unwrap_err().to_string();
        assert_eq!(
            message(windows(&[3, 3], &[2], &[1, 1], &[1, 1])),
            "pool: kernel_size needs 2 numbers, and is [2]"
        );
        assert_eq!(
            message(windows(&[3], &[2], &[0], &[1])),
            "pool: stride must be at least 1, and is [0]"
        );
        let large = windows(&[3, 3], &[2, 4], &[1, 1], &[1, 1]).unwrap();
        assert_eq!(
            message(large.placed("pool", [0; 3], [0; 3], false)),
            "pool: a window of [2, 4] elements does not fit in the padded input, which has [3, 3]"
        );
        let far = windows(&[3], &[2], &[1], &[1]).unwrap();
        let (far, padding) = (
            far.placed("pool", [0, 0, usize::MAX], [0; 3], false),
            "pool: windows over [3] elements",
        );
        assert!(message(far).starts_with(padding));
    }
}
