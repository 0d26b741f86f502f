//! The few kinds of picture that a training run needs, as SVG or PNG.
//!
//! | picture | type |
//! |---|---|
//! | data as points with fitted lines; loss per step and per epoch of several runs | [`Chart`] |
//! | the path of gradient descent over the contours of the loss | [`Contour`] |
//! | a table of numbers as coloured cells, such as a confusion matrix | [`Matrix`] |
//! | several of them side by side | [`Grid`] |
//!
//! Everything is given as plain numbers: slices, vectors, arrays, iterators of any primitive number
//! ([`Number`]) or of pairs of them ([`Point`]). Every picture has `save(path)`, whose file extension decides the
//! format, and `to_svg()` and `to_png()`, which stay in memory; as the last value of a
//! notebook's cell a picture shows itself. The same input always gives the same bytes.
//!
//! No font, graphics library or other program has to be installed: PNG text is drawn with DejaVu Sans, which is
//! part of the program (its licence, Bitstream Vera's, allows that), and SVG text names DejaVu Sans first and the
//! viewer's own sans-serif last.
//!
//! ```
//! let train = [9.1, 4.2, 2.0, 1.1, 0.8];
//! let validation = [8.7, 4.4, 2.4, 1.6, 1.5];
//! let directory = std::env::temp_dir().join("plot-example");
//! plot::Chart::new("A training run")
//!     .x_label("epoch")
//!     .y_label("loss")
//!     .log_y()
//!     .curve("train", train)
//!     .curve("validation", validation)
//!     .save(directory.join("loss.svg"))?;
//! # Ok::<(), plot::Error>(())
//! ```
//!
//! # Runs that diverge
//!
//! A value that cannot be drawn (not finite, beyond 1e300, or not positive on a logarithmic axis) interrupts its
//! line; the line goes on where the values can be drawn again. And a run that runs away does not flatten the
//! others: see [`Chart`] for the rule.

#![forbid(unsafe_code)]

mod axis;
mod canvas;
mod chart;
mod clip;
mod contour;
mod error;
mod font;
mod frame;
mod grid;
mod legend;
mod levels;
mod marching;
mod matrix;
mod number;
mod path;
mod picture;
mod range;
mod raster;
mod series;
mod theme;
mod ticks;

pub use chart::Chart;
pub use contour::Contour;
pub use error::Error;
pub use grid::{Grid, Panel};
pub use matrix::Matrix;
pub use number::{Number, Point};
