//! Sizes without bounds: counted where a shape is made, refused with a sentence, never wrapped.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tensor_core::random::Generator;
use tensor_core::{
    Array, DType, Error, ErrorKind, broadcast, cat, chunk_sizes, expand_shape, matmul_shape, repeat_shape,
    reshape_shape, s, split_sizes,
};

/// Four bytes each are more than any address reaches: no system gives them, however freely it promises memory.
const MUCH: usize = 1 << 46;

/// What a call is refused with, and that it is at a line of this file.
#[track_caller]
fn refused<R>(f: impl FnOnce() -> R) -> Error {
    match Error::catch(f) {
        Ok(_) => panic!("this must be refused"),
        Err((error, line)) => {
            assert_eq!(line.file(), file!(), "{error}");
            error
        }
    }
}

fn counted(shape: &[usize]) -> Array {
    let numel: usize = shape.iter().product();
    Array::arange(0, numel, 1, DType::F32)
        .expect("a range")
        .reshape(shape)
}

#[test]
fn more_elements_than_can_be_counted_are_no_shape() {
    let one = Array::from([1.0]);
    for shape in [
        vec![1 << 32, 1 << 32],
        vec![2, 1 << 62],
        vec![1 << 40, 0, 1 << 40],
        vec![usize::MAX],
        vec![1 << 21; 3],
    ] {
        let words = format!("shape {shape:?} has more elements than an address can count");
        assert_eq!(
            refused(|| one.expand(vec![1; shape.len()]).expand(&shape)).to_string(),
            words
        );
        assert_eq!(refused(|| Array::zeros(&shape, DType::U8)).to_string(), words);
        assert!(Array::from_vec(Vec::<f32>::new(), &shape).is_err(), "{shape:?}");
    }
    assert_eq!(one.expand(1 << 50).numel(), 1 << 50);
    assert!(expand_shape(&[1], &[1 << 32, 1 << 32]).is_err());
    assert!(broadcast(&[1 << 32, 1], &[1 << 32]).is_err());
    assert!(matmul_shape(&[1 << 20, 1 << 20, 1], &[1 << 30, 1, 1 << 30]).is_err());
    assert!(repeat_shape(&[1 << 32], &[1 << 32]).is_err());
    assert!(repeat_shape(&[3], &[usize::MAX]).is_err());
    assert!(
        refused(|| one.expand(1 << 60).windows(0, 1 << 40, 1))
            .to_string()
            .contains("count")
    );
    let long = one.expand(1 << 59);
    let parts = vec![&long; 40];
    assert_eq!(refused(|| cat(&parts, 0)).kind(), ErrorKind::Memory);
}

#[test]
fn strides_of_empty_shapes_do_not_wrap() {
    assert!(Error::catch(|| Array::zeros([0, 1 << 40, 1 << 40], DType::F32)).is_err());
    assert!(reshape_shape(&[0], &[0, 1 << 40, 1 << 40]).is_err());
    let empty = Array::zeros([0, 1 << 30, 1 << 20], DType::F32);
    assert_eq!((empty.numel(), empty.strides()), (0, &[1 << 50, 1 << 20, 1][..]));
    assert_eq!(empty.transpose(0, 2).reshape([0]).shape(), [0]);
    // A step beyond the end, and views of nothing, as often as one likes.
    let x = counted(&[4, 3]);
    let far = x.slice(s![1..;isize::MAX, ..]);
    assert_eq!(
        (far.shape(), far.to_vec::<f32>()),
        (&[1, 3][..], vec![3.0, 4.0, 5.0])
    );
    let mut none = Array::zeros([1 << 58, 0], DType::F32);
    for _ in 0..100 {
        none = none.slice(s![1_usize << 58..]).unsqueeze(0).squeeze();
        assert_eq!((none.shape(), none.to_vec::<f32>().len()), (&[0, 0][..], 0));
    }
}

#[test]
fn products_of_expanded_views_are_products() {
    let one = Array::from([1.0]);
    assert!(refused(|| one.expand([2, 1 << 62])).to_string().contains("count"));
    let tall = counted(&[4]).slice(s![..;2]).unsqueeze(0).expand([300_000, 2]);
    let wide = one.expand([2, 300_000]);
    assert_eq!(
        wide.matmul(&tall).to_vec::<f32>(),
        [0.0, 600_000.0, 0.0, 600_000.0]
    );
    // No sum is asked for, whatever the inner size.
    let none = one.expand([0, 1 << 58]).matmul(&one.expand([1 << 58, 3]));
    assert_eq!(none.shape(), [0, 3]);
}

#[test]
fn long_inner_sizes_are_shared_out() {
    const K: usize = 1 << 20;
    let ones = Array::ones(K, DType::F32);
    assert_eq!(ones.matmul(&ones).to_vec::<f32>(), [1_048_576.0]);
    let (rows, columns) = (
        Array::ones([2, 1, 300_000], DType::F32),
        Array::ones([2, 300_000, 1], DType::F32),
    );
    assert_eq!(rows.matmul(&columns).to_vec::<f32>(), [300_000.0; 2]);
    let (x, grad) = (
        Array::ones([300_000, 4], DType::F64),
        Array::ones([300_000, 1], DType::F64),
    );
    assert_eq!(grad.matmul_tn(&x).to_vec::<f64>(), [300_000.0; 4]);
    let integers = Array::ones([1, K], DType::I64).matmul(&Array::ones([K, 1], DType::I64));
    assert_eq!(integers.to_vec::<i64>(), [1 << 20]);
}

#[test]
fn sizes_beyond_a_signed_integer_are_not_negative() {
    let x = counted(&[6]);
    for refusal in [
        refused(|| x.reshape(usize::MAX)),
        refused(|| x.reshape([usize::MAX, 2])),
        refused(|| x.reshape((usize::MAX, 2))),
        refused(|| x.slice(usize::MAX)),
        refused(|| x.narrow(0, 1, usize::MAX)),
        refused(|| x.narrow(0, isize::MAX, 1)),
        refused(|| x.narrow(0, isize::MIN, 1)),
        refused(|| x.select(0, isize::MIN)),
        refused(|| x.split(&[usize::MAX, 7], 0)),
    ] {
        assert!(!refusal.to_string().contains("-1"), "{refusal}");
    }
    assert_eq!(
        refused(|| x.narrow(0, 1, usize::MAX)).to_string(),
        format!(
            "narrow: {} positions from 1 reach beyond dimension 0 of shape [6]",
            usize::MAX
        )
    );
    assert!(expand_shape(&[1, 3], &[i64::MAX, 3]).is_err());
    // Ranges are clamped to the size, as in Python.
    let last = x.slice(s![4..usize::MAX]);
    assert_eq!(last.to_vec::<f32>(), [4.0, 5.0]);
    assert_eq!(x.slice(s![..usize::MAX]).numel(), 6);
    assert_eq!(x.slice(s![..=usize::MAX]).numel(), 6);
    assert_eq!(x.slice(s![0..=isize::MAX]).numel(), 6);
    assert_eq!(x.slice(s![usize::MAX..]).numel(), 0);
    assert_eq!(x.slice(s![i64::MIN..i64::MAX]).numel(), 6);
}

#[test]
fn memory_that_is_not_there_is_refused_with_its_bytes() {
    let generator = Generator::new(0);
    let bytes = (MUCH * 4).to_string();
    let long = Array::from([1.0]).expand(MUCH);
    for refusal in [
        refused(|| Array::zeros(MUCH, DType::F32)),
        refused(|| Array::ones([MUCH / 2, 2], DType::F32)),
        refused(|| Array::full([MUCH, 1, 1], 2.0, DType::F32)),
        refused(|| Array::eye(1 << 23, 1 << 23, DType::F32)),
        refused(|| Array::rand(MUCH, DType::F32, &generator)),
        refused(|| Array::from([1.0, 2.0]).repeat(&[MUCH / 2])),
        refused(|| long.copied()),
        refused(|| long.to_vec::<f32>()),
        Array::arange(0, MUCH, 1, DType::F32).unwrap_err(),
        Array::linspace(0.0, 1.0, MUCH, DType::F32).unwrap_err(),
        Array::uniform(MUCH, 0.0, 1.0, DType::F32, &generator).unwrap_err(),
        Array::normal(MUCH, 0.0, 1.0, DType::F32, &generator).unwrap_err(),
        Array::bernoulli(MUCH, 0.5, DType::F32, &generator).unwrap_err(),
        Array::randint(0, 2, MUCH / 2, &generator).unwrap_err(),
    ] {
        assert_eq!(refusal.kind(), ErrorKind::Memory, "{refusal}");
        assert!(refusal.to_string().contains(&bytes), "{refusal}");
    }
    assert_eq!(
        refused(|| Array::zeros(1 << 53, DType::F32)).to_string(),
        "a float32 array of shape [9007199254740992] needs 36028797018963968 bytes of memory, which the system does not \
         give"
    );
    assert_eq!(
        refused(|| Array::randperm(1 << 50, &generator)).to_string(),
        "a random order of 1125899906842624 numbers needs 9007199254740992 bytes of memory, which the system does not give"
    );
    assert_eq!(
        refused(|| Array::randn(MUCH, DType::F32, &generator)).kind(),
        ErrorKind::Memory
    );
    let picks = generator.multinomial(&[0.5, 0.5], 1 << 50, true);
    assert_eq!(picks.unwrap_err().kind(), ErrorKind::Memory);
    assert_eq!(chunk_sizes(0, MUCH).unwrap_err().kind(), ErrorKind::Memory);
    assert_eq!(split_sizes(MUCH, 1).unwrap_err().kind(), ErrorKind::Memory);
    // The next array is as good as any.
    assert_eq!(Array::ones(3, DType::F32).to_vec::<f32>(), [1.0; 3]);
}

#[test]
fn a_refusal_of_memory_can_be_caught_as_a_panic() {
    let panic = catch_unwind(AssertUnwindSafe(|| Array::zeros(MUCH, DType::F64))).unwrap_err();
    let message = panic.downcast_ref::<String>().expect("a sentence");
    assert!(message.contains("562949953421312 bytes"), "{message}");
}

#[test]
fn an_expanded_array_is_shown_without_a_copy() {
    let x = Array::from([[1.0], [2.0]]).expand([2, 1 << 50]);
    assert_eq!(
        format!("{x:?}"),
        "Array(float32, [2, 1125899906842624], [1, 1, 1, 1, 1, 1, 1, 1, …])"
    );
    assert_eq!(
        format!("{:?}", counted(&[2, 2]).t()),
        "Array(float32, [2, 2], [0, 2, 1, 3])"
    );
}

#[test]
fn integers_are_exact_to_the_last_bit() {
    let range = |start: i64, end: i64, step: i64| {
        Array::arange(start, end, step, DType::I64)
            .expect("a range")
            .to_vec::<i64>()
    };
    const BEYOND: i64 = 1 << 53;
    assert_eq!(range(BEYOND, BEYOND + 3, 1), [BEYOND, BEYOND + 1, BEYOND + 2]);
    assert_eq!(range(i64::MAX - 2, i64::MAX, 1), [i64::MAX - 2, i64::MAX - 1]);
    assert_eq!(range(i64::MIN, i64::MIN + 2, 1), [i64::MIN, i64::MIN + 1]);
    assert_eq!(range(i64::MIN, i64::MAX, i64::MAX), [i64::MIN, -1, i64::MAX - 1]);
    assert_eq!(range(i64::MAX, i64::MIN, i64::MIN), [i64::MAX, -1]);
    assert_eq!(range(0, (1 << 62) + 1, 1 << 61), [0, 1 << 61, 1 << 62]);
    assert_eq!(range(7, 7, 1), [0; 0]);
    assert!(Array::arange(0, -1, 1, DType::I64).is_err() && Array::arange(0, 1, 0, DType::I64).is_err());
    let sum = |values: &[i64]| {
        Array::from_vec(values, values.len())
            .expect("a vector")
            .sum(&[], false)
            .to_vec::<i64>()[0]
    };
    assert_eq!(sum(&[BEYOND, 1, 1]), BEYOND + 2);
    assert_eq!(sum(&[i64::MAX, i64::MIN]), -1);
    // As PyTorch's: integers wrap around.
    assert_eq!(sum(&[i64::MAX, 1]), i64::MIN);
    assert_eq!(
        format!("{:?}", Array::from([i64::MAX, i64::MIN])),
        format!("Array(int64, [2], [{}, {}])", i64::MAX, i64::MIN)
    );
    assert_eq!(
        refused(|| tensor_core::Scalar::from(usize::MAX)).to_string(),
        format!("the integer {} is more than int64 holds", usize::MAX)
    );
}
