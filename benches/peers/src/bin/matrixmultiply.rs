//! W5 by `matrixmultiply`, called through `ndarray`, into a result that is allocated once.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ShapeBuilder};
use peers::{Peer, Random, SHAPES};

fn main() {
    let peer = Peer::from_arguments("matrixmultiply");
    if !peer.wants("W5") {
        return;
    }
    let mut random = Random::new(0);
    for shape @ (kind, m, k, n) in SHAPES {
        let mut matrix = |transposed: bool, rows: usize, columns: usize| {
            let layout = (rows, columns).set_f(transposed);
            Array2::from_shape_vec(layout, random.vector(rows * columns)).expect("one number for each place")
        };
        let (a, b) = (matrix(kind == "tn", m, k), matrix(kind == "nt", k, n));
        let mut c = Array2::zeros((m, n));
        peer.gflops(shape, || general_mat_mul(1.0, &a, &b, 0.0, &mut c));
    }
}
