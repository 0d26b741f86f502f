//! Every product against the definition, at every level that the machine has.

use super::{Init, Matrix, Packed, Scalar, gemm, gemm_at};
use crate::dtype::Element;
use crate::kernel::simd::{self, Level};
use crate::kernel::testing::{epsilon, levels, numbers};
use crate::kernel::threads::set_num_threads;

/// How the elements of a matrix lie in its slice.
#[derive(Clone, Copy, Debug)]
enum Order {
    /// Row by row.
    Rows,
    /// Column by column, as in a transposed matrix.
    Columns,
    /// Row by row with a gap after each row and each element.
    Gaps,
    /// One row, repeated.
    SameRow,
    /// One column, repeated.
    SameColumn,
}
use Order::{Columns, Gaps, Rows, SameColumn, SameRow};

impl Order {
    fn strides(self, [rows, cols]: [usize; 2]) -> [usize; 2] {
        match self {
            Rows => [cols, 1],
            Columns => [1, rows],
            Gaps => [2 * cols + 3, 2],
            SameRow => [0, 1],
            SameColumn => [1, 0],
        }
    }
}

/// A product's operands and the start of its result, none of them aligned.
struct Case<T> {
    sizes: [usize; 3],
    orders: [Order; 2],
    data: [Vec<T>; 4],
}

impl<T: Scalar + Element> Case<T> {
    fn new(sizes: [usize; 3], orders: [Order; 2]) -> Self {
        let [m, k, n] = sizes;
        let room = |rows: usize, cols: usize| 1 + rows * (2 * cols + 3);
        let lens = [room(m, k), room(k, n), 1 + m * n, 1 + n];
        let seed = (m + 50 * k + 2500 * n) as u64;
        let mut seeds = 4 * seed..;
        Self {
            sizes,
            orders,
            data: lens.map(|len| numbers(len, seeds.next().unwrap())),
        }
    }

    fn a(&self) -> Matrix<'_, T> {
        let size = [self.sizes[0], self.sizes[1]];
        Matrix::new(&self.data[0][1..], size, self.orders[0].strides(size))
    }

    fn b(&self) -> Matrix<'_, T> {
        let size = [self.sizes[1], self.sizes[2]];
        Matrix::new(&self.data[1][1..], size, self.orders[1].strides(size))
    }

    fn inits(&self) -> [Init<'_, T>; 3] {
        [Init::Zero, Init::Accumulate, Init::Row(&self.data[3][1..])]
    }

    fn product(&self, level: Level, init: Init<T>) -> Vec<T> {
        let mut c = self.data[2].clone();
        // SAFETY: `levels` gives only levels that the machine has.
        unsafe { gemm_at(level, self.a(), self.b(), init, &mut c[1..]) };
        assert_eq!(c[0], self.data[2][0], "wrote before C");
        c.split_off(1)
    }

    /// Each element of A B, and the sum of the magnitudes of its terms, in f64.
    fn definition(&self) -> Vec<[f64; 2]> {
        let ([m, k, n], a, b) = (self.sizes, self.a(), self.b());
        let element = |i, j| {
            let terms = (0..k).map(|p| a.at(i, p).cast::<f64>() * b.at(p, j).cast::<f64>());
            terms.fold([0.0, 0.0], |[sum, magnitude], term| {
                [sum + term, magnitude + term.abs()]
            })
        };
        (0..m * n).map(|index| element(index / n, index % n)).collect()
    }

    /// Compares with the definition, to within the error that any order of additions may make.
    fn check(&self, level: Level, init: Init<T>, definition: &[[f64; 2]]) {
        let [_, k, n] = self.sizes;
        let result = self.product(level, init);
        assert_eq!(result.len(), definition.len());
        for (index, (found, [sum, magnitude])) in result.into_iter().zip(definition).enumerate() {
            let start = match init {
                Init::Zero => 0.0,
                Init::Accumulate => self.data[2][1 + index].cast::<f64>(),
                Init::Row(bias) => bias[index % n].cast::<f64>(),
            };
            let (found, expected) = (found.cast::<f64>(), start + sum);
            let bound = (k + 2) as f64 * epsilon::<T>() * (start.abs() + magnitude);
            let Self { sizes, orders, .. } = self;
            assert!(
                (found - expected).abs() <= bound,
                "{level:?} {sizes:?} {orders:?} {init:?} at ({}, {}): {found} and not {expected}",
                index / n,
                index % n,
            );
        }
    }
}

fn check<T: Scalar + Element>(sizes: [usize; 3], orders: [Order; 2]) {
    let case = Case::<T>::new(sizes, orders);
    let definition = case.definition();
    for level in levels() {
        for init in case.inits() {
            case.check(level, init, &definition);
        }
    }
}

#[test]
fn agrees_with_the_definition_in_every_small_size() {
    let sizes = [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 20, 23, 24, 25, 31, 32, 33, 37, 40,
    ];
    for (turn, &m) in sizes.iter().enumerate() {
        for &n in &sizes {
            // Not each k with each m and n, but each k with each m and with each n.
            for k in sizes.iter().skip((turn + n) % 5).step_by(5).copied() {
                let orders = [[Rows, Rows], [Rows, Columns], [Columns, Rows]][(m + n + k) % 3];
                check::<f32>([m, k, n], orders);
                check::<f64>([m, k, n], orders);
            }
        }
    }
}

#[test]
fn agrees_with_the_definition_in_every_order() {
    for a in [Rows, Columns, Gaps, SameRow, SameColumn] {
        for b in [Rows, Columns, Gaps, SameRow, SameColumn] {
            for sizes in [
                [1, 1, 1],
                [1, 37, 70],
                [37, 70, 1],
                [1, 1, 50],
                [10, 20, 20],
                [30, 21, 35],
                [65, 1, 66],
            ] {
                check::<f32>(sizes, [a, b]);
                check::<f64>(sizes, [a, b]);
                check::<i64>(sizes, [a, b]);
            }
        }
    }
}

#[test]
fn agrees_with_the_definition_in_sizes_of_several_blocks() {
    for orders in [[Rows, Rows], [Rows, Columns], [Columns, Rows], [Gaps, Gaps]] {
        for sizes in [
            [50, 530, 150],
            [130, 600, 40],
            [2, 1030, 300],
            [1, 1030, 700],
            [2060, 3, 200],
        ] {
            check::<f32>(sizes, orders);
            check::<f64>(sizes, orders);
        }
    }
}

#[test]
fn agrees_with_the_definition_where_one_column_is_more_work_than_a_thread_claims() {
    for orders in [[Rows, Rows], [Rows, Columns]] {
        for sizes in [[1, 270_000, 9], [9, 270_000, 1], [1, 270_000, 1], [3, 270_000, 5]] {
            check::<f32>(sizes, orders);
        }
    }
}

#[test]
fn bits_do_not_depend_on_the_number_of_threads() {
    for orders in [[Rows, Rows], [Rows, Columns], [Columns, Rows], [Gaps, Gaps]] {
        for sizes in [
            [65, 300, 130],
            [400, 520, 33],
            [30, 500, 500],
            [1, 1100, 1200],
            [1200, 1100, 1],
            [2500, 7, 80],
        ] {
            let (single, double) = (Case::<f32>::new(sizes, orders), Case::<f64>::new(sizes, orders));
            for level in levels() {
                let bits = |threads| {
                    set_num_threads(threads);
                    let single = single
                        .product(level, Init::Accumulate)
                        .into_iter()
                        .map(f32::to_bits);
                    let double = double
                        .product(level, Init::Accumulate)
                        .into_iter()
                        .map(f64::to_bits);
                    (single.collect::<Vec<_>>(), double.collect::<Vec<_>>())
                };
                let alone = bits(1);
                assert!(
                    alone == bits(2) && alone == bits(3),
                    "{level:?} {sizes:?} {orders:?}"
                );
            }
        }
    }
}

#[test]
#[cfg(target_arch = "x86_64")]
fn tiles_give_the_same_bits_at_every_level_that_has_them() {
    for sizes in [[10, 20, 20], [65, 300, 130], [150, 33, 300]] {
        let case = Case::<f32>::new(sizes, [Rows, Columns]);
        let bits = |level| {
            case.product(level, Init::Zero)
                .into_iter()
                .map(f32::to_bits)
                .collect::<Vec<_>>()
        };
        let mut levels = levels().filter(|&level| level != Level::Portable).map(bits);
        if let Some(first) = levels.next() {
            levels.for_each(|other| assert!(other == first, "{sizes:?}"));
        }
    }
}

#[test]
fn infinities_and_nan_go_where_the_sums_take_them() {
    for sizes in [[1, 37, 20], [9, 37, 1], [10, 20, 20], [40, 33, 70]] {
        for orders in [[Rows, Rows], [Rows, Columns], [Columns, Rows]] {
            for (bad, other) in [
                (f32::INFINITY, 0.0),
                (f32::NAN, 1.0),
                (f32::INFINITY, 1.0),
                (f32::MAX, 2.0),
            ] {
                let [m, k, n] = sizes;
                let mut case = Case::<f32>::new(sizes, orders);
                // Row 0 of A is all ones but for one bad element in column 1; row 1 of B is all `other`.
                let [a_strides, b_strides] = [orders[0].strides([m, k]), orders[1].strides([k, n])];
                (0..k).for_each(|p| case.data[0][1 + p * a_strides[1]] = 1.0);
                case.data[0][1 + a_strides[1]] = bad;
                (0..n).for_each(|j| case.data[1][1 + b_strides[0] + j * b_strides[1]] = other);
                let rest = |j| (0..k).filter(|&p| p != 1).map(|p| case.b().at(p, j)).sum::<f32>();
                for level in levels() {
                    let product = case.product(level, Init::Zero);
                    for (j, &found) in product[..n].iter().enumerate() {
                        let expected = bad * other + rest(j);
                        let same = found == expected || found.is_nan() && expected.is_nan();
                        assert!(
                            same,
                            "{level:?} {sizes:?} {orders:?} {bad} x {other}: {found}, {expected}"
                        );
                    }
                    assert!(
                        product[n..].iter().all(|value| value.is_finite()),
                        "{level:?} {sizes:?} {orders:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn an_empty_sum_is_what_it_begins_with() {
    let (a, b) = (
        Matrix::contiguous(&[0f32; 0], 2, 0),
        Matrix::contiguous(&[], 0, 3),
    );
    for (init, expected) in [
        (Init::Zero, [0.0; 6]),
        (Init::Accumulate, [7.0; 6]),
        (Init::Row(&[1.0, 2.0, 3.0]), [1.0, 2.0, 3.0, 1.0, 2.0, 3.0]),
    ] {
        let mut c = [7.0; 6];
        gemm(a, b, init, &mut c);
        assert_eq!(c, expected);
    }
}

#[test]
fn integers_wrap_around() {
    let (a, b) = ([i64::MAX, 3], [2, 5]);
    let mut c = [i64::MAX];
    gemm(
        Matrix::contiguous(&a, 1, 2),
        Matrix::contiguous(&b, 2, 1),
        Init::Accumulate,
        &mut c,
    );
    assert_eq!(
        c,
        [i64::MAX.wrapping_add(i64::MAX.wrapping_mul(2)).wrapping_add(15)]
    );
}

#[test]
#[should_panic(expected = "A has 2 columns and B has 3 rows")]
fn sizes_that_do_not_fit_are_refused() {
    gemm(
        Matrix::contiguous(&[1.0, 2.0], 1, 2),
        Matrix::contiguous(&[1.0; 3], 3, 1),
        Init::Zero,
        &mut [0.0],
    );
}

#[test]
#[should_panic(expected = "do not fit in 5 elements")]
fn a_matrix_beyond_its_slice_is_refused() {
    Matrix::new(&[0f32; 5], [2, 3], [3, 1]);
}

#[test]
fn panels_packed_for_several_products_change_no_bit() {
    for (sizes, order) in [
        ([32, 128, 200], Rows),
        ([37, 500, 70], Columns),
        ([3, 90, 90], Rows),
        ([1, 90, 90], Rows),
    ] {
        let case = Case::<f32>::new(sizes, [Rows, order]);
        let packed = Packed::new(case.b(), 40, 10);
        for init in case.inits() {
            let mut c = case.data[2].clone();
            packed.product(case.a(), init, &mut c[1..]);
            assert_eq!(&c[1..], case.product(simd::level(), init), "{sizes:?}");
        }
    }
}
