//! [`Resize`]: a picture made larger or smaller.

use std::ops::Range;

use autograd::{Error, Tensor};

use super::picture::{both_edges, numbers_as, rows_and_columns};
use super::{Interpolation, Picture, Size, Transform};

/// A picture made larger or smaller: `transforms.Resize`. A number is the size of the shorter edge, and keeps the ratio of
/// the edges; or height and width are given.
///
/// A smaller picture's pixels are means over all that they cover, as in torchvision (`antialias=True`) and PIL; bytes are
/// rounded.
///
/// ```
/// use autograd::Tensor;
/// use data::transforms::{Resize, Transform};
///
/// let x = Tensor::from([[0.0, 0.0, 7.0, 7.0], [0.0, 0.0, 7.0, 7.0]]);
/// let smaller = Resize::new(1).apply(x.clone()); // 2 x 4 becomes 1 x 2
/// assert_eq!(smaller.to_vec::<f32>(), [1.0, 6.0]);
/// assert_eq!(Resize::new((4, 8)).apply(x).shape(), [4, 8]);
/// ```
///
/// Source: Pillow's `ImagingResample`, PyTorch's `_upsample_bilinear2d_aa`.
#[derive(Clone, Copy, Debug)]
pub struct Resize {
    size: Size,
    interpolation: Interpolation,
}

impl Resize {
    /// To this size: a number for the shorter edge, or height and width.
    ///
    /// # Panics
    /// If an edge is 0.
    #[track_caller]
    pub fn new(size: impl Into<Size>) -> Self {
        let size = size.into();
        both_edges("Resize", size);
        Self {
            size,
            interpolation: Interpolation::Bilinear,
        }
    }

    /// How pixels are read that fall between others: [`Bilinear`](Interpolation::Bilinear) unless told otherwise.
    #[must_use]
    pub fn interpolation(mut self, interpolation: Interpolation) -> Self {
        self.interpolation = interpolation;
        self
    }

    /// The new height and width of a picture that has these.
    fn target(&self, [height, width]: [usize; 2]) -> [usize; 2] {
        match self.size {
            Size::Exact { height, width } => [height, width],
            // As Python does: a division of floats, of which the whole part counts.
            Size::Edge(edge) => {
                let longer = |short, long| (edge as f64 * long as f64 / short as f64) as usize;
                if width <= height {
                    [longer(width, height), edge]
                } else {
                    [edge, longer(height, width)]
                }
            }
        }
    }

    #[track_caller]
    fn resized(&self, planes: &Tensor) -> Tensor {
        let found = rows_and_columns("Resize", planes);
        if found.contains(&0) {
            Error::shape(format!(
                "Resize: a picture of {found:?} (height, width) has no pixels"
            ))
            .raise();
        }
        let [height, width] = self.target(found);
        let whole = planes.dtype().is_integer();
        let across = self.spans(found[1], width, whole);
        let down = self.spans(found[0], height, whole);
        let pixels = planes.to_vec::<f64>();
        // Columns first, as PIL has it: bytes are rounded between the two.
        let mut narrowed = Vec::with_capacity(pixels.len() / found[1] * width);
        for row in pixels.chunks_exact(found[1]) {
            narrowed.extend(across.iter().map(|span| span.mean(row)));
        }
        if whole {
            narrowed.iter_mut().for_each(|x| *x = x.round());
        }
        let mut resized = Vec::with_capacity(narrowed.len() / found[0] * height);
        for plane in narrowed.chunks_exact(found[0] * width) {
            down.iter()
                .for_each(|span| span.mean_of_rows(plane, width, &mut resized));
        }
        let mut shape = planes.shape().to_vec();
        let rank = shape.len();
        shape[rank - 2..].copy_from_slice(&[height, width]);
        numbers_as(planes.dtype(), resized, &shape)
    }

    /// What each of `to` pixels is made of, out of a line of `from`. For whole numbers weights are rounded as PIL's are, which
    /// decides what is just between two of them.
    fn spans(&self, from: usize, to: usize, whole: bool) -> Vec<Span> {
        let scale = from as f64 / to as f64;
        let span = |at: usize| match self.interpolation {
            Interpolation::Nearest => Span::pixel(((at as f64 * scale) as usize).min(from - 1)),
            Interpolation::Bilinear => Span::triangle((at as f64 + 0.5) * scale, scale.max(1.0), from),
        };
        let mut spans: Vec<Span> = (0..to).map(span).collect();
        if whole {
            spans.iter_mut().for_each(Span::round_weights);
        }
        spans
    }
}

/// Neighbouring pixels of a line, and how heavy each is in a mean of them.
struct Span {
    pixels: Range<usize>,
    weights: Vec<f64>,
}

impl Span {
    /// One pixel alone.
    fn pixel(at: usize) -> Self {
        Self {
            pixels: at..at + 1,
            weights: vec![1.0],
        }
    }

    /// Pixels about `centre`, whose weights fall to 0 at the distance `reach`.
    fn triangle(centre: f64, reach: f64, count: usize) -> Self {
        let first = (centre - reach + 0.5).max(0.0) as usize;
        let end = ((centre + reach + 0.5) as usize).min(count);
        let weight = |at: usize| (1.0 - (at as f64 + 0.5 - centre).abs() / reach).max(0.0);
        let sum: f64 = (first..end).map(weight).sum();
        Self {
            pixels: first..end,
            weights: (first..end).map(|at| weight(at) / sum).collect(),
        }
    }

    /// To parts of 2^22, with which sums of bytes are exact.
    fn round_weights(&mut self) {
        const PARTS: f64 = (1 << 22) as f64;
        self.weights
            .iter_mut()
            .for_each(|weight| *weight = (*weight * PARTS).round() / PARTS);
    }

    fn mean(&self, line: &[f64]) -> f64 {
        let pixels = &line[self.pixels.clone()];
        pixels
            .iter()
            .zip(&self.weights)
            .map(|(pixel, weight)| pixel * weight)
            .sum()
    }

    /// The mean of rows of a plane, appended to `means`.
    fn mean_of_rows(&self, plane: &[f64], width: usize, means: &mut Vec<f64>) {
        let begin = means.len();
        means.resize(begin + width, 0.0);
        for (row, weight) in self.pixels.clone().zip(&self.weights) {
            let pixels = &plane[row * width..(row + 1) * width];
            for (mean, pixel) in means[begin..].iter_mut().zip(pixels) {
                *mean += pixel * weight;
            }
        }
    }
}

impl<P: Picture> Transform<P> for Resize {
    type Output = P;

    /// # Panics
    /// If the picture has no pixels, or a tensor has fewer than two dimensions.
    fn apply(&self, picture: P) -> P {
        picture.with_planes(|planes| self.resized(&planes))
    }
}
