//! Matrix multiplication: `C = init + A B` for matrices with any strides.
//!
//! [`gemm`] is the only entrance. Whatever the kernel behind it, each element of `C` is one chain of additions over
//! `k`, in order, that begins at `init`: how the work is blocked or shared between threads cannot change a bit.

mod base;
mod matrix;
#[cfg(test)]
mod tests;

pub(crate) use matrix::Matrix;

/// What the sums of a product begin with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Init<'a, T> {
    /// Zero: `C = A B`.
    Zero,
    /// What `C` holds: `C += A B`.
    Accumulate,
    /// A bias of length `n` in each row: `C = 1 bias + A B`.
    Row(&'a [T]),
}

/// An element type that products are made of.
pub(crate) trait Scalar: Copy + Send + Sync + 'static {
    /// The value of an empty sum.
    const ZERO: Self;

    /// `c += A B` for matrices whose sizes fit; none of the three sizes is 0.
    fn accumulate(a: Matrix<Self>, b: Matrix<Self>, c: &mut [Self]);
}

/// `C = init + A B` with `A` `[m, k]`, `B` `[k, n]` and `C` `[m, n]`, contiguous, row by row.
///
/// Integers wrap around. Infinities and not-a-numbers go where the sums take them.
///
/// # Panics
///
/// If the sizes do not fit.
pub(crate) fn gemm<T: Scalar>(a: Matrix<T>, b: Matrix<T>, init: Init<T>, c: &mut [T]) {
    let (m, k, n) = (a.rows(), a.cols(), b.cols());
    assert_eq!(
        b.rows(),
        k,
        "gemm: A has {k} columns and B has {} rows; they must be equal.",
        b.rows()
    );
    assert_eq!(
        c.len(),
        m * n,
        "gemm: C has {} elements and must have {m} x {n}.",
        c.len()
    );
    if let Init::Row(bias) = init {
        assert_eq!(
            bias.len(),
            n,
            "gemm: the bias has {} elements and C has {n} columns.",
            bias.len()
        );
    }
    if m == 0 || n == 0 {
        return;
    }
    match init {
        Init::Zero => c.fill(T::ZERO),
        Init::Accumulate => {}
        Init::Row(bias) => c.chunks_exact_mut(n).for_each(|row| row.copy_from_slice(bias)),
    }
    if k != 0 {
        T::accumulate(a, b, c);
    }
}
