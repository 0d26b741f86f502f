//! Windows over an image, read without a matrix of them: an element of the window at output place `n` and tap `k` lies
//! at `taps[k] + columns[n]`.
//!
//! That holds where the image has no border and windows are contiguous. So an image with padding, or over which windows
//! take longer steps, is first copied ([`Image`]): with its border, and each channel as planes of one phase of the
//! steps, in each of which windows that follow each other are contiguous.

mod collect;
mod columns;
mod image;
mod view;

pub(in crate::kernel) use self::collect::{Collect, Collector, Given};
pub(in crate::kernel) use self::columns::Columns;
pub(in crate::kernel) use self::image::with_images;
pub(in crate::kernel) use self::view::{ColumnPlaces, Places, View};
