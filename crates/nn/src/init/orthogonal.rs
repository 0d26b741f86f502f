//! Random matrices with orthonormal rows or columns.

use autograd::{DType, OrRaise, Tensor};

use super::fan::Fans;

/// `gain` times a matrix with orthonormal rows or columns, whichever are fewer, after Saxe, McClelland and
/// Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks" (2013). All
/// dimensions but the first count as columns.
///
/// # Panics
/// If the tensor has fewer than two dimensions or is not a leaf.
#[track_caller]
pub fn orthogonal_(tensor: &Tensor, gain: f64) {
    // Refuses what has no rows and columns.
    Fans::of(tensor.shape()).or_raise();
    if tensor.numel() > 0 {
        let values = draw(tensor.shape(), tensor.dtype(), gain);
        tensor.set_data(values);
    }
}

/// `gain` times such a matrix, in `shape` with its leading dimension as rows.
///
/// The columns of a normal matrix are made orthonormal one after the other, which is the QR decomposition whose R has
/// a positive diagonal: PyTorch's up to rounding.
fn draw(shape: &[usize], dtype: DType, gain: f64) -> Tensor {
    let rows = shape[0];
    let columns = shape[1..].iter().product();
    let normals = Tensor::options().dtype(dtype).randn([rows, columns]);
    let wide = rows < columns;
    // Each row is a vector to be made orthogonal to the others: PyTorch's columns.
    let vectors = if wide { normals } else { normals.t() };
    let length = rows.max(columns);
    let mut elements = vectors.to_vec::<f64>();
    orthonormalise(&mut elements, length);
    let vectors = Tensor::from_vec(elements, [rows.min(columns), length]) * gain;
    let matrix = if wide { vectors } else { vectors.t() };
    matrix.to_dtype(dtype).reshape(shape)
}

/// The modified Gram-Schmidt process, twice over each vector because once loses orthogonality to rounding.
fn orthonormalise(elements: &mut [f64], length: usize) {
    for at in 0..elements.len() / length {
        let (before, rest) = elements.split_at_mut(at * length);
        let vector = &mut rest[..length];
        for _ in 0..2 {
            for other in before.chunks(length) {
                let projection = dot(vector, other);
                vector
                    .iter_mut()
                    .zip(other)
                    .for_each(|(x, y)| *x -= projection * y);
            }
        }
        let norm = dot(vector, vector).sqrt();
        vector.iter_mut().for_each(|x| *x /= norm);
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
