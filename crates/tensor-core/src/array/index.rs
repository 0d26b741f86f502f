//! An index with arrays: positions and masks among the items of a slice, as in `x[rows, 1:, mask]`.

use crate::array::Array;
use crate::array::places::{Places, broadcast_to, offsets, wrapped};
use crate::array::view::sliced;
use crate::dtype::DType;
use crate::error::{Error, OrRaise};
use crate::index::Index;
use crate::layout::Layout;
use crate::scratch::{self, room_for};
use crate::shape::{Shape, broadcast};

/// One item between the commas of an index that may hold arrays.
#[derive(Clone, Debug)]
pub enum IndexItem {
    /// A position, a range, a new axis or an ellipsis.
    Basic(Index),
    /// Positions (`i64` or `i32`) of one dimension, negative ones from the end; or a mask (bool) of as many dimensions as it
    /// has, which stands for the positions where it is true.
    Array(Array),
}

impl<I: Into<Index>> From<I> for IndexItem {
    fn from(item: I) -> Self {
        IndexItem::Basic(item.into())
    }
}

impl From<&Array> for IndexItem {
    fn from(array: &Array) -> Self {
        IndexItem::Array(array.clone())
    }
}

/// What `index` takes: one item, a tuple or a list of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an index",
    note = "write a tuple such as `(&rows, .., 1..3, &mask)`, one item, or `s![1..3, .., NewAxis]`"
)]
pub trait IntoIndexItems {
    /// The items of the index.
    fn into_index_items(self) -> Vec<IndexItem>;
}

impl<I: Into<IndexItem>> IntoIndexItems for I {
    fn into_index_items(self) -> Vec<IndexItem> {
        vec![self.into()]
    }
}

impl<I: Into<IndexItem>, const N: usize> IntoIndexItems for [I; N] {
    fn into_index_items(self) -> Vec<IndexItem> {
        self.map(Into::into).into()
    }
}

impl<I: Into<IndexItem>> IntoIndexItems for Vec<I> {
    fn into_index_items(self) -> Vec<IndexItem> {
        self.into_iter().map(Into::into).collect()
    }
}

macro_rules! tuples {
    ($(($($Item:ident $at:tt),+))*) => {$(
        impl<$($Item: Into<IndexItem>),+> IntoIndexItems for ($($Item,)+) {
            fn into_index_items(self) -> Vec<IndexItem> {
                vec![$(self.$at.into()),+]
            }
        }
    )*};
}
tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
}

impl Array {
    /// `x[index]` of Python with arrays among the items, into a new array. The arrays are broadcast to each other and name
    /// elements together. Their dimensions take the place of those that they index if these follow each other, else they
    /// come first.
    ///
    /// ```
    /// use tensor_core::{Array, IntoIndexItems};
    /// let x = Array::from([[1, 2, 3], [4, 5, 6]]);
    /// let columns = Array::from([2, 0]);
    /// assert_eq!(x.index(&(.., &columns).into_index_items()).to_vec::<i64>(), [3, 1, 6, 4]);
    /// ```
    ///
    /// # Panics
    /// If a position does not exist, a mask has not the shape of what it masks, the arrays do not broadcast to each other,
    /// or there are more items than dimensions.
    #[track_caller]
    pub fn index(&self, items: &[IndexItem]) -> Array {
        let places = Error::catch_memory(|| of_layout(self.layout(), items)).flatten();
        self.taken(&places.or_raise())
    }
}

impl Places {
    /// The places of a contiguous array of `shape` that [`Array::index`] with these items reads.
    ///
    /// # Errors
    /// As `index` refuses.
    pub fn of_index(shape: &[usize], items: &[IndexItem]) -> Result<Self, Error> {
        Error::catch_memory(|| of_layout(&Layout::contiguous(shape), items)).flatten()
    }
}

/// The items of an index taken apart.
#[derive(Default)]
struct Parts {
    /// The items, with whole ranges for the dimensions that arrays index.
    basic: Vec<Index>,
    /// Which dimension of the sliced array each array of positions indexes.
    arrays: Vec<(usize, Array)>,
}

/// The places that an index names, counted from the first element of the array that lies by `layout`.
fn of_layout(layout: &Layout, items: &[IndexItem]) -> Result<Places, Error> {
    let parts = taken_apart(layout.shape(), items)?;
    let view = sliced(layout, &parts.basic)?;
    let (both, positions) = together(&view, &parts.arrays)?;
    let indexed: Vec<usize> = parts.arrays.iter().map(|(dim, _)| *dim).collect();
    let others: Vec<usize> = (0..view.rank()).filter(|dim| !indexed.contains(dim)).collect();
    // Where the arrays' dimensions go among the others.
    let adjacent = indexed.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let split = match indexed.first() {
        Some(first) if adjacent => others.iter().filter(|dim| *dim < first).count(),
        _ => 0,
    };
    let (before, after) = others.split_at(split);
    let walked = |dims: &[usize]| -> Vec<(usize, usize)> {
        dims.iter()
            .map(|dim| (view.shape()[*dim], view.strides()[*dim]))
            .collect()
    };
    let (run, walked_after) = trailing_run(walked(after));
    let sizes = |dims: &[usize]| dims.iter().map(|dim| view.shape()[*dim]).collect::<Vec<_>>();
    let shape: Shape = [sizes(before), both.to_vec(), sizes(after)]
        .concat()
        .into_iter()
        .collect();
    let first = view.offset().saturating_sub(layout.offset()) as i64;
    let (before, after) = (offsets(&walked(before)), offsets(&walked_after));
    let count = shape.numel() / run.max(1);
    let mut starts = room_for(format_args!("index: a list of {count} places"), count)?;
    if count > 0 {
        for before in &before {
            for position in &positions {
                starts.extend(after.iter().map(|after| first + before + position + after));
            }
        }
    }
    Ok(Places::new(starts, run, shape, layout.numel()))
}

/// How many elements of the last dimensions follow each other, and the dimensions that are left.
fn trailing_run(mut dims: Vec<(usize, usize)>) -> (usize, Vec<(usize, usize)>) {
    let mut run = 1;
    while let Some(&(size, stride)) = dims.last()
        && (stride == run || size == 1)
    {
        run *= size;
        dims.pop();
    }
    (run, dims)
}

/// How many dimensions an item takes.
fn used(item: &IndexItem) -> usize {
    match item {
        IndexItem::Basic(Index::At(_) | Index::Range { .. }) => 1,
        IndexItem::Basic(Index::NewAxis | Index::Ellipsis) => 0,
        IndexItem::Array(array) if array.dtype() == DType::Bool => array.rank(),
        IndexItem::Array(_) => 1,
    }
}

fn taken_apart(shape: &[usize], items: &[IndexItem]) -> Result<Parts, Error> {
    let taken: usize = items.iter().map(used).sum();
    let Some(left) = shape.len().checked_sub(taken) else {
        return Err(Error::index(format!(
            "{taken} indices are too many for shape {shape:?}, which has {} dimensions",
            shape.len()
        )));
    };
    let mut parts = Parts::default();
    // The dimension of the array that the next item is for, and that of the sliced array.
    let (mut source, mut dim) = (0, 0);
    for item in items {
        match item {
            IndexItem::Array(mask) if mask.dtype() == DType::Bool => {
                dim = parts.mask(mask, shape, source, dim)?;
            }
            IndexItem::Array(position) if position.rank() == 0 => {
                let at = wrapped("index", &position.reshape([1]), source, shape)?;
                parts.basic.push(Index::At(at.elements::<i64>()[0] as isize));
            }
            IndexItem::Array(positions) => {
                parts
                    .arrays
                    .push((dim, wrapped("index", positions, source, shape)?));
                parts.basic.push(Index::from(..));
                dim += 1;
            }
            IndexItem::Basic(item) => {
                parts.basic.push(*item);
                match item {
                    Index::At(_) => {}
                    Index::Range { .. } | Index::NewAxis => dim += 1,
                    Index::Ellipsis => (source, dim) = (source + left, dim + left),
                }
            }
        }
        source += used(item);
    }
    Ok(parts)
}

impl Parts {
    /// Adds the positions where a mask of the dimensions from `source` on is true. The sliced array's next dimension after
    /// them is returned.
    fn mask(&mut self, mask: &Array, shape: &[usize], source: usize, dim: usize) -> Result<usize, Error> {
        let rank = mask.rank();
        if shape[source..][..rank] != *mask.shape() {
            return Err(Error::index(format!(
                "index: a mask of shape {:?} does not fit {:?}, the sizes of shape {shape:?} from dimension {source} on",
                mask.shape(),
                &shape[source..][..rank]
            )));
        }
        if rank == 0 {
            // All of a new dimension of size 1, or nothing of it.
            let count = mask.to_vec::<bool>().iter().filter(|all| **all).count();
            self.arrays.push((dim, Array::zeros(count, DType::I64)));
            self.basic.push(Index::NewAxis);
            return Ok(dim + 1);
        }
        let places = mask.nonzero();
        for at in 0..rank {
            self.arrays.push((dim + at, places.select(1, at as isize)));
            self.basic.push(Index::from(..));
        }
        Ok(dim + rank)
    }
}

/// The shape that the arrays of positions have together, and how far from the first element each place of it leads.
fn together(view: &Layout, arrays: &[(usize, Array)]) -> Result<(Shape, Vec<i64>), Error> {
    let mut both = Shape::scalar();
    for (_, array) in arrays {
        both = broadcast(&both, array.shape()).map_err(|_| {
            let shapes: Vec<&[usize]> = arrays.iter().map(|(_, array)| array.shape()).collect();
            Error::index(format!(
                "index: tensors of positions of shapes {shapes:?} do not broadcast to each other"
            ))
        })?;
    }
    let mut places = scratch::filled(0, both.numel());
    for (dim, array) in arrays {
        let stride = view.strides()[*dim] as i64;
        let array = broadcast_to(array, &both);
        let array = array.contiguous();
        for (place, at) in places.iter_mut().zip(array.elements::<i64>()) {
            *place += at * stride;
        }
    }
    Ok((both, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn x() -> Array {
        Array::arange(0, 24, 1, DType::I64).unwrap().reshape([2, 3, 4])
    }

    #[track_caller]
    fn check(items: impl IntoIndexItems, shape: &[usize], expected: &[i64]) {
        let items = items.into_index_items();
        let chosen = x().index(&items);
        assert_eq!(
            (chosen.shape(), chosen.to_vec::<i64>()),
            (shape, expected.to_vec())
        );
        // The same elements, otherwise laid out.
        let turned = x().permute(&[2, 0, 1]).contiguous().permute(&[1, 2, 0]);
        assert_eq!(turned.index(&items).to_vec::<i64>(), expected);
        let places = Places::of_index(&[2, 3, 4], &items).unwrap();
        assert_eq!(x().take_places(&places).to_vec::<i64>(), expected);
    }

    #[test]
    fn arrays_take_the_place_of_neighbours_and_else_come_first() {
        let (rows, columns) = (&Array::from([1, 0]), &Array::from([2, -1]));
        check((rows, columns), &[2, 4], &[20, 21, 22, 23, 8, 9, 10, 11]);
        check((.., columns, 1), &[2, 2], &[9, 9, 21, 21]);
        check((rows, 0..1, columns), &[2, 1], &[14, 3]);
        check((rows, .., columns), &[2, 3], &[14, 18, 22, 3, 7, 11]);
        check(
            (Index::Ellipsis, columns),
            &[2, 3, 2],
            &[2, 3, 6, 7, 10, 11, 14, 15, 18, 19, 22, 23],
        );
        check((0, columns, NEW, 2..), &[2, 1, 2], &[10, 11, 10, 11]);
        check((&Array::from([[0], [1]]), columns, 3), &[2, 2], &[11, 11, 23, 23]);
        check((1, &Array::from(2_i64)), &[4], &[20, 21, 22, 23]);
    }

    const NEW: Index = Index::NewAxis;

    #[test]
    fn masks_stand_for_where_they_are_true() {
        let mask = &Array::from([true, false, true]);
        check((1, mask, 0), &[2], &[12, 20]);
        let planes = Array::from([[false, true, false], [false, false, true]]);
        check((&planes, 1..3), &[2, 2], &[5, 6, 21, 22]);
        check((0, 0, 1.., &Array::from(true)), &[3, 1], &[1, 2, 3]);
        check((0, 0, &Array::from(false)), &[0, 4], &[]);
    }

    #[test]
    fn refusals() {
        let refusal = |items: &[IndexItem]| Places::of_index(&[2, 3], items).unwrap_err().to_string();
        let positions = |at: [i64; 2]| IndexItem::from(&Array::from(at));
        assert!(refusal(&[positions([0, 2])]).contains("index 2 is out of bounds for dimension 0"));
        let three = IndexItem::from(&Array::from([0, 1, 2]));
        assert!(refusal(&[positions([0, 1]), three]).contains("do not broadcast"));
        assert!(refusal(&[IndexItem::from(&Array::from([1.0]))]).contains("float32 are no index"));
        assert!(
            refusal(&[IndexItem::from(&Array::from([true]))]).contains("mask of shape [1] does not fit [2]")
        );
    }
}
