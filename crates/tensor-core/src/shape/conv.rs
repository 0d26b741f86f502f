//! The rules of convolutions: which shapes fit together, and what comes out.

use crate::error::Error;
use crate::shape::Shape;
use crate::shape::pool::Leading;
use crate::shape::windows::{Moves, Windows, aligned, named, of_length};

/// The padding of a convolution's input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConvPadding<'a> {
    /// As much on both sides of each dimension.
    Each(&'a [usize]),
    /// As much as makes the output as large as the input, the smaller half in front; for stride 1.
    Same,
}

/// How the kernel of a convolution moves, a number for each of its dimensions.
#[derive(Clone, Copy, Debug)]
pub struct ConvMoves<'a> {
    /// The step from one window to the next.
    pub stride: &'a [usize],
    /// What surrounds the input, as zeros.
    pub padding: ConvPadding<'a>,
    /// The step from one element of a window to the next.
    pub dilation: &'a [usize],
    /// Into how many groups the channels are cut, each with kernels of its own.
    pub groups: usize,
}

impl ConvMoves<'_> {
    /// The windows of a kernel that moves so over these sizes, not yet placed.
    pub(super) fn over(&self, name: &str, sizes: &[usize], kernel: &[usize]) -> Result<Windows, Error> {
        let &Self { stride, dilation, .. } = self;
        Windows::over(
            name,
            sizes,
            Moves {
                kernel,
                stride,
                dilation,
            },
        )
    }
}

/// A convolution whose shapes fit, over one to three dimensions: input `[N, C, ..]` or `[C, ..]`, weight
/// `[O, C / groups, kernel ..]`, output `[N, O, ..]` or `[O, ..]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convolution {
    /// How many images there are; none stands for one without a dimension for it.
    pub(crate) batch: Option<usize>,
    pub(crate) groups: usize,
    /// The channels of the input and of the output, in one group.
    pub(crate) channels: usize,
    pub(crate) outputs: usize,
    pub(crate) windows: Windows,
}

impl Convolution {
    /// The convolution of an input with a weight, `conv1d` to `conv3d` by the number of strides.
    ///
    /// ```
    /// use tensor_core::{ConvMoves, Convolution, ConvPadding};
    /// let moves = ConvMoves { stride: &[2, 2], padding: ConvPadding::Each(&[1, 1]), dilation: &[1, 1], groups: 1 };
    /// let conv = Convolution::new(&[8, 3, 32, 32], &[16, 3, 3, 3], moves).unwrap();
    /// assert_eq!(&conv.output_shape()[..], [8, 16, 16, 16]);
    /// ```
    ///
    /// # Errors
    /// If the shapes do not fit, or a number is not one that the convolution takes.
    pub fn new(input: &[usize], weight: &[usize], moves: ConvMoves<'_>) -> Result<Self, Error> {
        let rank = moves.stride.len();
        let name = named(["conv1d", "conv2d", "conv3d"], rank);
        let (Leading { batch, channels }, sizes) = Leading::split(name, input, rank)?;
        let (outputs, in_group, kernel) = split_weight(name, weight, rank)?;
        let groups = moves.groups;
        divides(name, groups, "output channels", outputs, weight)?;
        if in_group.checked_mul(groups) != Some(channels) {
            return Err(Error::shape(format!(
                "{name}: a weight of shape {weight:?} with groups={groups} takes an input with {} channels, not the \
                 {channels} of shape {input:?}",
                in_group.saturating_mul(groups)
            )));
        }
        Leading::refuse_empty(name, input, sizes)?;
        let windows = moves.over(name, sizes, kernel)?;
        let [before, after] = paddings(name, &windows, moves.padding)?;
        Ok(Self {
            batch,
            groups,
            channels: in_group,
            outputs: outputs / groups,
            windows: windows.placed(name, before, after, false)?,
        })
    }

    /// The shape of the input.
    pub fn input_shape(&self) -> Shape {
        self.shape(self.channels, &self.windows.input)
    }

    /// The shape of the output.
    pub fn output_shape(&self) -> Shape {
        self.shape(self.outputs, &self.windows.output)
    }

    /// The shape of the weight.
    pub fn weight_shape(&self) -> Shape {
        let channels = [self.groups * self.outputs, self.channels];
        channels
            .iter()
            .chain(self.windows.sizes(&self.windows.kernel))
            .copied()
            .collect()
    }

    fn shape(&self, channels: usize, sizes: &[usize; 3]) -> Shape {
        let channels = self.groups * channels;
        Leading {
            batch: self.batch,
            channels,
        }
        .shape(self.windows.sizes(sizes))
    }

    /// Whether there is a dimension of images.
    pub fn is_batched(&self) -> bool {
        self.batch.is_some()
    }

    /// How many channels the input has in all groups.
    pub fn input_channels(&self) -> usize {
        self.groups * self.channels
    }

    /// How many channels the output has in all groups.
    pub fn output_channels(&self) -> usize {
        self.groups * self.outputs
    }

    /// How many images there are.
    pub(crate) fn images(&self) -> usize {
        self.batch.unwrap_or(1)
    }
}

/// Both numbers of channels and the kernel's sizes.
pub(super) fn split_weight<'a>(
    name: &str,
    weight: &'a [usize],
    rank: usize,
) -> Result<(usize, usize, &'a [usize]), Error> {
    match weight {
        [first, second, kernel @ ..] if kernel.len() == rank => Ok((*first, *second, kernel)),
        _ => Err(Error::shape(format!(
            "{name} takes a weight of {} dimensions, not one of shape {weight:?}",
            rank + 2
        ))),
    }
}

pub(super) fn divides(
    name: &str,
    groups: usize,
    what: &str,
    channels: usize,
    shape: &[usize],
) -> Result<(), Error> {
    if groups > 0 && channels.is_multiple_of(groups) {
        return Ok(());
    }
    Err(Error::shape(format!(
        "{name}: groups={groups} must divide the {channels} {what} of shape {shape:?}"
    )))
}

/// The padding in front and behind.
pub(super) fn paddings(
    name: &str,
    windows: &Windows,
    padding: ConvPadding<'_>,
) -> Result<[[usize; 3]; 2], Error> {
    match padding {
        ConvPadding::Each(sizes) => {
            of_length(name, "padding", sizes, windows.rank)?;
            Ok([aligned(sizes, 0); 2])
        }
        ConvPadding::Same if windows.stride != [1; 3] => Err(Error::argument(format!(
            "{name}: padding=\"same\" is for stride 1, not {:?}",
            windows.sizes(&windows.stride)
        ))),
        ConvPadding::Same => {
            let whole = [0, 1, 2].map(|dim| windows.reach(dim) - 1);
            let before = whole.map(|whole| whole / 2);
            Ok([before, [0, 1, 2].map(|dim| whole[dim] - before[dim])])
        }
    }
}

/// Checks a bias: one element for each of `channels`.
///
/// # Errors
/// If it is not a vector of as many.
pub(crate) fn check_conv_bias(name: &str, channels: usize, bias: &[usize]) -> Result<(), Error> {
    if bias == [channels] {
        return Ok(());
    }
    Err(Error::shape(format!(
        "{name}: a bias for {channels} channels has shape [{channels}], not {bias:?}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moves<'a>(
        stride: &'a [usize],
        padding: &'a [usize],
        dilation: &'a [usize],
        groups: usize,
    ) -> ConvMoves<'a> {
        ConvMoves {
            stride,
            padding: ConvPadding::Each(padding),
            dilation,
            groups,
        }
    }

    fn message(result: Result<Convolution, Error>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn shapes_as_in_pytorch() {
        let conv =
            Convolution::new(&[2, 4, 9, 11], &[6, 2, 3, 2], moves(&[2, 1], &[1, 0], &[1, 3], 2)).unwrap();
        assert_eq!(&conv.output_shape()[..], [2, 6, 5, 8]);
        assert_eq!(
            (&conv.input_shape()[..], &conv.weight_shape()[..]),
            (&[2, 4, 9, 11][..], &[6, 2, 3, 2][..])
        );
        let unbatched = Convolution::new(
            &[1, 5, 6, 7],
            &[2, 1, 3, 3, 3],
            moves(&[1; 3], &[0; 3], &[1; 3], 1),
        )
        .unwrap();
        assert_eq!(&unbatched.output_shape()[..], [2, 3, 4, 5]);
        let back = Convolution::transposed(&[2, 4, 3], &[4, 3, 4], moves(&[3], &[1], &[2], 2), &[2]).unwrap();
        assert_eq!(&back.input_shape()[..], [2, 6, 13]);
    }

    #[test]
    fn same_padding_keeps_the_size() {
        for (kernel, dilation, before) in [(3, 1, 1), (4, 1, 1), (4, 3, 4), (1, 1, 0)] {
            let moves = ConvMoves {
                stride: &[1],
                padding: ConvPadding::Same,
                dilation: &[dilation],
                groups: 1,
            };
            let conv = Convolution::new(&[1, 2, 9], &[1, 2, kernel], moves).unwrap();
            assert_eq!((conv.windows.output[2], conv.windows.before[2]), (9, before));
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let one = moves(&[1, 1], &[0, 0], &[1, 1], 1);
        assert_eq!(
            message(Convolution::new(&[2, 3], &[1, 2, 2, 2], one)),
            "conv2d takes an input of 3 dimensions, or 4 with a batch, not one of shape [2, 3]"
        );
        assert_eq!(
            message(Convolution::new(&[1, 2, 3, 3], &[1, 1, 2, 2], one)),
            "conv2d: a weight of shape [1, 1, 2, 2] with groups=1 takes an input with 1 channels, not the 2 of shape \
             [1, 2, 3, 3]"
        );
        assert_eq!(
            message(Convolution::new(
                &[1, 2, 3, 3],
                &[3, 1, 2, 2],
                ConvMoves { groups: 2, ..one }
            )),
            "conv2d: groups=2 must divide the 3 output channels of shape [3, 1, 2, 2]"
        );
        assert_eq!(
            message(Convolution::new(&[1, 2, 0, 3], &[3, 2, 1, 2], one)),
            "conv2d takes an input without images or channels, but not one without elements in another dimension, as \
             [1, 2, 0, 3] is"
        );
        let same = ConvMoves {
            padding: ConvPadding::Same,
            stride: &[2, 2],
            ..one
        };
        assert_eq!(
            message(Convolution::new(&[1, 2, 3, 3], &[3, 2, 2, 2], same)),
            "conv2d: padding=\"same\" is for stride 1, not [2, 2]"
        );
        assert_eq!(
            message(Convolution::transposed(
                &[1, 2, 3, 3],
                &[2, 3, 2, 2],
                one,
                &[1, 1]
            )),
            "conv_transpose2d: output_padding must be smaller than stride or dilation, and is [1, 1] where these are \
             [1, 1] and [1, 1]"
        );
        let padded = ConvMoves {
            padding: ConvPadding::Each(&[5, 5]),
            ..one
        };
        assert_eq!(
            message(Convolution::transposed(
                &[1, 2, 3, 3],
                &[2, 3, 2, 2],
                padded,
                &[0, 0]
            )),
            "conv_transpose2d: an input of shape [1, 2, 3, 3] with this kernel and padding leaves no output"
        );
        assert!(Convolution::new(&[1, 2, 3, 3], &[3, 2, 4, 2], one).is_err());
        assert!(check_conv_bias("conv2d", 3, &[3]).is_ok() && check_conv_bias("conv2d", 3, &[1]).is_err());
    }
}
