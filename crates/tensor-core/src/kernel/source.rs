//! Operands of any layout and any element type of their class, read as contiguous runs of the type that is computed in:
//! the loops that are compiled for each operation know nothing else.
//!
//! A run is read where it lies if it can be. Else it is gathered into a tile, and converted on the way if it is of a
//! stored type, which costs less than what it saves: one loop an operation instead of one for each way in which its
//! operands may lie.

use smallvec::SmallVec;

use crate::dtype::{DType, Element};
use crate::kernel::convert::{Compute, Conversion};
use crate::kernel::rows::{Rows, Walk};

/// Elements of a gathered run: few enough to stay in the first cache, enough that a call for each does not show.
pub(crate) const TILE: usize = 512;
/// From how many contiguous elements on a row is a run of its own.
const LONG: usize = 64;

/// One operand of an elementwise loop.
pub(crate) struct Source<'a, T> {
    elements: &'a [T],
    /// What is read in their place, if it is of a stored type.
    stored: Option<Stored<'a, T>>,
    rows: Rows<1>,
}

/// Elements of a stored type.
#[derive(Clone, Copy)]
struct Stored<'a, T> {
    bytes: &'a [u8],
    conversion: Conversion<T>,
}

impl<'a, T: Compute> Source<'a, T> {
    /// The elements of a stored type, as bytes, that `strides` lead to over `shape`.
    ///
    /// # Panics
    /// If `dtype` is not a stored type that is computed in `T`.
    pub(crate) fn stored(dtype: DType, bytes: &'a [u8], shape: &[usize], strides: &[usize]) -> Self {
        let Some(conversion) = T::conversion(dtype) else {
            panic!("elements of {dtype} are not computed in {}", T::DTYPE);
        };
        Self {
            elements: &[],
            stored: Some(Stored { bytes, conversion }),
            rows: Rows::new(shape, [strides]),
        }
    }
}

impl<'a, T: Element> Source<'a, T> {
    /// The elements that `strides` lead to over `shape`.
    #[inline(always)]
    pub(crate) fn new(elements: &'a [T], shape: &[usize], strides: &[usize]) -> Self {
        let rows = Rows::new(shape, [strides]);
        Self {
            elements,
            stored: None,
            rows,
        }
    }

    /// Contiguous elements.
    #[inline(always)]
    pub(crate) fn contiguous(elements: &'a [T]) -> Self {
        let rows = Rows::line(elements.len(), [1]);
        Self {
            elements,
            stored: None,
            rows,
        }
    }

    /// One element, `count` times.
    #[inline(always)]
    pub(crate) fn one(element: &'a T, count: usize) -> Self {
        Self {
            elements: std::slice::from_ref(element),
            stored: None,
            rows: Rows::line(count, [0]),
        }
    }

    /// Copies the elements from number `first` on to `out`.
    pub(crate) fn copy_to(&self, first: usize, out: &mut [T]) {
        self.cursor(first, out.len()).copy_to(out);
    }

    /// Calls `run` with the `count` elements from number `first` on, run by run.
    pub(crate) fn for_each_run(&self, first: usize, count: usize, run: &mut dyn FnMut(&[T])) {
        let mut tile = Tile::new();
        let mut reader = self.reader(first, count, &mut tile);
        let mut left = count;
        while left > 0 {
            let len = left.min(reader.run());
            run(reader.next(len));
            left -= len;
        }
    }

    // Inlined, as what it is made of: copies of it would cost more than a small operation's loop.
    /// A reader of `count` elements from number `first` on. The tile is the caller's: it is too large to be moved.
    #[inline(always)]
    pub(crate) fn reader<'s>(&'s self, first: usize, count: usize, tile: &'s mut Tile<T>) -> Reader<'s, T> {
        Reader {
            cursor: self.cursor(first, count),
            tile,
            repeated: None,
        }
    }

    #[inline(always)]
    fn cursor(&self, first: usize, count: usize) -> Cursor<'_, T> {
        let [step] = self.rows.step;
        let mut cursor = Cursor {
            elements: self.elements,
            stored: self.stored.as_ref(),
            step,
            walk: None,
            place: first * step,
            left: count,
        };
        if self.rows.count() != 1 {
            cursor.walk = Some(self.rows.walk(first, count));
            cursor.enter_row();
        }
        cursor
    }
}

/// Where a walk over an operand is.
struct Cursor<'a, T> {
    elements: &'a [T],
    stored: Option<&'a Stored<'a, T>>,
    step: usize,
    /// The rows that follow; none if there is one in all.
    walk: Option<Walk<'a, 1>>,
    /// The next element.
    place: usize,
    /// Elements of its row from it on; 0 only at the end of the walk.
    left: usize,
}

impl<T: Element> Cursor<'_, T> {
    fn enter_row(&mut self) {
        if let Some(row) = self.walk.as_mut().and_then(Iterator::next) {
            [self.place] = row.place;
            self.left = row.len;
        }
    }

    /// Goes on by `len` elements, which the row has.
    fn pass(&mut self, len: usize) {
        self.place += len * self.step;
        self.left -= len;
        if self.left == 0 {
            self.enter_row();
        }
    }

    /// The next elements, which the row has.
    fn read(&self, out: &mut [T]) {
        if let Some(Stored { bytes, conversion }) = self.stored {
            return (conversion.read)(bytes, self.place, self.step, out);
        }
        let x = &self.elements[self.place..];
        match self.step {
            1 => out.copy_from_slice(&x[..out.len()]),
            0 => out.fill(x[0]),
            step => (0..out.len()).for_each(|i| out[i] = x[i * step]),
        }
    }

    /// Copies the next elements to `out`.
    fn copy_to(&mut self, mut out: &mut [T]) {
        while !out.is_empty() {
            debug_assert!(self.left > 0, "the walk has as many elements as are read");
            let len = self.left.min(out.len());
            let (row, rest) = out.split_at_mut(len);
            self.read(row);
            self.pass(len);
            out = rest;
        }
    }
}

/// Where a run is gathered.
pub(crate) type Tile<T> = SmallVec<[T; TILE]>;

/// Reads an operand from its start to its end.
pub(crate) struct Reader<'a, T> {
    cursor: Cursor<'a, T>,
    tile: &'a mut Tile<T>,
    /// Where the element is that fills the tile, if one does.
    repeated: Option<usize>,
}

impl<T: Element> Reader<'_, T> {
    /// How many elements to read at once.
    pub(crate) fn run(&self) -> usize {
        let left = self.cursor.left;
        if self.cursor.stored.is_some() {
            return TILE;
        }
        match self.cursor.step {
            1 if left >= LONG => left,
            0 if left >= LONG => left.min(TILE),
            _ => TILE,
        }
    }

    /// The next `len` elements, at most [`run`](Self::run).
    pub(crate) fn next(&mut self, len: usize) -> &[T] {
        let (place, step) = (self.cursor.place, self.cursor.step);
        if len > self.cursor.left || step > 1 || self.cursor.stored.is_some() {
            self.gather(len);
            return &self.tile[..len];
        }
        self.cursor.pass(len);
        if step == 1 {
            return &self.cursor.elements[place..][..len];
        }
        self.repeat(place, len);
        &self.tile[..len]
    }

    fn gather(&mut self, len: usize) {
        self.repeated = None;
        if self.tile.len() < len {
            self.tile.resize(len, T::default());
        }
        self.cursor.copy_to(&mut self.tile[..len]);
    }

    /// Fills the tile with one element, if it is not full of it.
    fn repeat(&mut self, place: usize, len: usize) {
        if self.repeated != Some(place) || self.tile.len() < len {
            self.tile.clear();
            self.tile.resize(len, self.cursor.elements[place]);
            self.repeated = Some(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_continue_each_other_however_the_operand_lies() {
        let elements: Vec<i64> = (0..4096).collect();
        let cases: [(&[usize], &[usize]); 6] = [
            (&[4096], &[1]),
            (&[4096], &[0]),
            (&[64, 64], &[1, 64]),
            (&[30, 100], &[0, 1]),
            (&[3, 700], &[1, 0]),
            (&[5, 7, 90], &[100, 2, 20]),
        ];
        for (shape, strides) in cases {
            let source = Source::new(&elements, shape, strides);
            let numel = shape.iter().product();
            let mut expected = vec![0; numel];
            for (number, expected) in expected.iter_mut().enumerate() {
                let mut rest = number;
                for (size, stride) in shape.iter().zip(strides).rev() {
                    *expected += (rest % size * stride) as i64;
                    rest /= size;
                }
            }
            for first in [0, 1, 99, 650, numel - 1] {
                let mut tile = Tile::new();
                let mut reader = source.reader(first, numel - first, &mut tile);
                let mut read = Vec::new();
                while read.len() < numel - first {
                    let len = reader.run().min(numel - first - read.len());
                    // Another operand may have shorter runs.
                    let len = if read.len() % 3 == 0 { len.div_ceil(2) } else { len };
                    read.extend_from_slice(reader.next(len));
                }
                assert_eq!(read, expected[first..], "{shape:?} {strides:?} from {first}");
            }
        }
    }
}
