//! Convolutions as products: the output is weights times windows, the gradients are the other two products of the three.
//!
//! - [`output`]: each output channel is a row of weights times the matrix of windows, which is read through two tables
//!   of places ([`windows`](crate::kernel::windows)) and never made.
//! - [`input`]: weights times the output's gradient gives what each window gives back, and each element of the input
//!   collects it. A transposed convolution is the same.
//! - [`weight`]: windows, where they lie, times the output's gradient.
//!
//! A convolution with one channel in a group is no product worth the name; [`depthwise`] has loops of its own.
//!
//! Work is split over independent outputs, and how a sum is ordered depends on the sizes alone.

mod depthwise;
mod input;
mod integer;
mod output;
#[cfg(test)]
mod tests;
mod weight;

use crate::kernel::gemm::tiled::{self, Tiles};
use crate::kernel::simd::{self, Level};
use crate::shape::Convolution;

/// Which of a convolution's three parts is computed of the two others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The output, of the input and the weight.
    Output,
    /// The input, or its gradient, of the output and the weight.
    Input,
    /// The weight, or its gradient, of the input and the output.
    Weight,
}

/// The two parts that are given, a bias for each channel of the third if that is not the weight, and the third.
pub(crate) struct Operands<'a, T> {
    pub(crate) first: &'a [T],
    pub(crate) second: &'a [T],
    pub(crate) bias: Option<&'a [T]>,
    pub(crate) out: &'a mut [T],
}

/// What is computed, of what, and with which instructions.
struct Call<'a, T> {
    level: Level,
    conv: &'a Convolution,
    operands: Operands<'a, T>,
}

/// An element type that convolutions are made of.
pub(crate) trait Convolved: Copy + Default + 'static {
    /// Computes `part`.
    ///
    /// # Safety
    ///
    /// The machine has `level`, the operands are as long as `conv` says, and none is empty.
    unsafe fn convolve(level: Level, conv: &Convolution, part: Part, operands: Operands<'_, Self>);
}

impl<T: Tiles + Default> Convolved for T {
    unsafe fn convolve(level: Level, conv: &Convolution, part: Part, operands: Operands<'_, T>) {
        // SAFETY: the caller's promise.
        unsafe {
            if is_depthwise(conv) {
                return match part {
                    Part::Output => depthwise::output(level, conv, operands),
                    Part::Input => depthwise::input(level, conv, operands),
                    Part::Weight => depthwise::weight(level, conv, operands),
                };
            }
            let call = Call {
                level,
                conv,
                operands,
            };
            match part {
                Part::Output => tiled::run_at(level, output::Output(call)),
                Part::Input => tiled::run_at(level, input::Input(call)),
                Part::Weight => tiled::run_at(level, weight::Weight(call)),
            }
        }
    }
}

/// Whether each channel is a group of its own, with few outputs: too little for a product.
fn is_depthwise(conv: &Convolution) -> bool {
    /// How many outputs of a channel are too few.
    const FEW: usize = 4;
    conv.channels == 1 && conv.groups > 1 && conv.outputs <= FEW
}

/// Computes one part of a convolution of the two others.
///
/// # Panics
///
/// If an operand has another length than `conv` says.
pub(crate) fn convolve<T: Convolved>(conv: &Convolution, part: Part, operands: Operands<'_, T>) {
    // SAFETY: `level` is never more than the machine has.
    unsafe { convolve_at(simd::level(), conv, part, operands) }
}

/// [`convolve`] with the instructions of `level`.
///
/// # Safety
///
/// The machine has `level`.
unsafe fn convolve_at<T: Convolved>(level: Level, conv: &Convolution, part: Part, operands: Operands<'_, T>) {
    let [input, weight, output] =
        [conv.input_shape(), conv.weight_shape(), conv.output_shape()].map(|shape| shape.numel());
    let (lens, channels) = match part {
        Part::Output => ([input, weight, output], conv.groups * conv.outputs),
        Part::Input => ([output, weight, input], conv.groups * conv.channels),
        Part::Weight => ([input, output, weight], 1),
    };
    let found = [operands.first.len(), operands.second.len(), operands.out.len()];
    assert_eq!(found, lens, "convolve: operands as long as {conv:?} says");
    if let Some(bias) = operands.bias {
        assert_eq!(
            bias.len(),
            channels,
            "convolve: one element of the bias for each channel"
        );
    }
    if lens[2] == 0 {
        return;
    }
    if lens[0] == 0 || lens[1] == 0 {
        // Sums of nothing.
        let area = operands.out.len() / (channels * if part == Part::Weight { 1 } else { conv.images() });
        return begin(area, operands.bias, operands.out);
    }
    // SAFETY: the caller's promise; the lengths were checked.
    unsafe { T::convolve(level, conv, part, operands) }
}

/// Writes what the sums of each channel, which has `area` elements, begin with.
fn begin<T: Copy + Default>(area: usize, bias: Option<&[T]>, out: &mut [T]) {
    let Some(bias) = bias else {
        return out.fill(T::default());
    };
    for (channel, start) in out.chunks_exact_mut(area).zip(bias.iter().cycle()) {
        channel.fill(*start);
    }
}
