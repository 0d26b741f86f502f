//! The twins in place of operations that keep the shape: `x.exp_()`, `x.clamp_(0, 1)`.

use tensor_core::{Scalar, ScatterReduce};

use crate::operators::Operand;
use crate::tensor::Tensor;

/// Writes twins: their names, the operations, and what they take.
macro_rules! twins {
    ($($name:ident $operation:ident($($argument:ident: $ty:ty),*);)*) => {
        impl Tensor {$(
            #[doc = concat!("[`", stringify!($operation), "`](Tensor::", stringify!($operation), ") in place. The shape and the element type stay.")]
            ///
            /// # Panics
            /// As that operation, and if the result has another shape or a wider kind of number, or this is a leaf that
            /// requires a gradient and recording is on.
            #[track_caller]
            pub fn $name(&mut self $(, $argument: $ty)*) -> &mut Self {
                self.writable(stringify!($name));
                let result = self.$operation($($argument),*);
                self.assign(stringify!($name), result)
            }
        )*}
    };
}

// Functions of one number.
twins! {
    abs_ abs();
    acos_ acos();
    acosh_ acosh();
    asin_ asin();
    asinh_ asinh();
    atan_ atan();
    atanh_ atanh();
    bitwise_not_ bitwise_not();
    ceil_ ceil();
    celu_ celu(alpha: f64);
    cos_ cos();
    cosh_ cosh();
    deg2rad_ deg2rad();
    digamma_ digamma();
    elu_ elu(alpha: f64);
    erf_ erf();
    erfc_ erfc();
    erfinv_ erfinv();
    exp_ exp();
    exp2_ exp2();
    expm1_ expm1();
    floor_ floor();
    frac_ frac();
    hardtanh_ hardtanh(min: f64, max: f64);
    i0_ i0();
    leaky_relu_ leaky_relu(slope: f64);
    lgamma_ lgamma();
    log_ log();
    log10_ log10();
    log1p_ log1p();
    log2_ log2();
    logical_not_ logical_not();
    logit_ logit();
    mvlgamma_ mvlgamma(p: u32);
    nan_to_num_ nan_to_num();
    neg_ neg();
    polygamma_ polygamma(n: u32);
    rad2deg_ rad2deg();
    reciprocal_ reciprocal();
    round_ round();
    rsqrt_ rsqrt();
    selu_ selu();
    sigmoid_ sigmoid();
    sign_ sign();
    sin_ sin();
    sinc_ sinc();
    sinh_ sinh();
    sqrt_ sqrt();
    square_ square();
    tan_ tan();
    tanh_ tanh();
    threshold_ threshold(threshold: f64, value: f64);
    trunc_ trunc();
}

// Functions of several numbers.
twins! {
    addcdiv_ addcdiv(a: &Tensor, b: &Tensor, value: impl Into<Scalar>);
    addcmul_ addcmul(a: &Tensor, b: &Tensor, value: impl Into<Scalar>);
    addmm_ addmm(a: &Tensor, b: &Tensor, beta: impl Into<Scalar>, alpha: impl Into<Scalar>);
    atan2_ atan2(other: &Tensor);
    baddbmm_ baddbmm(a: &Tensor, b: &Tensor, beta: impl Into<Scalar>, alpha: impl Into<Scalar>);
    bitwise_and_ bitwise_and(other: impl Operand);
    bitwise_left_shift_ bitwise_left_shift(other: impl Operand);
    bitwise_or_ bitwise_or(other: impl Operand);
    bitwise_right_shift_ bitwise_right_shift(other: impl Operand);
    bitwise_xor_ bitwise_xor(other: impl Operand);
    clamp_ clamp(min: impl Operand, max: impl Operand);
    clamp_max_ clamp_max(max: impl Operand);
    clamp_min_ clamp_min(min: impl Operand);
    copysign_ copysign(other: &Tensor);
    eq_ eq(other: impl Operand);
    float_power_ float_power(exponent: impl Operand);
    floor_divide_ floor_divide(other: impl Operand);
    fmod_ fmod(other: impl Operand);
    gcd_ gcd(other: &Tensor);
    ge_ ge(other: impl Operand);
    gt_ gt(other: impl Operand);
    heaviside_ heaviside(values: impl Operand);
    hypot_ hypot(other: &Tensor);
    igamma_ igamma(x: &Tensor);
    igammac_ igammac(x: &Tensor);
    lcm_ lcm(other: &Tensor);
    ldexp_ ldexp(exponent: &Tensor);
    le_ le(other: impl Operand);
    lerp_ lerp(end: &Tensor, weight: impl Operand);
    logical_and_ logical_and(other: &Tensor);
    logical_or_ logical_or(other: &Tensor);
    logical_xor_ logical_xor(other: &Tensor);
    lt_ lt(other: impl Operand);
    ne_ ne(other: impl Operand);
    nextafter_ nextafter(other: &Tensor);
    pow_ pow(exponent: impl Operand);
    remainder_ remainder(other: impl Operand);
    xlogy_ xlogy(other: &Tensor);
}

// What is done to places and along dimensions.
twins! {
    cumprod_ cumprod(dim: isize);
    cumsum_ cumsum(dim: isize);
    index_add_ index_add(dim: isize, index: &Tensor, src: &Tensor);
    index_copy_ index_copy(dim: isize, index: &Tensor, source: &Tensor);
    index_fill_ index_fill(dim: isize, index: &Tensor, value: impl Into<Scalar>);
    index_reduce_ index_reduce(dim: isize, index: &Tensor, source: &Tensor, reduce: ScatterReduce, include_self: bool);
    masked_fill_ masked_fill(mask: &Tensor, value: impl Operand);
    masked_scatter_ masked_scatter(mask: &Tensor, source: &Tensor);
    put_ put(index: &Tensor, source: &Tensor, accumulate: bool);
    renorm_ renorm(p: impl Into<f64>, dim: isize, maxnorm: impl Into<f64>);
    scatter_ scatter(dim: isize, index: &Tensor, src: impl Operand);
    scatter_add_ scatter_add(dim: isize, index: &Tensor, src: &Tensor);
    scatter_reduce_ scatter_reduce(dim: isize, index: &Tensor, src: &Tensor, reduce: ScatterReduce, include_self: bool);
    tril_ tril(diagonal: i64);
    triu_ triu(diagonal: i64);
}

#[cfg(test)]
mod tests {
    use crate::gradcheck::check;
    use crate::{Tensor, no_grad};

    #[test]
    fn a_twin_does_what_its_operation_does() {
        let x = Tensor::from([[0.5, -1.5], [2.0, 0.25]]);
        let mut y = x.clone();
        y.exp_().clamp_(0.5, 2).masked_fill_(&x.lt(0), 7.0).tril_(0);
        let expected = x.exp().clamp(0.5, 2).masked_fill(&x.lt(0), 7.0).tril(0);
        assert_eq!(y.to_vec::<f32>(), expected.to_vec::<f32>());
        assert_eq!(x.get(0).get(0).item(), 0.5);
        y.xlogy_(&Tensor::from(2.0)).lt_(1.0).logical_not_();
        assert_eq!((y.dtype(), y.numel()), (x.dtype(), 4));
    }

    #[test]
    fn gradients_go_through_twins() {
        check(&[&[3]], |x| {
            let mut y = &x[0] * 1.0;
            y.sin_().pow_(2).cumsum_(0);
            y
        });
    }

    #[test]
    fn a_leaf_is_changed_without_recording() {
        let mut w = Tensor::from([1.0, -4.0]).requires_grad_(true);
        let handle = w.clone();
        no_grad(|| _ = w.abs_().sqrt_());
        assert_eq!(handle.to_vec::<f32>(), [1.0, 2.0]);
    }

    #[test]
    #[should_panic(expected = "exp_: a tensor of int64 cannot hold a result of float32")]
    fn integers_stay_integers() {
        Tensor::from([1, 2]).exp_();
    }

    #[test]
    #[should_panic(expected = "sqrt_ would change a leaf that requires a gradient")]
    fn a_leaf_is_not_changed_while_recording() {
        Tensor::from([1.0]).requires_grad_(true).sqrt_();
    }
}
