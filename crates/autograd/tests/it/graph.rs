//! The graph: sharing, accumulation, release, depth.

use autograd::{BackwardOptions, Tensor, backward, enable_grad, grad, no_grad};

fn leaf<const N: usize>(values: [f64; N]) -> Tensor {
    Tensor::from(values).requires_grad_(true)
}

fn grad_of(x: &Tensor) -> Vec<f32> {
    x.grad().expect("a gradient has arrived").to_vec()
}

#[test]
fn a_diamond_is_passed_once() {
    let x = leaf([2.0]);
    let shared = &x * &x;
    let y = &shared * 3.0 + &shared * &shared;
    y.backward();
    assert_eq!(grad_of(&x), [4.0 * (3.0 + 2.0 * 4.0)]);
}

#[test]
fn thirty_doublings_are_not_two_to_the_thirty_paths() {
    let x = leaf([1.0]);
    let mut y = x.clone();
    for _ in 0..30 {
        y = &y + &y;
    }
    y.backward();
    assert_eq!(grad_of(&x), [(1_u64 << 30) as f32]);
}

#[test]
fn gradients_accumulate_until_they_are_zeroed() {
    let x = leaf([1.0, 2.0]);
    for expected in [3.0, 6.0] {
        (&x * 3.0).sum().backward();
        assert_eq!(grad_of(&x), [expected; 2]);
    }
    x.zero_grad();
    assert!(x.grad().is_none());
}

#[test]
fn broadcasting_is_undone() {
    let (a, b, c) = (
        leaf([1.0, 2.0, 3.0]),
        Tensor::from([[1.0], [2.0]]).requires_grad_(true),
        leaf([5.0]),
    );
    (&a * &b + &c).sum().backward();
    assert_eq!(grad_of(&a), [3.0, 3.0, 3.0]);
    assert_eq!(
        (b.grad().unwrap().shape(), grad_of(&b)),
        (&[2, 1][..], vec![6.0, 6.0])
    );
    assert_eq!((c.grad().unwrap().shape(), grad_of(&c)), (&[1][..], vec![6.0]));
}

#[test]
fn a_graph_is_released_unless_retained() {
    let x = leaf([3.0]);
    let y = &x * &x;
    y.backward_with(BackwardOptions::new().retain_graph(true));
    y.backward();
    assert_eq!(grad_of(&x), [12.0]);
    let error = backward(&[(&y, None)], &BackwardOptions::new())
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("the graph has been run backward before, and what Mul at "),
        "{error}"
    );
    assert!(
        error.contains("graph.rs"),
        "the line of the operation is named: {error}"
    );
}

#[test]
fn what_saves_nothing_runs_backward_again() {
    let x = leaf([3.0]);
    let y = (&x + &x).sum();
    y.backward();
    y.backward();
    assert_eq!(grad_of(&x), [4.0]);
}

#[test]
fn detached_and_unrecorded_results_have_no_history() {
    let x = leaf([3.0]);
    assert!(!(&x * 2.0).detach().requires_grad());
    let y = no_grad(|| enable_grad(|| &x * 2.0) * &x);
    assert!(!y.requires_grad() && y.is_leaf());
    assert!(backward(&[(&y, None)], &BackwardOptions::new()).is_err());
}

#[test]
fn a_frozen_leaf_gets_no_gradient() {
    let (x, w) = (leaf([3.0]), leaf([2.0]).requires_grad_(false));
    (&x * &w).backward();
    assert_eq!(grad_of(&x), [2.0]);
    assert!(w.grad().is_none());
}

#[test]
fn a_result_keeps_its_gradient_if_asked() {
    let x = leaf([3.0]);
    let y = &x * &x;
    y.retain_grad();
    (&y * &y).backward();
    assert_eq!((grad_of(&y), grad_of(&x)), (vec![18.0], vec![108.0]));
}

#[test]
fn several_roots_go_in_one_pass() {
    let x = leaf([1.0, 2.0]);
    let (y, z) = (&x * 2.0, &x * &x);
    let gradient = Tensor::from([1.0, 10.0]);
    backward(
        &[(&y, Some(&gradient)), (&z, Some(&gradient))],
        &BackwardOptions::new(),
    )
    .unwrap();
    assert_eq!(grad_of(&x), [4.0, 60.0]);
}

#[test]
fn grad_leaves_dot_grad_alone_and_reaches_results() {
    let x = leaf([2.0]);
    let y = &x * &x;
    let z = &y * &y;
    let found = grad(&z, &[&x, &y], &BackwardOptions::new()).unwrap();
    let found: Vec<f64> = found.into_iter().map(|grad| grad.unwrap().item()).collect();
    assert_eq!(found, [32.0, 8.0]);
    assert!(x.grad().is_none());
    let unused = leaf([1.0]);
    assert!(grad(&(&x * 1.0), &[&unused], &BackwardOptions::new()).unwrap()[0].is_none());
}

#[test]
fn derivatives_of_derivatives() {
    let x = leaf([2.0]);
    let create = BackwardOptions::new().create_graph(true);
    let mut derivative = &x * &x * &x * &x;
    for expected in [32.0, 48.0, 48.0, 24.0] {
        derivative = grad(&derivative, &[&x], &create).unwrap().remove(0).unwrap();
        assert_eq!(derivative.item(), expected);
    }
}

#[test]
fn a_recorded_value_outlives_an_update_of_its_leaf() {
    let (x, w) = (leaf([3.0]), leaf([2.0]));
    let y = &x * &w;
    w.set_data(Tensor::from([100.0]));
    y.backward();
    assert_eq!(grad_of(&x), [2.0]);
}

/// Two mebibytes of stack, whatever the platform's default.
fn on_a_small_stack(f: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(f)
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn a_million_operations_run_backward_and_drop() {
    on_a_small_stack(|| {
        let x = leaf([1.0]);
        let mut y = x.clone();
        for _ in 0..1_000_000 {
            y = &y + 1.0;
        }
        y.backward();
        assert_eq!(grad_of(&x), [1.0]);
        drop(y);
    });
}

#[test]
fn a_million_operations_drop_without_backward() {
    on_a_small_stack(|| {
        let x = leaf([1.0]);
        let mut y = &x * 1.0;
        for _ in 0..1_000_000 {
            y = &y * &x;
        }
        drop(y);
    });
}

#[test]
#[should_panic(expected = "backward starts from one element, and this tensor has shape [2]")]
fn several_elements_need_their_gradient() {
    (&leaf([1.0, 2.0]) * 2.0).backward();
}

#[test]
#[should_panic(expected = "a gradient of shape [3] does not belong to a tensor of shape [2]")]
fn a_gradient_has_the_shape_of_its_tensor() {
    (&leaf([1.0, 2.0]) * 2.0).backward_with(BackwardOptions::new().gradient(Tensor::zeros(3)));
}

#[test]
#[should_panic(expected = "only floating-point tensors can require gradients, not int64")]
fn integers_have_no_gradient() {
    let _ = Tensor::from([1, 2]).requires_grad_(true);
}

/// Where the gradient of `x` lies.
fn address(x: &Tensor) -> *const f32 {
    let grad = x.grad().expect("a gradient has arrived");
    grad.value().as_slice().expect("it is contiguous").as_ptr()
}

#[test]
fn the_gradient_of_a_part_is_added_in_place() {
    let x = Tensor::rand([64, 8]).requires_grad_(true);
    x.sum().backward();
    let first = address(&x);
    let parts = [
        x.select(0, 3),
        x.narrow(0, 5, 2),
        x.index_select(0, &Tensor::from([7, 7])),
        x.gather(1, &Tensor::from([[0]])),
        x.max_dim(1, false).0,
        x.split(32, 0).remove(1),
    ];
    for part in parts {
        part.sum().backward();
        assert_eq!(address(&x), first, "{:?} built the whole anew", part.grad_fn());
    }
}
