//! Words of PyTorch's that Rust could have made hard to say, and sentences where a programmer errs.

use flambeau::Error;
use flambeau::data::TensorDataset;
use flambeau::is_grad_enabled;
use flambeau::prelude::*;

/// What a call is refused with.
#[track_caller]
fn refused<R>(f: impl FnOnce() -> R) -> String {
    match Error::catch(f) {
        Ok(_) => panic!("this must be refused"),
        Err((error, _)) => error.to_string(),
    }
}

#[test]
fn what_is_said_in_pytorch_can_be_said() {
    for x in [Tensor::zeros((2, 3)), Tensor::randn((2, 3)), Tensor::rand((2, 3))] {
        assert_eq!((x.shape(), x.dim()), (&[2, 3][..], 2));
        assert_eq!(x.matmul(x.t()).shape(), [2, 2]);
    }
    let x = Tensor::arange(0, 5, 1);
    assert!(x.float().equal(&x.float()) && x.double().allclose(&(x.double() + 1e-9)));
    let losses = [Tensor::from(1.0), Tensor::from(2.5)];
    assert_eq!(losses.iter().sum::<Tensor>().item(), 3.5);
    assert_eq!(losses.into_iter().sum::<Tensor>().item(), 3.5);
    assert_eq!((2.0 * Tensor::from([1.5])).item(), 3.0);
    assert_eq!(format!("{:.2}", Tensor::from([1.0, 2.5])), "tensor([1.00, 2.50])");
    let optimizer = SGD::new([Tensor::zeros(1).requires_grad_(true)], 0.5);
    assert_eq!(optimizer.groups()[0].lr(), 0.5);
}

/// Recording is on again however a block is left.
#[test]
fn a_guard_ends_with_its_block() {
    fn fails(text: &str) -> Option<i32> {
        let _off = NoGrad::new();
        assert!(!is_grad_enabled());
        text.parse().ok()
    }
    assert_eq!((fails("no"), is_grad_enabled()), (None, true));
    for _ in 0..2 {
        let _off = NoGrad::new();
        if !is_grad_enabled() {
            break;
        }
    }
    assert!(is_grad_enabled());
}

#[test]
fn refusals_speak_of_what_was_called() {
    let empty = Tensor::zeros([0]);
    assert!(
        refused(|| empty.max()).starts_with("max: "),
        "{}",
        refused(|| empty.max())
    );
    assert!(
        refused(|| empty.min()).starts_with("min: "),
        "{}",
        refused(|| empty.min())
    );
    let loader = DataLoader::new(TensorDataset::new((Tensor::zeros([4, 1]),)))
        .batch_size(2)
        .sampler(SequentialSampler::new(9));
    let beyond = refused(|| loader.iter().count());
    assert!(!beyond.contains("index_select"), "{beyond}");
}
