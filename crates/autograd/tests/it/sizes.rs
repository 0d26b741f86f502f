//! Sizes without bounds, asked of tensors: refused at the caller's line with a sentence, never wrapped.

use autograd::{DType, Error, ErrorKind, Tensor, s};

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

#[test]
fn memory_that_is_not_there_is_refused_at_the_callers_line() {
    let x = Tensor::from([1.0]).expand(MUCH);
    for refusal in [
        refused(|| Tensor::zeros(MUCH)),
        refused(|| Tensor::ones([MUCH])),
        refused(|| Tensor::full([MUCH, 1], 0.5)),
        refused(|| Tensor::randn(MUCH)),
        refused(|| Tensor::rand([2, MUCH])),
        refused(|| Tensor::eye(MUCH >> 20)),
        refused(|| Tensor::arange(0, MUCH, 1)),
        refused(|| Tensor::linspace(0.0, 1.0, MUCH)),
        refused(|| Tensor::randint(0, 2, MUCH)),
        refused(|| Tensor::randperm(1 << 50)),
        refused(|| Tensor::from([1.0, 2.0]).repeat(MUCH)),
        refused(|| x.zeros_like()),
    ] {
        assert_eq!(refusal.kind(), ErrorKind::Memory, "{refusal}");
        assert!(refusal.to_string().contains(" bytes of memory"), "{refusal}");
    }
    assert_eq!(
        refused(|| Tensor::zeros([1 << 53])).to_string(),
        "a float32 array of shape [9007199254740992] needs 36028797018963968 bytes of memory, which the system does not \
         give"
    );
}

#[test]
fn operations_whose_results_no_memory_holds_are_refused() {
    let x = Tensor::from([1.0]).expand(MUCH);
    let operations: [&dyn Fn() -> Tensor; 5] =
        [&|| x.exp(), &|| &x + &x, &|| &x * 2.0, &|| x.softmax(0), &|| {
            x.to_dtype(DType::F64)
        }];
    for operation in operations {
        let (refusal, _) = Error::catch(operation).expect_err("no memory is so large");
        assert_eq!(refusal.kind(), ErrorKind::Memory, "{refusal}");
    }
}

#[test]
fn a_step_after_a_refusal_is_as_good_as_any() {
    let w = Tensor::from([2.0, 3.0]).requires_grad_(true);
    let many = Tensor::from([[1.0]]).expand([MUCH, 1]);
    assert!(Error::catch(|| (&w * &many).sum().backward()).is_err());
    assert!(w.grad().is_none());
    (&w * &w).sum().backward();
    assert_eq!(w.grad().expect("a gradient").to_vec::<f32>(), [4.0, 6.0]);
}

#[test]
fn sizes_and_positions_beyond_a_signed_integer_are_not_negative() {
    let x = Tensor::arange(0, 6, 1);
    assert_eq!(
        refused(|| x.get(usize::MAX)).to_string(),
        "index 9223372036854775807 is out of bounds for dimension 0 of shape [6], which has size 6"
    );
    assert_eq!(
        refused(|| x.narrow(0, 1, usize::MAX)).to_string(),
        format!(
            "narrow: {} positions from 1 reach beyond dimension 0 of shape [6]",
            usize::MAX
        )
    );
    refused(|| x.reshape([usize::MAX]));
    refused(|| x.view([usize::MAX, 6]));
    refused(|| x.expand([usize::MAX, 6]));
    refused(|| x.expand((usize::MAX, 6)));
    refused(|| x.slice(usize::MAX));
    assert_eq!(x.slice(s![0..usize::MAX]).to_vec::<i64>(), [0, 1, 2, 3, 4, 5]);
    assert_eq!(x.slice(s![usize::MAX..]).numel(), 0);
}

#[test]
fn more_elements_than_can_be_counted_are_no_tensor() {
    let one = Tensor::from([1.0]);
    for refusal in [
        refused(|| one.expand([1_usize << 32, 1 << 32])),
        refused(|| one.expand([2, 1_usize << 62])),
        refused(|| Tensor::zeros([0, 1 << 40, 1 << 40])),
        refused(|| Tensor::zeros([0]).reshape([0_usize, 1 << 40, 1 << 40])),
        refused(|| one.repeat([1 << 32, 1 << 32])),
        refused(|| one.expand([1_usize << 32, 1]) + one.expand([1_usize << 32])),
    ] {
        assert_eq!(refusal.kind(), ErrorKind::Memory);
        assert!(refusal.to_string().contains("count"), "{refusal}");
    }
    // As many as can be counted are shown without being looked at.
    assert_eq!(
        one.expand(1_usize << 50).to_string(),
        "tensor([1., 1., 1.,  ..., 1., 1., 1.])"
    );
}

#[test]
fn many_rows_have_a_gradient() {
    for rows in [262_145, 300_000] {
        let x = Tensor::ones([rows, 4]);
        let (w, b) = (
            Tensor::ones([1, 4]).requires_grad_(true),
            Tensor::zeros([1]).requires_grad_(true),
        );
        let y = x.matmul(w.t()) + &b;
        y.sum().backward();
        let expected = rows as f32;
        assert_eq!(w.grad().expect("a gradient").to_vec::<f32>(), [expected; 4]);
        assert_eq!(b.grad().expect("a gradient").to_vec::<f32>(), [expected]);
    }
}

#[test]
fn integers_are_exact_to_the_last_bit() {
    const BEYOND: i64 = 1 << 53;
    let x = Tensor::arange(BEYOND, BEYOND + 3, 1);
    assert_eq!(x.to_vec::<i64>(), [BEYOND, BEYOND + 1, BEYOND + 2]);
    assert_eq!(x.sum().to_vec::<i64>(), [3 * BEYOND + 3]);
    assert_eq!(Tensor::from([i64::MAX, 1]).sum().to_vec::<i64>(), [i64::MIN]);
    // PyTorch's text.
    assert_eq!(
        Tensor::from([i64::MAX, i64::MIN]).to_string(),
        "tensor([ 9223372036854775807, -9223372036854775808])"
    );
    assert_eq!(
        Tensor::arange(i64::MAX - 2, i64::MAX, 1).to_string(),
        "tensor([9223372036854775805, 9223372036854775806])"
    );
}
