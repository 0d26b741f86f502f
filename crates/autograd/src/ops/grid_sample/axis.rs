//! One dimension of what [`grid_sample`](Tensor::grid_sample) reads.

use super::options::{GridMode, GridPadding, GridSampleOptions};
use crate::tensor::Tensor;

/// Elements of one dimension that are read: their numbers, whole but floating point, and how much each counts.
pub(super) type Taps = Vec<(Tensor, Tensor)>;

/// One dimension of the image.
pub(super) struct Axis {
    pub(super) size: f64,
    pub(super) options: GridSampleOptions,
}

impl Axis {
    /// Where `coordinate`, from -1 to 1, lies in numbers of elements.
    #[track_caller]
    fn unnormalized(&self, coordinate: &Tensor) -> Tensor {
        if self.options.align_corners {
            coordinate.add(1.0).mul((self.size - 1.0) / 2.0)
        } else {
            coordinate.add(1.0).mul(self.size).sub(1.0).div(2.0)
        }
    }

    /// A place inside of the image, or where zeros are, as the padding says.
    #[track_caller]
    fn padded(&self, place: &Tensor) -> Tensor {
        match self.options.padding_mode {
            GridPadding::Zeros => place.clone(),
            GridPadding::Border => place.clamp(0.0, self.size - 1.0),
            GridPadding::Reflection => self.reflected(place).clamp(0.0, self.size - 1.0),
        }
    }

    #[track_caller]
    fn reflected(&self, place: &Tensor) -> Tensor {
        let (low, span) = if self.options.align_corners {
            (0.0, self.size - 1.0)
        } else {
            (-0.5, self.size)
        };
        if span == 0.0 {
            return place.zeros_like();
        }
        let beyond = place.sub(low).abs();
        let rest = beyond.fmod(span);
        let turns = beyond.detach().div(span).floor();
        turns
            .remainder(2.0)
            .eq(0)
            .where_(rest.add(low), rest.neg().add(span + low))
    }

    /// What is read at `coordinate`.
    #[track_caller]
    pub(super) fn taps(&self, coordinate: &Tensor) -> Taps {
        let place = self.unnormalized(coordinate);
        match self.options.mode {
            GridMode::Nearest => {
                let nearest = self.padded(&place).detach().round();
                vec![(nearest.clone(), nearest.ones_like())]
            }
            GridMode::Linear => {
                let place = self.padded(&place);
                let below = place.detach().floor();
                let part = place.sub(&below);
                vec![(below.clone(), part.neg().add(1.0)), (below.add(1.0), part)]
            }
            GridMode::Bicubic => {
                let below = place.detach().floor();
                let part = place.sub(&below);
                let weights = cubics(&part).into_iter().zip([-1.0, 0.0, 1.0, 2.0]);
                weights
                    .map(|(weight, step)| (self.padded(&below.add(step)), weight))
                    .collect()
            }
        }
    }
}

/// How much the four elements around count, of which the second is `t` away: Keys's cubics with -0.75.
#[track_caller]
fn cubics(t: &Tensor) -> [Tensor; 4] {
    const A: f64 = -0.75;
    let near = |x: &Tensor| x.mul(A + 2.0).sub(A + 3.0).mul(x).mul(x).add(1.0);
    let far = |x: &Tensor| x.mul(A).sub(5.0 * A).mul(x).add(8.0 * A).mul(x).sub(4.0 * A);
    let rest = t.neg().add(1.0);
    [far(&t.add(1.0)), near(t), near(&rest), far(&rest.add(1.0))]
}
