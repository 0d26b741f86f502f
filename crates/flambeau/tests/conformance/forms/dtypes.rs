//! Tables of element types: what operations give, and what promotes to what.

use flambeau::{DType, Tensor};
use serde_json::{Value, json};

use crate::compare::plain;
use crate::ops;
use crate::outcome::{Trouble, attempt, failed, unsupported};
use crate::reading::{Case, Precision, dtype, entries, list};

pub(super) fn run(case: &Case) -> Result<(), Trouble> {
    let table = &case.expected()["table"];
    match case.op() {
        "promote_types" => square(case, |row, column| Ok(Some(row.promote(column)))),
        "result_type_0d" => square(case, |row, column| {
            result(
                "add",
                &[ones(row), Tensor::options().dtype(column).ones(())],
                &json!({}),
            )
        }),
        "binary_dtype" => {
            let op = case.args().get("call")?;
            square(case, |row, column| match op {
                "where" => result(op, &[ones(DType::Bool), ones(row), ones(column)], &json!({})),
                _ => result(op, &[ones(row), ones(column)], &json!({})),
            })
        }
        "result_type_scalar" => {
            let op = format!("{}_scalar", case.args().get::<&str>("call")?);
            let scalars = [json!(true), json!(2), json!(2.0)].map(|scalar| json!({"scalar": scalar}));
            let cell = |row, args| result(&op, &[ones(row)], args);
            check(&dtypes(case)?, &scalars.each_ref(), list(table), cell)
        }
        "unary_dtype" => entries(table).try_for_each(|(call, row)| {
            let (op, args) = unary(call);
            let cell = |(), dtype| result(op, &[ones(dtype)], &args);
            check(&[()], &dtypes(case)?, std::slice::from_ref(row), cell)
        }),
        "can_cast" => {
            let (rows, expected) = (dtypes(case)?, list(table));
            plain("the number of rows", rows.len(), expected.len())?;
            rows.iter().zip(expected).try_for_each(|(from, row)| {
                let answers: Vec<bool> = rows.iter().map(|to| from.can_cast(*to)).collect();
                plain("a row of the table", &json!(answers), row)
            })
        }
        "finfo" => {
            let info = limits(case, DType::finfo)?;
            let (eps, tiny) = (info.eps, info.smallest_normal);
            let found = json!({"bits": info.bits, "eps": eps, "max": info.max, "min": info.min,
                "tiny": tiny, "smallest_normal": tiny});
            plain("the limits", &found, case.expected())
        }
        "iinfo" => {
            let info = limits(case, DType::iinfo)?;
            let found = json!({"bits": info.bits, "max": info.max, "min": info.min});
            plain("the limits", &found, case.expected())
        }
        other => Err(unsupported(format!("{other} does not exist here"))),
    }
}

/// The limits of the element type that a case asks for.
fn limits<T>(case: &Case, of: impl Fn(DType) -> Option<T>) -> Result<T, Trouble> {
    let dtype = dtype(case.args().get("dtype")?)?;
    of(dtype).ok_or_else(|| failed(format!("{dtype} has no such limits")))
}

fn dtypes(case: &Case) -> Result<Vec<DType>, Trouble> {
    case.args()
        .get::<Vec<&str>>("dtypes")?
        .into_iter()
        .map(dtype)
        .collect()
}

fn ones(dtype: DType) -> Tensor {
    Tensor::options().dtype(dtype).ones([2, 2])
}

/// A table with the same element types in rows and in columns.
fn square(case: &Case, cell: impl Fn(DType, DType) -> Result<Option<DType>, Trouble>) -> Result<(), Trouble> {
    let dtypes = dtypes(case)?;
    check(&dtypes, &dtypes, list(&case.expected()["table"]), cell)
}

fn check<R: Copy, C: Copy>(
    rows: &[R],
    columns: &[C],
    table: &[Value],
    cell: impl Fn(R, C) -> Result<Option<DType>, Trouble>,
) -> Result<(), Trouble> {
    plain("the number of rows", rows.len(), table.len())?;
    for (row, expected) in rows.iter().zip(table) {
        let names = columns
            .iter()
            .map(|column| Ok(cell(*row, *column)?.map_or(Value::Null, |dtype| json!(dtype.name()))));
        let names = names.collect::<Result<Vec<_>, Trouble>>()?;
        plain("a row of the table", &Value::from(names), expected)?;
    }
    Ok(())
}

/// The element type of an operation's first result, none if it is refused.
fn result(op: &str, operands: &[Tensor], args: &Value) -> Result<Option<DType>, Trouble> {
    match attempt(|| ops::call(op, operands, args, Precision::Declared)) {
        Ok(Ok(outputs)) => Ok(outputs.first().map(Tensor::dtype)),
        Ok(Err(Trouble::Refused(_))) | Err(_) => Ok(None),
        Ok(Err(trouble)) => Err(trouble),
    }
}

/// An operation of the tables of functions of one tensor, and its arguments.
fn unary(call: &str) -> (&str, Value) {
    match call {
        "clamp_int" => ("clamp", json!({"min": 0, "max": 1})),
        "clamp_float" => ("clamp", json!({"min": 0.0, "max": 0.5})),
        "det" => ("linalg_det", json!({})),
        "topk" => (call, json!({"k": 1, "dim": 0})),
        "histc" => (call, json!({"bins": 2})),
        "cumsum" | "cumprod" | "logsumexp" | "sort" | "softmax" => (call, json!({"dim": 0})),
        _ => (call, json!({})),
    }
}
