//! How the cases of each area are run.

mod autograd;
mod by_design;
mod data;
mod errors;
mod lecture;
mod lecture_seeded;
mod nn;
mod optim;
mod ordinary;
mod print;
mod program;
mod random;

pub(crate) use by_design::by_design;

use crate::outcome::{Trouble, unsupported};
use crate::reading::{Area, Case};

/// Runs one case.
pub(crate) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
    match area.name.as_str() {
        "creation" | "elementwise" | "reduce" | "shape" | "matmul" | "softmax_loss" => {
            ordinary::run(area, case)
        }
        "autograd" => autograd::run(case),
        "data" => data::run(case),
        "errors" => errors::run(area, case),
        "lecture" => lecture::run(area, case),
        "lecture_seeded" => lecture_seeded::run(case),
        "nn" => nn::run(case),
        "optim" => optim::run(area, case),
        "print" => print::run(area, case),
        "random" => random::run(case),
        other => Err(unsupported(format!("this runner does not know the area {other}"))),
    }
}
