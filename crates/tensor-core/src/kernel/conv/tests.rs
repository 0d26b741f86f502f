//! Every part of convolutions against the definition, at every level that the machine has.

use super::{Convolved, Operands, Part, convolve_at};
use crate::dtype::Element;
use crate::kernel::simd::Level;
use crate::kernel::testing::{epsilon, levels, numbers};
use crate::kernel::threads::set_num_threads;
use crate::shape::{ConvMoves, ConvPadding, Convolution};

const PARTS: [Part; 3] = [Part::Output, Part::Input, Part::Weight];

/// A convolution by its numbers: images, channels, sizes; outputs, kernel; stride, padding, dilation; groups.
#[derive(Debug)]
struct Sizes<'a> {
    input: &'a [usize],
    weight: &'a [usize],
    stride: &'a [usize],
    padding: &'a [usize],
    dilation: &'a [usize],
    groups: usize,
}

impl Sizes<'_> {
    fn convolution(&self) -> Convolution {
        let &Sizes {
            input,
            weight,
            stride,
            padding,
            dilation,
            groups,
        } = self;
        Convolution::new(
            input,
            weight,
            ConvMoves {
                stride,
                padding: ConvPadding::Each(padding),
                dilation,
                groups,
            },
        )
        .unwrap()
    }
}

/// The numbers of a convolution: input, weight, output, a bias.
struct Case<T> {
    conv: Convolution,
    parts: [Vec<T>; 3],
    bias: Vec<T>,
}

impl<T: Convolved + Element> Case<T> {
    fn new(conv: Convolution) -> Self {
        let shapes = [conv.input_shape(), conv.weight_shape(), conv.output_shape()];
        let mut seeds = shapes.iter().map(|shape| shape.numel() as u64).sum::<u64>()..;
        let parts = shapes.map(|shape| numbers(shape.numel(), seeds.next().unwrap()));
        Self {
            conv,
            parts,
            bias: numbers(conv.groups * conv.channels.max(conv.outputs), 7),
        }
    }

    /// What a part is computed of, and its bias.
    fn operands(&self, part: Part) -> ([&[T]; 2], Option<&[T]>) {
        let ([input, weight, output], conv) = (&self.parts, &self.conv);
        match part {
            Part::Output => ([input, weight], Some(&self.bias[..conv.groups * conv.outputs])),
            Part::Input => ([output, weight], Some(&self.bias[..conv.groups * conv.channels])),
            Part::Weight => ([input, output], None),
        }
    }

    fn computed(&self, level: Level, part: Part) -> Vec<T> {
        let ([first, second], bias) = self.operands(part);
        let at = [Part::Input, Part::Weight, Part::Output]
            .iter()
            .position(|other| *other == part)
            .unwrap();
        let mut out = vec![T::from_f64(77.0); self.parts[at].len()];
        // SAFETY: `levels` gives only levels that the machine has.
        unsafe {
            convolve_at(
                level,
                &self.conv,
                part,
                Operands {
                    first,
                    second,
                    bias,
                    out: &mut out,
                },
            );
        };
        out
    }

    /// Each element, and the sum of the magnitudes of its terms.
    fn definition(&self, part: Part) -> Vec<[f64; 2]> {
        let (conv, windows) = (&self.conv, &self.conv.windows);
        let ([first, second], bias) = self.operands(part);
        let area = match part {
            Part::Output => windows.area(),
            Part::Input => windows.input_area(),
            Part::Weight => 1,
        };
        let at = [Part::Input, Part::Weight, Part::Output]
            .iter()
            .position(|other| *other == part)
            .unwrap();
        let mut sums: Vec<[f64; 2]> = (0..self.parts[at].len())
            .map(|at| bias.map_or(0.0, |bias| bias[at / area % bias.len()].cast::<f64>()))
            .map(|start| [start, start.abs()])
            .collect();
        for image in 0..conv.images() {
            for (group, output, channel) in indices([conv.groups, conv.outputs, conv.channels]) {
                for (place, tap, _) in indices([windows.area(), windows.taps(), 1]) {
                    let Some(seen) = windows.seen(place, tap) else {
                        continue;
                    };
                    let unit = image * conv.groups + group;
                    let input = (unit * conv.channels + channel) * windows.input_area() + seen;
                    let weight =
                        ((group * conv.outputs + output) * conv.channels + channel) * windows.taps() + tap;
                    let output = (unit * conv.outputs + output) * windows.area() + place;
                    let [a, b, to] = match part {
                        Part::Output => [input, weight, output],
                        Part::Input => [output, weight, input],
                        Part::Weight => [input, output, weight],
                    };
                    let term = first[a].cast::<f64>() * second[b].cast::<f64>();
                    sums[to][0] += term;
                    sums[to][1] += term.abs();
                }
            }
        }
        sums
    }
}

fn indices([a, b, c]: [usize; 3]) -> impl Iterator<Item = (usize, usize, usize)> {
    (0..a * b * c).map(move |at| (at / c / b, at / c % b, at % c))
}

fn check<T: Convolved + Element>(sizes: &Sizes<'_>) {
    let case = Case::<T>::new(sizes.convolution());
    for part in PARTS {
        let definition = case.definition(part);
        for level in levels() {
            let computed = case.computed(level, part);
            for (at, (found, [expected, magnitude])) in computed.into_iter().zip(&definition).enumerate() {
                let off = (found.cast::<f64>() - expected).abs();
                assert!(
                    off <= 8.0 * epsilon::<T>() * magnitude,
                    "{part:?} {level:?} {sizes:?} at {at}: {found:?} and not {expected}"
                );
            }
        }
    }
}

/// Two dimensions; groups share the channels that there are.
fn plane(
    images: usize,
    channels: usize,
    size: [usize; 2],
    outputs: usize,
    kernel: [usize; 2],
    moves: [usize; 4],
) {
    let [stride, padding, dilation, groups] = moves;
    let sizes = Sizes {
        input: &[images, channels, size[0], size[1]],
        weight: &[outputs, channels / groups, kernel[0], kernel[1]],
        stride: &[stride; 2],
        padding: &[padding; 2],
        dilation: &[dilation; 2],
        groups,
    };
    check::<f32>(&sizes);
    check::<f64>(&sizes);
}

#[test]
fn agrees_with_the_definition_in_small_planes() {
    for kernel in 1..4 {
        for stride in 1..4 {
            // Each padding with each kernel and with each stride.
            let padding = (kernel + stride) % 3;
            for width in [8, 19] {
                plane(
                    2,
                    3,
                    [5 + padding, width],
                    5,
                    [kernel, 3],
                    [stride, padding, 1, 1],
                );
            }
        }
    }
}

#[test]
fn agrees_with_the_definition_where_windows_have_gaps() {
    for dilation in 2..4 {
        for stride in 1..4 {
            plane(2, 2, [11, 13], 3, [3, 4], [stride, 2, dilation, 1]);
        }
    }
}

#[test]
fn agrees_with_the_definition_in_groups() {
    for (channels, outputs, groups) in [(4, 6, 2), (6, 6, 6), (5, 15, 5), (3, 15, 3), (9, 3, 3)] {
        for stride in 1..4 {
            plane(2, channels, [9, 7], outputs, [3, 3], [stride, 1, 1, groups]);
            plane(3, channels, [6, 21], outputs, [2, 4], [stride, 3, 1, groups]);
        }
    }
}

#[test]
fn agrees_with_the_definition_where_products_are_cut() {
    // Several rows of tiles, several panels, several steps, several images at once.
    plane(3, 45, [12, 11], 30, [3, 3], [1, 1, 1, 1]);
    plane(1, 4, [40, 50], 40, [3, 3], [1, 0, 1, 1]);
    plane(9, 8, [4, 4], 16, [3, 3], [1, 1, 1, 1]);
    plane(20, 3, [3, 3], 70, [3, 3], [1, 1, 1, 1]);
    plane(2, 70, [5, 5], 3, [1, 1], [1, 0, 1, 1]);
    plane(2, 3, [14, 14], 8, [1, 1], [2, 0, 1, 1]);
    plane(1, 200, [3, 5], 20, [3, 3], [1, 1, 1, 1]);
}

#[test]
fn agrees_with_the_definition_in_one_and_three_dimensions() {
    for stride in 1..4 {
        for dilation in 1..3 {
            for len in [7, 33, 900] {
                let sizes = Sizes {
                    input: &[2, 3, len],
                    weight: &[4, 3, 3],
                    stride: &[stride],
                    padding: &[1],
                    dilation: &[dilation],
                    groups: 1,
                };
                check::<f32>(&sizes);
                check::<f64>(&sizes);
            }
        }
        let sizes = Sizes {
            input: &[2, 2, 5, 4, 6],
            weight: &[3, 2, 3, 2, 3],
            stride: &[1, stride, 2],
            padding: &[1, 0, 2],
            dilation: &[2, 1, 1],
            groups: 1,
        };
        check::<f32>(&sizes);
        check::<f64>(&sizes);
        check::<i64>(&sizes);
    }
}

#[test]
fn sums_of_nothing_are_what_they_begin_with() {
    let empty = |input, weight| {
        let sizes = Sizes {
            input,
            weight,
            stride: &[1],
            padding: &[1],
            dilation: &[1],
            groups: 1,
        };
        check::<f32>(&sizes);
        check::<i64>(&sizes);
    };
    empty(&[0, 2, 3], &[4, 2, 2]);
    empty(&[2, 0, 3], &[4, 0, 2]);
    empty(&[2, 2, 3], &[0, 2, 2]);
}

#[test]
fn bits_do_not_depend_on_the_number_of_threads() {
    for (images, channels, size, outputs, groups) in [
        (3, 16, 16, 24, 1),
        (1, 24, 20, 24, 1),
        (2, 64, 4, 120, 1),
        (2, 32, 32, 32, 32),
        (3, 32, 16, 32, 4),
    ] {
        let conv = Sizes {
            input: &[images, channels, size, size],
            weight: &[outputs, channels / groups, 3, 3],
            stride: &[1, 1],
            padding: &[1, 1],
            dilation: &[1, 1],
            groups,
        }
        .convolution();
        let case = Case::<f32>::new(conv);
        for level in levels() {
            for part in PARTS {
                let bits = |threads| {
                    set_num_threads(threads);
                    case.computed(level, part)
                        .into_iter()
                        .map(f32::to_bits)
                        .collect::<Vec<_>>()
                };
                let alone = bits(1);
                assert!(
                    alone == bits(2) && alone == bits(3),
                    "{level:?} {part:?} {conv:?}"
                );
            }
        }
    }
}
