//! How an array's elements lie in its buffer: sizes, strides and where the first one is.
//!
//! Every view is a new layout over the same buffer. Strides count elements and are never negative, as in PyTorch;
//! an expanded dimension has stride 0.
//!
//! The elements of a layout can be counted ([`numel`]), and so can what its strides reach: that is seen to where a
//! layout is made larger, by the rules of shapes, by [`Buffer`](crate::buffer::Buffer) and by [`Layout::expand`]. All
//! other views see less than the one they are made of, and no product of sizes and strides wraps.
//!
//! [`numel`]: crate::shape::numel

use smallvec::SmallVec;

use crate::error::Error;
use crate::scratch;
use crate::shape::{Shape, numel, uncountable};

/// The rank up to which a layout needs no allocation.
const INLINE: usize = 4;

/// Sizes and strides, up to rank four without an allocation.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    sizes: [usize; INLINE],
    strides: [usize; INLINE],
    rank: usize,
    offset: usize,
    /// Sizes and then strides, if there are too many for the lists above.
    many: Option<Box<[usize]>>,
}

impl Layout {
    /// Of a 0-d array.
    pub(crate) const SCALAR: Layout = Layout {
        sizes: [1; INLINE],
        strides: [1; INLINE],
        rank: 0,
        offset: 0,
        many: None,
    };

    /// Row-major elements without gaps, from the start of the buffer.
    #[inline]
    pub(crate) fn contiguous(shape: &[usize]) -> Self {
        let mut layout = Self::SCALAR;
        layout.set_contiguous(shape);
        layout
    }

    /// Turns this into [`contiguous`](Layout::contiguous), where it is: an array's layout is written once, into the
    /// array's memory.
    #[inline(always)]
    pub(crate) fn set_contiguous(&mut self, shape: &[usize]) {
        self.set_rank(shape.len());
        self.offset = 0;
        match *shape {
            // Nearly every array of a training step: no loop.
            [size] => (self.sizes[0], self.strides[0]) = (size, 1),
            [rows, columns] => {
                [self.sizes[0], self.sizes[1]] = [rows, columns];
                [self.strides[0], self.strides[1]] = [columns.max(1), 1];
            }
            _ => {
                let (sizes, strides) = self.extents_mut();
                let mut stride = 1;
                for ((own, step), size) in sizes.iter_mut().zip(strides).zip(shape).rev() {
                    *own = *size;
                    *step = stride;
                    stride *= (*size).max(1);
                }
            }
        }
    }

    pub(crate) fn new(shape: &[usize], strides: &[usize], offset: usize) -> Self {
        let mut layout = Self::SCALAR;
        layout.set_rank(shape.len());
        layout.offset = offset;
        let (own_sizes, own_strides) = layout.extents_mut();
        own_sizes.copy_from_slice(shape);
        own_strides.copy_from_slice(strides);
        layout
    }

    /// Room for so many sizes and strides, which are then to be written.
    #[inline(always)]
    fn set_rank(&mut self, rank: usize) {
        if rank > INLINE || self.many.is_some() {
            self.many = (rank > INLINE).then(|| scratch::filled(1, 2 * rank).into());
        }
        self.rank = rank;
    }

    #[inline(always)]
    fn extents_mut(&mut self) -> (&mut [usize], &mut [usize]) {
        match &mut self.many {
            None => (&mut self.sizes[..self.rank], &mut self.strides[..self.rank]),
            Some(many) => many.split_at_mut(self.rank),
        }
    }

    #[inline(always)]
    pub(crate) fn rank(&self) -> usize {
        self.rank
    }

    #[inline(always)]
    pub(crate) fn shape(&self) -> &[usize] {
        match &self.many {
            None => &self.sizes[..self.rank],
            Some(many) => &many[..self.rank],
        }
    }

    #[inline(always)]
    pub(crate) fn strides(&self) -> &[usize] {
        match &self.many {
            None => &self.strides[..self.rank],
            Some(many) => &many[self.rank..],
        }
    }

    #[inline(always)]
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    #[inline(always)]
    pub(crate) fn numel(&self) -> usize {
        self.shape().iter().product()
    }

    /// Whether the elements lie in row-major order without gaps. Sizes of 1 have no say.
    #[inline]
    pub(crate) fn is_contiguous(&self) -> bool {
        let (shape, strides) = (self.shape(), self.strides());
        let mut expected = 1;
        for dim in (0..shape.len()).rev() {
            if shape[dim] != 1 {
                if strides[dim] != expected {
                    // Where there are no elements, no stride is wrong.
                    return shape.contains(&0);
                }
                expected *= shape[dim];
            }
        }
        true
    }

    /// One past the last element's place in the buffer.
    pub(crate) fn end(&self) -> usize {
        if self.numel() == 0 {
            return self.offset;
        }
        let last: usize = self
            .shape()
            .iter()
            .zip(self.strides())
            .map(|(size, stride)| (size - 1) * stride)
            .sum();
        self.offset + last + 1
    }

    /// How many places after the first one the element lies that is number `at` in row-major order.
    pub(crate) fn place(&self, mut at: usize) -> usize {
        let mut place = 0;
        for (size, stride) in self.shape().iter().zip(self.strides()).rev() {
            place += at % size * stride;
            at /= size;
        }
        place
    }

    pub(crate) fn transpose(&self, a: usize, b: usize) -> Self {
        let mut layout = self.clone();
        if self.rank > 0 {
            let (sizes, strides) = layout.extents_mut();
            sizes.swap(a, b);
            strides.swap(a, b);
        }
        layout
    }

    /// Dimension `i` of the result is `order[i]` of this one.
    pub(crate) fn permute(&self, order: &[usize]) -> Self {
        let shape: Shape = order.iter().map(|dim| self.shape()[*dim]).collect();
        let strides: Shape = order.iter().map(|dim| self.strides()[*dim]).collect();
        Self::new(&shape, &strides, self.offset)
    }

    /// Elements `start`, `start + step`, … of `dim`, `length` of them.
    pub(crate) fn slice(&self, dim: usize, start: usize, length: usize, step: usize) -> Self {
        let mut layout = self.clone();
        if length > 0 {
            layout.offset += start * self.strides()[dim];
        }
        let (sizes, strides) = layout.extents_mut();
        // A longer step leads beyond the only element, however long it is.
        strides[dim] *= step.min(sizes[dim].max(1));
        sizes[dim] = length;
        layout
    }

    /// `count` positions of `dim`, `step` apart, and a new last dimension of this size and stride.
    pub(crate) fn windows(
        &self,
        dim: usize,
        count: usize,
        step: usize,
        (size, stride): (usize, usize),
    ) -> Result<Self, Error> {
        let (mut shape, mut strides) = (Shape::from(self.shape()), Shape::from(self.strides()));
        if self.rank > 0 {
            shape[dim] = count;
            strides[dim] *= step.min(self.shape()[dim].max(1));
        }
        shape.push(size);
        strides.push(stride);
        // Windows of an expanded dimension may repeat it more often than can be counted.
        match numel(&shape) {
            Some(_) => Ok(Self::new(&shape, &strides, self.offset)),
            None => Err(uncountable(&shape)),
        }
    }

    /// The slice at `index` of `dim`, without the dimension.
    pub(crate) fn select(&self, dim: usize, index: usize) -> Self {
        let (mut shape, mut strides) = (Shape::from(self.shape()), Shape::from(self.strides()));
        shape.remove(dim);
        let stride = strides.remove(dim);
        Self::new(&shape, &strides, self.offset + index * stride)
    }

    /// A dimension of size 1 before `dim`.
    pub(crate) fn unsqueeze(&self, dim: usize) -> Self {
        let (mut shape, mut strides) = (Shape::from(self.shape()), Shape::from(self.strides()));
        let stride = if dim < self.rank {
            shape[dim].max(1) * strides[dim]
        } else {
            1
        };
        shape.insert(dim, 1);
        strides.insert(dim, stride);
        Self::new(&shape, &strides, self.offset)
    }

    /// Without the dimensions of size 1 for which `drop` says so.
    pub(crate) fn squeeze(&self, drop: impl Fn(usize) -> bool) -> Self {
        let kept: SmallVec<[usize; 4]> = (0..self.rank())
            .filter(|dim| self.shape()[*dim] != 1 || !drop(*dim))
            .collect();
        self.permute(&kept)
    }

    /// Repeated without a copy along new leading dimensions and dimensions of size 1.
    pub(crate) fn expand(&self, shape: &[usize]) -> Result<Self, Error> {
        if numel(shape).is_none() {
            return Err(uncountable(shape));
        }
        match self.strides_over(shape) {
            Some(strides) => Ok(Self::new(shape, &strides, self.offset)),
            None => Err(Error::shape(format!(
                "shape {:?} does not expand to {shape:?}",
                self.shape()
            ))),
        }
    }

    /// The strides of what [`expand`](Layout::expand) makes, if this expands to `shape`.
    #[inline]
    pub(crate) fn strides_over(&self, shape: &[usize]) -> Option<Shape> {
        let lead = shape.len().checked_sub(self.rank())?;
        let (own, steps) = (self.shape(), self.strides());
        let mut strides = Shape::from(shape);
        strides.fill(0);
        for dim in 0..own.len() {
            if own[dim] == shape[lead + dim] {
                strides[lead + dim] = steps[dim];
            } else if own[dim] != 1 {
                return None;
            }
        }
        Some(strides)
    }

    /// The same elements in the same order under another shape of as many, if strides can say so: every run of
    /// dimensions that lies without gaps is cut anew.
    pub(crate) fn reshape(&self, shape: &[usize]) -> Option<Self> {
        if self.is_contiguous() {
            return Some(Self {
                offset: self.offset,
                ..Self::contiguous(shape)
            });
        }
        let runs = self.collapsed();
        let mut strides: Shape = shape.iter().map(|_| 1).collect();
        let mut dim = shape.len();
        for (size, stride) in runs.iter().rev() {
            let mut covered = 1;
            let mut step = *stride;
            while covered < *size {
                dim = dim.checked_sub(1)?;
                strides[dim] = step;
                step *= shape[dim];
                covered *= shape[dim];
            }
            if covered != *size {
                return None;
            }
        }
        Some(Self::new(shape, &strides, self.offset))
    }

    /// The fewest (size, stride) pairs that walk the elements in the same order: dimensions without a gap between
    /// them are one, sizes of 1 are none.
    pub(crate) fn collapsed(&self) -> SmallVec<[(usize, usize); 4]> {
        let mut runs: SmallVec<[(usize, usize); 4]> = SmallVec::new();
        for (size, stride) in self.shape().iter().zip(self.strides()) {
            if *size == 1 {
                continue;
            }
            match runs.last_mut() {
                Some(last) if last.1 == size * stride => *last = (last.0 * size, *stride),
                _ => runs.push((*size, *stride)),
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contiguous_layout_counts_from_the_right() {
        let layout = Layout::contiguous(&[2, 3, 4]);
        assert_eq!(layout.strides(), [12, 4, 1]);
        assert!(layout.is_contiguous());
        assert!(!layout.transpose(0, 2).is_contiguous());
        assert_eq!(layout.end(), 24);
    }

    #[test]
    fn reshaping_a_view_keeps_runs_without_gaps() {
        let rows = Layout::contiguous(&[4, 6]).slice(0, 1, 2, 2);
        assert_eq!(
            rows.reshape(&[2, 2, 3]).expect("rows are without gaps").strides(),
            [12, 3, 1]
        );
        assert!(rows.reshape(&[12]).is_none());
        let none = Layout::new(&[0, 3], &[9, 3], 0);
        assert_eq!(
            none.reshape(&[3, 0]).expect("no elements lie anywhere").shape(),
            [3, 0]
        );
        assert!(
            Layout::contiguous(&[2, 3])
                .transpose(0, 1)
                .reshape(&[6])
                .is_none()
        );
        assert_eq!(
            rows.reshape(&[2, 1, 6, 1]).expect("ones fit anywhere").shape(),
            [2, 1, 6, 1]
        );
    }

    #[test]
    fn expanding_repeats_with_stride_zero() {
        let expanded = Layout::contiguous(&[3, 1])
            .expand(&[2, 3, 4])
            .expect("3x1 expands");
        assert_eq!(expanded.strides(), [0, 1, 0]);
        assert!(Layout::contiguous(&[3]).expand(&[4]).is_err());
    }
}
