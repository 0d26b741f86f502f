//! Products of vectors and matrices.

use flambeau::Tensor;

use super::{Called, one};
use crate::reading::Args;

pub(crate) fn call(op: &str, x: &[Tensor], args: Args<'_>) -> Called {
    one(match op {
        "dot" => x[0].dot(&x[1]),
        "mv" => x[0].mv(&x[1]),
        "mm" => x[0].mm(&x[1]),
        "inner" => x[0].inner(&x[1]),
        "matmul" => x[0].matmul(&x[1]),
        "addmm" => {
            let factor = |key: &str| args.float(key).unwrap_or(1.0);
            x[0].addmm(&x[1], &x[2], factor("beta"), factor("alpha"))
        }
        "linear" => x[0].linear(&x[1], x.get(2)),
        _ => return None,
    })
}
