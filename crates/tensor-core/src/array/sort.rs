//! Orders along a dimension: sorting, the first few, one in the middle, the most frequent, equal ones.

use crate::array::{Array, promote};
use crate::dtype::{DType, dispatch};
use crate::error::{Error, OrRaise};
use crate::kernel::sort::{self, Keyed};
use crate::kernel::threads::fill;
use crate::scratch;
use crate::shape::dimension;

/// What putting an element in order costs, in additions: some ten comparisons.
const COST: usize = 40;

impl Array {
    /// The positions along `dim` of the elements in ascending or descending order, as `i64`. Equal elements keep their
    /// order; not-a-number counts as the largest.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([3.0, 1.0, 2.0, 1.0]);
    /// assert_eq!(x.argsort(0, false).to_vec::<i64>(), [1, 3, 2, 0]);
    /// assert_eq!(x.argsort(0, true).to_vec::<i64>(), [0, 2, 1, 3]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn argsort(&self, dim: isize, descending: bool) -> Array {
        let dim = dimension(dim, self.rank()).or_raise();
        let count = self.shape().get(dim).copied().unwrap_or(1);
        self.positions(dim, count, &|keys, out| sort::first(keys, descending, out))
    }

    /// The positions along `dim` of the `k` largest or smallest elements, in order, the largest or smallest first.
    ///
    /// # Panics
    /// If the dimension does not exist or is smaller than `k`.
    #[track_caller]
    pub fn argtopk(&self, k: usize, dim: isize, largest: bool) -> Array {
        let dim = self.along("topk", k, dim).or_raise();
        self.positions(dim, k, &|keys, out| sort::first(keys, largest, out))
    }

    /// The position along `dim`, which stays with size 1, of the `k`-th smallest element, counted from 1.
    ///
    /// # Panics
    /// If the dimension does not exist, or has no `k`-th element.
    #[track_caller]
    pub fn argkth(&self, k: usize, dim: isize) -> Array {
        if k == 0 {
            Error::argument("kthvalue: k counts from 1, and is 0").raise();
        }
        let dim = self.along("kthvalue", k, dim).or_raise();
        self.positions(dim, 1, &|keys, out| out.fill(sort::nth(keys, k - 1)))
    }

    /// The position along `dim`, which stays with size 1, of the median: of the lower one, if two are in the middle. The
    /// first that is not a number wins; or they do not count, if `skip_nan`, where there are numbers.
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn argmedian(&self, dim: isize, skip_nan: bool) -> Array {
        let dim = self.along("median", 1, dim).or_raise();
        let nan = dispatch!(self.dtype(), T: Any => T::NAN_KEY);
        self.positions(dim, 1, &|keys, out| {
            let is_nan = |key: &&u64| Some(**key) == nan;
            let numbers = keys.len() - keys.iter().filter(is_nan).count();
            let first_nan = keys.iter().position(|key| Some(*key) == nan);
            out[0] = match first_nan {
                Some(first) if !skip_nan || numbers == 0 => first as i64,
                // They are behind all numbers.
                _ => sort::nth(keys, (numbers - 1) / 2),
            };
        })
    }

    /// The position along `dim`, which stays with size 1, of the most frequent element: the smallest if several are, and
    /// where it is last.
    ///
    /// # Panics
    /// If the dimension does not exist or has size 0.
    #[track_caller]
    pub fn argmode(&self, dim: isize) -> Array {
        let dim = self.along("mode", 1, dim).or_raise();
        self.positions(dim, 1, &|keys, out| out[0] = sort::mode(keys))
    }

    /// The dimension, if it has `count` elements.
    fn along(&self, operation: &str, count: usize, dim: isize) -> Result<usize, Error> {
        let along = dimension(dim, self.rank())?;
        if self.dtype() == DType::Bool && operation != "mode" {
            return Err(Error::dtype(format!(
                "{operation} is not for bool: convert them to numbers"
            )));
        }
        let size = self.shape().get(along).copied().unwrap_or(1);
        if count > size {
            return Err(Error::argument(format!(
                "{operation}: dimension {along} of shape {:?} has {size} elements, and {count} are wanted",
                self.shape()
            )));
        }
        Ok(along)
    }

    /// `count` positions for each row along `dim`, which `choose` writes given the keys of the row's elements.
    #[track_caller]
    fn positions(&self, dim: usize, count: usize, choose: &(dyn Fn(Vec<u64>, &mut [i64]) + Sync)) -> Array {
        Error::raise_memory_here(|| self.chosen(dim, count, choose))
    }

    fn chosen(&self, dim: usize, count: usize, choose: &(dyn Fn(Vec<u64>, &mut [i64]) + Sync)) -> Array {
        if self.rank() == 0 {
            return self.reshape([1]).chosen(0, count, choose).reshape(if count == 1 {
                &[][..]
            } else {
                &[0]
            });
        }
        let rows = self.transpose(dim as isize, -1).contiguous();
        let rows = rows.computable();
        let size = self.shape()[dim];
        let mut shape = rows.to_shape();
        if let Some(last) = shape.last_mut() {
            *last = count;
        }
        let found = dispatch!(rows.dtype(), T: Any => {
            let x = &rows.elements::<T>()[..rows.numel()];
            Array::written(&shape, |out: &mut [i64]| {
                let cost = COST * size / count.max(1);
                fill(out, count.max(1), cost, |first, out| {
                    let rows = x[first / count * size..].chunks_exact(size);
                    for (row, out) in rows.zip(out.chunks_exact_mut(count)) {
                        choose(sort::keys(row), out);
                    }
                });
            })
        });
        found.transpose(dim as isize, -1).contiguous()
    }
}

/// What [`Array::unique`] finds.
pub struct Unique {
    /// One of each group of equal elements, or slices of a dimension.
    pub values: Array,
    /// For each element, or slice, the position of its group in `values`, as `i64`.
    pub inverse: Array,
    /// How many elements, or slices, each group has, as `i64`.
    pub counts: Array,
}

impl Array {
    /// One of each group of equal elements, in ascending order if `sorted`, else of those that follow each other; or of equal
    /// slices along `dim`. What is not a number equals nothing.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let unique = Array::from([3, 1, 3]).unique(None, true);
    /// assert_eq!(unique.values.to_vec::<i64>(), [1, 3]);
    /// assert_eq!(unique.inverse.to_vec::<i64>(), [1, 0, 1]);
    /// assert_eq!(unique.counts.to_vec::<i64>(), [1, 2]);
    /// ```
    ///
    /// # Panics
    /// If the dimension does not exist.
    #[track_caller]
    pub fn unique(&self, dim: Option<isize>, sorted: bool) -> Unique {
        let Some(dim) = dim else {
            let mut unique = self.reshape([self.numel()]).unique(Some(0), sorted);
            unique.inverse = unique.inverse.reshape(self.shape());
            return unique;
        };
        let dim = super::view::existing_dimension("unique", self.shape(), dim).or_raise();

        Error::raise_memory_here(|| {
            let count = self.shape()[dim];
            // The others stay in their order, by which slices are compared.
            let others = (0..self.rank()).filter(|other| *other != dim);
            let order: Vec<isize> = [dim].into_iter().chain(others).map(|dim| dim as isize).collect();
            let rows = self.permute(&order[..]).contiguous();
            let rows = rows.computable();
            let groups = dispatch!(rows.dtype(), T: Any => {
                let keys = sort::keys(&rows.elements::<T>()[..rows.numel()]);
                sort::groups(&keys, count, T::NAN_KEY, sorted)
            });
            let positions =
                |all: &[i64]| Array::written(&[all.len()], |out: &mut [i64]| out.copy_from_slice(all));
            Unique {
                values: self.index_select(dim as isize, &positions(&groups.firsts)),
                inverse: positions(&groups.group),
                counts: positions(&groups.counts),
            }
        })
    }

    /// For each of `values`, at which position in this array, ascending along its last dimension, it would be put to keep
    /// the order, compared in the type that both promote to: before what equals it, or behind if `right`. One row is for all values; else each row is for the values
    /// of its own.
    ///
    /// ```
    /// use tensor_core::Array;
    /// let x = Array::from([1.0, 3.0, 5.0]);
    /// let values = Array::from([3.0, 9.0]);
    /// assert_eq!(x.searchsorted(&values, false).to_vec::<i64>(), [1, 3]);
    /// assert_eq!(x.searchsorted(&values, true).to_vec::<i64>(), [2, 3]);
    /// ```
    ///
    /// # Panics
    /// If this is neither a vector nor has the leading dimensions of `values`.
    #[track_caller]
    pub fn searchsorted(&self, values: &Array, right: bool) -> Array {
        searchable(self, values).or_raise();
        let dtype = promote(self.into(), values.into());
        let [sequence, values] = [self, values].map(|x| x.to_dtype(dtype).contiguous().computable());
        let size = self.shape().last().copied().unwrap_or(1);
        let row = match self.rank() {
            1 => values.numel(),
            _ => values.shape().last().copied().unwrap_or(1),
        };
        dispatch!(sequence.dtype(), T: Any => {
            let (x, given) = (&sequence.elements::<T>()[..sequence.numel()], values.elements::<T>());
            Array::written(values.shape(), |out: &mut [i64]| {
                fill(out, row.max(1), COST, |first, out| {
                    for (number, out) in out.chunks_mut(row.max(1)).enumerate() {
                        let first = first + number * row;
                        let x = if self.rank() == 1 { x } else { &x[first / row * size..][..size] };
                        for (out, value) in out.iter_mut().zip(&given[first..]) {
                            *out = place(x, value, right) as i64;
                        }
                    }
                });
            })
        })
    }
}

/// Where `value` would be put. Comparisons as PyTorch's: what is not a number is behind all.
fn place<T: PartialOrd>(x: &[T], value: &T, right: bool) -> usize {
    x.partition_point(|x| match x.partial_cmp(value) {
        Some(order) => order.is_lt() || (right && order.is_eq()),
        None => true,
    })
}

fn searchable(sequence: &Array, values: &Array) -> Result<(), Error> {
    let (a, b) = (sequence.shape(), values.shape());
    let leading = |shape: &[usize]| shape.split_last().map_or(0, |(_, leading)| leading.len());
    if a.is_empty() || (a.len() > 1 && (a.len() != b.len() || a[..leading(a)] != b[..leading(b)])) {
        return Err(Error::shape(format!(
            "searchsorted: a sorted sequence of shape {a:?} is neither one vector nor one for each row of values of shape {b:?}"
        )));
    }
    Ok(())
}

impl Array {
    /// How many elements lie in each of `bins` intervals of equal length from `low` to `high`, as numbers of this array's
    /// type. Elements outside are not counted; one at `high` is in the last.
    ///
    /// # Panics
    /// If the elements are not floating point, `bins` is 0, or the bounds are not finite and in order.
    #[track_caller]
    pub fn histc(&self, bins: usize, low: f64, high: f64) -> Array {
        crate::kernel::functions::float_dtype("histc", self.dtype()).or_raise();
        if bins == 0 {
            Error::argument("histc: bins is 0, and must be at least 1").raise();
        }
        if !(low <= high && (high - low).is_finite()) {
            Error::argument(format!("histc: min {low} and max {high} bound no interval")).raise();
        }
        let x = self.contiguous();
        let x = x.computable();
        let mut counts = scratch::filled(0_i64, bins);
        dispatch!(x.dtype(), T: Float => {
            let (low, high) = (low as T, high as T);
            for x in &x.elements::<T>()[..x.numel()] {
                if *x >= low && *x <= high {
                    let bin = ((*x - low) * bins as T / (high - low)) as usize;
                    counts[bin.min(bins - 1)] += 1;
                }
            }
        });
        let counted = Array::written(&[bins], |out: &mut [i64]| out.copy_from_slice(&counts));
        counted.to_dtype(self.dtype())
    }
}

#[cfg(test)]
mod tests {
    use crate::array::Array;
    use crate::dtype::DType;

    #[test]
    fn orders_are_along_a_dimension_and_stable() {
        let x = Array::from([[2, 1, 2], [1, 1, 3]]);
        assert_eq!(x.argsort(1, false).to_vec::<i64>(), [1, 0, 2, 0, 1, 2]);
        assert_eq!(x.argsort(0, true).to_vec::<i64>(), [0, 0, 1, 1, 1, 0]);
        assert_eq!(x.argtopk(2, 1, true).to_vec::<i64>(), [0, 2, 2, 0]);
        assert_eq!(x.argkth(2, -1).to_vec::<i64>(), [0, 1]);
        assert_eq!(x.argmode(1).to_vec::<i64>(), [2, 1]);
        assert_eq!(Array::zeros([0, 2], DType::F32).argsort(0, false).shape(), [0, 2]);
        assert_eq!(Array::from(3.0).argsort(0, false).shape(), &[] as &[usize]);
    }

    #[test]
    fn what_is_not_a_number_is_the_median_unless_skipped() {
        let x = Array::from([f64::NAN, 3.0, 1.0, 2.0]);
        assert_eq!(x.argmedian(0, false).to_vec::<i64>(), [0]);
        assert_eq!(x.argmedian(0, true).to_vec::<i64>(), [3]);
        assert_eq!(Array::from([f64::NAN; 2]).argmedian(0, true).to_vec::<i64>(), [0]);
    }

    #[test]
    fn equal_slices() {
        let x = Array::from([[1, 2], [0, 5], [1, 2]]);
        let unique = x.unique(Some(0), true);
        assert_eq!(unique.values.to_vec::<i64>(), [0, 5, 1, 2]);
        assert_eq!(unique.inverse.to_vec::<i64>(), [1, 0, 1]);
        // Of three dimensions the first one is compared first.
        let x = Array::from([[[1, 0], [0, 0]], [[0, 0], [0, 1]]]);
        let unique = x.unique(Some(2), true);
        assert_eq!(unique.values.to_vec::<i64>(), [0, 1, 0, 0, 0, 0, 1, 0]);
        let x = Array::from([[[0, 0], [1, 0]], [[0, 1], [0, 0]]]);
        assert_eq!(
            x.unique(Some(2), true).values.to_vec::<i64>(),
            [0, 0, 0, 1, 1, 0, 0, 0]
        );
        let runs = Array::from([1, 1, 2, 1]).unique(None, false);
        assert_eq!(
            (runs.values.to_vec::<i64>(), runs.counts.to_vec::<i64>()),
            (vec![1, 2, 1], vec![2, 1, 1])
        );
    }
}
