//! Convolutions of integers, which wrap around: rare, so plain loops do.

use super::{Convolved, Operands, Part, begin};
use crate::kernel::simd::Level;
use crate::shape::Convolution;

impl Convolved for i64 {
    unsafe fn convolve(_: Level, conv: &Convolution, part: Part, operands: Operands<'_, i64>) {
        let Operands {
            first,
            second,
            bias,
            out,
        } = operands;
        let area = match part {
            Part::Output => conv.windows.area(),
            Part::Input => conv.windows.input_area(),
            Part::Weight => 1,
        };
        begin(area, bias, out);
        for_each_product(conv, |input, weight, output| {
            let [first_at, second_at, at] = match part {
                Part::Output => [input, weight, output],
                Part::Input => [output, weight, input],
                Part::Weight => [input, output, weight],
            };
            out[at] = out[at].wrapping_add(first[first_at].wrapping_mul(second[second_at]));
        });
    }
}

/// Calls `body` with the places in the input, the weight and the output of each product that is summed up.
fn for_each_product(conv: &Convolution, mut body: impl FnMut(usize, usize, usize)) {
    let windows = &conv.windows;
    let (taps, area, input_area) = (windows.taps(), windows.area(), windows.input_area());
    for unit in 0..conv.images() * conv.groups {
        let group = unit % conv.groups;
        for output in 0..conv.outputs {
            for channel in 0..conv.channels {
                let weight = ((group * conv.outputs + output) * conv.channels + channel) * taps;
                let (x, y) = (
                    (unit * conv.channels + channel) * input_area,
                    (unit * conv.outputs + output) * area,
                );
                for place in 0..area {
                    for tap in 0..taps {
                        if let Some(seen) = windows.seen(place, tap) {
                            body(x + seen, weight + tap, y + place);
                        }
                    }
                }
            }
        }
    }
}
