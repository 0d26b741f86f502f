//! The names of losses in the graph: PyTorch's.

use nn::*;

#[test]
fn losses_have_pytorchs_names() {
    let x = &Tensor::rand([2, 3]).requires_grad_(true);
    let (ones, classes) = (&Tensor::ones([2, 3]), &Tensor::from([0, 1]));
    let image = &Tensor::rand([2, 3, 4]).requires_grad_(true);
    let places = &Tensor::zeros([2, 4]).long();
    let named = [
        ("NllLossBackward0", cross_entropy(x, classes)),
        (
            "NllLossBackward0",
            CrossEntropyLoss::new()
                .reduction(Reduction::Sum)
                .forward(x, classes),
        ),
        (
            "NllLossBackward0",
            CrossEntropyLoss::new()
                .reduction(Reduction::None)
                .forward(x, classes),
        ),
        ("NllLoss2DBackward0", cross_entropy(image, places)),
        (
            "AddBackward0",
            CrossEntropyLoss::new().label_smoothing(0.1).forward(x, classes),
        ),
        ("DivBackward1", cross_entropy(x, ones)),
        ("NllLossBackward0", nll_loss(x, classes)),
        ("NllLoss2DBackward0", nll_loss(image, places)),
        ("MseLossBackward0", mse_loss(x, ones)),
        ("MeanBackward0", l1_loss(x, ones)),
        (
            "AbsBackward0",
            L1Loss::new().reduction(Reduction::None).forward(x, ones),
        ),
        ("HuberLossBackward0", huber_loss(x, ones)),
        ("SmoothL1LossBackward0", smooth_l1_loss(x, ones)),
        ("SoftMarginLossBackward0", soft_margin_loss(x, ones)),
        ("BinaryCrossEntropyBackward0", binary_cross_entropy(x, ones)),
        (
            "BinaryCrossEntropyWithLogitsBackward0",
            binary_cross_entropy_with_logits(x, ones),
        ),
        ("MeanBackward0", kl_div(x, ones)),
        ("DivBackward0", KLDivLoss::new().batch_mean().forward(x, ones)),
    ];
    for (name, loss) in named {
        assert_eq!(loss.grad_fn().as_deref(), Some(name));
    }
    // A loss is still run backward as ever.
    huber_loss(x, ones).backward();
    assert_eq!(x.grad().expect("it was run").shape(), [2, 3]);
}
