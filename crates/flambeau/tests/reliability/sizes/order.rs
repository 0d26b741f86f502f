//! Elements in order, counted, and summed up one after the other.

use flambeau::QuantileMode;
use flambeau::prelude::*;

use super::Call;
use super::hostile::Hostile;
use super::views::is_walked;

pub(crate) const CALLS: &[Call] = &[
    ("sort", |h| {
        let x = walked(h)?;
        Some(x.sort(h.dim(x.rank()), h.random.one_in(2)).0)
    }),
    ("topk", |h| {
        let x = walked(h)?;
        Some(x.topk(h.some(), h.dim(x.rank()), h.random.one_in(2)).0)
    }),
    ("kthvalue", |h| {
        let x = walked(h)?;
        Some(x.kthvalue(h.some(), h.dim(x.rank()), false).1)
    }),
    ("mode", |h| {
        let x = walked(h)?;
        Some(x.mode(h.dim(x.rank()), true).0)
    }),
    ("median", |h| {
        let x = walked(h)?;
        Some(x.median_dim(h.dim(x.rank()), true).0)
    }),
    ("quantile", |h| {
        let (x, q) = (walked(h)?, h.size() as f64 / 2.0);
        Some(x.quantile_dim([0.5, q], h.dim(x.rank()), true, QuantileMode::Linear))
    }),
    ("quantiles by the nearest", |h| {
        let x = walked(h)?;
        let q = h.small() as f64 / 4.0;
        Some(x.nanquantile_dim(q, h.dim(x.rank()), false, QuantileMode::Nearest))
    }),
    ("cummax", |h| {
        let x = walked(h)?;
        Some(x.cummax(h.dim(x.rank())).1)
    }),
    ("cumprod", |h| {
        let x = walked(h)?;
        Some(x.cumprod(h.dim(x.rank())))
    }),
    ("logcumsumexp", |h| {
        let x = walked(h)?;
        Some(x.logcumsumexp(h.dim(x.rank())))
    }),
    ("diff", |h| {
        let x = walked(h)?;
        Some(x.diff(h.some(), h.dim(x.rank())))
    }),
    ("trapezoid", |h| {
        let x = walked(h)?;
        Some(x.cumulative_trapezoid(1.0, h.dim(x.rank())))
    }),
    ("unique", |h| {
        let count = h.small();
        Some(h.integers(count).unique(None).counts)
    }),
    ("unique slices", |h| {
        let x = walked(h)?;
        Some(x.unique(Some(h.dim(x.rank()))).values)
    }),
    ("unique_consecutive", |h| {
        let x = walked(h)?;
        Some(x.unique_consecutive(Some(h.dim(x.rank()))).inverse)
    }),
    ("searchsorted", |h| {
        let (sorted, values) = (h.tensor(), walked(h)?);
        Some(sorted.searchsorted(&values, h.random.one_in(2)))
    }),
    ("bucketize", |h| {
        let count = h.small();
        let boundaries = h.integers(count).sort(0, false).0;
        Some(walked(h)?.bucketize(&boundaries, h.random.one_in(2)))
    }),
    ("bincount", |h| {
        let count = h.small();
        Some(h.integers(count).bincount(None, h.some()))
    }),
    ("histc", |h| {
        let (x, bins) = (walked(h)?, h.some());
        Some(x.histc(bins, h.signed() as f64, h.signed() as f64))
    }),
    ("histogram", |h| {
        let (x, count) = (walked(h)?, h.small());
        let edges = h.integers(count).to_dtype(DType::F32).sort(0, false).0;
        Some(x.histogram(&edges, None, h.random.one_in(2)))
    }),
    ("histogramdd", |h| {
        let (x, bins) = (walked(h)?, h.some());
        Some(x.float().histogramdd(bins, None, None, h.random.one_in(2)).0)
    }),
    ("nonzero", |h| Some(walked(h)?.nonzero())),
    ("argmax", |h| {
        let x = walked(h)?;
        Some(x.argmax_dim(h.dim(x.rank()), true))
    }),
    ("reductions", |h| {
        let x = walked(h)?;
        let dim = h.dim(x.rank());
        let sums = x.var_dim(dim, h.signed() as f64, true) + x.norm_dim(h.signed() as f64, dim, true);
        Some(sums + x.prod_dim(dim, true) + x.logsumexp(dim, true))
    }),
    ("softmax", |h| {
        let x = walked(h)?;
        Some(x.softmax(h.dim(x.rank())) + x.log_softmax(h.dim(x.rank())))
    }),
    ("normalize", |h| {
        let x = walked(h)?;
        Some(x.normalize(h.signed() as f64, h.dim(x.rank()), 1e-12))
    }),
    ("renorm", |h| {
        let x = walked(h)?;
        Some(x.renorm(h.signed() as f64, h.dim(x.rank()), 1.0))
    }),
    ("integers by integers", |h| {
        let (a, b) = (h.integers(3), h.integers(3));
        Some(a.remainder(&b) + a.fmod(&b) + a.floor_divide(&b) + a.gcd(&b))
    }),
    ("lcm and powers", |h| {
        let (a, b) = (h.integers(3), h.integers(3));
        Some(a.lcm(&b) + a.abs().pow(b.abs().clamp(0, 5)) - a.square() + a.sign())
    }),
    ("shifts", |h| {
        let (a, b) = (h.integers(3), h.integers(3));
        Some(a.bitwise_left_shift(&b) + a.bitwise_right_shift(&b))
    }),
    ("decimals", |h| {
        let x = h.tensor();
        Some(x.round_decimals(h.signed() as i32))
    }),
    ("polygamma", |h| {
        let x = h.tensor();
        Some(x.polygamma(h.some() as u32))
    }),
    ("mvlgamma", |h| {
        let x = h.tensor();
        Some(x.mvlgamma(h.some() as u32))
    }),
    ("special functions of anything", |h| {
        let (x, y) = (h.numbers(), h.numbers());
        Some(x.zeta(&y) + x.igamma(&y) + x.igammac(&y) + x.xlog1py(&y) + x.nextafter(&y))
    }),
    ("more special functions of anything", |h| {
        let x = h.numbers();
        Some(
            x.airy_ai() + x.k0() + x.i1e() + x.bessel_y1() + x.ndtri() + x.erfcx() + x.digamma() + x.lgamma(),
        )
    }),
    ("orthogonal polynomials", |h| {
        let (x, n) = (h.numbers(), h.integers(1));
        Some(x.chebyshev_polynomial_v(&n) + x.laguerre_polynomial_l(h.signed() as i64))
    }),
    ("frexp", |h| {
        let (mantissa, exponent) = h.numbers().frexp();
        Some(mantissa.ldexp(&exponent))
    }),
    ("gradient", |h| {
        let x = walked(h)?;
        Some(x.gradient(h.number(), h.dim(x.rank()), h.some()))
    }),
    ("gradient between places", |h| {
        let (x, places) = (walked(h)?, h.numbers());
        Some(x.gradient(&places, h.dim(x.rank()), h.small()))
    }),
    ("cov_weighted", |h| {
        let (x, count) = (h.of_rank(2), h.small());
        let (counts, weights) = (h.integers(count), h.numbers());
        Some(x.cov_weighted(h.signed() as i64, Some(&counts), Some(&weights)))
    }),
];

/// A tensor or a view that has few enough elements to be walked over.
fn walked(h: &mut Hostile) -> Option<Tensor> {
    Some(h.view()).filter(is_walked)
}
