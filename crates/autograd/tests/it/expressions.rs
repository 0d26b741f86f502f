//! Random small programs over many operations, against differences.
//!
//! A program is a list of operations, each on any two of the values before it, so results are shared and broadcast in
//! all the ways that a graph allows. Every operation keeps values within about 4 in magnitude and flat enough for
//! differences to be exact; shapes broadcast to `[2, 3]`.

use std::fmt;

use autograd::{BackwardOptions, DType, GradcheckOptions, Tensor, grad, gradcheck, gradgradcheck, s};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// An operation on two values; many ignore the second.
#[derive(Clone, Copy)]
struct Operation {
    name: &'static str,
    apply: fn(&Tensor, &Tensor) -> Tensor,
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! operations {
    ($($name:ident($a:ident, $b:ident) $result:expr;)*) => {
        &[$(Operation { name: stringify!($name), apply: |$a, $b| $result }),*]
    };
}

const WIDE: [isize; 2] = [2, 3];

/// Operations whose derivatives have derivatives.
const SMOOTH: &[Operation] = operations! {
    add(a, b) (a + b) * 0.5;
    add_scaled(a, b) a.add_scaled(b, -0.5) * 0.6;
    sub(a, b) 0.5 * (a - b);
    mul(a, b) a * b / 4;
    div(a, b) a / (b.square() + 1);
    neg(a, _b) -a;
    square(a, _b) a.square() / 4.0;
    cube(a, _b) a.powi(3) / 16.0;
    pow(a, b) (a.square() + 0.5).pow(b.tanh()) * 0.2;
    rpow(a, _b) a.tanh().rpow(2.5);
    exp(a, _b) a.tanh().exp();
    expm1(a, _b) a.tanh().expm1();
    log(a, _b) (a.square() + 0.5).log();
    log1p(a, _b) a.square().log1p();
    sqrt(a, _b) (a.square() + 0.5).sqrt();
    rsqrt(a, _b) (a.square() + 0.5).rsqrt();
    reciprocal(a, _b) (a.square() + 0.5).reciprocal();
    sin(a, _b) a.sin();
    cos(a, _b) a.cos();
    tanh(a, _b) a.tanh();
    sigmoid(a, _b) a.sigmoid();
    erf(a, _b) a.erf();
    gelu(a, _b) a.gelu();
    gelu_tanh(a, _b) a.gelu_tanh();
    silu(a, _b) a.silu();
    softplus(a, _b) a.softplus() - 0.5;
    softmax(a, _b) a.expand(WIDE).softmax(-1);
    log_softmax(a, _b) a.expand(WIDE).log_softmax(0) * 0.5;
    logsumexp(a, _b) a.expand(WIDE).logsumexp(-1, true) * 0.7;
    mse(a, b) a.expand(WIDE).mse(&b.expand(WIDE)) * 0.05;
    cross_entropy(a, _b) a.expand(WIDE).cross_entropy(&Tensor::from([2, 0]), -100) * 0.4;
    sum(a, _b) a.sum() / 6;
    sum_dim(a, _b) a.expand(WIDE).sum_dim(0, false) / 2;
    mean_dim(a, _b) a.expand(WIDE).mean_dim(1, true);
    cumsum(a, _b) a.expand(WIDE).cumsum(1) / 3;
    transposed(a, _b) a.expand(WIDE).t().reshape(WIDE);
    row(a, _b) a.expand(WIDE).slice(s![-1]);
    columns(a, _b) a.expand(WIDE).slice(s![.., 0..3;2]).narrow(1, 1, 1);
    picked(a, _b) a.expand(WIDE).index_select(1, &Tensor::from([2, 2, 0]));
    joined(a, b) Tensor::cat(&[a.expand(WIDE), b.expand(WIDE)], 1).slice(s![.., 1..6;2]);
    matmul(a, b) a.expand(WIDE).matmul(b.expand(WIDE).t()).matmul(a.expand(WIDE)) / 96;
    linear(a, b) a.expand(WIDE).linear(&b.expand(WIDE), Some(&a.expand(WIDE).mean_dim(1, false))).mean() / 12;
};

/// Operations with kinks, which differences see only if one lies between their two points.
const KINKED: &[Operation] = operations! {
    abs(a, _b) a.abs();
    sign(a, b) a.sign() * b;
    relu(a, _b) a.relu();
    leaky_relu(a, _b) a.leaky_relu(0.1);
    elu(a, _b) a.elu(0.7);
    softplus_with(a, _b) a.softplus_with(2.0, 1.5);
    clamp(a, _b) a.clamp(-0.4, 0.8);
    clamp_min(a, _b) a.clamp_min(-0.3);
    maximum(a, b) a.maximum(b);
    minimum(a, b) a.minimum(b);
    // Continuous where the condition changes, or a difference could see a jump.
    where_(a, b) a.gt(0).where_(a * b / 4, a.sin());
    max_dim(a, _b) a.expand(WIDE).max_dim(1, true).0;
};

/// A program: its inputs, and its operations with the places of their operands.
#[derive(Clone, Debug)]
struct Program {
    inputs: Vec<(&'static [usize], Vec<f64>)>,
    steps: Vec<(Operation, Index, Index)>,
}

impl Program {
    fn inputs(&self, shift: f64) -> Vec<Tensor> {
        self.inputs
            .iter()
            .map(|(shape, values)| {
                let numel = shape.iter().product();
                let values: Vec<f64> = values[..numel].iter().map(|value| value + shift).collect();
                Tensor::from_vec(values, *shape)
            })
            .collect()
    }

    fn run(&self, inputs: &[Tensor]) -> Tensor {
        let mut values = inputs.to_vec();
        for (operation, a, b) in &self.steps {
            let result = (operation.apply)(a.get(&values), b.get(&values));
            values.push(result);
        }
        // The mean of all, so that nothing is left out.
        let count = values.len();
        let sum = values.iter().map(Tensor::mean).reduce(|a, b| a + b);
        sum.expect("a program has inputs") / count
    }
}

fn program(operations: impl Strategy<Value = Operation>) -> impl Strategy<Value = Program> {
    const SHAPES: &[&[usize]] = &[&[2, 3], &[3], &[2, 1], &[1, 3], &[1], &[]];
    let input = (select(SHAPES), vec(-1.5..1.5, 6));
    let step = (operations, any::<Index>(), any::<Index>());
    (vec(input, 1..4), vec(step, 1..8)).prop_map(|(inputs, steps)| Program { inputs, steps })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn gradients_are_those_of_differences(
        program in program(prop_oneof![3 => select(SMOOTH), 1 => select(KINKED)])
    ) {
        // By chance a kink can lie between the points of a difference; a wrong formula is wrong a little way off too.
        let check = |shift| gradcheck(|x| program.run(x), &program.inputs(shift), GradcheckOptions::default());
        let outcome = check(0.0).or_else(|_| check(1e-3));
        prop_assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    }

    #[test]
    fn second_derivatives_are_those_of_differences(program in program(select(SMOOTH))) {
        let outcome = gradgradcheck(|x| program.run(x), &program.inputs(0.0), GradcheckOptions::default());
        prop_assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    }

    #[test]
    fn recording_the_backward_pass_changes_no_gradient(
        program in program(prop_oneof![select(SMOOTH), select(KINKED)])
    ) {
        let gradients = |create_graph| {
            let leaves: Vec<Tensor> =
                program.inputs(0.0).into_iter().map(|x| x.requires_grad_(true)).collect();
            let wrt: Vec<&Tensor> = leaves.iter().collect();
            let options = BackwardOptions::new().create_graph(create_graph);
            grad(&program.run(&leaves), &wrt, &options).unwrap()
        };
        for (plain, recorded) in gradients(false).iter().zip(&gradients(true)) {
            let (plain, recorded) = (plain.as_ref().unwrap(), recorded.as_ref().unwrap());
            prop_assert_eq!(plain.dtype(), DType::F64);
            prop_assert_eq!(plain.to_vec::<f64>(), recorded.to_vec::<f64>());
        }
    }
}

/// Each operation by itself, so that none is left out by chance and the sentence names it.
#[test]
fn every_operation_is_checked() {
    let generator = autograd::Generator::new(1);
    let input = || {
        Tensor::options()
            .dtype(DType::F64)
            .generator(&generator)
            .rand([2, 3])
            - 0.4
    };
    let inputs = [input(), input()];
    for operation in SMOOTH.iter().chain(KINKED) {
        let run = |x: &[Tensor]| (operation.apply)(&x[0], &x[1]);
        let outcome = gradcheck(run, &inputs, GradcheckOptions::default());
        assert!(outcome.is_ok(), "{operation:?}: {}", outcome.unwrap_err());
    }
}
