//! The rules of products that name the ranks they take: `mm`, `mv`, `dot`, `inner`, `outer`, `addmm`.

use crate::error::Error;
use crate::shape::{Shape, broadcast, counted, matmul_shape};

/// The shape of the product of two matrices, `[m, k] x [k, n] -> [m, n]`.
///
/// ```
/// assert_eq!(&tensor_core::mm_shape(&[2, 3], &[3, 4]).unwrap()[..], [2, 4]);
/// assert!(tensor_core::mm_shape(&[3], &[3, 4]).is_err());
/// ```
///
/// # Errors
/// If one is not a matrix, or the inner sizes differ.
pub fn mm_shape(a: &[usize], b: &[usize]) -> Result<Shape, Error> {
    ranks("mm", "two matrices", [2, 2], a, b)?;
    matmul_shape(a, b)
}

/// The shape of the product of a matrix and a vector, `[m, k] x [k] -> [m]`.
///
/// # Errors
/// If they are not a matrix and a vector, or the inner sizes differ.
pub fn mv_shape(a: &[usize], b: &[usize]) -> Result<Shape, Error> {
    ranks("mv", "a matrix and a vector", [2, 1], a, b)?;
    matmul_shape(a, b)
}

/// The shape of the dot product of two vectors: that of a number.
///
/// # Errors
/// If one is not a vector, or their sizes differ.
pub fn dot_shape(a: &[usize], b: &[usize]) -> Result<Shape, Error> {
    ranks("dot", "two vectors", [1, 1], a, b)?;
    matmul_shape(a, b)
}

/// The shape of the outer product of two vectors, `[m] x [n] -> [m, n]`.
///
/// # Errors
/// If one is not a vector.
pub fn outer_shape(a: &[usize], b: &[usize]) -> Result<Shape, Error> {
    ranks("outer", "two vectors", [1, 1], a, b)?;
    Ok(Shape::from(&[a[0], b[0]][..]))
}

/// The shape of the products over the last dimensions, `[.., k] x [.., k] -> [.., ..]`; a 0-d array multiplies each
/// element of the other.
///
/// ```
/// assert_eq!(&tensor_core::inner_shape(&[10, 1], &[1, 1]).unwrap()[..], [10, 1]);
/// assert!(tensor_core::inner_shape(&[2], &[3]).is_err());
/// ```
///
/// # Errors
/// If the last sizes differ.
pub fn inner_shape(a: &[usize], b: &[usize]) -> Result<Shape, Error> {
    let (Some((last_a, lead_a)), Some((last_b, lead_b))) = (a.split_last(), b.split_last()) else {
        return broadcast(a, b);
    };
    if last_a != last_b {
        return Err(Error::shape(format!(
            "inner: the last sizes of {a:?} and {b:?} must be equal, and are {last_a} and {last_b}"
        )));
    }
    counted(lead_a.iter().chain(lead_b).copied().collect())
}

/// The shape of `input + a @ b` for matrices: an input that broadcasts to `[m, k] x [k, n] -> [m, n]`.
///
/// # Errors
/// If one is not a matrix, the inner sizes differ, or the input does not broadcast to the product.
pub fn addmm_shape(input: &[usize], a: &[usize], b: &[usize]) -> Result<Shape, Error> {
    ranks("addmm", "two matrices", [2, 2], a, b)?;
    let product = matmul_shape(a, b)?;
    if broadcast(input, &product).is_ok_and(|both| both == product) {
        return Ok(product);
    }
    Err(Error::shape(format!(
        "addmm: an input of shape {input:?} does not broadcast to {product}, the shape of the product of {a:?} and {b:?}"
    )))
}

fn ranks(operation: &str, expected: &str, ranks: [usize; 2], a: &[usize], b: &[usize]) -> Result<(), Error> {
    if [a.len(), b.len()] == ranks {
        return Ok(());
    }
    Err(Error::shape(format!(
        "{operation} multiplies {expected}, not shapes {a:?} and {b:?}: matmul takes any"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(result: Result<Shape, Error>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn other_ranks_are_refused() {
        assert_eq!(
            message(mm_shape(&[2, 2, 3], &[3, 2])),
            "mm multiplies two matrices, not shapes [2, 2, 3] and [3, 2]: matmul takes any"
        );
        assert!(mv_shape(&[2], &[2]).is_err());
        assert!(dot_shape(&[2, 3], &[2, 3]).is_err());
        assert!(outer_shape(&[], &[2]).is_err());
        assert!(addmm_shape(&[2], &[2], &[2, 2]).is_err());
    }

    #[test]
    fn other_sizes_are_refused() {
        assert!(mm_shape(&[2, 3], &[2, 3]).is_err());
        assert!(mv_shape(&[2, 3], &[2]).is_err());
        assert!(dot_shape(&[2], &[3]).is_err());
        assert_eq!(
            message(inner_shape(&[4, 2], &[3])),
            "inner: the last sizes of [4, 2] and [3] must be equal, and are 2 and 3"
        );
        assert!(addmm_shape(&[3], &[2, 3], &[3, 2]).is_err());
        assert!(addmm_shape(&[1, 2, 2], &[2, 3], &[3, 2]).is_err());
    }

    #[test]
    fn inner_products_join_the_leading_dimensions() {
        assert_eq!(&inner_shape(&[2, 3], &[4, 5, 3]).unwrap()[..], [2, 4, 5]);
        assert_eq!(&inner_shape(&[3], &[3]).unwrap()[..], []);
        assert_eq!(&inner_shape(&[2, 3], &[]).unwrap()[..], [2, 3]);
        assert_eq!(&addmm_shape(&[], &[2, 3], &[3, 4]).unwrap()[..], [2, 4]);
    }
}
