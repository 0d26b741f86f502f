//! How each form of case is run.

mod autograd;
mod by_design;
mod data;
mod dtypes;
mod init_facts;
mod interop;
mod lecture;
mod lecture_seeded;
mod metrics;
mod module_call;
mod nn_module;
mod optim;
mod ordinary;
mod print;
mod program;
mod random;
mod refusals;
mod second_order;

pub(crate) use by_design::by_design;

use crate::outcome::Trouble;
use crate::reading::{Area, Case};

/// Runs one case.
pub(crate) fn run(area: &Area, case: &Case) -> Result<(), Trouble> {
    match area.name.as_str() {
        "autograd" => autograd::run(case),
        "data" => data::run(case),
        "interop" => interop::run(area, case),
        "lecture" => lecture::run(area, case),
        "lecture_seeded" => lecture_seeded::run(case),
        "metrics" => metrics::run(case),
        "print" | "printing2" => print::run(area, case),
        "random" | "random2" => random::run(case),
        _ if !case.expected()["error"].is_null() => refusals::run(area, case),
        "optim" | "optim2" => optim::run(area, case),
        _ => by_op(area, case),
    }
}

fn by_op(area: &Area, case: &Case) -> Result<(), Trouble> {
    match case.op() {
        "nn_module" => nn_module::run(case),
        "module_call" => module_call::run(case),
        "init_facts" => init_facts::run(case),
        "second_order" => second_order::run(area, case),
        "promote_types" | "can_cast" | "result_type_0d" | "result_type_scalar" | "binary_dtype"
        | "unary_dtype" | "finfo" | "iinfo" => dtypes::run(case),
        _ => ordinary::run(area, case),
    }
}
