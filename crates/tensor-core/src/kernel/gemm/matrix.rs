//! A matrix to read from: a slice, its sizes and its strides.

use std::ops::Range;

/// Element `(i, j)` is `data[i * row_stride + j * col_stride]`. A stride of 0 repeats a row or column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Matrix<'a, T> {
    data: &'a [T],
    rows: usize,
    cols: usize,
    row_stride: usize,
    col_stride: usize,
}

impl<'a, T> Matrix<'a, T> {
    /// A matrix of `rows` x `cols` elements that lie `[row_stride, col_stride]` apart.
    ///
    /// # Panics
    ///
    /// If an element would lie outside of `data`.
    #[inline]
    pub(crate) fn new(data: &'a [T], [rows, cols]: [usize; 2], [row_stride, col_stride]: [usize; 2]) -> Self {
        assert!(
            rows == 0
                || cols == 0
                || last([rows, cols], [row_stride, col_stride]).is_some_and(|last| last < data.len()),
            "Matrix: {rows} x {cols} elements at strides [{row_stride}, {col_stride}] do not fit in {} elements.",
            data.len(),
        );
        Self {
            data,
            rows,
            cols,
            row_stride,
            col_stride,
        }
    }

    /// A matrix of `rows` x `cols` elements, row by row without gaps.
    #[cfg(test)]
    pub(crate) fn contiguous(data: &'a [T], rows: usize, cols: usize) -> Self {
        Self::new(data, [rows, cols], [cols, 1])
    }

    /// The number of rows.
    #[inline]
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The number of columns.
    #[inline]
    pub(crate) fn cols(&self) -> usize {
        self.cols
    }

    /// How far apart the elements of a column and of a row are.
    #[inline]
    pub(crate) fn strides(&self) -> [usize; 2] {
        [self.row_stride, self.col_stride]
    }

    /// Some of the rows.
    ///
    /// # Panics
    ///
    /// If there are not as many.
    pub(crate) fn row_range(self, rows: Range<usize>) -> Self {
        assert!(
            rows.start < rows.end && rows.end <= self.rows,
            "Matrix: no rows {rows:?} in {}.",
            self.rows
        );
        Self {
            data: &self.data[rows.start * self.row_stride..],
            rows: rows.len(),
            ..self
        }
    }

    /// Rows as columns.
    #[inline]
    pub(crate) fn transposed(self) -> Self {
        let Self {
            data,
            rows,
            cols,
            row_stride,
            col_stride,
        } = self;
        Self {
            data,
            rows: cols,
            cols: rows,
            row_stride: col_stride,
            col_stride: row_stride,
        }
    }

    /// The first element's address; all others are within the slice, as [`Matrix::new`] checked.
    #[inline]
    pub(crate) fn as_ptr(&self) -> *const T {
        self.data.as_ptr()
    }
}

/// Where the last element of a matrix that has some lies, if that can be counted.
#[inline]
fn last([rows, cols]: [usize; 2], [row_stride, col_stride]: [usize; 2]) -> Option<usize> {
    let row = (rows - 1).checked_mul(row_stride)?;
    row.checked_add((cols - 1).checked_mul(col_stride)?)
}

impl<T: Copy> Matrix<'_, T> {
    /// The element in row `i` and column `j`.
    #[inline]
    pub(crate) fn at(&self, i: usize, j: usize) -> T {
        self.data[i * self.row_stride + j * self.col_stride]
    }
}
