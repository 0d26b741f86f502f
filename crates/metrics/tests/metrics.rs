//! What the shared figures do not ask: refusals, printing, pictures, and what is kept between batches.

use std::panic::AssertUnwindSafe;

use autograd::{DType, Error, Tensor};
use metrics::*;

/// The sentence of a refusal.
fn refusal<R>(call: impl FnOnce() -> R) -> String {
    let refused = Error::catch(AssertUnwindSafe(call)).map(drop);
    refused.expect_err("it must be refused").0.to_string()
}

#[test]
fn what_is_no_label_or_number_is_refused_by_name() {
    let classes = Tensor::from([0, 1]);
    for (label, named) in [(f64::NAN, "NaN"), (f64::INFINITY, "inf"), (0.5, "0.5")] {
        assert_eq!(
            refusal(|| accuracy_score(&classes, &Tensor::from([0.0, label]))),
            format!("accuracy_score: y_pred has {named}, which is no label: labels are whole numbers")
        );
    }
    assert_eq!(
        refusal(|| roc_auc_score(&classes, &Tensor::from([f64::NAN, 0.5]))),
        "roc_auc_score: y_score has NaN, and must have finite numbers"
    );
    assert_eq!(
        refusal(|| mean_squared_error(&Tensor::from([1.0, 2.0]), &Tensor::from([1.0]))),
        "mean_squared_error: y_true has shape [2] and y_pred [1]"
    );
    let mut f1 = F1Score::new();
    let weights = Tensor::from([1.0, -1.0]);
    assert_eq!(
        refusal(|| f1.update_weighted(&classes, &classes, &weights)),
        "f1_score: sample_weight has -1, and weights are not negative"
    );
    assert_eq!(
        refusal(|| F1Score::new().compute()),
        "f1_score: there are no samples"
    );
    assert_eq!(
        refusal(|| log_loss(&classes, &Tensor::from([0.5, 1.5]))),
        "log_loss: y_prob has 1.5, and probabilities are between 0 and 1"
    );
    assert!(refusal(|| TopKAccuracyScore::new().k(0)).contains("at least 1"));
}

#[test]
fn labels_may_be_of_any_type_of_whole_numbers() {
    let (truth, prediction) = (Tensor::from([0, 1, 1]), Tensor::from([0, 1, 0]));
    for dtype in [DType::U8, DType::I32, DType::F32, DType::Bool] {
        let score = accuracy_score(&truth.to_dtype(dtype), &prediction.to_dtype(dtype));
        assert_eq!(score, 2.0 / 3.0);
    }
}

#[test]
fn a_metric_that_was_reset_begins_anew() {
    let (truth, prediction) = (Tensor::from([1.0, 2.0]), Tensor::from([1.0, 4.0]));
    let mut error = MeanSquaredError::new();
    error.update(&truth, &prediction);
    error.update(&truth, &truth);
    assert_eq!(error.compute(), 1.0);
    error.reset();
    error.update(&truth, &prediction);
    assert_eq!(error.compute(), 2.0);
}

#[test]
fn batches_of_one_give_the_same_bits() {
    autograd::manual_seed(1);
    let (truth, prediction) = (Tensor::randn(37), Tensor::randn(37));
    let scores = |size: usize| {
        let (mut r2, mut variance) = (R2Score::new(), ExplainedVarianceScore::new());
        for begin in (0..37).step_by(size) {
            let part = |x: &Tensor| x.narrow(0, begin as isize, size.min(37 - begin));
            r2.update(&part(&truth), &part(&prediction));
            variance.update(&part(&truth), &part(&prediction));
        }
        (r2.compute().to_bits(), variance.compute().to_bits())
    };
    assert_eq!(scores(1), scores(37));
    assert_eq!(scores(10), scores(37));
}

#[test]
fn tables_print() {
    let (truth, prediction) = (Tensor::from([0, 2, 2, 10]), Tensor::from([0, 2, 10, 10]));
    let confusion = ConfusionMatrix::new()
        .normalize(Normalize::True)
        .of(&truth, &prediction);
    let expected = "true \\ predicted  0       2      10
               0  1       0       0
               2  0  0.5000  0.5000
              10  0       0       1";
    assert_eq!(confusion.to_string(), expected);
    assert_eq!(confusion.to_tensor().shape(), [3, 3]);
    let report = precision_recall_fscore_support(&truth, &prediction).to_string();
    assert!(
        report.lines().nth(2).is_some_and(|line| line.contains("0.6667")),
        "{report}"
    );
}

#[cfg(feature = "plot")]
#[test]
fn pictures_show_the_figures() {
    let truth = Tensor::from([0, 1, 1, 0]);
    let confusion = confusion_matrix(&truth, &Tensor::from([0, 1, 0, 0]));
    let svg = confusion.picture("digits").to_svg();
    assert!(
        svg.contains("digits") && svg.contains("predicted") && svg.contains("\n2\n"),
        "{svg}"
    );
    let scores = Tensor::from([0.1, 0.9, 0.4, 0.5]);
    assert!(
        roc_curve(&truth, &scores)
            .picture("ROC")
            .to_svg()
            .contains("guessing")
    );
    assert!(
        precision_recall_curve(&truth, &scores)
            .picture("PR")
            .to_svg()
            .contains("recall")
    );
}
