//! W5 by `matrixmultiply`, into a result that is allocated once.

use peers::{Peer, Random, SHAPES};

fn main() {
    let peer = Peer::from_arguments("matrixmultiply");
    if !peer.wants("W5") {
        return;
    }
    let mut random = Random::new(0);
    for shape @ (kind, m, k, n) in SHAPES {
        let (a, b) = (random.vector(m * k), random.vector(k * n));
        let mut c = vec![0.0_f32; m * n];
        let [m_, k_, n_] = [m, k, n].map(|size| size as isize);
        let (row_a, column_a) = if kind == "tn" { (1, m_) } else { (k_, 1) };
        let (row_b, column_b) = if kind == "nt" { (1, k_) } else { (n_, 1) };
        peer.gflops(shape, || {
            let (a, b, c) = (a.as_ptr(), b.as_ptr(), c.as_mut_ptr());
            // SAFETY: the strides walk through the m k, k n and m n elements of the three, each once.
            unsafe {
                matrixmultiply::sgemm(
                    m, k, n, 1.0, a, row_a, column_a, b, row_b, column_b, 0.0, c, n_, 1,
                );
            }
        });
    }
}
