//! Stored element types: an operation on them is the one on the type that they are computed in, rounded or wrapped once.

use tensor_core::functions::{Add, Eq, Maximum, Mul, Pow, Sub};
use tensor_core::random::Generator;
use tensor_core::{Array, DType, Error, cat, s, where_};

/// The types that kernels are not compiled for.
fn stored() -> impl Iterator<Item = DType> {
    DType::ALL.iter().copied().filter(|dtype| dtype.is_stored())
}

/// Small numbers of `dtype`, with fractions if it has them, in more elements than a tile has.
fn numbers(dtype: DType, shape: [usize; 2], seed: u64) -> Array {
    let generator = Generator::new(seed);
    Array::uniform(shape, -9.0, 9.0, DType::F64, &generator)
        .expect("a range")
        .to_dtype(dtype)
}

#[track_caller]
fn assert_same(found: &Array, expected: &Array, what: &str) {
    assert_eq!(
        (found.dtype(), found.shape()),
        (expected.dtype(), expected.shape()),
        "{what}"
    );
    assert_eq!(
        found.le_bytes(),
        expected.le_bytes(),
        "{what} of {}",
        found.dtype()
    );
}

/// That `operation` gives on elements of every stored type what it gives on those that they are computed in.
fn check(what: &str, classes: &[tensor_core::Class], operation: impl Fn(&Array, &Array) -> Array) {
    for dtype in stored().filter(|dtype| classes.contains(&dtype.class())) {
        let (a, b) = (numbers(dtype, [37, 41], 1), numbers(dtype, [37, 41], 2));
        let (wide_a, wide_b) = (a.to_dtype(dtype.computing()), b.to_dtype(dtype.computing()));
        let wide = operation(&wide_a, &wide_b);
        let expected = if wide.dtype() == dtype.computing() {
            wide.to_dtype(dtype)
        } else {
            wide
        };
        assert_same(&operation(&a, &b), &expected, what);
        // As other strides have it.
        assert_same(
            &operation(&a.t(), &b.t()),
            &operation(&a.t().copied(), &b.t().copied()),
            what,
        );
    }
}

use tensor_core::Class::{Float, Integer};
const BOTH: &[tensor_core::Class] = &[Integer, Float];
const FLOATS: &[tensor_core::Class] = &[Float];

#[test]
fn elementwise() {
    check("add", BOTH, |a, b| Add::of(a, b));
    check("sub", BOTH, |a, b| Sub::of(a, b));
    check("mul", BOTH, |a, b| Mul::of(a, b));
    check("mul of a row", BOTH, |a, b| Mul::of(a, &b.slice(s![0])));
    check("maximum", BOTH, |a, b| Maximum::of(a, b));
    check("eq", BOTH, |a, b| Eq::of(a, b));
    check("square", BOTH, |a, _| a.square());
    check("relu", BOTH, |a, _| a.relu());
    check("exp", FLOATS, |a, _| a.exp());
    check("gelu", FLOATS, |a, _| a.gelu());
    check("pow", FLOATS, |a, b| Pow::of(&a.abs(), b));
    check("where", BOTH, |a, b| where_(&Eq::of(a, b), a, b));
    check("clamp", BOTH, |a, _| a.clamp(Some((-2).into()), Some(3.into())));
}

#[test]
fn rows_and_products() {
    check("amax", BOTH, |a, _| a.amax(&[1], false));
    check("max_dim", BOTH, |a, _| a.max_dim(0, false).0);
    check("argmin", FLOATS, |a, _| a.argmin(Some(1), false));
    check("matmul", BOTH, |a, b| a.matmul(&b.t().contiguous()));
    check("linear", BOTH, |a, b| a.linear(b, Some(&b.slice(s![.., 0]))));
    check("mean", FLOATS, |a, _| a.mean(&[0], true));
    check("sum", FLOATS, |a, _| a.sum(&[], false));
    check("sum_to", FLOATS, |a, _| a.sum_to([a.shape()[1]]));
    check("cumsum", FLOATS, |a, _| a.cumsum(1));
    check("softmax", FLOATS, |a, _| a.softmax(1));
    check("log_softmax", FLOATS, |a, _| a.log_softmax(0));
    check("mean_squared_error", FLOATS, |a, b| a.mean_squared_error(b));
    // Integers are summed as i64.
    let hundreds = Array::full([3], 100, DType::U8);
    assert_eq!(hundreds.sum(&[], false).to_vec::<i64>(), [300]);
    assert_eq!(hundreds.cumsum(0).to_vec::<i64>(), [100, 200, 300]);
    assert_eq!(hundreds.prod(&[], false).to_vec::<i64>(), [1_000_000]);
}

#[test]
fn moves_change_no_bit() {
    let positions = Array::from([3, 0, 36]);
    check("cat", BOTH, |a, b| cat(&[a, b], 1));
    check("index_select", BOTH, |a, _| a.index_select(0, &positions));
    check("gather", BOTH, |a, _| {
        a.gather(0, &Array::zeros([2, a.shape()[1]], DType::I64))
    });
    check("flip", BOTH, |a, _| a.flip(&[0, 1]));
    check("repeat", BOTH, |a, _| a.repeat(&[2, 1]));
    for dtype in stored() {
        let nan = Array::full([2, 3], f64::NAN, DType::F64).to_dtype(dtype);
        assert_same(&nan.t().contiguous().t().contiguous(), &nan, "not-a-number");
    }
}

#[test]
fn updates_in_place() {
    let all = |change: &dyn Fn(&mut Array, &Array)| {
        check("an update", BOTH, |a, b| {
            let mut changed = a.clone();
            change(&mut changed, b);
            changed
        });
    };
    all(&|x, other| x.add_assign(other));
    all(&|x, _| x.mul_scalar_assign(3));
    all(&|x, _| x.fill(7));
    all(&|x, other| x.set_slice(s![1..3], &other.slice(s![5])));
    check("scatter_add", BOTH, |a, b| {
        let positions = Array::zeros([2, a.shape()[1]], DType::I64);
        a.copied().scatter_add(0, &positions, b)
    });
    check("index_add", BOTH, |a, b| {
        a.copied().index_add(0, &Array::from([3, 3]), &b.slice(s![..2]))
    });
}

#[test]
fn every_type_converts_to_every_other_as_its_numbers_do() {
    let given = Array::from([[-3.7, -1.0, 0.0], [0.4, 1.0, 130.0]]);
    for from in DType::ALL {
        let x = given.to_dtype(*from);
        for to in DType::ALL {
            for x in [x.clone(), x.t(), x.expand([2, 2, 3])] {
                let converted = x.to_dtype(*to);
                let numel = converted.numel();
                let (x, converted) = (x.reshape(numel), converted.reshape(numel));
                for at in 0..numel {
                    let expected = Array::scalar(x.at(&[at]), *to);
                    assert_eq!(converted.at(&[at]), expected.at(&[]), "{from} to {to}");
                }
            }
        }
    }
}

#[test]
fn numbers_wrap_round_and_lose_their_fraction_as_in_pytorch() {
    let cast = |x: f64, dtype| {
        Array::from([x])
            .to_dtype(DType::F64)
            .to_dtype(dtype)
            .at(&[0])
            .to_f64()
    };
    assert_eq!(cast(300.7, DType::U8), 44.0);
    assert_eq!(cast(-1.5, DType::U8), 255.0);
    assert_eq!(cast(40_000.0, DType::I16), -25_536.0);
    for lost in [f64::NAN, f64::INFINITY, 1e20] {
        assert_eq!(cast(lost, DType::I64), i64::MIN as f64, "{lost}");
        assert_eq!(cast(lost, DType::Bool), 1.0, "{lost}");
    }
    assert_eq!(cast(65_520.0, DType::F16), f64::INFINITY);
    assert_eq!(cast(1.0 + 2_f64.powi(-11), DType::F16), 1.0);
    assert_eq!(cast(257.0, DType::BF16), 256.0);
}

#[test]
fn a_plain_number_is_rounded_first_but_in_products() {
    // 0.1 is no half: as one it is equal to itself.
    let tenth = Array::full([1], 0.1, DType::F16);
    assert_eq!(Eq::of(&tenth, 0.1).to_vec::<bool>(), [true]);
    let thousands = Array::full([1], 2048.0, DType::F16);
    assert_eq!(Add::of(&thousands, 0.3).at(&[0]).to_f64(), 2048.0);
    assert_eq!(Mul::of(&tenth, 1e6).at(&[0]).to_f64(), f64::INFINITY);
    assert_eq!(Add::of(&Array::full([1], 1, DType::U8), 300).to_vec::<u8>(), [45]);
}

#[test]
fn a_class_refuses_what_it_does_not_contain() {
    for dtype in [DType::U8, DType::I64, DType::Bool] {
        let x = Array::ones([2, 2], dtype);
        for refused in [Error::catch(|| x.softmax(0)), Error::catch(|| x.mean(&[], false))] {
            let (error, line) = refused.expect_err("it is for floating point");
            assert!(error.to_string().contains(dtype.name()), "{error}");
            assert!(line.file().ends_with("stored.rs"), "{line}");
        }
    }
}
