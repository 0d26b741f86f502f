//! The losses: PyTorch's figures, gradients, refusals.

use std::panic::{AssertUnwindSafe, catch_unwind};

use autograd::{GradcheckOptions, gradcheck, gradgradcheck};
use expect_test::{Expect, expect};
use nn::{
    BCELoss, BCEWithLogitsLoss, CrossEntropyLoss, DType, HuberLoss, KLDivLoss, MSELoss, Module, NLLLoss,
    Reduction, SmoothL1Loss, Tensor, binary_cross_entropy, binary_cross_entropy_with_logits, cross_entropy,
    mse_loss, nll_loss,
};

/// The figures of PyTorch's documentation of the rules: scores, and classes.
fn scores() -> (Tensor, Tensor) {
    (
        Tensor::from([[1.0, 2.0, 3.0], [1.0, 0.0, 0.0]]),
        Tensor::from([0, 2]),
    )
}

#[track_caller]
fn near(got: &Tensor, expected: f64) {
    assert!((got.item() - expected).abs() < 1e-6, "{got}, not {expected}");
}

#[test]
fn cross_entropy_is_pytorchs() {
    let (x, t) = scores();
    let loss = CrossEntropyLoss::new;
    near(&cross_entropy(&x, &t), 1.97952533);
    near(&loss().reduction(Reduction::Sum).forward(&x, &t), 3.95905066);
    near(&loss().weight([1.0, 2.0, 3.0]).forward(&x, &t), 1.76548505);
    near(&loss().label_smoothing(0.1).forward(&x, &t), 1.91285861);
    near(
        &loss()
            .label_smoothing(0.1)
            .weight([1.0, 2.0, 3.0])
            .forward(&x, &t),
        1.71188903,
    );
    near(&loss().ignore_index(2).forward(&x, &t), 2.40760589);
}

#[test]
fn the_parts_of_cross_entropy_make_the_whole() {
    let x = Tensor::randn([2, 4, 3]);
    let t = Tensor::from([[0, 3, 1], [2, 2, -100]]);
    let whole = CrossEntropyLoss::new()
        .weight([1.0, 0.5, 2.0, 3.0])
        .forward(&x, &t);
    let parts = NLLLoss::new()
        .weight([1.0, 0.5, 2.0, 3.0])
        .forward(&x.log_softmax(1), &t);
    near(&(whole - parts), 0.0);
    // Certain probabilities are classes.
    let certain = Tensor::from([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]);
    let (x, t) = scores();
    near(&(cross_entropy(&x, &certain) - cross_entropy(&x, &t)), 0.0);
}

#[test]
fn nothing_to_count_is_not_a_number() {
    let (x, _) = scores();
    let ignored = Tensor::from([-100, -100]);
    assert!(cross_entropy(&x, &ignored).item().is_nan());
    assert!(nll_loss(&x, &ignored).item().is_nan());
    let sum = CrossEntropyLoss::new().reduction(Reduction::Sum);
    assert_eq!(sum.forward(&x, &ignored).item(), 0.0);
}

#[test]
fn logits_far_out_lose_nothing() {
    let x = Tensor::from([1e4, -1e4, 1e4, -1e4, 0.0]);
    let y = Tensor::from([0.0, 1.0, 1.0, 0.0, 0.5]);
    let losses = BCEWithLogitsLoss::new()
        .reduction(Reduction::None)
        .forward(&x, &y);
    assert_eq!(losses.to_vec::<f32>(), [1e4, 1e4, 0.0, 0.0, 2.0_f32.ln()]);
}

#[test]
fn certain_probabilities_have_finite_losses_and_slopes() {
    let x = Tensor::from([0.0, 1.0, 0.0, 1.0]).requires_grad_(true);
    let losses = BCELoss::new()
        .reduction(Reduction::None)
        .forward(&x, &Tensor::from([0.0, 1.0, 1.0, 0.0]));
    assert_eq!(losses.to_vec::<f32>(), [0.0, 0.0, 100.0, 100.0]);
    losses.sum().backward();
    let grad = x.grad().expect("x requires a gradient").to_vec::<f32>();
    assert_eq!(grad, [0.0, 0.0, -1e12, 1e12]);
}

fn wide<const N: usize>(numbers: [f64; N]) -> Tensor {
    Tensor::options().dtype(DType::F64).tensor(numbers)
}

#[test]
fn gradients_to_the_second_order() {
    let x = wide([0.3, -1.2, 0.7, 2.5, -0.4, 1.1]).reshape([2, 3]);
    let y = wide([0.9, 0.1, 0.4, 0.2, 0.6, 0.5]).reshape([2, 3]);
    let classes = Tensor::from([2, 0]);
    type Loss<'a> = &'a dyn Fn(&Tensor) -> Tensor;
    let losses: [(&str, Loss<'_>); 9] = [
        ("mse", &|x| MSELoss::new().forward(x, &y)),
        ("mse, summed", &|x| {
            MSELoss::new().reduction(Reduction::Sum).forward(x, &y)
        }),
        ("smooth l1", &|x| SmoothL1Loss::new().beta(0.5).forward(x, &y)),
        ("huber", &|x| HuberLoss::new().delta(1.5).forward(x, &y)),
        ("kl", &|x| KLDivLoss::new().batch_mean().forward(x, &y)),
        ("bce", &|x| binary_cross_entropy(&x.sigmoid(), &y)),
        ("bce with logits", &|x| {
            BCEWithLogitsLoss::new()
                .pos_weight(wide([1.0, 2.0, 3.0]))
                .forward(x, &y)
        }),
        ("cross entropy", &|x| {
            CrossEntropyLoss::new()
                .weight(wide([1.0, 2.0, 3.0]))
                .label_smoothing(0.2)
                .forward(x, &classes)
        }),
        ("cross entropy of probabilities", &|x| cross_entropy(x, &y)),
    ];
    for (name, loss) in losses {
        gradcheck(
            |x| loss(&x[0]),
            std::slice::from_ref(&x),
            GradcheckOptions::default(),
        )
        .unwrap_or_else(|error| panic!("{name}: {error}"));
        gradgradcheck(
            |x| loss(&x[0]).square(),
            std::slice::from_ref(&x),
            GradcheckOptions::default(),
        )
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn shapes_that_broadcast_are_broadcast() {
    let loss = mse_loss(&Tensor::from([[1.0, 2.0], [3.0, 4.0]]), &Tensor::from([1.0, 2.0]));
    assert_eq!(loss.item(), 2.0);
}

#[test]
fn targets_may_be_a_part_of_a_longer_array() {
    let (x, t) = scores();
    let longer = Tensor::cat(&[t.clone(), Tensor::from([7, 7, 7])], 0);
    let part = longer.narrow(0, 0, 2);
    assert_eq!(cross_entropy(&x, &part).item(), cross_entropy(&x, &t).item());
    assert_eq!(nll_loss(&x, &part).item(), nll_loss(&x, &t).item());
}

fn refused(loss: impl FnOnce() -> Tensor, expected: Expect) {
    let payload = catch_unwind(AssertUnwindSafe(loss)).expect_err("the loss must refuse");
    expected.assert_eq(payload.downcast_ref::<String>().expect("a refusal is a sentence"));
}

#[test]
fn cross_entropy_says_what_is_wrong() {
    let (x, t) = scores();
    refused(
        || cross_entropy(&x, &Tensor::from([0, 3])),
        expect!["cross_entropy: the target 3 is not a class: there are 3, from 0 on"],
    );
    refused(
        || cross_entropy(&x, &Tensor::from([0, -1])),
        expect!["cross_entropy: the target -1 is not a class: there are 3, from 0 on"],
    );
    refused(
        || cross_entropy(&x, &Tensor::from([0, 1, 2])),
        expect![
            "cross_entropy: the target has shape [3], and for an input of shape [2, 3] it must have shape [2]"
        ],
    );
    refused(
        || cross_entropy(&x, &Tensor::zeros([2, 4])),
        expect![
            "cross_entropy: the target is float32 and so must hold probabilities, in the input's shape [2, 3], but it has shape [2, 4]; classes are int64"
        ],
    );
    refused(
        || cross_entropy(&x, &Tensor::from([0.0, 2.0])),
        expect![
            "cross_entropy: the target is float32 and so must hold probabilities, in the input's shape [2, 3], but it has shape [2]; classes are int64"
        ],
    );
    refused(
        || cross_entropy(&x, &t.gt(0)),
        expect!["cross_entropy: the target is bool, and classes are int64"],
    );
    refused(
        || CrossEntropyLoss::new().weight([1.0; 4]).forward(&x, &t),
        expect!["cross_entropy: the weight has shape [4], and there are 3 classes"],
    );
    refused(
        || CrossEntropyLoss::new().label_smoothing(1.5).forward(&x, &t),
        expect!["CrossEntropyLoss: label_smoothing must be between 0 and 1, but is 1.5"],
    );
}

#[test]
fn the_likelihood_says_what_is_wrong() {
    let (x, t) = scores();
    refused(
        || nll_loss(&x, &Tensor::zeros([2])),
        expect!["nll_loss: the target is float32, and classes are int64"],
    );
    refused(
        || nll_loss(&t, &t),
        expect![
            "nll_loss: the input has shape [2] and type int64, and must be floating point of shape [C], [N, C] or [N, C, ..]"
        ],
    );
}

#[test]
fn the_losses_between_numbers_say_what_is_wrong() {
    let (x, _) = scores();
    refused(
        || mse_loss(&Tensor::zeros(2), &Tensor::zeros(3)),
        expect!["mse_loss: the input has shape [2] and the target [3], and they must be the same"],
    );
    refused(
        || binary_cross_entropy(&Tensor::from([1.5]), &Tensor::from([1.0])),
        expect![
            "binary_cross_entropy: inputs are probabilities in [0, 1], and one is 1.5; for scores there is binary_cross_entropy_with_logits"
        ],
    );
    refused(
        || binary_cross_entropy_with_logits(&Tensor::zeros([2, 1]), &Tensor::zeros(2)),
        expect![
            "binary_cross_entropy_with_logits: the input has shape [2, 1] and the target [2], and they must be the same"
        ],
    );
    refused(
        || {
            BCEWithLogitsLoss::new()
                .pos_weight([[1.0], [2.0]])
                .forward(&Tensor::zeros(2), &Tensor::zeros(2))
        },
        expect![
            "binary_cross_entropy_with_logits: the pos_weight has shape [2, 1], which does not broadcast to the input's, [2]"
        ],
    );
    refused(
        || HuberLoss::new().delta(0.0).forward(&x, &x),
        expect!["HuberLoss: delta must be positive, but is 0.0"],
    );
    refused(
        || SmoothL1Loss::new().beta(-1.0).forward(&x, &x),
        expect!["SmoothL1Loss: beta must be at least 0, but is -1.0"],
    );
}

#[test]
fn the_input_decides_the_type_of_huber_and_the_batch_of_kl_div() {
    let (single, double) = (Tensor::zeros(2), Tensor::from_vec(vec![1.0_f64; 2], 2));
    assert_eq!(HuberLoss::new().forward(&single, &double).dtype(), DType::F32);
    let (one_row, two_rows) = (Tensor::zeros([1, 3]), Tensor::ones([2, 1]));
    let sum = KLDivLoss::new()
        .reduction(Reduction::Sum)
        .forward(&one_row, &two_rows);
    let mean = KLDivLoss::new().batch_mean().forward(&one_row, &two_rows);
    assert_eq!(mean.item(), sum.item());
}

#[test]
fn losses_are_modules() {
    let losses: [(&dyn Module, &str); 4] = [
        (&MSELoss::new(), "MSELoss()"),
        (&CrossEntropyLoss::new(), "CrossEntropyLoss()"),
        (&BCEWithLogitsLoss::new(), "BCEWithLogitsLoss()"),
        (&HuberLoss::new(), "HuberLoss()"),
    ];
    for (loss, text) in losses {
        assert_eq!(loss.to_string(), text);
    }
    let state = CrossEntropyLoss::new().weight([1.0, 2.0]).state_dict();
    assert_eq!(state.keys().collect::<Vec<_>>(), ["weight"]);
}
