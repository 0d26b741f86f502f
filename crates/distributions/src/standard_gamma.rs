//! Samples of gamma distributions of rate 1, and their derivatives by the concentration.

use autograd::function::{Save, record};
use autograd::random::{Generator, default_generator};
use autograd::{Error, Tensor, is_grad_enabled};
use tensor_core::{Array, scratch};

/// A sample of each concentration, in order. The gradient is implicit: where the sample stays at the same place of its
/// distribution function `F`, `dx / da = -(dF / da) / (dF / dx)`.
#[track_caller]
pub(crate) fn standard_gamma(concentration: &Tensor) -> Tensor {
    let generator = default_generator();
    let concentrations = concentration.to_vec::<f64>();
    let count = concentrations.len();
    let samples = scratch::collected(count, concentrations.iter().map(|a| sample(*a, &generator)));
    if !concentration.requires_grad() || !is_grad_enabled() {
        return Tensor::from(array(samples, concentration));
    }
    let slopes = concentrations.iter().zip(&samples).map(|(a, x)| slope(*a, *x));
    let slopes = array(scratch::collected(count, slopes), concentration);
    let save = [Save::Value(&slopes)];
    record(
        "StandardGamma",
        array(samples, concentration),
        [concentration],
        save,
        |cx| {
            if is_grad_enabled() {
                Error::graph("a sample of a gamma distribution has first derivatives only").raise();
            }
            let [slopes] = cx.saved();
            [Some(&cx.grad * slopes)]
        },
    )
}

/// Values in the shape and type of the concentration.
#[track_caller]
fn array(values: Vec<f64>, concentration: &Tensor) -> Array {
    Tensor::from_vec(values, concentration.shape())
        .to_dtype(concentration.dtype())
        .to_array()
}

/// A sample by G. Marsaglia and W. W. Tsang: "A simple method for generating gamma variables" (2000), with the draws that
/// PyTorch makes.
fn sample(concentration: f64, generator: &Generator) -> f64 {
    if concentration <= 0.0 {
        return 0.0;
    }
    let uniform = || {
        let mut u = [0.0_f64];
        generator.fill_uniform(&mut u);
        1.0 - u[0]
    };
    let normal = || {
        let mut x = [0.0_f64];
        // A deviation of 1 is never refused.
        let _ = generator.fill_normal(&mut x, 0.0, 1.0);
        x[0]
    };
    let (scale, shape) = if concentration < 1.0 {
        (uniform().powf(1.0 / concentration), concentration + 1.0)
    } else {
        (1.0, concentration)
    };
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let (x, y) = std::iter::repeat_with(normal)
            .map(|x| (x, 1.0 + c * x))
            .find(|(_, y)| *y > 0.0)
            .unwrap_or((0.0, 1.0));
        let (v, u, square) = (y * y * y, uniform(), x * x);
        if u < 1.0 - 0.0331 * square * square || u.ln() < 0.5 * square + d * (1.0 - v + v.ln()) {
            return scale * d * v;
        }
    }
}

/// Beyond this concentration the sample is as good as a cube of a normal number.
const LARGE: f64 = 1e4;

/// `dx / da` of a sample.
fn slope(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if a > LARGE {
        // Of x = a (1 - 1 / (9 a) + z / (3 sqrt(a)))^3, of E. B. Wilson and M. M. Hilferty (1931), with z held.
        let root = (x / a).cbrt();
        let z = (root - 1.0 + 1.0 / (9.0 * a)) * 3.0 * a.sqrt();
        return x / a + 3.0 * a * root * root * (1.0 / (9.0 * a * a) - z / (6.0 * a * a.sqrt()));
    }
    // F is the sum of x^(a + n) e^-x / gamma(a + n + 1); the density is its first term's, times a / x.
    let (mut term, mut psi) = (1.0, digamma(a + 1.0));
    let (logarithm, mut n) = (x.ln(), 0.0);
    let mut sum = 0.0;
    loop {
        let part = term * (logarithm - psi);
        sum += part;
        n += 1.0;
        // Terms grow up to n = x - a, and then fall.
        if a + n > x && (part.abs() <= 1e-17 * sum.abs() || term < 1e-300) {
            break;
        }
        psi += 1.0 / (a + n);
        term *= x / (a + n);
    }
    -sum * x / a
}

/// The derivative of the logarithm of the gamma function: its recurrence up to 8, and from there its asymptotic series.
fn digamma(mut x: f64) -> f64 {
    let mut below = 0.0;
    while x < 8.0 {
        below += 1.0 / x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = square * (1.0 / 12.0 - square * (1.0 / 120.0 - square * (1.0 / 252.0 - square / 240.0)));
    x.ln() - 0.5 / x - series - below
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PyTorch's `_standard_gamma_grad`, and for the large concentration the difference quotient of the quantile.
    #[test]
    fn slopes_are_those_of_pytorch() {
        for (a, x, expected, tolerance) in [
            (0.1, 0.001, 0.06490724904854038, 2e-3),
            (0.1, 0.5, 5.1197179189565425, 2e-3),
            (0.5, 0.01, 0.09354403204858969, 2e-3),
            (0.5, 2.0, 2.51197363123691, 2e-3),
            (1.0, 0.3, 0.5957784367491569, 2e-3),
            (1.0, 4.0, 2.169789248385443, 2e-3),
            (2.5, 1.0, 0.6507681391819737, 2e-3),
            (2.5, 8.0, 1.805431331148973, 2e-3),
            (7.0, 3.0, 0.650332569718175, 2e-3),
            (7.0, 12.0, 1.3245295652977507, 2e-3),
            (30.0, 25.0, 0.9166713768838876, 2e-3),
            (30.0, 45.0, 1.2231899289600177, 2e-3),
            (200.0, 190.0, 0.9753952623145774, 2e-3),
            (900.0, 950.0, 1.027453732007833, 2e-3),
        ] {
            let got = slope(a, x);
            assert!(
                (got - expected).abs() <= tolerance * expected.abs(),
                "{a} {x}: {got}, not {expected}"
            );
        }
    }

    #[test]
    fn both_formulas_agree_where_they_meet() {
        for x in [9_700.0, 9_999.0, 10_200.0] {
            let (below, above) = (slope(LARGE, x), slope(LARGE * (1.0 + 1e-9), x));
            assert!((below - above).abs() < 1e-4, "{x}: {below} {above}");
        }
    }
}
