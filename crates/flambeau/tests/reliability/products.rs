//! Products large enough for packed, blocked and shared kernels, of operands in the middle of not-a-numbers, against
//! exact integers.

use flambeau::prelude::*;
use flambeau::set_num_threads;

use crate::random::Random;
use crate::rounds::rounds;

/// Multiply-adds of a round.
const MOST: usize = 3_000_000;

#[test]
fn products_of_views_are_exact() {
    let mut rounds = rounds("products", 30);
    let mut multiply_adds = 0;
    for mut random in rounds.by_ref() {
        set_num_threads(1 + random.below(4));
        let [m, k, n] = sizes(&mut random);
        let (a, b) = (integers(&mut random, m, k), integers(&mut random, k, n));
        let expected = a.matmul(&b).to_vec::<f64>();
        let dtype = *random.pick(&[DType::F32, DType::F32, DType::F64]);
        let (x, y) = (
            among_nans(&mut random, &a, dtype),
            among_nans(&mut random, &b, dtype),
        );
        let what = format!("seed {}: {m} x {k} x {n} of {dtype}", random.seed);
        assert!(x.matmul(&y).to_vec::<f64>() == expected, "matmul, {what}");
        assert!(
            x.linear(&y.t(), None).to_vec::<f64>() == expected,
            "linear, {what}"
        );
        let ones = Tensor::ones([n]).to_dtype(dtype);
        let biased = x.linear(&y.t(), Some(&ones)) - 1.0;
        assert!(biased.to_vec::<f64>() == expected, "linear with a bias, {what}");
        let batch = x.unsqueeze(0).matmul(y.unsqueeze(0));
        assert!(batch.to_vec::<f64>() == expected, "batch, {what}");
        let sums = |x: &Tensor| (x.sum().item(), x.sum_dim(0, false).to_vec::<f64>());
        assert_eq!(sums(&x), sums(&a), "sums, {what}");
        multiply_adds += m * k * n;
    }
    rounds.tell(format_args!("{multiply_adds} multiply-adds, all exact"));
}

/// Of all proportions, also rows, columns and long sums.
fn sizes(random: &mut Random) -> [usize; 3] {
    let mut sizes = [0; 3].map(|_: i32| match random.below(10) {
        0 => 1,
        1 => 2 + random.below(5),
        2..=4 => 1 + random.below(40),
        5..=7 => 1 + random.below(200),
        _ => 1 + random.below(520),
    });
    match random.below(10) {
        0 => (sizes[0], sizes[1]) = (1, 1 + random.below(3000)),
        1 => (sizes[2], sizes[1]) = (1, 1 + random.below(3000)),
        2 => sizes[1] = 1 + random.below(4000),
        3 => sizes[0] = 1 + random.below(5000),
        4 => sizes = [1, 1 << (10 + random.below(9)), 1 + random.below(8)],
        _ => {}
    }
    while sizes.iter().product::<usize>() > MOST {
        let largest = (0..3).max_by_key(|at| sizes[*at]).unwrap_or(0);
        sizes[largest] /= 2;
    }
    sizes
}

/// Integers from -4 to 4, in a view of this shape: of sums of them no bit is lost.
fn integers(random: &mut Random, rows: usize, columns: usize) -> Tensor {
    let mut of = |rows: usize, columns: usize| {
        let elements: Vec<i64> = (0..rows * columns).map(|_| random.below(9) as i64 - 4).collect();
        Tensor::from_vec(elements, [rows, columns])
    };
    match rows * columns % 5 {
        0 => of(columns, rows).t(),
        1 => of(1, columns).expand([rows, columns]),
        2 => of(rows, 1).expand([rows, columns]),
        3 => of(rows, columns + 3).slice(s![.., 2..columns + 2]),
        _ => of(rows, columns),
    }
}

/// The same numbers in a view of which all else is not a number: a kernel that reads beside it is found out.
fn among_nans(random: &mut Random, x: &Tensor, dtype: DType) -> Tensor {
    let (rows, columns) = (x.size(0), x.size(1));
    let x = x.to_dtype(dtype);
    let nans = |shape: [usize; 2]| Tensor::options().dtype(dtype).full(shape, f64::NAN);
    match random.below(5) {
        0 => x.t().contiguous().t(),
        1 => {
            let mut whole = nans([rows + 2, 2 * columns + 1]);
            whole.set_slice(s![1..rows + 1, 1..;2], &x);
            whole.slice(s![1..rows + 1, 1..;2])
        }
        2 => {
            let mut whole = nans([columns + 1, rows + 5]);
            whole.set_slice(s![1.., 5..], x.t());
            whole.slice(s![1.., 5..]).t()
        }
        3 => {
            let mut whole = nans([rows, columns + 7]);
            whole.set_slice(s![.., 3..columns + 3], &x);
            whole.slice(s![.., 3..columns + 3])
        }
        _ => x.contiguous(),
    }
}
