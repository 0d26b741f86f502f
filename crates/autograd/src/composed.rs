//! Gradients by composition: how an operation whose own formula computes on plain values can be differentiated again.

use crate::backward_options::BackwardOptions;
use crate::engine::grad;
use crate::record::record;
use crate::tensor::Tensor;

/// The gradients for `inputs` of what `compute` makes of them with recorded operations, given that of its result, and
/// recorded themselves. A formula calls it where it is itself recorded.
#[track_caller]
pub(crate) fn gradients<const K: usize>(
    inputs: [&Tensor; K],
    gradient: &Tensor,
    compute: impl FnOnce([&Tensor; K]) -> Tensor,
) -> [Option<Tensor>; K] {
    // A pass to these ends there: they were made last of all that lies before `compute`.
    let ends = inputs.map(alias);
    let result = compute(ends.each_ref());
    let asked: Vec<&Tensor> = ends.iter().filter(|end| end.requires_grad()).collect();
    let options = BackwardOptions::new()
        .gradient(gradient.clone())
        .create_graph(true);
    let mut grads = match grad(&result, &asked, &options) {
        Ok(grads) => grads.into_iter(),
        Err(error) => error.raise(),
    };
    ends.each_ref()
        .map(|end| end.requires_grad().then(|| grads.next()).flatten().flatten())
}

/// The same tensor at a place of its own in the graph.
#[track_caller]
fn alias(x: &Tensor) -> Tensor {
    record("Alias", x.to_array(), [x], [], |cx| [Some(cx.grad)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pass_ends_at_the_inputs() {
        let x = Tensor::from([2.0, 3.0]).requires_grad_(true);
        let y = x.square();
        let constant = Tensor::from([1.0, 5.0]);
        let [of_y, of_constant] = gradients([&y, &constant], &Tensor::ones(2), |[y, constant]| {
            y.mul(y).mul(constant)
        });
        assert!(of_constant.is_none());
        let of_y = of_y.unwrap();
        assert_eq!(of_y.to_vec::<f32>(), [8.0, 90.0]);
        // d(2 x^2 c)/dx
        of_y.sum().backward();
        assert_eq!(x.grad().unwrap().to_vec::<f32>(), [8.0, 60.0]);
    }
}
