//! Transposed convolutions: those whose output is another one's input.

use super::conv::{ConvMoves, Convolution, divides, paddings, split_weight};
use crate::error::Error;
use crate::shape::pool::Leading;
use crate::shape::windows::{Windows, aligned, named, of_length};

impl Convolution {
    /// The convolution whose gradient a transposed one is: its output is the transposed one's input, and its input, with
    /// `output_padding` places more at the end, the transposed one's output. The weight is `[in, out / groups, kernel ..]`.
    ///
    /// ```
    /// use tensor_core::{ConvMoves, Convolution, ConvPadding};
    /// let moves = ConvMoves { stride: &[2], padding: ConvPadding::Each(&[1]), dilation: &[1], groups: 1 };
    /// let conv = Convolution::transposed(&[8, 16, 10], &[16, 4, 3], moves, &[1]).unwrap();
    /// assert_eq!(&conv.input_shape()[..], [8, 4, 20]);
    /// ```
    ///
    /// # Errors
    /// If the shapes do not fit, or a number is not one that the convolution takes.
    pub fn transposed(
        input: &[usize],
        weight: &[usize],
        moves: ConvMoves<'_>,
        output_padding: &[usize],
    ) -> Result<Self, Error> {
        let rank = moves.stride.len();
        let name = named(["conv_transpose1d", "conv_transpose2d", "conv_transpose3d"], rank);
        let (Leading { batch, channels }, sizes) = Leading::split(name, input, rank)?;
        let (of_weight, out_group, kernel) = split_weight(name, weight, rank)?;
        let groups = moves.groups;
        divides(name, groups, "input channels", channels, input)?;
        if of_weight != channels {
            return Err(Error::shape(format!(
                "{name}: a weight of shape {weight:?} takes an input with {of_weight} channels, not the {channels} of \
                 shape {input:?}"
            )));
        }
        Leading::refuse_empty(name, input, sizes)?;
        smaller_than_moves(name, output_padding, moves.stride, moves.dilation)?;
        let mut windows = moves.over(name, sizes, kernel)?;
        let [before, after] = paddings(name, &windows, moves.padding)?;
        let outputs = windows.input;
        windows.input = transposed_input(&windows, [before, after], output_padding).ok_or_else(|| {
            Error::shape(format!(
                "{name}: an input of shape {input:?} with this kernel and padding leaves no output"
            ))
        })?;
        let mut windows = windows.placed(name, before, after, false)?;
        windows.output = outputs;
        Ok(Self {
            batch,
            groups,
            channels: out_group,
            outputs: channels / groups,
            windows,
        })
    }
}

/// The sizes of the input whose convolution has `windows.input` as its output, and `output_padding` places more at the
/// end; none if a dimension would have none.
fn transposed_input(
    windows: &Windows,
    padding: [[usize; 3]; 2],
    output_padding: &[usize],
) -> Option<[usize; 3]> {
    let more = aligned(output_padding, 0);
    let mut sizes = [0; 3];
    for (dim, size) in sizes.iter_mut().enumerate() {
        let whole = (windows.input[dim] - 1)
            .saturating_mul(windows.stride[dim])
            .saturating_add(windows.reach(dim));
        let [before, after] = padding.map(|padding| padding[dim]);
        *size = whole
            .saturating_add(more[dim])
            .checked_sub(before.saturating_add(after))?;
    }
    sizes.iter().all(|size| *size > 0).then_some(sizes)
}

/// Refuses an `output_padding` that is not one number for each dimension, or that would be a whole step.
fn smaller_than_moves(
    name: &str,
    output_padding: &[usize],
    stride: &[usize],
    dilation: &[usize],
) -> Result<(), Error> {
    of_length(name, "output_padding", output_padding, stride.len())?;
    let moves = stride.iter().zip(dilation);
    if output_padding
        .iter()
        .zip(moves)
        .all(|(more, (stride, dilation))| more < stride || more < dilation)
    {
        return Ok(());
    }
    Err(Error::argument(format!(
        "{name}: output_padding must be smaller than stride or dilation, and is {output_padding:?} where these are \
         {stride:?} and {dilation:?}"
    )))
}
