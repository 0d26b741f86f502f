//! Elements in order, counted, and summed up one after the other.

use flambeau::QuantileMode;
use flambeau::prelude::*;

use super::Operation;

pub(super) const OPERATIONS: &[Operation] = &[
    ("sort 0", |x| x.sort(0, false).0),
    ("sort of a transpose", |x| x.t().sort(0, true).0),
    ("argsort", |x| x.argsort(1, true)),
    ("topk", |x| x.topk(x.size(1).div_ceil(2), 1, true).0),
    ("topk of one", |x| x.topk(1, 0, false).0),
    ("kthvalue", |x| x.kthvalue(1, 0, false).0),
    ("mode", |x| x.mode(1, false).0),
    ("median", |x| x.median()),
    ("median_dim", |x| x.median_dim(0, false).0),
    ("nanmedian_dim", |x| x.nanmedian_dim(1, true).0),
    ("quantile", |x| x.quantile([0.1, 0.5])),
    ("quantile_dim", |x| {
        x.quantile_dim(0.3, 0, true, QuantileMode::Nearest)
    }),
    ("nanquantile_dim", |x| {
        x.nanquantile_dim([0.3, 0.9], 1, false, QuantileMode::Linear)
    }),
    ("cummax", |x| x.cummax(0).0),
    ("cummin", |x| x.cummin(1).0),
    ("cumprod 0", |x| x.cumprod(0)),
    ("cumprod 1", |x| x.cumprod(1)),
    ("logcumsumexp", |x| x.logcumsumexp(0)),
    ("diff", |x| x.diff(1, 0)),
    ("trapezoid", |x| x.trapezoid(0.5, 1)),
    ("cumulative_trapezoid", |x| x.cumulative_trapezoid(0.5, 0)),
    ("unique", |x| x.unique(None).inverse),
    ("unique rows", |x| x.unique(Some(0)).counts),
    ("unique_consecutive", |x| x.unique_consecutive(None).values),
    ("searchsorted", |x| {
        let sorted = x.detach().reshape([-1_i64]).sort(0, false).0;
        sorted.searchsorted(x, true)
    }),
    ("bucketize", |x| {
        x.bucketize(&Tensor::from([0.2, 0.5]).to_dtype(x.dtype()), false)
    }),
    ("histc", |x| x.detach().histc(10, 0, 1)),
    ("histogram", |x| {
        let edges = Tensor::linspace(0.0, 1.0, 9).to_dtype(x.dtype());
        x.detach().histogram(&edges, None, true)
    }),
    ("histogramdd", |x| {
        let points = x.detach().reshape([-1_i64, 1]);
        points.histogramdd(4, None, None, true).0
    }),
    ("bincount", |x| {
        let numbers = (x.detach() * 600).long().reshape([-1_i64]);
        numbers.bincount(None, 700)
    }),
    ("argmax_dim", |x| x.argmax_dim(0, false)),
    ("any_dim", |x| x.gt(0.5).any_dim(0, false)),
    ("all", |x| x.gt(0.5).all()),
    ("count_nonzero", |x| x.count_nonzero([1])),
    ("nonzero", |x| x.nonzero()),
    ("nansum_dim", |x| x.nansum_dim(0, false)),
    ("nanmean_dim", |x| x.nanmean_dim(1, false)),
    ("aminmax", |x| {
        let (least, most) = x.aminmax(0, false);
        most - least
    }),
    ("norm of absolute values", |x| x.norm_dim(1, 0, false)),
    ("norm of the largest", |x| x.norm_dim(f64::INFINITY, 1, true)),
    ("normalize", |x| x.normalize(2.0, 1, 1e-12)),
    ("renorm", |x| x.renorm(2, 0, 0.5)),
    ("var_mean", |x| x.var_mean(0, 0, false).0),
    ("isclose", |x| x.isclose(&x.flip(0))),
    ("remainder", |x| x.remainder(0.3)),
    ("atan2", |x| x.atan2(&x.detach().flip(1))),
    ("lgamma", |x| x.lgamma()),
    ("erfinv", |x| x.erfinv()),
    ("nan_to_num", |x| x.nan_to_num()),
    ("airy_ai", |x| x.airy_ai()),
    ("legendre_polynomial_p", |x| x.legendre_polynomial_p(3)),
    ("laguerre_polynomial_l of degrees", |x| {
        x.laguerre_polynomial_l((x.detach() * 4).long())
    }),
    ("frexp", |x| x.detach().frexp().0),
    ("gradient", |x| x.flatten(0, 1).gradient(0.5, 0, 1)),
];
