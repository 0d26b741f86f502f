//! The losses where their formulas have corners, infinities and targets that are none.

use autograd::{BackwardOptions, grad};
use nn::{
    BCELoss, CrossEntropyLoss, HuberLoss, KLDivLoss, Reduction, SmoothL1Loss, Tensor, binary_cross_entropy,
    binary_cross_entropy_with_logits, cross_entropy, huber_loss, kl_div, l1_loss, mse_loss, nll_loss,
    smooth_l1_loss, soft_margin_loss,
};
use tensor_core::Error;

/// The first and second derivatives of the sum of losses.
fn derivatives(x: &[f64], loss: impl Fn(&Tensor) -> Tensor) -> [Vec<f64>; 2] {
    let x = Tensor::from_vec(x.to_vec(), x.len()).requires_grad_(true);
    let options = BackwardOptions::new().create_graph(true);
    let first = grad(&loss(&x), &[&x], &options).unwrap().remove(0).unwrap();
    let second = grad(&first.sum(), &[&x], &BackwardOptions::new()).unwrap();
    [first.to_vec(), second[0].as_ref().unwrap().to_vec()]
}

/// Errors at 0, at a corner, far out, and none.
fn errors(corner: f64) -> [f64; 9] {
    let infinite = f64::INFINITY;
    [
        0.0,
        corner,
        -corner,
        0.5,
        9.0,
        infinite,
        -infinite,
        1e300,
        f64::NAN,
    ]
}

#[track_caller]
fn same(got: &[f64], expected: &[f64]) {
    for (got, expected) in got.iter().zip(expected) {
        let near = (got - expected).abs() <= 1e-12 * expected.abs();
        assert!(
            near || got == expected || got.is_nan() && expected.is_nan(),
            "{got} {expected}"
        );
    }
}

#[test]
fn the_derivatives_of_huber_are_pytorchs() {
    for delta in [1.0, 2.0] {
        let loss = HuberLoss::new().delta(delta).reduction(Reduction::Sum);
        let [first, second] = derivatives(&errors(delta), |x| loss.forward(x, &x.zeros_like()));
        let d = delta;
        same(&first, &[0.0, d, -d, 0.5, d, d, -d, d, f64::NAN]);
        same(&second, &[1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }
    // Where the square overflows in 32 bits.
    let x = Tensor::from([1e30, -1e30, f64::INFINITY]).requires_grad_(true);
    huber_loss(&x, &Tensor::zeros(3)).backward();
    let third = 1.0 / 3.0;
    assert_eq!(x.grad().unwrap().to_vec::<f32>(), [third, -third, third]);
    assert_eq!(
        huber_loss(&Tensor::from([f64::INFINITY]), &Tensor::zeros(1)).item(),
        f64::INFINITY
    );
}

#[test]
fn the_derivatives_of_smooth_l1_are_pytorchs() {
    for beta in [1.0, 2.0] {
        let loss = SmoothL1Loss::new().beta(beta).reduction(Reduction::Sum);
        let [first, second] = derivatives(&errors(beta), |x| loss.forward(x, &x.zeros_like()));
        same(
            &first,
            &[0.0, 1.0, -1.0, 0.5 / beta, 1.0, 1.0, -1.0, 1.0, f64::NAN],
        );
        same(
            &second,
            &[1.0 / beta, 0.0, 0.0, 1.0 / beta, 0.0, 0.0, 0.0, 0.0, 0.0],
        );
    }
    let absolute = SmoothL1Loss::new().beta(0.0).reduction(Reduction::Sum);
    let [first, second] = derivatives(&errors(1.0), |x| absolute.forward(x, &x.zeros_like()));
    same(&first, &[0.0, 1.0, -1.0, 1.0, 1.0, 1.0, -1.0, 1.0, 0.0]);
    same(&second, &[0.0; 9]);
}

#[test]
fn binary_cross_entropy_does_not_bend_where_it_is_right() {
    let loss = BCELoss::new().reduction(Reduction::Sum);
    let [first, second] = derivatives(&[0.0, 1.0, 0.5], |x| {
        loss.forward(x, &Tensor::from_vec(vec![0.0, 1.0, 0.5], 3))
    });
    same(&first, &[0.0, 0.0, 0.0]);
    same(&second, &[0.0, 0.0, 3.999_999_999_968]);
}

#[test]
fn the_target_of_kl_div_has_no_slope_at_zero() {
    let input = Tensor::from_vec(vec![0.5_f64, 0.5, 0.25], 3).log();
    let loss = KLDivLoss::new().reduction(Reduction::Sum);
    let [first, second] = derivatives(&[0.0, 0.5, 1.0], |target| loss.forward(&input, target));
    same(&first, &[2.0_f64.ln(), 1.0, 1.0 + 4.0_f64.ln()]);
    same(&second, &[0.0, 2.0, 1.0]);
}

#[test]
fn class_weights_count_in_the_cross_entropy_of_probabilities() {
    let x = Tensor::from([[1.0, 2.0, 3.0], [1.0, 0.0, 0.0]]);
    let p = Tensor::from([[0.2, 0.3, 0.5], [1.0, 0.0, 0.0]]);
    let loss = || CrossEntropyLoss::new().weight([1.0, 2.0, 0.5]);
    let near = |got: Tensor, expected: f64| assert!((got.item() - expected).abs() < 1e-4, "{got} {expected}");
    near(loss().forward(&x, &p), 0.9897);
    near(loss().label_smoothing(0.1).forward(&x, &p), 1.0550);
    near(loss().reduction(Reduction::Sum).forward(&x, &p), 1.9794);
    near(
        loss()
            .label_smoothing(0.1)
            .reduction(Reduction::Sum)
            .forward(&x, &p),
        2.1100,
    );
    near(loss().forward(&x.get(0), &p.get(0)), 1.4280);
    near(loss().label_smoothing(0.1).forward(&x.get(0), &p.get(0)), 1.4661);
    let x = Tensor::arange(0, 12, 1)
        .to_dtype(nn::DType::F32)
        .reshape([2, 3, 2]);
    near(loss().forward(&x, &x.flip(0).softmax(1)), 0.6305);
}

type Loss = fn(&Tensor, &Tensor) -> Tensor;

#[test]
fn targets_that_are_none_are_refused_by_the_losss_name() {
    let losses: [(Loss, &str, &[f64]); 5] = [
        (
            binary_cross_entropy,
            "binary_cross_entropy",
            &[-0.1, 1.1, f64::NAN, f64::INFINITY],
        ),
        (
            binary_cross_entropy_with_logits,
            "binary_cross_entropy_with_logits",
            &[-0.1, 2.0, f64::NAN, f64::NEG_INFINITY],
        ),
        (soft_margin_loss, "soft_margin_loss", &[f64::NAN, f64::INFINITY]),
        (cross_entropy, "cross_entropy", &[f64::NAN, f64::INFINITY, -0.5]),
        (kl_div, "kl_div", &[f64::NAN, f64::INFINITY, -0.5]),
    ];
    for (loss, name, targets) in losses {
        for target in targets {
            let target = Tensor::from([0.5, *target]);
            let refused = Error::catch(|| loss(&Tensor::from([0.5, 0.5]), &target))
                .unwrap_err()
                .0
                .to_string();
            assert!(refused.starts_with(&format!("{name}: targets are ")), "{refused}");
        }
    }
    for (loss, name) in [(cross_entropy as Loss, "cross_entropy"), (nll_loss, "nll_loss")] {
        for class in [-1, 3, i64::MAX, i64::MIN] {
            let refused = Error::catch(|| loss(&Tensor::zeros([1, 3]), &Tensor::from([class])));
            let refused = refused.unwrap_err().0.to_string();
            assert!(
                refused.starts_with(&format!("{name}: the target {class} is not a class")),
                "{refused}"
            );
        }
    }
}

#[test]
fn bools_are_refused_by_the_losss_name() {
    let losses: [(Loss, &str); 7] = [
        (mse_loss, "mse_loss"),
        (l1_loss, "l1_loss"),
        (huber_loss, "huber_loss"),
        (smooth_l1_loss, "smooth_l1_loss"),
        (soft_margin_loss, "soft_margin_loss"),
        (binary_cross_entropy, "binary_cross_entropy"),
        (
            binary_cross_entropy_with_logits,
            "binary_cross_entropy_with_logits",
        ),
    ];
    for (loss, name) in losses {
        let target = Tensor::from([true, false]);
        let refused = Error::catch(|| loss(&Tensor::from([0.5, 0.5]), &target))
            .unwrap_err()
            .0
            .to_string();
        assert_eq!(
            refused,
            format!("{name}: the target is bool, and must be numbers: convert it with to_dtype")
        );
    }
}
