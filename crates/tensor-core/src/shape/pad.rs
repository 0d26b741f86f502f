//! The rules of padding: what surrounds an array, and where each new element comes from.

use crate::error::Error;
use crate::scratch;
use crate::shape::Shape;

/// What padding is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PadMode {
    /// One number.
    Constant,
    /// The elements behind the edge, mirrored at it: `c b [a b c] b a`.
    Reflect,
    /// The element at the edge: `a a [a b c] c c`.
    Replicate,
    /// The elements of the other end: `b c [a b c] a b`.
    Circular,
}

/// Padding that fits an array: its trailing dimensions that are padded, and what of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pads {
    mode: PadMode,
    input: Shape,
    /// For each trailing dimension, in their order, how many elements come in front and behind; less than none are left
    /// out.
    around: Vec<[isize; 2]>,
}

/// The place of an element that comes from none.
const NOWHERE: usize = usize::MAX;

impl Pads {
    /// Padding of an input by pairs of numbers, the last dimension's first, as PyTorch's `F.pad` takes them: how many
    /// elements come in front and behind, or are left out if the number is negative. Except for a constant, all
    /// dimensions but the first one or two are padded.
    ///
    /// ```
    /// use tensor_core::{PadMode, Pads};
    /// let pads = Pads::new(&[2, 3], &[1, 2, 0, -1], PadMode::Constant).unwrap();
    /// assert_eq!(&pads.output_shape()[..], [1, 6]);
    /// ```
    ///
    /// # Errors
    /// If the numbers do not fit the shape, or the mode cannot give so many elements.
    pub fn new(input: &[usize], pad: &[isize], mode: PadMode) -> Result<Self, Error> {
        if !pad.len().is_multiple_of(2) || pad.len() > 2 * input.len() {
            return Err(Error::argument(format!(
                "pad takes up to {} pairs of numbers for shape {input:?}, not {pad:?}",
                input.len()
            )));
        }
        let padded = pad.len() / 2;
        if mode != PadMode::Constant
            && (!(1..=3).contains(&padded) || !(1..=2).contains(&(input.len() - padded)))
        {
            return Err(Error::shape(format!(
                "pad: with {mode:?} all of one to three dimensions behind the channels are padded, which {pad:?} does not \
                 for shape {input:?}"
            )));
        }
        let around: Vec<[isize; 2]> = pad.chunks_exact(2).rev().map(|pair| [pair[0], pair[1]]).collect();
        let pads = Self {
            mode,
            input: Shape::from(input),
            around,
        };
        for (dim, [before, after]) in (input.len() - padded..).zip(&pads.around) {
            let size = input[dim] as isize;
            let fits = match mode {
                PadMode::Constant => true,
                PadMode::Reflect => *before < size && *after < size,
                PadMode::Replicate => size > 0,
                PadMode::Circular => *before <= size && *after <= size && size > 0,
            };
            let whole = size.checked_add(*before).and_then(|sum| sum.checked_add(*after));
            let cropped = size
                .saturating_add(*before.min(&0))
                .saturating_add(*after.min(&0));
            // What is cut away must be there.
            let fits = fits
                && match mode {
                    PadMode::Constant => cropped >= 0,
                    PadMode::Circular => cropped > 0,
                    PadMode::Reflect | PadMode::Replicate => true,
                };
            if !fits || whole.is_none_or(|whole| whole < 0) {
                return Err(Error::argument(format!(
                    "pad: {mode:?} cannot give {before} elements in front and {after} behind dimension {dim} of shape \
                     {input:?}"
                )));
            }
        }
        Ok(pads)
    }

    /// The shape of the input.
    pub fn input_shape(&self) -> &Shape {
        &self.input
    }

    /// The shape of the padded array.
    pub fn output_shape(&self) -> Shape {
        let (lead, padded) = self.split();
        let sizes = padded.iter().zip(&self.around);
        let sizes = sizes.map(|(size, [before, after])| (*size as isize + before + after) as usize);
        lead.iter().copied().chain(sizes).collect()
    }

    /// The dimensions that are not padded, and those that are.
    pub(crate) fn split(&self) -> (&[usize], &[usize]) {
        self.input.split_at(self.input.len() - self.around.len())
    }

    /// For each place of padded dimension `dim`, where it comes from, if from anywhere.
    pub(crate) fn places(&self, dim: usize) -> Vec<Option<usize>> {
        let (size, [before, after]) = (self.split().1[dim] as isize, self.around[dim]);
        let outputs = size + before + after;
        let place = |at: isize| match self.mode {
            PadMode::Constant => {
                if (0..size).contains(&at) {
                    at
                } else {
                    NOWHERE as isize
                }
            }
            PadMode::Reflect => {
                if at < 0 {
                    at.saturating_neg()
                } else if at >= size {
                    2 * (size - 1) - at
                } else {
                    at
                }
            }
            PadMode::Replicate => at.clamp(0, size - 1),
            PadMode::Circular => {
                // What is left out is not seen at the other end, either.
                let first = before.saturating_neg().max(0);
                first + (at - first).rem_euclid(size - first + after.min(0))
            }
        };
        let places = (0..outputs).map(|at| usize::try_from(place(at.saturating_sub(before))).ok());
        scratch::collected(outputs as usize, places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(pad: [isize; 2], mode: PadMode) -> Vec<Option<usize>> {
        Pads::new(&[1, 4], &pad, mode).unwrap().places(0)
    }

    #[test]
    fn places_as_in_pytorch() {
        let some = |places: &[usize]| places.iter().map(|place| Some(*place)).collect::<Vec<_>>();
        assert_eq!(
            places([3, 3], PadMode::Reflect),
            some(&[3, 2, 1, 0, 1, 2, 3, 2, 1, 0])
        );
        assert_eq!(places([-3, 3], PadMode::Reflect), some(&[3, 2, 1, 0]));
        assert_eq!(places([2, -1], PadMode::Replicate), some(&[0, 0, 0, 1, 2]));
        assert_eq!(places([-3, 3], PadMode::Replicate), some(&[3, 3, 3, 3]));
        assert_eq!(places([3, 1], PadMode::Circular), some(&[1, 2, 3, 0, 1, 2, 3, 0]));
        assert_eq!(places([-1, 2], PadMode::Circular), some(&[1, 2, 3, 1, 2]));
        assert_eq!(places([1, -2], PadMode::Constant), [None, Some(0), Some(1)]);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let message =
            |input: &[usize], pad: &[isize], mode| Pads::new(input, pad, mode).unwrap_err().to_string();
        assert_eq!(
            message(&[2, 3], &[1], PadMode::Constant),
            "pad takes up to 2 pairs of numbers for shape [2, 3], not [1]"
        );
        assert_eq!(
            message(&[1, 4], &[4, 0], PadMode::Reflect),
            "pad: Reflect cannot give 4 elements in front and 0 behind dimension 1 of shape [1, 4]"
        );
        assert!(
            message(&[4], &[1, 1], PadMode::Replicate).starts_with("pad: with Replicate all of one to three")
        );
        assert!(Pads::new(&[1, 4], &[-3, -2], PadMode::Constant).is_err());
        assert!(Pads::new(&[1, 4], &[5, 0], PadMode::Circular).is_err());
        assert!(Pads::new(&[1, 0], &[1, 1], PadMode::Replicate).is_err());
    }
}
