//! What PyTorch calls by two names.

/// PyTorch's other name, and that of the row.
const NAMES: &[(&str, &str)] = &[
    ("absolute", "abs"),
    ("adjoint", "mT"),
    ("arccos", "acos"),
    ("arccosh", "acosh"),
    ("arcsin", "asin"),
    ("arcsinh", "asinh"),
    ("arctan", "atan"),
    ("arctan2", "atan2"),
    ("arctanh", "atanh"),
    ("bitwise_left_shift", "shift_left"),
    ("bitwise_right_shift", "shift_right"),
    ("clip", "clamp"),
    ("clone", "contiguous"),
    ("concat", "cat"),
    ("concatenate", "cat"),
    ("det", "linalg_det"),
    ("divide", "div"),
    ("expit", "sigmoid"),
    ("fix", "trunc"),
    ("gammainc", "igamma"),
    ("gammaincc", "igammac"),
    ("gammaln", "lgamma"),
    ("ger", "outer"),
    ("greater", "gt"),
    ("greater_equal", "ge"),
    ("inv", "linalg_inv"),
    ("inverse", "linalg_inv"),
    ("less", "lt"),
    ("less_equal", "le"),
    ("modified_bessel_i0", "i0"),
    ("modified_bessel_i1", "i1"),
    ("modified_bessel_k0", "k0"),
    ("modified_bessel_k1", "k1"),
    ("moveaxis", "movedim"),
    ("multigammaln", "mvlgamma"),
    ("multiply", "mul"),
    ("narrow_copy", "narrow"),
    ("negative", "neg"),
    ("not_equal", "ne"),
    ("pinverse", "linalg_pinv"),
    ("positive", "contiguous"),
    ("psi", "digamma"),
    ("row_stack", "vstack"),
    ("scaled_modified_bessel_k0", "k0e"),
    ("scaled_modified_bessel_k1", "k1e"),
    ("sgn", "sign"),
    ("slogdet", "linalg_slogdet"),
    ("split_with_sizes", "split"),
    ("subtract", "sub"),
    ("trapz", "trapezoid"),
    ("true_divide", "div"),
    ("mH", "mT"),
    ("H", "t"),
];

/// The name under which the operation has a row: without the name of its module, and the first of its names.
pub(super) fn of(op: &str) -> &str {
    let prefixes = ["special_", "special.", "linalg_", "linalg.", "nn.functional."];
    let bare = prefixes
        .iter()
        .find_map(|prefix| op.strip_prefix(prefix))
        .unwrap_or(op);
    let found = NAMES.iter().find(|(other, _)| *other == bare);
    found.map_or(bare, |(_, own)| own)
}
