//! The losses of pairs, triplets, several classes, distributions and sequences.

use autograd::{BackwardOptions, DType, GradcheckOptions, grad, gradcheck, gradgradcheck, with_dtype};
use nn::{
    CTCLoss, CosineEmbeddingLoss, GaussianNLLLoss, HingeEmbeddingLoss, MarginRankingLoss,
    MultiLabelSoftMarginLoss, MultiMarginLoss, NLLLoss, PoissonNLLLoss, Reduction, Tensor, TripletMarginLoss,
    TripletMarginWithDistanceLoss, binary_cross_entropy, cross_entropy, ctc_loss, gaussian_nll_loss, kl_div,
    multilabel_margin_loss, nll_loss,
};
use tensor_core::Error;

/// Checks first and second derivatives of a loss at random inputs of these shapes.
#[track_caller]
fn smooth(shapes: &[&[usize]], loss: impl Fn(&[Tensor]) -> Tensor) {
    let inputs = shapes
        .iter()
        .map(|shape| Tensor::options().dtype(DType::F64).randn(*shape));
    let inputs: Vec<Tensor> = inputs.collect();
    gradcheck(&loss, &inputs, GradcheckOptions::default()).unwrap();
    gradgradcheck(&loss, &inputs, GradcheckOptions::default()).unwrap();
}

#[test]
fn derivatives_are_right() {
    autograd::manual_seed(3);
    let signs = Tensor::from([1.0_f64, -1.0, -1.0]);
    let classes = Tensor::from([2, 0, 3]);
    let none = Reduction::None;
    smooth(&[&[3, 4], &[3, 4]], |x| {
        CosineEmbeddingLoss::new()
            .margin(-2.0)
            .forward(&x[0], &x[1], &signs)
    });
    smooth(&[&[3]], |x| {
        HingeEmbeddingLoss::new().margin(9.0).forward(&x[0], &signs)
    });
    smooth(&[&[3], &[3]], |x| {
        MarginRankingLoss::new()
            .margin(9.0)
            .reduction(none)
            .forward(&x[0], &x[1], &signs)
    });
    smooth(&[&[3, 4], &[3, 4], &[3, 4]], |x| {
        TripletMarginLoss::new().margin(9.0).forward(&x[0], &x[1], &x[2])
    });
    smooth(&[&[3, 4], &[3, 4], &[3, 4]], |x| {
        let distance = |a: &Tensor, b: &Tensor| (a - b).square().sum_dim(-1, false);
        TripletMarginWithDistanceLoss::new(distance)
            .margin(90.0)
            .forward(&x[0], &x[1], &x[2])
    });
    smooth(&[&[3, 4]], |x| {
        let weight = Tensor::from([1.0_f64, 2.0, 3.0, 4.0]);
        MultiMarginLoss::new()
            .p(2)
            .margin(9.0)
            .weight(weight)
            .forward(&x[0], &classes)
    });
    let lists = Tensor::from([[1, -1, 0, 0], [2, 3, 0, -1], [-1, 0, 0, 0]]);
    smooth(&[&[3, 4]], |x| multilabel_margin_loss(&(&x[0] * 0.01), &lists));
    smooth(&[&[3, 4]], |x| {
        let targets = lists.ge(0).to_dtype(DType::F64);
        MultiLabelSoftMarginLoss::new().forward(&x[0], &targets)
    });
    smooth(&[&[3, 4], &[3, 4], &[3]], |x| {
        GaussianNLLLoss::new()
            .full(true)
            .forward(&x[0], &x[1], &(x[2].square() + 0.5))
    });
    smooth(&[&[3, 4], &[3, 4]], |x| {
        PoissonNLLLoss::new()
            .full(true)
            .forward(&x[0], &(x[1].square() + 1.5))
    });
    smooth(&[&[3, 4]], |x| {
        PoissonNLLLoss::new().log_input(false).forward(
            &(x[0].square() + 0.1),
            &signs.square().unsqueeze(1).expand([3, 4]),
        )
    });
}

#[test]
fn the_gradient_of_ctc_is_that_of_the_scores() {
    autograd::manual_seed(5);
    let targets = Tensor::from([[1, 2, 2], [3, 1, 0]]);
    let scores = Tensor::options().dtype(DType::F64).randn([7, 2, 4]);
    for reduction in [Reduction::Mean, Reduction::Sum, Reduction::None] {
        let loss = |x: &[Tensor]| {
            let loss = CTCLoss::new().reduction(reduction);
            loss.forward(&x[0].log_softmax(2), &targets, &[7, 5], &[3, 2])
        };
        gradcheck(loss, std::slice::from_ref(&scores), GradcheckOptions::default()).unwrap();
    }
    let refusal = Error::catch(|| {
        let x = scores.clone().requires_grad_(true);
        let loss = ctc_loss(&x.log_softmax(2), &targets, &[7, 5], &[3, 2]);
        grad(&loss, &[&x], &BackwardOptions::new().create_graph(true)).map(drop)
    });
    let message = match refusal {
        Ok(result) => result.unwrap_err().to_string(),
        Err((error, _)) => error.to_string(),
    };
    assert!(message.contains("no second derivative"), "{message}");
}

#[test]
fn a_target_longer_than_its_input_is_infinitely_unlikely() {
    let log_probs = Tensor::full([2, 1, 3], (1.0 / 3.0_f64).ln()).requires_grad_(true);
    let targets = Tensor::from([1, 1]);
    assert_eq!(ctc_loss(&log_probs, &targets, &[2], &[2]).item(), f64::INFINITY);
    let loss = CTCLoss::new()
        .zero_infinity(true)
        .forward(&log_probs, &targets, &[2], &[2]);
    loss.backward();
    assert_eq!(
        (loss.item(), log_probs.grad().unwrap().abs().sum().item()),
        (0.0, 0.0)
    );
}

#[test]
fn classes_may_be_bytes() {
    let x = Tensor::from([[0.5, 1.0, -1.0], [0.25, 0.0, 2.0]]);
    let (long, byte) = (Tensor::from([2, 0]), Tensor::from([2, 0]).to_dtype(DType::U8));
    assert_eq!(nll_loss(&x, &byte).item(), nll_loss(&x, &long).item());
    assert_eq!(cross_entropy(&x, &byte).item(), cross_entropy(&x, &long).item());
    let loss = |target| {
        NLLLoss::new()
            .weight([1.0, 2.0, 3.0])
            .ignore_index(0)
            .forward(&x, target)
            .item()
    };
    assert_eq!(loss(&byte), loss(&long));
    let refusal = Error::catch(|| nll_loss(&x, &long.to_dtype(DType::I32)))
        .unwrap_err()
        .0;
    assert!(refusal.to_string().contains("classes are int64"), "{refusal}");
}

#[test]
fn derivatives_at_the_ends_are_finite() {
    with_dtype(DType::F64, || {
        let target = Tensor::from([0.0, 0.5, 0.0]).requires_grad_(true);
        kl_div(&Tensor::from([-1.0, -2.0, 0.0]), &target).backward();
        let expected = [1.0, 0.5_f64.ln() + 1.0 + 2.0, 0.0].map(|x| x / 3.0);
        for (got, want) in target.grad().unwrap().to_vec::<f64>().into_iter().zip(expected) {
            assert!((got - want).abs() < 1e-12, "{got} {want}");
        }
        let x = Tensor::from([0.0, 1.0, 1.0, 0.5]).requires_grad_(true);
        let options = BackwardOptions::new().create_graph(true);
        let loss = binary_cross_entropy(&x, &Tensor::from([0.0, 1.0, 0.0, 1.0])) * 4.0;
        let first = grad(&loss, &[&x], &options).unwrap().remove(0).unwrap();
        let second = grad(&first.sum(), &[&x], &BackwardOptions::new()).unwrap();
        let second = second[0].as_ref().unwrap().to_vec::<f64>();
        assert_eq!(second[..3], [0.0; 3]);
        assert!((second[3] - 3.999_999_999_968).abs() < 1e-12, "{second:?}");
    });
}

#[test]
fn a_small_variance_has_the_gradient_of_a_larger_one() {
    let var = Tensor::from([0.0]).requires_grad_(true);
    gaussian_nll_loss(&Tensor::from([1.0]), &Tensor::from([1.0]), &var).backward();
    assert!((var.grad().unwrap().item() - 0.5e6).abs() < 1.0);
}

#[track_caller]
fn refused(call: impl FnOnce() -> Tensor, sentence: &str) {
    let message = Error::catch(std::panic::AssertUnwindSafe(call))
        .unwrap_err()
        .0
        .to_string();
    assert!(message.contains(sentence), "{message}");
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let x = Tensor::zeros([2, 3]);
    refused(
        || nn::cosine_embedding_loss(&x, &x, &Tensor::zeros([2, 1])),
        "cosine_embedding_loss: the inputs have shapes [2, 3] and [2, 3] and the target [2, 1]",
    );
    refused(
        || nn::triplet_margin_loss(&x, &Tensor::zeros(3), &x),
        "the positive has shape [3]",
    );
    refused(
        || nn::multi_margin_loss(&x, &Tensor::from([0, 3])),
        "the target 3 is not a class: there are 3, from 0 on",
    );
    refused(
        || multilabel_margin_loss(&x, &Tensor::from([[0, 1, -2], [0, 0, 0]])),
        "the target -2 is not a class",
    );
    refused(
        || gaussian_nll_loss(&x, &x, &(&x - 1.0)),
        "variances are not negative, and one is -1",
    );
    refused(
        || nn::hinge_embedding_loss(&x, &(&x * f64::NAN)),
        "targets are finite numbers, and one is NaN",
    );
    let log_probs = Tensor::zeros([4, 2, 3]);
    refused(
        || ctc_loss(&log_probs, &Tensor::from([[1, 3], [1, 1]]), &[4, 4], &[2, 2]),
        "the target 3 is not a class",
    );
    refused(
        || ctc_loss(&log_probs, &Tensor::from([[1, 2], [1, 1]]), &[5, 4], &[2, 2]),
        "an input length is 5, and there are 4 steps",
    );
    refused(
        || ctc_loss(&log_probs, &Tensor::from([1, 2, 1]), &[4, 4], &[2, 2]),
        "the targets have shape [3]",
    );
}

/// PyTorch's shapes and figures.
#[test]
fn a_single_row_has_its_class_as_a_number_or_a_vector() {
    let loss = MultiMarginLoss::new().reduction(Reduction::None);
    let row = Tensor::from([1.0, 0.5, 2.0]);
    for (scores, class, shape) in [
        (row.clone(), Tensor::from([1]), &[1][..]),
        (row.clone(), Tensor::from(1), &[]),
        (row.unsqueeze(0), Tensor::from(1), &[]),
    ] {
        let y = loss.forward(&scores, &class);
        assert_eq!((y.shape(), y.item()), (shape, f64::from(4.0_f32 / 3.0)));
    }
}

#[test]
#[should_panic(expected = "ignore_index=0 is for classes, and the target holds probabilities")]
fn no_class_is_left_out_of_probabilities() {
    let x = Tensor::from([[0.5, 0.5]]);
    nn::CrossEntropyLoss::new().ignore_index(0).forward(&x, &x);
}

#[test]
#[should_panic(expected = "kl_div: the target is int64, and must be floating point")]
fn divergences_are_of_floating_point_numbers() {
    kl_div(&Tensor::from([-1.0, -2.0]), &Tensor::from([1, 0]));
}
