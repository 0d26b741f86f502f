//! The rules of unfolding, which makes a column of each window, and of folding, which adds columns back.

use crate::error::Error;
use crate::shape::pool::Leading;
use crate::shape::windows::{Windows, of_length};
use crate::shape::{PoolMoves, Shape};

/// The windows of an unfolding, over images `[N, C, ..]` or `[C, ..]`; what they see lies in columns,
/// `[N, C * elements of a window, windows]` or without `N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfolding {
    leading: Leading,
    pub(crate) windows: Windows,
}

impl Unfolding {
    /// The windows over images.
    ///
    /// ```
    /// use tensor_core::{PoolMoves, Unfolding};
    /// let (two, none, one) = (&[2, 2], &[0, 0], &[1, 1]);
    /// let moves = PoolMoves { kernel_size: two, stride: one, padding: none, dilation: one, ceil_mode: false };
    /// let unfolding = Unfolding::new(&[1, 3, 4, 5], moves).unwrap();
    /// assert_eq!(&unfolding.columns_shape()[..], [1, 12, 12]);
    /// ```
    ///
    /// # Errors
    /// If the shape does not fit, or a number is not one that windows take.
    pub fn new(images: &[usize], moves: PoolMoves<'_>) -> Result<Self, Error> {
        let (leading, sizes) = Leading::split("unfold", images, moves.stride.len())?;
        Leading::refuse_empty("unfold", images, sizes)?;
        Ok(Self {
            leading,
            windows: windows("unfold", sizes, moves)?,
        })
    }

    /// The windows over images of `output_size`, of their columns' shape.
    ///
    /// ```
    /// use tensor_core::{PoolMoves, Unfolding};
    /// let (two, none, one) = (&[2, 2], &[0, 0], &[1, 1]);
    /// let moves = PoolMoves { kernel_size: two, stride: one, padding: none, dilation: one, ceil_mode: false };
    /// let folding = Unfolding::of_columns(&[1, 12, 12], &[4, 5], moves).unwrap();
    /// assert_eq!(&folding.images_shape()[..], [1, 3, 4, 5]);
    /// ```
    ///
    /// # Errors
    /// If the shape does not fit, or a number is not one that windows take.
    pub fn of_columns(columns: &[usize], output_size: &[usize], moves: PoolMoves<'_>) -> Result<Self, Error> {
        of_length("fold", "output_size", output_size, moves.stride.len())?;
        let (mut leading, found) = Leading::split("fold", columns, 1)?;
        if output_size.contains(&0) {
            return Err(Error::argument(format!(
                "fold: output_size must be at least 1, and is {output_size:?}"
            )));
        }
        let windows = windows("fold", output_size, moves)?;
        if found != [windows.area()] || !leading.channels.is_multiple_of(windows.taps()) {
            return Err(Error::shape(format!(
                "fold: columns for output_size={output_size:?} are {} of a multiple of {} elements, [.., C * {}, {}], not \
                 of shape {columns:?}",
                windows.area(),
                windows.taps(),
                windows.taps(),
                windows.area()
            )));
        }
        leading.channels /= windows.taps();
        Ok(Self { leading, windows })
    }

    /// The shape of the images.
    pub fn images_shape(&self) -> Shape {
        self.leading.shape(self.windows.sizes(&self.windows.input))
    }

    /// The shape of the columns.
    pub fn columns_shape(&self) -> Shape {
        let channels = self.leading.channels * self.windows.taps();
        Leading {
            channels,
            ..self.leading
        }
        .shape(&[self.windows.area()])
    }
}

fn windows(name: &str, sizes: &[usize], moves: PoolMoves<'_>) -> Result<Windows, Error> {
    let (windows, around) = moves.over(name, sizes)?;
    windows.placed(name, around, around, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        let moves = PoolMoves {
            kernel_size: &[2, 2],
            stride: &[2, 2],
            padding: &[0, 0],
            dilation: &[1, 1],
            ceil_mode: false,
        };
        assert_eq!(
            Unfolding::of_columns(&[1, 6, 4], &[4, 4], moves)
                .unwrap_err()
                .to_string(),
            "fold: columns for output_size=[4, 4] are 4 of a multiple of 4 elements, [.., C * 4, 4], not of shape [1, 6, 4]"
        );
        assert!(Unfolding::new(&[1, 2, 3, 1], moves).is_err());
        assert!(Unfolding::of_columns(&[1, 8, 4], &[4, 0], moves).is_err());
    }
}
