//! The rules of pooling: which windows there are, and what comes out.

use crate::error::Error;
use crate::shape::Shape;
use crate::shape::windows::{Moves, Windows, aligned, named, of_length};

/// How the windows of a pooling move, a number for each dimension.
#[derive(Clone, Copy, Debug)]
pub struct PoolMoves<'a> {
    /// How many elements a window has.
    pub kernel_size: &'a [usize],
    /// The step from one window to the next.
    pub stride: &'a [usize],
    /// What surrounds the input on both sides.
    pub padding: &'a [usize],
    /// The step from one element of a window to the next.
    pub dilation: &'a [usize],
    /// Whether a last window may end beyond the padding.
    pub ceil_mode: bool,
}

/// A pooling over one to three dimensions of an input `[N, C, ..]` or `[C, ..]` that has windows of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pooling {
    leading: Leading,
    pub(crate) windows: Windows,
    /// The padding behind.
    after: [usize; 3],
}

/// The dimensions before those that are pooled, channels and perhaps a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leading {
    pub(crate) batch: Option<usize>,
    pub(crate) channels: usize,
}

impl Leading {
    /// The leading dimensions of an input over `rank` others, and these.
    ///
    /// # Errors
    /// If there are not one or two.
    pub(crate) fn split<'a>(
        name: &str,
        input: &'a [usize],
        rank: usize,
    ) -> Result<(Self, &'a [usize]), Error> {
        match input {
            [channels, sizes @ ..] if sizes.len() == rank => Ok((
                Self {
                    batch: None,
                    channels: *channels,
                },
                sizes,
            )),
            [batch, channels, sizes @ ..] if sizes.len() == rank => Ok((
                Self {
                    batch: Some(*batch),
                    channels: *channels,
                },
                sizes,
            )),
            _ => Err(Error::shape(format!(
                "{name} takes an input of {} dimensions, or {} with a batch, not one of shape {input:?}",
                rank + 1,
                rank + 2
            ))),
        }
    }

    /// Refuses sizes that leave nothing to see.
    pub(crate) fn refuse_empty(name: &str, input: &[usize], sizes: &[usize]) -> Result<(), Error> {
        if !sizes.contains(&0) {
            return Ok(());
        }
        Err(Error::shape(format!(
            "{name} takes an input without images or channels, but not one without elements in another dimension, as \
             {input:?} is"
        )))
    }

    /// The shape with these dimensions before `sizes`.
    pub(crate) fn shape(&self, sizes: &[usize]) -> Shape {
        self.batch
            .iter()
            .chain([&self.channels])
            .chain(sizes)
            .copied()
            .collect()
    }
}

impl PoolMoves<'_> {
    /// The windows that move so over these sizes, not yet placed, and the padding on either side of each dimension.
    pub(super) fn over(&self, name: &str, sizes: &[usize]) -> Result<(Windows, [usize; 3]), Error> {
        let &Self {
            kernel_size: kernel,
            stride,
            dilation,
            ..
        } = self;
        let windows = Windows::over(
            name,
            sizes,
            Moves {
                kernel,
                stride,
                dilation,
            },
        )?;
        of_length(name, "padding", self.padding, windows.rank)?;
        Ok((windows, aligned(self.padding, 0)))
    }
}

impl Pooling {
    /// The pooling `name`, `max_pool2d` for example, of an input, over as many dimensions as there are strides.
    ///
    /// ```
    /// use tensor_core::{PoolMoves, Pooling};
    /// let (two, none, one) = (&[2, 2], &[0, 0], &[1, 1]);
    /// let moves = PoolMoves { kernel_size: two, stride: two, padding: none, dilation: one, ceil_mode: false };
    /// let pool = Pooling::new("max_pool2d", &[8, 3, 9, 6], moves).unwrap();
    /// assert_eq!(&pool.output_shape()[..], [8, 3, 4, 3]);
    /// ```
    ///
    /// # Errors
    /// If the shape does not fit, or a number is not one that a pooling takes.
    pub fn new(name: &str, input: &[usize], moves: PoolMoves<'_>) -> Result<Self, Error> {
        let (leading, sizes) = Leading::split(name, input, moves.stride.len())?;
        Leading::refuse_empty(name, input, sizes)?;
        let (windows, around) = moves.over(name, sizes)?;
        if (0..3).any(|dim| around[dim] > windows.reach(dim) / 2) {
            return Err(Error::argument(format!(
                "{name}: padding must be at most half of what a window of kernel_size={:?} reaches over, and is {:?}",
                moves.kernel_size, moves.padding
            )));
        }
        let windows = windows.placed(name, around, around, moves.ceil_mode)?;
        Ok(Self {
            leading,
            windows,
            after: around,
        })
    }

    /// The shape of the input.
    pub fn input_shape(&self) -> Shape {
        self.leading.shape(self.windows.sizes(&self.windows.input))
    }

    /// The shape of the output.
    pub fn output_shape(&self) -> Shape {
        self.leading.shape(self.windows.sizes(&self.windows.output))
    }

    /// How many elements each window of a channel has, those in the padding with them or not; what lies beyond the padding
    /// never counts.
    pub(crate) fn counts(&self, with_padding: bool) -> impl Iterator<Item = usize> {
        let windows = self.windows;
        let count = move |dim: usize, place: usize| {
            let (before, size) = (windows.before[dim], windows.input[dim]);
            let start = place * windows.stride[dim];
            let end = start + windows.reach(dim);
            if with_padding {
                end.min(before + size + self.after[dim]) - start
            } else {
                end.min(before + size).saturating_sub(start.max(before))
            }
        };
        let [depth, height, width] = windows.output;
        (0..depth * height * width).map(move |at| {
            count(0, at / width / height) * count(1, at / width % height) * count(2, at % width)
        })
    }
}

/// The shape that unpooling gives an input: that of what windows were laid over, or `output_size` for the dimensions of the
/// windows, where steps leave several sizes open.
///
/// ```
/// use tensor_core::unpool_shape;
/// assert_eq!(&unpool_shape(&[1, 2, 3], &[3], &[2], &[1], None).unwrap()[..], [1, 2, 5]);
/// assert_eq!(&unpool_shape(&[1, 2, 3], &[3], &[2], &[1], Some(&[6])).unwrap()[..], [1, 2, 6]);
/// ```
///
/// # Errors
/// If the shape does not fit, or windows over `output_size` are not so many.
pub fn unpool_shape(
    input: &[usize],
    kernel_size: &[usize],
    stride: &[usize],
    padding: &[usize],
    output_size: Option<&[usize]>,
) -> Result<Shape, Error> {
    let name = named(["max_unpool1d", "max_unpool2d", "max_unpool3d"], stride.len());
    let (leading, sizes) = Leading::split(name, input, stride.len())?;
    let mut output = Vec::with_capacity(sizes.len());
    for (dim, size) in sizes.iter().enumerate() {
        let whole = (size.saturating_sub(1))
            .saturating_mul(stride[dim])
            .saturating_add(kernel_size[dim]);
        let from_windows = whole.saturating_sub(padding[dim].saturating_mul(2));
        let asked = output_size
            .and_then(|sizes| sizes.get(dim).copied())
            .unwrap_or(from_windows);
        if asked.abs_diff(from_windows) >= stride[dim].max(1) {
            return Err(Error::argument(format!(
                "{name}: output_size must be less than stride={stride:?} from the {from_windows} that windows over an \
                 input of shape {input:?} reach over, and is {asked} in dimension {dim} of them"
            )));
        }
        output.push(asked);
    }
    Ok(leading.shape(&output))
}

/// A pooling that has as many windows as are asked for, each as large as it must be: over place `o` of `outputs`, from
/// `o * size / outputs`, rounded down, to `(o + 1) * size / outputs`, rounded up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdaptivePooling {
    leading: Leading,
    rank: usize,
    pub(crate) input: [usize; 3],
    pub(crate) output: [usize; 3],
}

impl AdaptivePooling {
    /// The pooling `name`, `adaptive_avg_pool2d` for example, of an input; none stands for a size to be kept.
    ///
    /// ```
    /// use tensor_core::AdaptivePooling;
    /// let pool = AdaptivePooling::new("adaptive_avg_pool2d", &[8, 3, 9, 6], &[Some(4), None]).unwrap();
    /// assert_eq!(&pool.output_shape()[..], [8, 3, 4, 6]);
    /// ```
    ///
    /// # Errors
    /// If the shape does not fit.
    pub fn new(name: &str, input: &[usize], output_size: &[Option<usize>]) -> Result<Self, Error> {
        let (leading, sizes) = Leading::split(name, input, output_size.len())?;
        Leading::refuse_empty(name, input, sizes)?;
        let output: Vec<usize> = output_size
            .iter()
            .zip(sizes)
            .map(|(size, kept)| size.unwrap_or(*kept))
            .collect();
        Ok(Self {
            leading,
            rank: sizes.len(),
            input: aligned(sizes, 1),
            output: aligned(&output, 1),
        })
    }

    /// The shape of the input.
    pub fn input_shape(&self) -> Shape {
        self.leading.shape(&self.input[3 - self.rank..])
    }

    /// The shape of the output.
    pub fn output_shape(&self) -> Shape {
        self.leading.shape(&self.output[3 - self.rank..])
    }

    /// The pooling with windows of one size that this is, if it is one.
    pub(crate) fn regular(&self) -> Option<Pooling> {
        let mut kernel = [1; 3];
        for (dim, size) in kernel.iter_mut().enumerate() {
            if self.output[dim] == 0 || !self.input[dim].is_multiple_of(self.output[dim]) {
                return None;
            }
            *size = self.input[dim] / self.output[dim];
        }
        let Self {
            leading,
            rank,
            input,
            output,
        } = *self;
        let windows = Windows {
            rank,
            input,
            output,
            kernel,
            stride: kernel,
            dilation: [1; 3],
            before: [0; 3],
        };
        Some(Pooling {
            leading,
            windows,
            after: [0; 3],
        })
    }

    /// The places that a window of one dimension sees.
    pub(crate) fn range(&self, dim: usize, place: usize) -> std::ops::Range<usize> {
        let (size, outputs) = (self.input[dim], self.output[dim]);
        place * size / outputs..((place + 1) * size).div_ceil(outputs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POOL: PoolMoves<'_> = PoolMoves {
        kernel_size: &[2, 3],
        stride: &[2, 3],
        padding: &[0, 0],
        dilation: &[1, 1],
        ceil_mode: false,
    };

    #[test]
    fn shapes_as_in_pytorch() {
        let pool = Pooling::new(
            "max_pool2d",
            &[2, 4, 6],
            PoolMoves {
                padding: &[1, 0],
                ..POOL
            },
        )
        .unwrap();
        assert_eq!(
            (&pool.output_shape()[..], &pool.input_shape()[..]),
            (&[2, 3, 2][..], &[2, 4, 6][..])
        );
        let adaptive = AdaptivePooling::new("adaptive_avg_pool1d", &[2, 5], &[Some(3)]).unwrap();
        assert_eq!(&adaptive.output_shape()[..], [2, 3]);
        let ranges: Vec<_> = (0..3).map(|place| adaptive.range(2, place)).collect();
        assert_eq!(ranges, [0..2, 1..4, 3..5]);
        assert!(adaptive.regular().is_none());
    }

    #[test]
    fn padding_counts_or_not() {
        let moves = PoolMoves {
            kernel_size: &[3],
            stride: &[2],
            padding: &[1],
            dilation: &[1],
            ceil_mode: true,
        };
        let pool = Pooling::new("avg_pool1d", &[1, 6], moves).unwrap();
        assert_eq!(pool.counts(true).collect::<Vec<_>>(), [3, 3, 3, 2]);
        assert_eq!(pool.counts(false).collect::<Vec<_>>(), [2, 3, 3, 1]);
    }

    #[test]
    fn a_last_window_may_end_beyond_by_less_than_a_step() {
        let moves = |stride| PoolMoves {
            kernel_size: &[3],
            stride,
            padding: &[0],
            dilation: &[1],
            ceil_mode: true,
        };
        let pool = Pooling::new("avg_pool1d", &[1, 2], moves(&[2])).unwrap();
        assert_eq!(&pool.output_shape()[..], [1, 1]);
        assert_eq!(pool.counts(true).collect::<Vec<_>>(), [2]);
        assert!(Pooling::new("avg_pool1d", &[1, 2], moves(&[1])).is_err());
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let message = |moves| {
            Pooling::new("max_pool2d", &[1, 3, 3], moves)
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            message(PoolMoves {
                padding: &[2, 0],
                ..POOL
            }),
            "max_pool2d: padding must be at most half of what a window of kernel_size=[2, 3] reaches over, and is [2, 0]"
        );
        assert_eq!(
            message(PoolMoves {
                kernel_size: &[4, 4],
                ..POOL
            }),
            "max_pool2d: a window of [4, 4] elements does not fit in the padded input, which has [3, 3]"
        );
        assert_eq!(
            unpool_shape(&[1, 3], &[2], &[2], &[0], Some(&[8]))
                .unwrap_err()
                .to_string(),
            "max_unpool1d: output_size must be less than stride=[2] from the 6 that windows over an input of shape [1, 3] \
             reach over, and is 8 in dimension 0 of them"
        );
        assert!(Pooling::new("max_pool2d", &[3], POOL).is_err());
        assert!(AdaptivePooling::new("adaptive_max_pool1d", &[1, 0], &[Some(1)]).is_err());
    }
}
