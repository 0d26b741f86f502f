//! [`CenterCrop`]: the middle of a picture.

use autograd::Tensor;

use super::picture::{both_edges, rows_and_columns, window};
use super::{Picture, Size, Transform};

/// The middle of a picture: `transforms.CenterCrop`. What is smaller gets a border of zeros.
///
/// ```
/// use autograd::Tensor;
/// use data::transforms::{CenterCrop, Transform};
///
/// let x = Tensor::arange(0, 12, 1).view([3, 4]);
/// assert_eq!(CenterCrop::new((1, 2)).apply(x.clone()).to_vec::<i64>(), [5, 6]);
/// assert_eq!(CenterCrop::new((3, 6)).apply(x).get(0).to_vec::<i64>(), [0, 0, 1, 2, 3, 0]);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CenterCrop {
    size: [usize; 2],
}

impl CenterCrop {
    /// Of this size: a number for a square, or height and width.
    ///
    /// # Panics
    /// If an edge is 0.
    #[track_caller]
    pub fn new(size: impl Into<Size>) -> Self {
        Self {
            size: both_edges("CenterCrop", size.into()),
        }
    }
}

impl<P: Picture> Transform<P> for CenterCrop {
    type Output = P;

    /// # Panics
    /// If a tensor has fewer than two dimensions.
    fn apply(&self, picture: P) -> P {
        picture.with_planes(|planes| {
            let found = rows_and_columns("CenterCrop", &planes);
            let planes = bordered(&planes, found, self.size);
            let found = rows_and_columns("CenterCrop", &planes);
            let corner = [0, 1].map(|at| {
                let spare = (found[at] - self.size[at]) as f64;
                (spare / 2.0).round_ties_even() as usize
            });
            window(&planes, corner, self.size)
        })
    }
}

/// The picture with a border of zeros around it where it is too small.
#[track_caller]
fn bordered(planes: &Tensor, found: [usize; 2], least: [usize; 2]) -> Tensor {
    let [missing_rows, missing_columns] = [0, 1].map(|at| least[at].saturating_sub(found[at]) as isize);
    let half = |missing: isize| [missing / 2, (missing + 1) / 2];
    let [left, right] = half(missing_columns);
    let [top, bottom] = half(missing_rows);
    planes.pad_with([left, right, top, bottom], 0)
}
