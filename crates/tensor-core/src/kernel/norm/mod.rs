//! Normalisation to mean 0 and variance 1, forward and backward, each in one go: over groups of channels of a sample
//! (layer, group, instance and root-mean-square norms), or over a channel of all samples (batch norm).

mod channels;
mod columns;
mod groups;

use crate::dtype::Element;
use crate::error::Error;
use crate::kernel::math::Float;
use crate::kernel::simd::Arch;
use crate::kernel::softmax::Row;

/// How an array is read by a normalisation: as `[samples, groups, channels, places]`. A weight and a bias have an element
/// for each channel of each group.
///
/// A layer norm over `n` elements has `n` channels of one place in one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NormLayout {
    /// Samples of a batch, which have nothing in common.
    pub samples: usize,
    /// Groups of a sample, each normalised by itself.
    pub groups: usize,
    /// Channels of a group.
    pub channels: usize,
    /// Places of a channel.
    pub places: usize,
}

impl NormLayout {
    /// The last dimensions, which are `normalized`, as one group.
    ///
    /// # Errors
    /// If the shape does not end so.
    pub fn over_last(operation: &str, shape: &[usize], normalized: &[usize]) -> Result<Self, Error> {
        if normalized.is_empty() {
            return Err(Error::argument(format!(
                "{operation}: normalized_shape is empty, and must name at least one dimension"
            )));
        }
        if !shape.ends_with(normalized) {
            return Err(Error::shape(format!(
                "{operation}: the input has shape {shape:?}, and must end with {normalized:?}"
            )));
        }
        Ok(Self {
            samples: shape[..shape.len() - normalized.len()].iter().product(),
            groups: 1,
            channels: normalized.iter().product(),
            places: 1,
        })
    }

    /// The channels, which are the second dimension, in this many groups.
    ///
    /// # Errors
    /// If there are no channels, the groups do not divide them, or they have no places.
    pub fn in_groups(operation: &str, shape: &[usize], groups: usize) -> Result<Self, Error> {
        let &[samples, channels, ref places @ ..] = shape else {
            return Err(Error::shape(format!(
                "{operation}: the input has shape {shape:?}, and must be [N, C, ..]"
            )));
        };
        let places = places.iter().product();
        if channels == 0 || places == 0 {
            return Err(Error::shape(format!(
                "{operation}: the input has shape {shape:?}, of which a sample has no elements"
            )));
        }
        if groups == 0 || channels % groups != 0 {
            return Err(Error::argument(format!(
                "{operation}: {channels} channels cannot be divided into {groups} equal groups"
            )));
        }
        let channels = channels / groups;
        Ok(Self {
            samples,
            groups,
            channels,
            places,
        })
    }

    /// The same, if there is more than one number: a single one has nothing to be compared with.
    ///
    /// # Errors
    /// If there is one number only.
    pub fn of_several(self, operation: &str, shape: &[usize]) -> Result<Self, Error> {
        if self.samples * self.group_len() != 1 {
            return Ok(self);
        }
        Err(Error::shape(format!(
            "{operation}: the input has shape {shape:?}, and so one value in each group, which would always become 0"
        )))
    }

    /// Elements that are normalised together.
    pub fn group_len(&self) -> usize {
        self.channels * self.places
    }

    /// All elements.
    pub fn numel(&self) -> usize {
        self.samples * self.groups * self.group_len()
    }
}

/// Accumulators of a sum: enough for four vectors of AVX2.
const LANES: usize = 32;
/// Elements that go through the accumulators before their sum is joined with others.
const BLOCK: usize = 1024;

/// The sum of `(x - mean)^2`.
#[inline(always)]
fn squares<A: Arch, T: Row>(x: &[T], mean: T) -> T {
    let mut sum = T::ZERO;
    for x in x.chunks(BLOCK) {
        let (wide, rest) = x.as_chunks::<LANES>();
        let mut lanes = [T::ZERO; LANES];
        for x in wide {
            for (lane, x) in lanes.iter_mut().zip(x) {
                let distance = *x - mean;
                *lane = distance.fma::<A>(distance, *lane);
            }
        }
        for (lane, x) in lanes.iter_mut().zip(rest) {
            let distance = *x - mean;
            *lane = distance.fma::<A>(distance, *lane);
        }
        sum = sum + T::sum(&lanes);
    }
    sum
}

/// The sums of `g` and of `g (x - mean)`.
#[inline(always)]
fn products<A: Arch, T: Row>(g: &[T], x: &[T], mean: T) -> (T, T) {
    let (mut plain, mut product) = (T::ZERO, T::ZERO);
    for (g, x) in g.chunks(BLOCK).zip(x.chunks(BLOCK)) {
        let ((wide_g, g), (wide_x, x)) = (g.as_chunks::<LANES>(), x.as_chunks::<LANES>());
        let (mut plains, mut lanes) = ([T::ZERO; LANES], [T::ZERO; LANES]);
        for (g, x) in wide_g.iter().zip(wide_x) {
            for i in 0..LANES {
                plains[i] = plains[i] + g[i];
                lanes[i] = g[i].fma::<A>(x[i] - mean, lanes[i]);
            }
        }
        for (i, (g, x)) in g.iter().zip(x).enumerate() {
            plains[i] = plains[i] + *g;
            lanes[i] = g.fma::<A>(*x - mean, lanes[i]);
        }
        (plain, product) = (plain + T::sum(&plains), product + T::sum(&lanes));
    }
    (plain, product)
}

/// A count as a number.
#[inline(always)]
fn number<T: Row>(count: usize) -> T {
    <T as Element>::from_f64(count as f64)
}

/// `1 / sqrt(variance + eps)`.
#[inline(always)]
fn reciprocal_deviation<T: Row>(variance: T, eps: T) -> T {
    T::ONE / Float::sqrt(variance + eps)
}
