//! Figures of predictions, of all samples at once and of unequal batches.

use flambeau::Tensor;
use flambeau::metrics::*;
use serde_json::Value;

use super::refusals;
use crate::compare::{Tolerance, numbers};
use crate::options::set;
use crate::outcome::{Trouble, attempt, failed, unsupported};
use crate::reading::{Args, Case, Read, list, number};

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    let run = || {
        for batches in [vec![Batch::all(case)?], Batch::unequal(case)?] {
            let args = Args::new(&case.json["args"]);
            let got = figure(case.op(), &args, &batches)?;
            args.finish(case.op())?;
            check(case, &got)?;
        }
        Ok(())
    };
    if case.expected()["error"].is_null() {
        return run();
    }
    match attempt(run) {
        Ok(Err(Trouble::Unspellable(_))) => Ok(()),
        Ok(Err(Trouble::Unsupported(reason))) => Err(Trouble::Unsupported(reason)),
        Ok(_) => Err(failed("it was not refused")),
        Err(message) => refusals::check_sentence(&message),
    }
}

/// Compares with a number, a list or a nested one; what is none there is not asked for.
fn check(case: &Case, got: &[f64]) -> Result<(), Trouble> {
    let mut expected = Vec::new();
    flatten(&case.expected()["value"], &mut expected);
    let tolerance = Tolerance::of(&Value::Null, &case.json);
    numbers("the figure", got, &expected, &tolerance)
}

fn flatten(value: &Value, into: &mut Vec<f64>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| flatten(value, into)),
        value => into.extend(number(value)),
    }
}

/// A part of the samples of a case.
struct Batch {
    truth: Tensor,
    prediction: Tensor,
    weight: Option<Tensor>,
}

impl Batch {
    fn all(case: &Case) -> Result<Self, Trouble> {
        let [truth, prediction] = [0, 1].map(|at| column(&case.json["data"][at]));
        let weight = case.json.get("sample_weight").map(column);
        Ok(Self {
            truth: truth?,
            prediction: prediction?,
            weight: weight.transpose()?,
        })
    }

    /// The first two thirds of the samples, and the rest.
    fn unequal(case: &Case) -> Result<Vec<Self>, Trouble> {
        let all = Self::all(case)?;
        let samples = all.truth.shape()[0];
        if all.prediction.shape()[0] != samples || samples < 2 {
            return Ok(vec![all]);
        }
        let first = samples - samples / 3;
        let parts = [(0, first), (first, samples - first)].map(|(begin, length)| {
            let part = |x: &Tensor| x.narrow(0, begin as isize, length);
            Self {
                truth: part(&all.truth),
                prediction: part(&all.prediction),
                weight: all.weight.as_ref().map(part),
            }
        });
        Ok(parts.into_iter().filter(|part| !part.truth.is_empty()).collect())
    }
}

/// A vector, or a matrix, of numbers.
fn column(json: &Value) -> Result<Tensor, Trouble> {
    let rows = list(json);
    let mut values = Vec::new();
    flatten(json, &mut values);
    let columns = rows.iter().find_map(Value::as_array).map(Vec::len);
    Ok(match columns {
        Some(columns) => Tensor::from_vec(values, [rows.len(), columns]),
        None => Tensor::from_vec(values, rows.len()),
    })
}

/// A metric that has been given the batches.
macro_rules! fed {
    ($metric:expr, $batches:expr) => {{
        let mut metric = $metric;
        for batch in $batches {
            match &batch.weight {
                Some(weight) => metric.update_weighted(&batch.truth, &batch.prediction, weight),
                None => metric.update(&batch.truth, &batch.prediction),
            }
        }
        metric
    }};
}

/// The figure of a metric with options for averages over classes, or those of the classes.
macro_rules! averaged {
    ($metric:expr, $args:expr, $batches:expr) => {{
        let metric = set!($metric, $args, pos_label: i64, zero_division: f64, labels: Vec<i64>);
        if $args.raw("average").is_some_and(Value::is_null) {
            fed!(metric, $batches).per_class()
        } else {
            vec![fed!(set!(metric, $args, average: Average), $batches).compute()]
        }
    }};
}

/// The figure of a metric of several outputs, or those of the outputs.
macro_rules! outputs {
    ($metric:expr, $args:expr, $batches:expr) => {{
        let metric = fed!($metric, $batches);
        if $args.maybe::<&str>("multioutput")? == Some("raw_values") {
            metric.per_output()
        } else {
            vec![metric.compute()]
        }
    }};
}

fn figure(op: &str, args: &Args<'_>, batches: &[Batch]) -> Result<Vec<f64>, Trouble> {
    Ok(match op {
        "accuracy_score" => vec![fed!(set!(AccuracyScore::new(), args, normalize), batches).compute()],
        "zero_one_loss" => vec![fed!(set!(ZeroOneLoss::new(), args, normalize), batches).compute()],
        "hamming_loss" => vec![fed!(HammingLoss::new(), batches).compute()],
        "balanced_accuracy_score" => {
            vec![fed!(set!(BalancedAccuracyScore::new(), args, adjusted), batches).compute()]
        }
        "matthews_corrcoef" => vec![fed!(MatthewsCorrcoef::new(), batches).compute()],
        "cohen_kappa_score" => {
            let kappa = set!(CohenKappaScore::new(), args, labels: Vec<i64>);
            vec![fed!(kappa, batches).compute()]
        }
        "confusion_matrix" => {
            let matrix = set!(ConfusionMatrix::new(), args, normalize: Normalize, labels: Vec<i64>);
            fed!(matrix, batches).compute().counts.concat()
        }
        "precision_score" => averaged!(PrecisionScore::new(), args, batches),
        "recall_score" => averaged!(RecallScore::new(), args, batches),
        "f1_score" => averaged!(F1Score::new(), args, batches),
        "fbeta_score" => averaged!(FBetaScore::new(args.get("beta")?), args, batches),
        "jaccard_score" => averaged!(JaccardScore::new(), args, batches),
        "precision_recall_fscore_support" => support(args, batches)?,
        _ => return ranking(op, args, batches),
    })
}

fn support(args: &Args<'_>, batches: &[Batch]) -> Result<Vec<f64>, Trouble> {
    let report =
        set!(PrecisionRecallFscoreSupport::new(), args, beta: f64, zero_division: f64, labels: Vec<i64>);
    let report = fed!(report, batches);
    Ok(match args.maybe::<Average>("average")? {
        Some(average) => {
            let (precision, recall, fscore) = report.averaged(average);
            vec![precision, recall, fscore]
        }
        None => {
            let all = report.compute();
            [all.precision, all.recall, all.fscore, all.support].concat()
        }
    })
}

fn ranking(op: &str, args: &Args<'_>, batches: &[Batch]) -> Result<Vec<f64>, Trouble> {
    Ok(match op {
        "roc_auc_score" => {
            let auc = set!(RocAucScore::new(), args, multi_class: MultiClass, average: RocAucAverage);
            vec![fed!(auc, batches).compute()]
        }
        "average_precision_score" => {
            let precision = set!(AveragePrecisionScore::new(), args, pos_label: i64);
            vec![fed!(precision, batches).compute()]
        }
        "roc_curve" => {
            let roc = set!(RocCurve::new(), args, pos_label: i64, drop_intermediate: bool);
            let roc = fed!(roc, batches).compute();
            [roc.fpr, roc.tpr, roc.thresholds].concat()
        }
        "precision_recall_curve" => {
            let curve = set!(PrecisionRecallCurve::new(), args, pos_label: i64);
            let curve = fed!(curve, batches).compute();
            [curve.precision, curve.recall, curve.thresholds].concat()
        }
        "log_loss" => {
            let loss = set!(LogLoss::new(), args, normalize: bool, labels: Vec<i64>);
            vec![fed!(loss, batches).compute()]
        }
        "brier_score_loss" => {
            let loss = set!(BrierScoreLoss::new(), args, pos_label: i64);
            vec![fed!(loss, batches).compute()]
        }
        "top_k_accuracy_score" => {
            let top = set!(TopKAccuracyScore::new(), args, k: usize, normalize: bool, labels: Vec<i64>);
            vec![fed!(top, batches).compute()]
        }
        _ => return regression(op, args, batches),
    })
}

fn regression(op: &str, args: &Args<'_>, batches: &[Batch]) -> Result<Vec<f64>, Trouble> {
    let averages = [
        ("uniform_average", Some(MultioutputScore::UniformAverage)),
        ("variance_weighted", Some(MultioutputScore::VarianceWeighted)),
        ("raw_values", None),
    ];
    let average = args
        .choice("multioutput", &averages)?
        .flatten()
        .unwrap_or_default();
    Ok(match op {
        "r2_score" => outputs!(R2Score::new().multioutput(average), args, batches),
        "explained_variance_score" => {
            outputs!(ExplainedVarianceScore::new().multioutput(average), args, batches)
        }
        "mean_absolute_error" => outputs!(MeanAbsoluteError::new(), args, batches),
        "mean_squared_error" => outputs!(MeanSquaredError::new(), args, batches),
        "root_mean_squared_error" => outputs!(RootMeanSquaredError::new(), args, batches),
        "median_absolute_error" => outputs!(MedianAbsoluteError::new(), args, batches),
        "mean_absolute_percentage_error" => outputs!(MeanAbsolutePercentageError::new(), args, batches),
        "mean_squared_log_error" => outputs!(MeanSquaredLogError::new(), args, batches),
        "max_error" => vec![fed!(MaxError::new(), batches).compute()],
        other => return Err(unsupported(format!("the metric {other} does not exist here"))),
    })
}

/// Options by scikit-learn's words.
macro_rules! words {
    ($($type:ident { $($word:literal => $value:ident,)+ })+) => {$(
        impl<'a> Read<'a> for $type {
            const KIND: &'static str = stringify!($type);

            fn read(json: &'a Value) -> Option<Self> {
                match json.as_str()? {
                    $($word => Some($type::$value),)+
                    _ => None,
                }
            }
        }
    )+};
}
words! {
    Average { "binary" => Binary, "micro" => Micro, "macro" => Macro, "weighted" => Weighted, }
    Normalize { "true" => True, "pred" => Pred, "all" => All, }
    MultiClass { "ovr" => Ovr, "ovo" => Ovo, }
    RocAucAverage { "macro" => Macro, "weighted" => Weighted, }
}
