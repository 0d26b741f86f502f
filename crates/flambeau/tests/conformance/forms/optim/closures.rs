//! The optimizer that evaluates the loss several times in a step.

use flambeau::Tensor;
use flambeau::optim::Optimizer;

use super::quadratic::Quadratic;
use super::{Record, fixture, steps};
use crate::optimizers::{self, Group};
use crate::outcome::{Trouble, failed};
use crate::reading::{Area, Args, Case, Precision};

pub(super) fn run(area: &Area, case: &Case, precision: Precision) -> Result<(), Trouble> {
    match case.text("problem") {
        "quadratic" => {
            let problem = Quadratic::new(area, case, precision)?;
            follow(case, precision, &problem.parts[0], || problem.loss())
        }
        "rosenbrock" => {
            let x = fixture(area, "rosen_x0", precision)?.requires_grad_(true);
            follow(case, precision, &x, || rosenbrock(&x))
        }
        other => Err(failed(format!("this runner does not know the problem {other}"))),
    }
}

/// Rosenbrock's valley, with its gradient in `x`.
fn rosenbrock(x: &Tensor) -> Tensor {
    x.zero_grad();
    let (x0, x1) = (x.get(0), x.get(1));
    let loss = (1.0 - &x0).square() + 5.0 * (x1 - x0.square()).square();
    loss.backward();
    loss
}

fn follow(
    case: &Case,
    precision: Precision,
    x: &Tensor,
    evaluate: impl Fn() -> Tensor,
) -> Result<(), Trouble> {
    let group = Group {
        parameters: vec![x.clone()],
        options: &serde_json::Value::Null,
    };
    let args = Args::new(&case.json["args"]);
    let mut optimizer = optimizers::lbfgs(vec![group], &args)?;
    args.finish("LBFGS")?;
    let (mut losses, mut places, mut evaluations) = (Record::default(), Record::default(), Vec::new());
    for _ in 0..steps(case) {
        let mut count = 0_u64;
        losses.push(&optimizer.step_with(&mut || {
            count += 1;
            evaluate()
        }));
        places.push(x);
        evaluations.push(count);
    }
    let expected = serde_json::json!(evaluations);
    if case.expected()["evaluations"] != expected {
        return Err(failed(format!(
            "{expected} evaluations, not {}",
            case.expected()["evaluations"]
        )));
    }
    losses.check("losses", &case.expected()["losses"], case, precision)?;
    places.check("params", &case.expected()["params"], case, precision)
}
