//! [`RandomCrop`]: a part of a picture, anywhere.

use autograd::{Error, PadMode, Tensor};

use super::picture::{both_edges, rows_and_columns, window};
use super::{Picture, Size, Transform};

/// A part of a picture, anywhere in it or in its border: `transforms.RandomCrop`.
///
/// ```
/// use autograd::Tensor;
/// use data::transforms::{RandomCrop, Transform};
///
/// autograd::manual_seed(0);
/// let crop = RandomCrop::new(3).padding(1);
/// let x = crop.apply(Tensor::arange(1, 10, 1).view([3, 3])); // moved by up to a pixel, zeros come in
/// assert_eq!(x.shape(), [3, 3]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RandomCrop {
    size: [usize; 2],
    padding: usize,
    pad_if_needed: bool,
    padding_mode: PadMode,
    fill: f64,
}

impl RandomCrop {
    /// Of this size: a number for a square, or height and width.
    ///
    /// # Panics
    /// If an edge is 0.
    #[track_caller]
    pub fn new(size: impl Into<Size>) -> Self {
        Self {
            size: both_edges("RandomCrop", size.into()),
            padding: 0,
            pad_if_needed: false,
            padding_mode: PadMode::Constant,
            fill: 0.0,
        }
    }

    /// How wide a border the picture gets on all sides before it is cropped; 0 unless told otherwise.
    #[must_use]
    pub fn padding(mut self, padding: usize) -> Self {
        self.padding = padding;
        self
    }

    /// Whether a picture that is too small gets a wider border, instead of being refused.
    #[must_use]
    pub fn pad_if_needed(mut self, pad_if_needed: bool) -> Self {
        self.pad_if_needed = pad_if_needed;
        self
    }

    /// What the border shows: [`fill`](Self::fill) unless told otherwise, the picture's edge or its mirror image.
    #[must_use]
    pub fn padding_mode(mut self, mode: PadMode) -> Self {
        self.padding_mode = mode;
        self
    }

    /// What the border is filled with; 0 unless told otherwise.
    #[must_use]
    pub fn fill(mut self, fill: f64) -> Self {
        self.fill = fill;
        self
    }

    #[track_caller]
    fn pad(&self, planes: &Tensor, rows: usize, columns: usize) -> Tensor {
        if rows == 0 && columns == 0 {
            return planes.clone();
        }
        let [rows, columns] = [rows as isize, columns as isize];
        let pad = [columns, columns, rows, rows];
        match self.padding_mode {
            PadMode::Constant => planes.pad_with(pad, self.fill),
            mode => planes.pad(pad, mode),
        }
    }

    /// The picture with its border.
    #[track_caller]
    fn bordered(&self, planes: &Tensor) -> Tensor {
        let planes = self.pad(planes, self.padding, self.padding);
        if !self.pad_if_needed {
            return planes;
        }
        let [rows, columns] = rows_and_columns("RandomCrop", &planes);
        let planes = self.pad(&planes, 0, self.size[1].saturating_sub(columns));
        self.pad(&planes, self.size[0].saturating_sub(rows), 0)
    }

    #[track_caller]
    fn crop(&self, planes: &Tensor) -> Tensor {
        rows_and_columns("RandomCrop", planes);
        let planes = self.bordered(planes);
        let found = rows_and_columns("RandomCrop", &planes);
        if found == self.size {
            return planes;
        }
        if found[0] < self.size[0] || found[1] < self.size[1] {
            Error::shape(format!(
                "RandomCrop: {:?} cannot be cut out of a picture of {found:?} (height, width, with its border)",
                self.size
            ))
            .raise();
        }
        let corner = [0, 1].map(|at| {
            let places = (found[at] - self.size[at] + 1) as i64;
            Tensor::randint(0, places, 1).item() as usize
        });
        window(&planes, corner, self.size)
    }
}

impl<P: Picture> Transform<P> for RandomCrop {
    type Output = P;

    /// # Panics
    /// If the picture is too small, or a tensor has fewer than two dimensions.
    fn apply(&self, picture: P) -> P {
        picture.with_planes(|planes| self.crop(&planes))
    }
}
