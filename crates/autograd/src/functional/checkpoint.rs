//! Forgetting activations, and computing them again in backward.

use std::collections::HashSet;
use std::sync::Arc;

use tensor_core::OrRaise;
use tensor_core::random::default_generator;

use crate::backward_options::BackwardOptions;
use crate::engine::grad_up_to;
use crate::mode::{enable_grad, is_grad_enabled};
use crate::node::Edge;
use crate::record::{Save, record_together};
use crate::tensor::{Repr, Tensor};

/// `f(x)`, of which nothing is kept for backward but `x`: what is between them is computed again when its gradient is
/// needed, with the same random draws. Memory for time: `torch.utils.checkpoint.checkpoint`, of T. Chen et al.: "Training
/// Deep Nets with Sublinear Memory Cost" (2016).
///
/// Parameters that `f` uses get their gradients, in passes to leaves, to chosen tensors, and in recorded ones. What `f` does
/// besides, such as counting batches, it does twice.
///
/// ```
/// use autograd::Tensor;
/// use autograd::functional::checkpoint;
/// let w = Tensor::from([2.0]).requires_grad_(true);
/// let x = Tensor::from([3.0]).requires_grad_(true);
/// let used = w.clone();
/// let y = checkpoint(move |x| (x * &used).exp().log(), &x);
/// y.backward();
/// assert!((w.grad().unwrap().item() - 3.0).abs() < 1e-5 && (x.grad().unwrap().item() - 2.0).abs() < 1e-5);
/// ```
#[track_caller]
pub fn checkpoint(f: impl Fn(&Tensor) -> Tensor + Send + Sync + 'static, x: &Tensor) -> Tensor {
    if !is_grad_enabled() {
        return f(x);
    }
    let state = default_generator().get_state();
    let start = x.detach().requires_grad_if(x.requires_grad());
    let y = f(&start);
    let Some(end) = y.edge() else {
        return y;
    };
    let parameters = leaves(&end, start.edge().as_ref());
    let handles: Vec<Tensor> = parameters.iter().map(handle).collect();
    let inputs: Vec<&Tensor> = std::iter::once(x).chain(&handles).collect();
    record_together("Checkpoint", y.to_array(), &inputs, [Save::Input(0)], move |cx| {
        let [x] = cx.saved();
        let is_recorded = is_grad_enabled();
        // In a recorded pass the input is in its place in the graph, where the pass through `f` must end.
        let start = if is_recorded {
            x.clone()
        } else {
            x.detach().requires_grad_if(cx.needs_input_grad(0))
        };
        let generator = default_generator();
        let now = generator.get_state();
        generator.set_state(&state);
        let y = enable_grad(|| f(&start));
        generator.set_state(&now);

        let handles: Vec<Tensor> = parameters.iter().map(handle).collect();
        let has_start = start.requires_grad();
        let wrt: Vec<&Tensor> = has_start.then_some(&start).into_iter().chain(&handles).collect();
        let options = BackwardOptions::new()
            .gradient(&cx.grad)
            .create_graph(is_recorded);
        let mut grads = grad_up_to(&y, &wrt, usize::from(has_start), &options).or_raise();
        if !has_start {
            grads.insert(0, None);
        }
        grads
    })
}

/// Several functions one after the other, each a [`checkpoint`], the last too:
/// `torch.utils.checkpoint.checkpoint_sequential`.
#[track_caller]
pub fn checkpoint_sequential<F: Fn(&Tensor) -> Tensor + Send + Sync + 'static>(
    functions: impl IntoIterator<Item = F>,
    x: &Tensor,
) -> Tensor {
    let mut functions = functions.into_iter();
    let Some(first) = functions.next() else {
        return x.clone();
    };
    functions.fold(checkpoint(first, x), |x, f| checkpoint(f, &x))
}

/// The leaves that a result was made from, each once, but for `start`.
fn leaves(end: &Edge, start: Option<&Edge>) -> Vec<Edge> {
    let (mut found, mut seen, mut open) = (Vec::new(), HashSet::new(), vec![end.clone()]);
    while let Some(edge) = open.pop() {
        let is_start = start.is_some_and(|start| Arc::ptr_eq(start, &edge));
        if is_start || !seen.insert(Arc::as_ptr(&edge).cast::<()>()) {
            continue;
        }
        if edge.variable().is_some() {
            found.push(edge);
        } else {
            open.extend(edge.body.edges().iter().flatten().cloned());
        }
    }
    found
}

/// A tensor in a leaf's place in the graph; nobody asks for its value.
fn handle(leaf: &Edge) -> Tensor {
    Tensor(Repr::Traced {
        value: tensor_core::Array::zeros((), leaf.dtype()),
        edge: leaf.clone(),
    })
}

impl Tensor {
    fn requires_grad_if(self, requires_grad: bool) -> Tensor {
        if requires_grad {
            self.requires_grad_(true)
        } else {
            self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::grad;
    use crate::random::manual_seed;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// Two layers with a parameter and dropout, as the net is or as checkpoints.
    fn net(w: &[Tensor; 2], x: &Tensor, checkpoints: bool) -> Tensor {
        w.iter().fold(x.clone(), |x, w| {
            let w = w.clone();
            let layer = move |x: &Tensor| {
                let y = x.matmul(&w).tanh();
                let kept = y.rand_like().gt(0.5).to_dtype(y.dtype());
                y * kept
            };
            if checkpoints {
                checkpoint(layer, &x)
            } else {
                layer(&x)
            }
        })
    }

    fn draws() -> ([Tensor; 2], Tensor) {
        manual_seed(3);
        let draw = || Tensor::randn([4, 4]).requires_grad_(true);
        ([draw(), draw()], draw())
    }

    #[test]
    fn gradients_and_draws_are_those_without() {
        let run = |checkpoints: bool| {
            let (w, x) = draws();
            let y = net(&w, &x, checkpoints);
            y.square().sum().backward();
            let grads = [&w[0], &w[1], &x].map(|t| t.grad().unwrap().to_vec::<f32>());
            (y.to_vec::<f32>(), grads, Tensor::rand(3).to_vec::<f32>())
        };
        assert_eq!(run(true), run(false));
    }

    #[test]
    fn chosen_gradients_and_second_ones_are_those_without() {
        let run = |checkpoints: bool| {
            let (w, x) = draws();
            let options = BackwardOptions::new().create_graph(true);
            // The parameter is used before the checkpoint, too.
            let loss = net(&w, &(&x * &w[0]), checkpoints).square().sum();
            let first = grad(&loss, &[&w[0], &x], &options).unwrap();
            let penalty: Tensor = first.iter().flatten().map(|g| g.square().sum()).sum();
            penalty.backward();
            let seconds = [&w[0], &w[1], &x].map(|t| t.grad().unwrap());
            first.into_iter().flatten().chain(seconds).collect::<Vec<_>>()
        };
        for (with, without) in run(true).iter().zip(&run(false)) {
            assert!((with - without).abs().max().item() < 1e-4, "{with} {without}");
        }
    }

    #[test]
    fn it_computes_again_only_in_backward() {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        let f = |x: &Tensor| {
            CALLS.fetch_add(1, Ordering::Relaxed);
            x.exp()
        };
        let x = Tensor::from([0.0]).requires_grad_(true);
        crate::no_grad(|| checkpoint(f, &x));
        assert_eq!(CALLS.load(Ordering::Relaxed), 1);
        let y = checkpoint_sequential([f, f], &x);
        assert_eq!(CALLS.load(Ordering::Relaxed), 3);
        y.backward();
        assert_eq!(CALLS.load(Ordering::Relaxed), 5);
        assert!((x.grad().unwrap().item() - std::f64::consts::E).abs() < 1e-5);
        let constant = checkpoint(|x| x * 2.0, &Tensor::from([1.0]));
        assert!(!constant.requires_grad());
    }
}
