//! What is not supported on purpose, by the names of cases.

const COPY_ON_WRITE: &str =
    "values are copy-on-write: an update in place never changes what somebody else holds, nor what was saved";
const NO_ALIAS: &str = "values are copy-on-write: reading a tensor's elements can change nothing";
const UNUSED: &str = "grad gives None for what was not used, as PyTorch does with allow_unused=True";
const UNROUNDED: &str =
    "PyTorch's own figure is not the value rounded once, and the case has no tolerance for another's";
const ORDER_OF_SUM: &str = "a sum of doubles rounds by the order of its terms, and the case has no tolerance for another than PyTorch's";
const PRINTED_OPTIONS: &str =
    "an optimizer prints the options it has: those of PyTorch's implementation do not exist here";

/// Area, name of the case with its number or without, reason.
const TABLE: &[(&str, &str, &str)] = &[
    (
        "dtypes",
        "opinfo/nn.functional.cosine_embedding_loss-int8/25",
        UNROUNDED,
    ),
    (
        "dtypes",
        "opinfo/nn.functional.poisson_nll_loss-int8/22",
        UNROUNDED,
    ),
    ("ops2", "opinfo/masked_select-float64", ORDER_OF_SUM),
    ("dtypes", "opinfo/atan2-int32", UNROUNDED),
    ("dtypes", "opinfo/atan2-int8", UNROUNDED),
    ("dtypes", "opinfo/cos-int16", UNROUNDED),
    ("dtypes", "opinfo/cosh-int32", UNROUNDED),
    ("dtypes", "opinfo/cosh-int8", UNROUNDED),
    ("dtypes", "opinfo/tan-int16", UNROUNDED),
    ("dtypes", "opinfo/tan-uint8", UNROUNDED),
    ("autograd", "detach_shares_storage", COPY_ON_WRITE),
    ("autograd", "inplace_on_view_of_nonleaf", COPY_ON_WRITE),
    ("autograd", "inplace_through_view_seen_by_base", COPY_ON_WRITE),
    ("autograd", "error_inplace_on_view_of_leaf", COPY_ON_WRITE),
    ("autograd", "error_inplace_on_expanded", COPY_ON_WRITE),
    ("autograd", "error_saved_output_modified", COPY_ON_WRITE),
    ("autograd", "error_saved_input_modified", COPY_ON_WRITE),
    ("autograd", "error_saved_modified_through_view", COPY_ON_WRITE),
    ("autograd", "error_leaf_updated_between", COPY_ON_WRITE),
    ("autograd", "error_autograd_grad_unused", UNUSED),
    ("errors", "numpy_requires_grad", NO_ALIAS),
    ("printing2", "optimizer", PRINTED_OPTIONS),
];

/// Why a case is not supported, if that is so on purpose.
pub(crate) fn by_design(area: &str, case: &str) -> Option<&'static str> {
    let kind = case.rsplit_once('/').map_or(case, |(kind, _)| kind);
    TABLE
        .iter()
        .find(|(of, name, _)| *of == area && (*name == kind || *name == case))
        .map(|(_, _, reason)| *reason)
}
