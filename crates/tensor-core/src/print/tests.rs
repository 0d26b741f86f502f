//! What PyTorch prints for the same tensors.

use super::{PrintOptions, python_float, tensor};
use crate::array::Array;
use crate::dtype::Scalar;

fn element(dtype: &str, value: f64) -> Scalar {
    match dtype {
        "float32" => Scalar::Float(f64::from(value as f32)),
        "float64" => Scalar::Float(value),
        "bool" => Scalar::Bool(value != 0.0),
        _ => Scalar::Int(value as i64),
    }
}

fn offset(shape: &[usize], index: &[usize]) -> usize {
    shape
        .iter()
        .zip(index)
        .fold(0, |offset, (size, at)| offset * size + at)
}

#[track_caller]
fn case(dtype: &str, shape: &[usize], values: &[f64], expected: &str) {
    let printed = tensor(shape, dtype, &[], &PrintOptions::new(), |index| {
        element(dtype, values[offset(shape, index)])
    });
    assert_eq!(printed, expected);
}

#[track_caller]
fn leaf(dtype: &str, shape: &[usize], values: &[f64], expected: &str) {
    let printed = tensor(
        shape,
        dtype,
        &["requires_grad=True"],
        &PrintOptions::new(),
        |index| element(dtype, values[offset(shape, index)]),
    );
    assert_eq!(printed, expected);
}

/// Counts up in steps of `1 / divisor`.
#[track_caller]
fn arange(dtype: &str, shape: &[usize], divisor: f64, expected: &str) {
    let printed = tensor(shape, dtype, &[], &PrintOptions::new(), |index| {
        element(dtype, offset(shape, index) as f64 / divisor)
    });
    assert_eq!(printed, expected);
}

#[test]
fn one_element() {
    case("float32", &[], &[0.0], "tensor(0.)");
    case("float32", &[], &[f64::NAN], "tensor(nan)");
    case("float32", &[], &[f64::INFINITY], "tensor(inf)");
    case("float32", &[], &[1e-5], "tensor(1.0000e-05)");
    case("float32", &[], &[123456.79], "tensor(123456.7891)");
    case("int64", &[], &[7.0], "tensor(7)");
    case("bool", &[], &[1.0], "tensor(True)");
    case("float64", &[], &[0.1], "tensor(0.1000, dtype=torch.float64)");
}

#[test]
fn whole_numbers_end_in_a_point() {
    case("float32", &[3], &[1.0, 2.0, 3.0], "tensor([1., 2., 3.])");
    case("float32", &[2], &[0.0, 0.0], "tensor([0., 0.])");
    case("float32", &[2], &[-0.0, 0.0], "tensor([-0., 0.])");
    case("float32", &[2], &[2.0, f64::NAN], "tensor([2., nan])");
    case("float32", &[2], &[f64::NAN, f64::INFINITY], "tensor([nan, inf])");
    case(
        "float32",
        &[2],
        &[100_000.0, 200_000.0],
        "tensor([100000., 200000.])",
    );
}

#[test]
fn other_floats_have_four_digits() {
    case(
        "float32",
        &[3],
        &[0.5, 0.25, -0.125],
        "tensor([ 0.5000,  0.2500, -0.1250])",
    );
    case(
        "float32",
        &[3],
        &[1.0, 1.5, 100.0],
        "tensor([  1.0000,   1.5000, 100.0000])",
    );
    case(
        "float32",
        &[3],
        &[f64::INFINITY, f64::NEG_INFINITY, 2.5],
        "tensor([   inf,   -inf, 2.5000])",
    );
    case("float32", &[2], &[0.001, 0.9], "tensor([0.0010, 0.9000])");
    case(
        "float32",
        &[2],
        &[12345.678, 99_999.0],
        "tensor([12345.6777, 99999.0000])",
    );
    case("float32", &[2], &[0.00012, 0.00034], "tensor([0.0001, 0.0003])");
}

#[test]
fn wide_ranges_have_exponents() {
    case("float32", &[2], &[1e-5, 1.0], "tensor([1.0000e-05, 1.0000e+00])");
    case(
        "float32",
        &[2],
        &[0.0001, 1.0],
        "tensor([1.0000e-04, 1.0000e+00])",
    );
    case(
        "float32",
        &[2],
        &[1000.0, 0.5],
        "tensor([1.0000e+03, 5.0000e-01])",
    );
    case(
        "float32",
        &[2],
        &[1001.0, 0.5],
        "tensor([1.0010e+03, 5.0000e-01])",
    );
    case(
        "float32",
        &[2],
        &[100_000_000.0, 1.0],
        "tensor([1.0000e+08, 1.0000e+00])",
    );
    case(
        "float32",
        &[2],
        &[1.0, 1_000_000_000.0],
        "tensor([1.0000e+00, 1.0000e+09])",
    );
    case("float32", &[2], &[0.001, 1.1], "tensor([1.0000e-03, 1.1000e+00])");
    case("float32", &[1], &[123_456_790.0], "tensor([1.2346e+08])");
    case(
        "float32",
        &[2],
        &[1e38, 1e-38],
        "tensor([1.0000e+38, 1.0000e-38])",
    );
    case(
        "float32",
        &[2],
        &[-1.0, 1e-5],
        "tensor([-1.0000e+00,  1.0000e-05])",
    );
}

#[test]
fn nested_brackets() {
    case(
        "int64",
        &[2, 3],
        &[139.0, -29.0, 20.0, 158.0, 50.0, 47.0],
        "tensor([[139, -29,  20],\n        [158,  50,  47]])",
    );
    case(
        "float32",
        &[3, 1],
        &[-0.0945, -4.9641, -4.241],
        "tensor([[-0.0945],\n        [-4.9641],\n        [-4.2410]])",
    );
    case(
        "float32",
        &[2, 2, 2],
        &[2.8978, -1.7273, 1.2842, 4.8226, 2.6185, 0.4695, 2.1461, -3.4452],
        "tensor([[[ 2.8978, -1.7273],\n         [ 1.2842,  4.8226]],\n\n        [[ 2.6185,  0.4695],\n         [ 2.1461, -3.4452]]])",
    );
    case(
        "float32",
        &[2, 2, 2, 2],
        &[
            -4.5224, -1.2218, 1.7403, 1.1658, 1.3141, 0.5525, -2.4442, -0.3557, -0.1131, -0.0431, 4.2872,
            2.2073, -1.9796, -0.9434, 0.0724, 0.2668,
        ],
        "tensor([[[[-4.5224, -1.2218],\n          [ 1.7403,  1.1658]],\n\n         [[ 1.3141,  0.5525],\n          [-2.4442, -0.3557]]],\n\n\n        [[[-0.1131, -0.0431],\n          [ 4.2872,  2.2073]],\n\n         [[-1.9796, -0.9434],\n          [ 0.0724,  0.2668]]]])",
    );
    case(
        "bool",
        &[2, 3],
        &[0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        "tensor([[False, False, False],\n        [ True, False, False]])",
    );
}

#[test]
fn long_rows_are_broken() {
    case(
        "float32",
        &[10],
        &[
            0.2637, 0.029, -1.951, 0.1435, 0.1947, -1.02, 0.1988, 1.0341, -1.0267, -0.555,
        ],
        "tensor([ 0.2637,  0.0290, -1.9510,  0.1435,  0.1947, -1.0200,  0.1988,  1.0341,\n        -1.0267, -0.5550])",
    );
    case(
        "int64",
        &[10],
        &[
            897.0, -972.0, -919.0, -507.0, 775.0, 9.0, 772.0, -51.0, -919.0, -922.0,
        ],
        "tensor([ 897, -972, -919, -507,  775,    9,  772,  -51, -919, -922])",
    );
    case(
        "float32",
        &[12],
        &[
            1.5547, 0.0191, 0.7105, -0.3301, -0.2367, -0.3308, 1.0466, -1.3718, 1.323, 0.2481, -0.2326,
            -1.513,
        ],
        "tensor([ 1.5547,  0.0191,  0.7105, -0.3301, -0.2367, -0.3308,  1.0466, -1.3718,\n         1.3230,  0.2481, -0.2326, -1.5130])",
    );
    case(
        "float32",
        &[30],
        &[
            0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0,
            18.0, 19.0, 20.0, 21.0, 22.0, 23.0, 24.0, 25.0, 26.0, 27.0, 28.0, 29.0,
        ],
        "tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12., 13.,\n        14., 15., 16., 17., 18., 19., 20., 21., 22., 23., 24., 25., 26., 27.,\n        28., 29.])",
    );
    case(
        "bool",
        &[20],
        &[
            1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0,
            1.0,
        ],
        "tensor([ True, False, False, False,  True, False, False,  True, False, False,\n         True, False,  True, False,  True, False, False, False, False,  True])",
    );
}

#[test]
fn remarks_follow_the_values() {
    case(
        "float64",
        &[2],
        &[1.0, 2.0],
        "tensor([1., 2.], dtype=torch.float64)",
    );
    case("int32", &[2], &[1.0, 2.0], "tensor([1, 2], dtype=torch.int32)");
    case(
        "uint8",
        &[3],
        &[1.0, 0.0, 0.0],
        "tensor([1, 0, 0], dtype=torch.uint8)",
    );
    case("float32", &[0], &[], "tensor([])");
    case("int64", &[0], &[], "tensor([], dtype=torch.int64)");
    case("float32", &[0, 3], &[], "tensor([], size=(0, 3))");
    case(
        "int64",
        &[2, 0],
        &[],
        "tensor([], size=(2, 0), dtype=torch.int64)",
    );
    leaf("float32", &[], &[2.5], "tensor(2.5000, requires_grad=True)");
    leaf(
        "float32",
        &[2, 2],
        &[1.0, -2.0, 3.5, 4.0],
        "tensor([[ 1.0000, -2.0000],\n        [ 3.5000,  4.0000]], requires_grad=True)",
    );
    leaf(
        "float64",
        &[1],
        &[1.0],
        "tensor([1.], dtype=torch.float64, requires_grad=True)",
    );
}

#[test]
fn large_tensors_are_summarised() {
    arange(
        "int64",
        &[1001],
        1.0,
        "tensor([   0,    1,    2,  ...,  998,  999, 1000])",
    );
    arange(
        "float32",
        &[1001],
        1.0,
        "tensor([   0.,    1.,    2.,  ...,  998.,  999., 1000.])",
    );
    arange(
        "float32",
        &[40, 50],
        7.0,
        "tensor([[0.0000e+00, 1.4286e-01, 2.8571e-01,  ..., 6.7143e+00, 6.8571e+00,\n         7.0000e+00],\n        [7.1429e+00, 7.2857e+00, 7.4286e+00,  ..., 1.3857e+01, 1.4000e+01,\n         1.4143e+01],\n        [1.4286e+01, 1.4429e+01, 1.4571e+01,  ..., 2.1000e+01, 2.1143e+01,\n         2.1286e+01],\n        ...,\n        [2.6429e+02, 2.6443e+02, 2.6457e+02,  ..., 2.7100e+02, 2.7114e+02,\n         2.7129e+02],\n        [2.7143e+02, 2.7157e+02, 2.7171e+02,  ..., 2.7814e+02, 2.7829e+02,\n         2.7843e+02],\n        [2.7857e+02, 2.7871e+02, 2.7886e+02,  ..., 2.8529e+02, 2.8543e+02,\n         2.8557e+02]])",
    );
    arange(
        "float32",
        &[3, 1000],
        3.0,
        "tensor([[0.0000e+00, 3.3333e-01, 6.6667e-01,  ..., 3.3233e+02, 3.3267e+02,\n         3.3300e+02],\n        [3.3333e+02, 3.3367e+02, 3.3400e+02,  ..., 6.6567e+02, 6.6600e+02,\n         6.6633e+02],\n        [6.6667e+02, 6.6700e+02, 6.6733e+02,  ..., 9.9900e+02, 9.9933e+02,\n         9.9967e+02]])",
    );
    arange(
        "float32",
        &[1002, 1],
        1.0,
        "tensor([[0.0000e+00],\n        [1.0000e+00],\n        [2.0000e+00],\n        ...,\n        [9.9900e+02],\n        [1.0000e+03],\n        [1.0010e+03]])",
    );
    arange(
        "int64",
        &[5, 201],
        1.0,
        "tensor([[   0,    1,    2,  ...,  198,  199,  200],\n        [ 201,  202,  203,  ...,  399,  400,  401],\n        [ 402,  403,  404,  ...,  600,  601,  602],\n        [ 603,  604,  605,  ...,  801,  802,  803],\n        [ 804,  805,  806,  ..., 1002, 1003, 1004]])",
    );
}

#[test]
fn a_remark_that_does_not_fit_starts_a_line() {
    let numbers: Vec<f64> = (0..12).map(f64::from).collect();
    let remark = "grad_fn=<ReshapeAliasBackward0>";
    let printed = tensor(&[12], "float32", &[remark], &PrintOptions::new(), |at| {
        Scalar::Float(numbers[at[0]])
    });
    assert_eq!(
        printed,
        "tensor([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11.],\n       grad_fn=<ReshapeAliasBackward0>)"
    );
}

#[test]
fn a_summary_reads_only_what_it_shows() {
    let fetched = std::cell::Cell::new(0);
    let printed = tensor(
        &[1 << (usize::BITS - 4)],
        "int64",
        &[],
        &PrintOptions::new(),
        |at| {
            fetched.set(fetched.get() + 1);
            Scalar::Int(at[0] as i64 % 10)
        },
    );
    assert_eq!(printed, "tensor([0, 1, 2,  ..., 3, 4, 5])");
    assert_eq!(fetched.get(), 6);
}

#[test]
fn python_takes_the_even_of_two_shortest_texts() {
    // Exactly halfway between the texts that end in .2 and .3.
    assert_eq!(python_float(2_327_888_169_359_741.0 / 4.0), "581972042339935.2");
    assert_eq!(python_float(-0.0), "-0.0");
    assert_eq!(python_float(1e-4), "0.0001");
    assert_eq!(python_float(9.5e-5), "9.5e-05");
    assert_eq!(python_float(9_007_199_254_740_993.0), "9007199254740992.0");
    assert_eq!(python_float(f64::MAX), "1.7976931348623157e+308");
}

#[test]
fn a_view_is_printed_by_its_strides() {
    let array = Array::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    let columns = array.narrow(1, 1, 2).transpose(0, 1);
    assert_eq!(columns.to_string(), "tensor([[2., 5.],\n        [3., 6.]])");
}

#[test]
fn digits_that_are_asked_for() {
    let cases: [(Array, usize, &str); 8] = [
        (Array::from([1.0, 2.5, 3.24159]), 1, "tensor([1.0, 2.5, 3.2])"),
        (Array::from([1.0, 2.5, 3.24159]), 2, "tensor([1.00, 2.50, 3.24])"),
        (Array::from([1.0, 2.0]), 2, "tensor([1., 2.])"),
        (Array::from([1, 2]), 2, "tensor([1, 2])"),
        (Array::from(3.24159), 6, "tensor(3.241590)"),
        (Array::from([1e-5, 1.0]), 2, "tensor([1.00e-05, 1.00e+00])"),
        (Array::from([f64::NAN, 1.236]), 2, "tensor([ nan, 1.24])"),
        (Array::from([[0.5, 100.126]]), 2, "tensor([[  0.50, 100.13]])"),
    ];
    for (array, digits, text) in cases {
        assert_eq!(format!("{array:.digits$}"), text);
    }
}
