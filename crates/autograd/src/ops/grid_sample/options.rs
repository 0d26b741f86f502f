//! What [`grid_sample`](Tensor::grid_sample) is to do.

use options_derive::Options;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Options)]
#[must_use]
pub struct GridSampleOptions {
    /// How it reads between elements.
    #[option(default = GridMode::Linear)]
    pub mode: GridMode,
    /// What it reads outside.
    #[option(default = GridPadding::Zeros)]
    pub padding_mode: GridPadding,
    /// Whether -1 and 1 are the middles of the outermost elements, and not their edges.
    #[option(default = false)]
    pub align_corners: bool,
}
