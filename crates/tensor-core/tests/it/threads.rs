//! Every kernel that threads share gives the same bits on any number of them.

use tensor_core::functions::{Add, Div, Gt, Mul};
use tensor_core::kernel::threads::set_num_threads;
use tensor_core::{Array, DType, Rule, RuleFloat, Scalar, s, where_};

/// Numbers in [-3, 3) that no two neighbours share, of the shape.
fn numbers(shape: &[usize], seed: f64, dtype: DType) -> Array {
    let count = shape.iter().product::<usize>() as f64;
    let places = Array::arange(0.0, count, 1.0, DType::F64).expect("a range");
    let turned = Add::of(&Mul::of(&places, 0.754_877_666), seed);
    let wave = Mul::of(&turned.sin(), 3.0);
    wave.to_dtype(dtype).reshape(shape)
}

/// The bits of the elements.
fn bits(array: &Array) -> Vec<u64> {
    match array.dtype() {
        DType::F32 => array
            .to_vec::<f32>()
            .into_iter()
            .map(|x| u64::from(x.to_bits()))
            .collect(),
        DType::F64 => array.to_vec::<f64>().into_iter().map(f64::to_bits).collect(),
        DType::I64 => array.to_vec::<i64>().into_iter().map(|x| x as u64).collect(),
        _ => array.to_vec::<bool>().into_iter().map(u64::from).collect(),
    }
}

/// Asserts that `results` are the same on 1, 2, 3 and 7 threads, for both floating-point types.
fn same_on_any_number_of_threads(results: impl Fn(DType) -> Vec<Array>) {
    for dtype in [DType::F32, DType::F64] {
        set_num_threads(1);
        let alone: Vec<_> = results(dtype).iter().map(bits).collect();
        for threads in [2, 3, 7] {
            set_num_threads(threads);
            for (number, (result, alone)) in results(dtype).iter().zip(&alone).enumerate() {
                assert!(
                    bits(result) == *alone,
                    "result {number}, {dtype}, {threads} threads"
                );
            }
        }
    }
}

#[test]
fn functions_of_one_element() {
    same_on_any_number_of_threads(|dtype| {
        let x = numbers(&[211, 3, 307], 0.0, dtype);
        let views = [x.clone(), x.transpose(0, 2), x.slice(s![1.., .., ..;2])];
        let functions = [Array::relu, Array::exp, Array::gelu, Array::neg];
        let mut results = Vec::new();
        for view in &views {
            results.extend(functions.iter().map(|function| function(view)));
            results.extend([
                view.copied(),
                view.to_dtype(DType::I64),
                view.to_dtype(DType::Bool),
            ]);
            results.push(view.clamp(Some(Scalar::Float(-1.0)), None));
        }
        results
    });
}

#[test]
fn functions_of_several_elements() {
    same_on_any_number_of_threads(|dtype| {
        let x = numbers(&[307, 401], 0.0, dtype);
        let y = numbers(&[401, 307], 1.0, dtype).transpose(0, 1);
        let (row, column) = (numbers(&[401], 2.0, dtype), numbers(&[307, 1], 3.0, dtype));
        let mut results = Vec::new();
        for other in [&x, &y, &row, &column] {
            let larger = Gt::of(&x, other);
            results.push(where_(&larger, &x, other));
            results.push(Add::of(&x, other));
            results.push(Div::of(other, &y));
            let mut sum = x.clone();
            sum.add_assign(other);
            results.extend([larger, sum]);
        }
        results.push(Mul::of(&y, 0.3));
        results
    });
}

#[test]
fn reductions() {
    same_on_any_number_of_threads(|dtype| {
        let shapes: [&[usize]; 6] = [
            &[100_003],
            &[3, 60_001],
            &[60_001, 3],
            &[401, 307],
            &[70, 3001],
            &[29, 41, 157],
        ];
        let mut results = Vec::new();
        for shape in shapes {
            let x = numbers(shape, 0.0, dtype);
            let turned = x.transpose(0, -1);
            for x in [&x, &turned] {
                results.extend([x.sum(&[], false), x.amin(&[], false)]);
                for dim in 0..x.rank() as isize {
                    results.extend([x.sum(&[dim], false), x.mean(&[dim], true), x.amax(&[dim], false)]);
                    let (values, indices) = x.max_dim(dim, false);
                    results.extend([values, indices, x.argmin(Some(dim), false)]);
                }
            }
            if x.rank() == 3 {
                results.extend([x.sum(&[0, 2], false), x.sum(&[0, 1], false)]);
            }
        }
        results
    });
}

#[test]
fn rows_and_losses() {
    same_on_any_number_of_threads(|dtype| {
        let (x, y) = (numbers(&[1201, 67], 0.0, dtype), numbers(&[1201, 67], 1.0, dtype));
        vec![
            x.softmax(1),
            x.log_softmax(0),
            Array::softmax_backward(&x, &y, 1),
            Array::log_softmax_backward(&x, &y, 1),
            x.mean_squared_error(&y),
        ]
    });
}

#[derive(Clone, Copy)]
struct Momentum;

impl Rule<1> for Momentum {
    #[inline(always)]
    fn apply<F: RuleFloat>(&self, parameter: F, grad: F, [velocity]: [F; 1]) -> (F, [F; 1]) {
        let velocity = F::from_f64(0.9) * velocity + grad;
        (parameter - F::from_f64(0.1) * velocity, [velocity])
    }
}

#[test]
fn updates() {
    same_on_any_number_of_threads(|dtype| {
        let grad = numbers(&[100_003], 0.0, dtype);
        let (mut x, mut velocity) = (numbers(&[100_003], 1.0, dtype), numbers(&[100_003], 2.0, dtype));
        x.update(&grad, [&mut velocity], &Momentum);
        vec![x, velocity]
    });
}

#[test]
fn chosen_slices() {
    same_on_any_number_of_threads(|dtype| {
        let x = numbers(&[300, 20, 19], 0.0, dtype);
        let index = |size: i64| Array::from((0..2 * size).map(|i| i * 7 % size).collect::<Vec<_>>());
        vec![
            x.index_select(0, &index(300)),
            x.index_select(1, &index(20)),
            x.index_select(2, &index(19)),
        ]
    });
}
