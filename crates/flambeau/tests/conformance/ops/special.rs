//! Special functions, and others that few programs call.

use autograd::linalg::{self, MatrixNorm, Triangle};
use flambeau::{DType, GridMode, GridPadding, GridSampleOptions, Scalar, Tensor};
use serde_json::Value;

use super::{Call, Called, Row, ok};
use crate::outcome::{Trouble, refused, unspellable};

pub(super) const TABLE: &[Row] = &[
    ("i0", |c| ok(c[0].i0())),
    ("i0e", |c| ok(c[0].i0e())),
    ("i1", |c| ok(c[0].i1())),
    ("i1e", |c| ok(c[0].i1e())),
    ("k0", |c| ok(c[0].k0())),
    ("k0e", |c| ok(c[0].k0e())),
    ("k1", |c| ok(c[0].k1())),
    ("k1e", |c| ok(c[0].k1e())),
    ("bessel_j0", |c| ok(c[0].bessel_j0())),
    ("bessel_j1", |c| ok(c[0].bessel_j1())),
    ("bessel_y0", |c| ok(c[0].bessel_y0())),
    ("bessel_y1", |c| ok(c[0].bessel_y1())),
    ("spherical_bessel_j0", |c| {
        ok((&c[0] / std::f64::consts::PI).sinc())
    }),
    ("airy_ai", |c| ok(c[0].airy_ai())),
    ("erfcx", |c| ok(c[0].erfcx())),
    ("ndtr", |c| ok(c[0].ndtr())),
    ("ndtri", |c| ok(c[0].ndtri())),
    ("log_ndtr", |c| ok(c[0].log_ndtr())),
    ("entr", |c| ok(c[0].entr())),
    ("igamma", |c| ok(c[0].igamma(&c[1]))),
    ("igammac", |c| ok(c[0].igammac(&c[1]))),
    ("mvlgamma", |c| ok(c[0].mvlgamma(c.get::<usize>("p")? as u32))),
    ("polygamma", |c| ok(c[0].polygamma(c.get::<usize>("n")? as u32))),
    ("zeta", |c| ok(c[0].zeta(&c[1]))),
    ("xlog1py", |c| ok(c[0].xlog1py(&c[1]))),
    ("logaddexp2", |c| ok(c[0].logaddexp2(&c[1]))),
    ("ldexp", |c| ok(c[0].ldexp(&c[1]))),
    ("frexp", |c| ok(c[0].frexp())),
    ("gcd", |c| ok(c[0].gcd(&c[1]))),
    ("lcm", |c| ok(c[0].lcm(&c[1]))),
    ("heaviside", |c| ok(c[0].heaviside(&c[1]))),
    ("nextafter", |c| ok(c[0].nextafter(&c[1]))),
    ("signbit", |c| ok(c[0].signbit())),
    ("isposinf", |c| ok(c[0].isposinf())),
    ("isneginf", |c| ok(c[0].isneginf())),
    ("isreal", |c| ok(c[0].ones_like().to_dtype(DType::Bool))),
    ("deg2rad", |c| ok(c[0].deg2rad())),
    ("rad2deg", |c| ok(c[0].rad2deg())),
    ("isin", |c| {
        c.maybe::<bool>("assume_unique")?;
        let found = c[0].isin(&c[1]);
        ok(if c.or("invert", false)? {
            found.logical_not()
        } else {
            found
        })
    }),
    ("unravel_index", |c| {
        ok(c[0].unravel_index(c.get::<Vec<usize>>("shape")?))
    }),
    ("tril_indices", |c| {
        ok(Tensor::tril_indices(
            c.get("row")?,
            c.get("col")?,
            c.or("offset", 0)?,
        ))
    }),
    ("triu_indices", |c| {
        ok(Tensor::triu_indices(
            c.get("row")?,
            c.get("col")?,
            c.or("offset", 0)?,
        ))
    }),
    ("gradient", |c| {
        let edge_order = c.or("edge_order", 1)?;
        let spacing: f64 = c.or("spacing", 1.0)?;
        let dims = match c.dims("dim")? {
            dims if dims.is_empty() => (0..c[0].rank() as isize).collect(),
            dims => dims,
        };
        let along = |dim: &isize| match c.operands.get(1) {
            Some(places) => c[0].gradient(places, *dim, edge_order),
            None => c[0].gradient(spacing, *dim, edge_order),
        };
        ok(dims.iter().map(along).collect::<Vec<_>>())
    }),
    ("cov", cov),
    ("corrcoef", |c| ok(c[0].corrcoef())),
    ("histogram", |c| {
        let density = c.or("density", false)?;
        ok((c[0].histogram(&c[1], c.operands.get(2), density), c[1].clone()))
    }),
    ("linalg_vander", |c| {
        let count = c.or("N", c[0].size(-1))?;
        let powers = Tensor::arange(0, count as i64, 1);
        ok(c[0]
            .unsqueeze(-1)
            .pow(&powers)
            .to_dtype(if c[0].dtype().is_float() {
                c[0].dtype()
            } else {
                DType::I64
            }))
    }),
    ("fill", |c| match c.maybe::<Scalar>("value")? {
        Some(value) => ok(c[0].full_like(value)),
        None => ok(c[1].to_dtype(c[0].dtype()).expand(c[0].shape()).contiguous()),
    }),
    ("zero_", |c| ok(c[0].zeros_like())),
    ("bilinear", |c| ok(c[0].bilinear(&c[1], &c[2], c.operands.get(3)))),
    ("pdist", |c| ok(c[0].pdist(c.or("p", 2.0)?))),
    ("affine_grid", |c| {
        let size: Vec<usize> = c.get("size")?;
        ok(c[0].affine_grid(&size, c.or("align_corners", false)?))
    }),
    ("grid_sample", |c| {
        let modes = [
            ("bilinear", GridMode::Linear),
            ("nearest", GridMode::Nearest),
            ("bicubic", GridMode::Bicubic),
        ];
        let paddings = [
            ("zeros", GridPadding::Zeros),
            ("border", GridPadding::Border),
            ("reflection", GridPadding::Reflection),
        ];
        let options = GridSampleOptions::new()
            .mode(c.choice("mode", &modes)?.unwrap_or(GridMode::Linear))
            .padding_mode(c.choice("padding_mode", &paddings)?.unwrap_or(GridPadding::Zeros))
            .align_corners(c.or("align_corners", false)?);
        ok(c[0].grid_sample(&c[1], &options))
    }),
    ("addmv", |c| {
        let [beta, alpha] = ["beta", "alpha"].map(|key| c.or(key, Scalar::Int(1)));
        let base = if c[0].rank() == 0 {
            c[0].clone()
        } else {
            c[0].unsqueeze(1)
        };
        ok(base
            .addmm(&c[1], &c[2].unsqueeze(1), beta?, alpha?)
            .squeeze_dim(1))
    }),
    ("addr", |c| {
        let [beta, alpha] = ["beta", "alpha"].map(|key| c.or(key, Scalar::Int(1)));
        ok(c[0].addmm(&c[1].unsqueeze(1), &c[2].unsqueeze(0), beta?, alpha?))
    }),
    ("addbmm", |c| weighted(c, c[1].bmm(&c[2]).sum_dim(0, false))),
    ("vdot", |c| ok(c[0].dot(&c[1]))),
    ("vecdot", |c| {
        ok((&c[0] * &c[1]).sum_dim(c.or::<isize>("dim", -1)?, false))
    }),
    ("dist", |c| ok((&c[0] - &c[1]).norm(c.or("p", 2.0)?))),
    ("logdet", |c| ok(linalg::logdet(&c[0]))),
    ("cond", |c| {
        let ord = match c.raw("p") {
            Some(Value::String(name)) if name.contains("fro") || name.contains("nuc") => {
                name.parse().map_err(refused)?
            }
            _ => MatrixNorm::P(c.or("p", 2.0)?),
        };
        ok(linalg::cond(&c[0], ord))
    }),
    ("tensorinv", |c| ok(linalg::tensorinv(&c[0], c.or("ind", 2)?))),
    ("tensorsolve", |c| {
        ok(linalg::tensorsolve(&c[0], &c[1], &c.dims("dims")?))
    }),
    ("solve_triangular", |c| {
        let triangle = match (c.get("upper")?, c.or("unitriangular", false)?) {
            (true, false) => Triangle::Upper,
            (false, false) => Triangle::Lower,
            (true, true) => Triangle::UnitUpper,
            (false, true) => Triangle::UnitLower,
        };
        if c.or("left", true)? {
            return ok(linalg::solve_triangular(&c[0], &c[1], triangle));
        }
        let turned = match triangle {
            Triangle::Upper => Triangle::Lower,
            Triangle::Lower => Triangle::Upper,
            Triangle::UnitUpper => Triangle::UnitLower,
            Triangle::UnitLower => Triangle::UnitUpper,
        };
        let t = |x: &Tensor| x.transpose(-2, -1);
        ok(t(&linalg::solve_triangular(&t(&c[0]), &t(&c[1]), turned)))
    }),
    ("cholesky_solve", |c| match c.or("upper", false)? {
        false => ok(linalg::cholesky_solve(&c[0], &c[1])),
        true => ok(linalg::cholesky_solve(&c[0], &c[1].transpose(-2, -1))),
    }),
    ("cholesky_inverse", |c| match c.or("upper", false)? {
        false => ok(linalg::cholesky_inverse(&c[0])),
        true => ok(linalg::cholesky_inverse(&c[0].transpose(-2, -1))),
    }),
    ("cholesky", |c| {
        let l = linalg::cholesky(&c[0]);
        ok(if c.or("upper", false)? {
            l.transpose(-2, -1)
        } else {
            l
        })
    }),
    ("lu", |c| {
        let (p, l, u) = linalg::lu(&c[0]);
        ok(vec![p, l, u])
    }),
];

/// `beta i0 + alpha product`.
fn weighted(c: &Call<'_>, product: Tensor) -> Called {
    let [beta, alpha] = ["beta", "alpha"].map(|key| c.or(key, Scalar::Int(1)));
    let (beta, alpha) = (beta?, alpha?);
    // What is multiplied by 0 does not count, not-a-number neither.
    let none = beta == Scalar::Int(0) || beta == Scalar::Float(0.0);
    let base = if none { c[0].zeros_like() } else { &c[0] * beta };
    ok(base + product * alpha)
}

fn cov(c: &Call<'_>) -> Called {
    let correction = c.or("correction", 1)?;
    let names: Vec<&str> = c.or("extra", Vec::new())?;
    let extra = |name: &str| -> Result<Option<&Tensor>, Trouble> {
        match names.iter().position(|own| *own == name) {
            Some(at) => match c.operands.get(at + 1) {
                Some(tensor) => Ok(Some(tensor)),
                None => Err(unspellable("weights that are not there")),
            },
            None => Ok(None),
        }
    };
    ok(c[0].cov_weighted(correction, extra("fweights")?, extra("aweights")?))
}
