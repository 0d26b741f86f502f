//! The names of operations in the graph: PyTorch's.

use autograd::{DType, Tensor, s};

fn leaf() -> Tensor {
    Tensor::rand([3, 2]).requires_grad_(true)
}

/// Checks names that end in `Backward0`.
fn check<const N: usize>(named: [(&str, Tensor); N]) {
    for (name, y) in named {
        assert_eq!(y.grad_fn().unwrap(), format!("{name}Backward0"));
    }
}

#[test]
fn parts_and_views_have_pytorchs_names() {
    let x = &leaf();
    check([
        ("Select", x.get(0)),
        ("Select", x.select(1, 0)),
        ("Slice", x.slice(s![.., 0..1])),
        ("Slice", x.narrow(0, 0, 1)),
        ("Split", x.split(1, 0).remove(0)),
        ("SplitWithSizes", x.split([1, 2], 0).remove(0)),
        ("Split", x.chunk(2, 0).remove(0)),
        ("T", x.t()),
        ("Transpose", x.transpose(0, 1)),
        ("Permute", x.permute([1, 0])),
        ("View", x.reshape(6)),
        ("View", x.view(6)),
        ("View", x.flatten(0, -1)),
        ("Unsqueeze", x.unsqueeze(0)),
        ("Squeeze", x.unsqueeze(0).squeeze()),
        ("Expand", x.expand([2, 3, 2])),
        ("Repeat", x.repeat([2, 1])),
    ]);
}

#[test]
fn reductions_and_products_have_pytorchs_names() {
    let x = &leaf();
    check([
        ("Pow", x.powi(2)),
        ("Pow", x.square()),
        ("Pow", x.powf(3.0)),
        ("LinalgVectorNorm", x.norm(2)),
        ("LinalgVectorNorm", x.norm_dim(1, 1, false)),
        ("Sum", x.sum()),
        ("Mean", x.mean()),
        ("Prod", x.prod()),
        ("Max", x.max_dim(1, false).0),
        ("Amax", x.amax(1, false)),
        ("Var", x.var()),
        ("Std", x.std()),
        ("Where", x.gt(0).where_(x, 0)),
        ("Add", x + x),
        ("Sub", x - x),
        ("Mul", x * 2.0),
        ("Div", x / 2.0),
        ("Mul", 2.0 / x),
        ("Reciprocal", x.reciprocal()),
        ("Mm", x.matmul(x.t())),
        ("Mv", x.matmul(x.get(0))),
        ("Dot", x.get(0).dot(x.get(0))),
        ("Mul", x.get(0).outer(x.get(0))),
        ("Mm", x.linear(x, None)),
        ("Softmax", x.softmax(0)),
        ("LogSoftmax", x.log_softmax(0)),
        ("Logsumexp", x.logsumexp(0, false)),
        ("Cumsum", x.cumsum(0)),
        ("MseLoss", x.mse(&x.detach())),
    ]);
}

#[test]
fn functions_and_selections_have_pytorchs_names() {
    let x = &leaf();
    let first = Tensor::from([0]);
    check([
        ("ClampMin", x.clamp_min(0)),
        ("ClampMax", x.clamp_max(0)),
        ("Maximum", x.maximum(x)),
        ("Abs", x.abs()),
        ("Relu", x.relu()),
        ("LeakyRelu", x.leaky_relu(0.01)),
        ("Elu", x.elu(1.0)),
        ("Gelu", x.gelu()),
        ("Silu", x.silu()),
        ("Softplus", x.softplus()),
        ("Sign", x.sign()),
        ("Flip", x.flip(0)),
        ("Gather", x.gather(0, &Tensor::from([[0, 1]]))),
        ("IndexSelect", x.index_select(0, &first)),
        ("Cat", Tensor::cat(&[x, x], 0)),
        ("Stack", Tensor::stack(&[x, x], 0)),
        ("Clone", x.copy()),
        ("Clone", x.t().contiguous()),
        ("ToCopy", x.to_dtype(DType::F64)),
        ("Hypot", x.hypot(x)),
        ("Erf", x.erf()),
        ("Expm1", x.expm1()),
        ("Log1P", x.log1p()),
        ("Rsqrt", x.rsqrt()),
        ("Sqrt", x.sqrt()),
        ("Neg", -x),
    ]);
}

#[test]
fn products_and_copies_of_other_ranks_have_pytorchs_names() {
    let (matrix, vector) = (leaf(), leaf().get(0));
    let batch = Tensor::rand([4, 3, 2]).requires_grad_(true);
    let (number, two) = (Tensor::from(0.5), Tensor::from([1.0, 2.0]));
    let square = Tensor::rand([2, 2]);
    check([
        ("Addmm", matrix.linear(&square, Some(&two))),
        ("Addmm", matrix.linear(&square, Some(&number))),
        ("UnsafeView", batch.linear(&square, None)),
        ("UnsafeView", batch.linear(&square, Some(&two))),
        ("UnsafeView", vector.linear(&square, Some(&two))),
        ("Add", batch.linear(&square, Some(&number))),
        ("Add", vector.linear(&square, Some(&number))),
        ("Dot", vector.linear(&two, None)),
        ("Mv", matrix.linear(&two, None)),
        ("UnsafeView", batch.linear(&two, None)),
        ("Add", batch.linear(&two, Some(&number))),
        ("UnsafeView", batch.matmul(&square)),
        ("UnsafeView", batch.matmul(batch.transpose(1, 2))),
        ("Bmm", batch.bmm(&batch.transpose(1, 2))),
        ("UnsafeView", batch.transpose(0, 1).reshape(-1)),
        ("View", batch.flatten(1, -1)),
    ]);
}

/// PyTorch takes no bias there, of any shape.
#[test]
#[should_panic(
    expected = "linear: a matrix [3, 2] by a vector [2] takes no bias, got []: add it to the result"
)]
fn a_matrix_by_a_vector_takes_no_bias() {
    leaf().linear(&Tensor::from([1.0, 2.0]), Some(&Tensor::from(0.5)));
}

#[test]
fn overloads_are_counted_as_pytorchs() {
    let x = &leaf();
    let square = &Tensor::rand([2, 2]);
    let counted = [
        ("SqueezeBackward4", x.get(0).linear(square, None)),
        ("SqueezeBackward4", x.get(0).matmul(square)),
        ("SumBackward1", x.sum_dim(1, false)),
        ("MeanBackward1", x.mean_dim(1, false)),
        ("ProdBackward1", x.prod_dim(1, false)),
        ("MaxBackward1", x.max()),
        ("MinBackward1", x.min()),
        ("PowBackward1", x.pow(x)),
        ("PowBackward2", x.rpow(2)),
        ("RsubBackward1", 1.0 - x),
        ("SqueezeBackward1", x.unsqueeze(0).squeeze_dim(0)),
        ("ClampBackward1", x.clamp(0, 1)),
    ];
    for (name, y) in counted {
        assert_eq!(y.grad_fn().unwrap(), name);
    }
}
