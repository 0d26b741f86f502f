//! Gradient clipping: every norm, and what is not finite.

use autograd::Tensor;
use optim::{ClipGradNorm, clip_grad_norm_, clip_grad_value_};

use crate::with_grad;

fn grads(of: &[&Tensor]) -> Vec<f64> {
    of.iter()
        .flat_map(|p| p.grad().unwrap().to_vec::<f64>())
        .collect()
}

#[test]
fn the_norm_is_that_of_all_gradients_together() {
    for (norm_type, norm) in [
        (1.0, 19.0),
        (2.0, 13.0),
        (3.0, 1_819.0_f64.cbrt()),
        (f64::INFINITY, 12.0),
    ] {
        let (a, b) = (with_grad(&[0.0, 0.0], &[3.0, -4.0]), with_grad(&[0.0], &[12.0]));
        let idle = Tensor::zeros(3).requires_grad_(true);
        let got = ClipGradNorm::new(norm)
            .norm_type(norm_type)
            .clip([&a, &idle, &b])
            .unwrap();
        assert!((got - norm).abs() < 1e-9, "{got}, not {norm}");
        let clip = ClipGradNorm::new(norm / 2.0).norm_type(norm_type);
        clip.clip([&a, &b]).unwrap();
        for (got, want) in grads(&[&a, &b]).into_iter().zip([1.5, -2.0, 6.0]) {
            assert!((got - want).abs() < 1e-5, "{got}, not {want}");
        }
        assert!(idle.grad().is_none());
    }
}

#[test]
fn short_gradients_stay() {
    let p = with_grad(&[0.0, 0.0], &[0.5, -0.5]);
    clip_grad_norm_([&p], 1.0);
    assert_eq!(grads(&[&p]), [0.5, -0.5]);
    let none: [Tensor; 0] = [];
    assert_eq!(clip_grad_norm_(none, 1.0), 0.0);
}

#[test]
fn what_is_not_finite_spoils_the_rest_or_is_refused() {
    let infinite = || with_grad(&[0.0; 2], &[f64::INFINITY, 1.0]);
    let p = infinite();
    assert_eq!(clip_grad_norm_([&p], 1.0), f64::INFINITY);
    let got = grads(&[&p]);
    assert!(got[0].is_nan() && got[1] == 0.0, "{got:?}");
    let p = with_grad(&[0.0; 2], &[f64::NAN, 1.0]);
    for norm_type in [1.0, 2.0, f64::INFINITY] {
        assert!(
            ClipGradNorm::new(1.0)
                .norm_type(norm_type)
                .clip([&p])
                .unwrap()
                .is_nan()
        );
    }
    assert!(grads(&[&p]).iter().all(|x| x.is_nan()));
    let p = infinite();
    let error = ClipGradNorm::new(1.0)
        .error_if_nonfinite(true)
        .clip([&p])
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "clip_grad_norm_: the norm of the gradients is inf"
    );
    assert_eq!(grads(&[&p]), [f64::INFINITY, 1.0]);
}

#[test]
fn values_are_limited() {
    let p = with_grad(&[0.0; 4], &[-3.0, 0.25, 3.0, f64::NAN]);
    clip_grad_value_([&p], 0.5);
    let got = grads(&[&p]);
    assert_eq!(got[..3], [-0.5, 0.25, 0.5]);
    assert!(got[3].is_nan());
}
