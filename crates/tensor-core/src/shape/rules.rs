//! The rules that decide which shapes fit together. Every rule is a function that returns a `Result`, so that a
//! caller can ask before it computes.

use smallvec::SmallVec;

use crate::error::Error;
use crate::shape::{Shape, counted, list};

/// The dimension that `dim` names among `rank`, counted from the end if negative. A 0-d array has one for this
/// purpose, as in PyTorch.
///
/// ```
/// assert_eq!(tensor_core::dimension(-1, 3).unwrap(), 2);
/// assert!(tensor_core::dimension(3, 3).is_err());
/// ```
///
/// # Errors
/// If there is no such dimension.
#[inline]
pub fn dimension(dim: isize, rank: usize) -> Result<usize, Error> {
    let count = rank.max(1) as isize;
    if (-count..count).contains(&dim) {
        return Ok(dim.rem_euclid(count) as usize);
    }
    Err(no_dimension(dim, count))
}

#[cold]
fn no_dimension(dim: isize, count: isize) -> Error {
    Error::index(format!(
        "dimension {dim} does not exist: it must be from {} to {}",
        -count,
        count - 1
    ))
}

/// The dimensions that `dims` names among `rank`, in ascending order. None named means all of them.
///
/// # Errors
/// If one does not exist or is named twice.
pub fn dimensions(dims: &[isize], rank: usize) -> Result<SmallVec<[usize; 4]>, Error> {
    if dims.is_empty() {
        return Ok(list(rank, |dim| dim));
    }
    let mut found: SmallVec<[usize; 4]> = SmallVec::new();
    for dim in dims {
        let named = dimension(*dim, rank)?;
        match found.binary_search(&named) {
            Ok(_) => {
                return Err(Error::argument(format!(
                    "dimension {named} is named twice in {dims:?}"
                )));
            }
            Err(place) => found.insert(place, named),
        }
    }
    Ok(found)
}

/// The shape of a reduction over `dims` (none named means all of them), which it leaves out, or with `keepdim` leaves
/// in with size 1.
///
/// ```
/// use tensor_core::reduced_shape;
/// assert_eq!(&reduced_shape(&[2, 3], &[-1], false).unwrap()[..], [2]);
/// assert_eq!(&reduced_shape(&[2, 3], &[], true).unwrap()[..], [1, 1]);
/// ```
///
/// # Errors
/// If a dimension does not exist or is named twice.
pub fn reduced_shape(shape: &[usize], dims: &[isize], keepdim: bool) -> Result<Shape, Error> {
    Ok(without(shape, &dimensions(dims, shape.len())?, keepdim))
}

/// The shape without `dims`, or with them at size 1.
pub(crate) fn without(shape: &[usize], dims: &[usize], keepdim: bool) -> Shape {
    let mut kept = Shape::scalar();
    for (dim, size) in shape.iter().enumerate() {
        if !dims.contains(&dim) {
            kept.push(*size);
        } else if keepdim {
            kept.push(1);
        }
    }
    kept
}

/// The shape that both broadcast to: sizes are aligned at the end, and must be equal or one of them 1.
///
/// ```
/// assert_eq!(&tensor_core::broadcast(&[3, 1], &[4]).unwrap()[..], [3, 4]);
/// ```
///
/// # Errors
/// If a pair of sizes differs and neither is 1, or the elements are more than an address can count.
#[inline]
pub fn broadcast(a: &[usize], b: &[usize]) -> Result<Shape, Error> {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut shape = Shape::from(long);
    let lead = long.len() - short.len();
    for (dim, (size, other)) in shape[lead..].iter_mut().zip(short).enumerate() {
        if *size == 1 {
            *size = *other;
        } else if *other != 1 && *size != *other {
            return Err(no_broadcast(a, b, lead + dim));
        }
    }
    counted(shape)
}

#[cold]
fn no_broadcast(a: &[usize], b: &[usize], dim: usize) -> Error {
    let rank = a.len().max(b.len());
    let size = |shape: &[usize]| shape[dim - (rank - shape.len())];
    Error::shape(format!(
        "shapes {a:?} and {b:?} do not broadcast: sizes {} and {} in dimension {dim} are neither equal nor 1",
        size(a),
        size(b)
    ))
}

/// The shape of `a @ b`: a dot product for two vectors, matrix products otherwise, over broadcast batches.
///
/// ```
/// assert_eq!(&tensor_core::matmul_shape(&[10, 30], &[30, 20]).unwrap()[..], [10, 20]);
/// assert!(tensor_core::matmul_shape(&[10, 30], &[20, 30]).is_err());
/// ```
///
/// # Errors
/// If one is 0-d, the inner sizes differ, the batches do not broadcast, or the elements are more than an address can
/// count.
#[inline]
pub fn matmul_shape(a: &[usize], b: &[usize]) -> Result<Shape, Error> {
    match (a, b) {
        // What fits, without the care that batches need.
        ([m, k], [l, n]) if k == l => Ok(Shape::from(&[*m, *n][..])),
        ([m, k], [l]) if k == l => Ok(Shape::from(&[*m][..])),
        ([k], [l, n]) if k == l => Ok(Shape::from(&[*n][..])),
        _ => general_matmul_shape(a, b),
    }
}

fn general_matmul_shape(a: &[usize], b: &[usize]) -> Result<Shape, Error> {
    if a.is_empty() || b.is_empty() {
        return Err(Error::shape(format!(
            "matmul needs at least one dimension on both sides, got {a:?} and {b:?}"
        )));
    }
    let inner = (a[a.len() - 1], b[b.len().saturating_sub(2)]);
    if inner.0 != inner.1 {
        return Err(Error::shape(format!(
            "shapes {a:?} and {b:?} cannot be multiplied: the last size of the first, {}, must equal the {} of the \
             second, {}",
            inner.0,
            if b.len() == 1 { "size" } else { "last size but one" },
            inner.1
        )));
    }
    let batch = |shape: &[usize]| Shape::from(&shape[..shape.len().saturating_sub(2)]);
    let mut shape = broadcast(&batch(a), &batch(b)).map_err(|_| {
        Error::shape(format!(
            "shapes {a:?} and {b:?} cannot be multiplied: their batches do not broadcast"
        ))
    })?;
    if a.len() > 1 {
        shape.push(a[a.len() - 2]);
    }
    if b.len() > 1 {
        shape.push(b[b.len() - 1]);
    }
    counted(shape)
}

/// The shape of `x @ weight^T + bias`: `[.., in] x [out, in] + [out] -> [.., out]`. A weight of shape `[in]` gives
/// `[..]`, with a 0-d bias.
///
/// ```
/// assert_eq!(&tensor_core::linear_shape(&[10, 1], &[20, 1], Some(&[20])).unwrap()[..], [10, 20]);
/// assert!(tensor_core::linear_shape(&[10, 20], &[20, 30], None).is_err());
/// ```
///
/// # Errors
/// If the input has no dimension or its last one is not the weight's, the weight is not a matrix or vector, or the
/// bias does not have one number for each output.
#[inline]
pub fn linear_shape(x: &[usize], weight: &[usize], bias: Option<&[usize]>) -> Result<Shape, Error> {
    match (x, weight, bias) {
        // Matrices that fit, without the care that other ranks need.
        ([rows, k], [out, inputs], None) if k == inputs => Ok(Shape::from(&[*rows, *out][..])),
        ([rows, k], [out, inputs], Some([n])) if k == inputs && n == out => {
            Ok(Shape::from(&[*rows, *out][..]))
        }
        _ => general_linear_shape(x, weight, bias),
    }
}

fn general_linear_shape(x: &[usize], weight: &[usize], bias: Option<&[usize]>) -> Result<Shape, Error> {
    let (out, inputs) = match weight {
        [inputs] => (&[][..], inputs),
        [out, inputs] => (std::slice::from_ref(out), inputs),
        _ => {
            return Err(Error::shape(format!(
                "linear needs a weight [out, in] or [in], got {weight:?}"
            )));
        }
    };
    let Some((last, leading)) = x.split_last() else {
        return Err(Error::shape(format!(
            "linear needs an input of at least one dimension for the weight {weight:?}, got {x:?}"
        )));
    };
    if last != inputs {
        return Err(Error::shape(format!(
            "linear: an input {x:?} does not fit a weight {weight:?}: its last size, {last}, must be the {inputs} inputs \
             of the weight"
        )));
    }
    if let ([_, _], [_], Some(bias)) = (x, weight, bias) {
        return Err(Error::shape(format!(
            "linear: a matrix {x:?} by a vector {weight:?} takes no bias, got {bias:?}: add it to the result"
        )));
    }
    if let Some(bias) = bias.filter(|bias| *bias != out) {
        return Err(Error::shape(format!(
            "linear: a weight {weight:?} needs a bias {out:?}, got {bias:?}"
        )));
    }
    counted(leading.iter().chain(out).copied().collect())
}

/// The shape that `sizes` asks of `numel` elements, with one `-1` worked out.
///
/// ```
/// assert_eq!(&tensor_core::reshape_shape(&[2, 6], &[4, -1]).unwrap()[..], [4, 3]);
/// ```
///
/// # Errors
/// If the elements do not fit, two sizes are to be worked out, one is below -1, or strides over the sizes are more than
/// an address can count.
pub fn reshape_shape(from: &[usize], sizes: &[i64]) -> Result<Shape, Error> {
    let elements: usize = from.iter().product();
    let mut known = 1_usize;
    let mut unknown = None;
    for (dim, size) in sizes.iter().enumerate() {
        match size {
            -1 if unknown.is_some() => {
                return Err(Error::shape(format!(
                    "only one size of {sizes:?} can be -1, to be worked out"
                )));
            }
            -1 => unknown = Some(dim),
            size if *size < 0 => {
                return Err(Error::shape(format!(
                    "size {size} in dimension {dim} of {sizes:?} is negative"
                )));
            }
            size => known = known.saturating_mul(to_size(*size)),
        }
    }
    let mut shape = Shape::from(&list(sizes.len(), |dim| to_size(sizes[dim]))[..]);
    let fits = match unknown {
        None => known == elements,
        Some(_) if known == 0 => {
            return Err(Error::shape(format!(
                "the -1 of {sizes:?} cannot be worked out for {from:?}: any size would do"
            )));
        }
        Some(dim) => {
            shape[dim] = elements / known;
            elements.is_multiple_of(known)
        }
    };
    if fits {
        return counted(shape);
    }
    Err(Error::shape(format!(
        "shape {sizes:?} does not hold the {elements} elements of shape {from:?}"
    )))
}

/// The shape that `sizes` asks an array of shape `from` to expand to, with each -1 replaced by the size that is there.
///
/// ```
/// assert_eq!(&tensor_core::expand_shape(&[3, 1], &[2, -1, 4]).unwrap()[..], [2, 3, 4]);
/// ```
///
/// # Errors
/// If there are fewer sizes than dimensions, a size below 0 has no dimension to take it from, a size other than 1
/// would have to change, or the elements are more than an address can count.
pub fn expand_shape(from: &[usize], sizes: &[i64]) -> Result<Shape, Error> {
    let refusal =
        |reason: &str| Error::shape(format!("shape {from:?} does not expand to {sizes:?}: {reason}"));
    let lead = sizes
        .len()
        .checked_sub(from.len())
        .ok_or_else(|| refusal("it has more dimensions"))?;
    let mut shape = Shape::scalar();
    for (dim, size) in sizes.iter().enumerate() {
        let existing = dim.checked_sub(lead).map(|dim| from[dim]);
        shape.push(match (size, existing) {
            (-1, Some(existing)) => existing,
            (..0, _) => return Err(refusal(&format!("size {size} in dimension {dim} is negative"))),
            (size, None | Some(1)) => to_size(*size),
            (size, Some(existing)) if to_size(*size) == existing => existing,
            (_, Some(existing)) => {
                return Err(refusal(&format!(
                    "size {existing} in dimension {} is neither equal nor 1",
                    dim - lead
                )));
            }
        });
    }
    counted(shape)
}

/// A size that is not negative; the largest one if an address has fewer bits.
fn to_size(size: i64) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broadcasting_aligns_at_the_end() {
        assert_eq!(&broadcast(&[], &[2, 3]).unwrap()[..], [2, 3]);
        assert_eq!(&broadcast(&[2, 1], &[5, 1, 3]).unwrap()[..], [5, 2, 3]);
        assert_eq!(&broadcast(&[0], &[1]).unwrap()[..], [0]);
        let error = broadcast(&[2, 3], &[4]).unwrap_err().to_string();
        assert_eq!(
            error,
            "shapes [2, 3] and [4] do not broadcast: sizes 3 and 4 in dimension 1 are neither equal nor 1"
        );
    }

    #[test]
    fn matmul_takes_vectors_matrices_and_batches() {
        assert_eq!(&matmul_shape(&[3], &[3]).unwrap()[..], []);
        assert_eq!(&matmul_shape(&[3], &[3, 4]).unwrap()[..], [4]);
        assert_eq!(&matmul_shape(&[2, 3], &[3]).unwrap()[..], [2]);
        assert_eq!(
            &matmul_shape(&[5, 1, 2, 3], &[7, 3, 4]).unwrap()[..],
            [5, 7, 2, 4]
        );
        assert!(matmul_shape(&[], &[1]).is_err());
        assert!(matmul_shape(&[2, 2, 3], &[3, 3, 2]).is_err());
    }

    #[test]
    fn linear_wants_inputs_and_a_bias_that_fit() {
        assert_eq!(&linear_shape(&[3], &[2, 3], None).unwrap()[..], [2]);
        assert_eq!(&linear_shape(&[2, 4, 3], &[3], Some(&[])).unwrap()[..], [2, 4]);
        let refusal =
            |x: &[usize], w: &[usize], b: Option<&[usize]>| linear_shape(x, w, b).unwrap_err().to_string();
        assert_eq!(
            refusal(&[10, 20], &[20, 30], None),
            "linear: an input [10, 20] does not fit a weight [20, 30]: its last size, 20, must be the 30 inputs of the \
             weight"
        );
        assert_eq!(
            refusal(&[2, 3], &[4, 3], Some(&[3])),
            "linear: a weight [4, 3] needs a bias [4], got [3]"
        );
        assert_eq!(
            refusal(&[4, 3], &[3], Some(&[])),
            "linear: a matrix [4, 3] by a vector [3] takes no bias, got []: add it to the result"
        );
        assert_eq!(
            refusal(&[], &[4, 3], None),
            "linear needs an input of at least one dimension for the weight [4, 3], got []"
        );
        assert_eq!(
            refusal(&[3], &[1, 4, 3], None),
            "linear needs a weight [out, in] or [in], got [1, 4, 3]"
        );
    }

    #[test]
    fn reshape_works_out_one_size() {
        assert_eq!(&reshape_shape(&[], &[]).unwrap()[..], []);
        assert_eq!(&reshape_shape(&[0], &[3, 0]).unwrap()[..], [3, 0]);
        for bad in [&[2, 4][..], &[-1, -1], &[4, -1], &[-2]] {
            assert!(reshape_shape(&[2, 3], bad).is_err(), "{bad:?}");
        }
        assert!(reshape_shape(&[0], &[-1, 0]).is_err());
    }
}
