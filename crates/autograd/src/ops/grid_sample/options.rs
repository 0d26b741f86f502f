//! What [`grid_sample`](Tensor::grid_sample) is to do.

#[cfg(doc)]
use crate::tensor::Tensor;

/// How [`grid_sample`](Tensor::grid_sample) reads between elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GridMode {
    /// On the line, plane or space between the neighbours: PyTorch's `bilinear`.
    #[default]
    Linear,
    /// The nearest element.
    Nearest,
    /// By cubics through four elements of each dimension, for images.
    Bicubic,
}

/// What [`grid_sample`](Tensor::grid_sample) reads outside of the image.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GridPadding {
    /// Zeros.
    #[default]
    Zeros,
    /// The nearest element of the border.
    Border,
    /// The image in a mirror, over and over.
    Reflection,
}

/// What [`grid_sample`](Tensor::grid_sample) is to do. The defaults are PyTorch's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct GridSampleOptions {
    /// How it reads between elements. Default: linear.
    pub mode: GridMode,
    /// What it reads outside. Default: zeros.
    pub padding_mode: GridPadding,
    /// Whether -1 and 1 are the middles of the outermost elements, and not their edges. Default: false.
    pub align_corners: bool,
}

impl GridSampleOptions {
    /// Linear, with zeros outside, from edge to edge.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads between elements like this.
    pub fn mode(mut self, mode: GridMode) -> Self {
        self.mode = mode;
        self
    }

    /// Reads this outside.
    pub fn padding_mode(mut self, padding_mode: GridPadding) -> Self {
        self.padding_mode = padding_mode;
        self
    }

    /// Sets whether -1 and 1 are the middles of the outermost elements.
    pub fn align_corners(mut self, align_corners: bool) -> Self {
        self.align_corners = align_corners;
        self
    }
}
