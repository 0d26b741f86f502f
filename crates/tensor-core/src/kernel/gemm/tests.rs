//! Every product against the definition, in f64.

use super::{Init, Matrix, gemm};

/// Numbers in [-1, 1) that look random and are the same in every run.
fn numbers(len: usize, seed: u64) -> Vec<f64> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 40) as f64 / (1u64 << 23) as f64 - 1.0
    };
    std::iter::repeat_with(next).take(len).collect()
}

#[test]
fn agrees_with_the_definition_in_small_sizes() {
    for (m, k, n) in [
        (0, 3, 2),
        (2, 0, 3),
        (1, 1, 1),
        (3, 4, 5),
        (10, 20, 20),
        (33, 17, 40),
    ] {
        let (a, b, c) = (numbers(m * k, 1), numbers(k * n, 2), numbers(m * n, 3));
        let mut sums = c.clone();
        gemm(
            Matrix::contiguous(&a, m, k),
            Matrix::contiguous(&b, k, n),
            Init::Accumulate,
            &mut sums,
        );
        for i in 0..m {
            for j in 0..n {
                let expected = c[i * n + j] + (0..k).map(|p| a[i * k + p] * b[p * n + j]).sum::<f64>();
                assert!(
                    (sums[i * n + j] - expected).abs() < 1e-13,
                    "{m} x {k} x {n} at ({i}, {j})"
                );
            }
        }
    }
}
