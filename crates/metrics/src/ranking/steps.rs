//! What is found as the threshold falls.

use super::scores::Sample;

/// What of the samples scores at least a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) threshold: f64,
    /// The weight of the positive ones.
    pub(crate) right: f64,
    /// The weight of the others.
    pub(crate) wrong: f64,
}

/// What is found at each score that occurs, from the highest on.
pub(crate) fn steps(mut samples: Vec<Sample>) -> Vec<Found> {
    samples.retain(|sample| sample.weight != 0.0);
    samples.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut steps: Vec<Found> = Vec::new();
    let (mut right, mut wrong) = (0.0, 0.0);
    for sample in samples {
        *(if sample.is_positive {
            &mut right
        } else {
            &mut wrong
        }) += sample.weight;
        // 0 and -0 are one score.
        if steps.last().is_some_and(|last| last.threshold == sample.score) {
            steps.pop();
        }
        steps.push(Found {
            threshold: sample.score,
            right,
            wrong,
        });
    }
    steps
}

/// The area under the ROC curve; not a number if there is one class only.
pub(crate) fn area(samples: Vec<Sample>) -> f64 {
    let steps = steps(samples);
    let Some(all) = steps.last().copied() else {
        return f64::NAN;
    };
    let (mut area, mut before) = (0.0, (0.0, 0.0));
    for step in steps {
        area += (step.wrong - before.1) * (step.right + before.0) / 2.0;
        before = (step.right, step.wrong);
    }
    area / (all.right * all.wrong)
}
