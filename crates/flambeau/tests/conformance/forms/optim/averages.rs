//! Averages of the parameters on the way.

use flambeau::optim::AveragedModel;

use super::quadratic::Quadratic;
use super::{Record, steps};
use crate::optimizers;
use crate::outcome::Trouble;
use crate::reading::{Area, Args, Case, Precision};

pub(super) fn run(area: &Area, case: &Case, precision: Precision) -> Result<(), Trouble> {
    let problem = Quadratic::new(area, case, precision)?;
    let mut optimizer = optimizers::build(case.text("optimizer"), problem.parts.clone(), &case.json["args"])?;
    let top = Args::new(&case.json);
    let (start, every): (u64, u64) = (
        top.get::<usize>("start")? as u64,
        top.get::<usize>("every")? as u64,
    );
    let mut averaged = AveragedModel::new(&problem.parts);
    if let Some(decay) = top.maybe("decay")? {
        averaged = averaged.decay(decay);
    }
    let (mut places, mut averages) = (Record::default(), Record::default());
    for step in 0..steps(case) {
        problem.loss();
        optimizer.step();
        if step >= start && (step - start).is_multiple_of(every) {
            averaged.update_parameters();
        }
        places.push(&problem.x());
        averages.push(&averaged.averages()[0]);
    }
    places.check("params", &case.expected()["params"], case, precision)?;
    averages.check("averaged", &case.expected()["averaged"], case, precision)
}
