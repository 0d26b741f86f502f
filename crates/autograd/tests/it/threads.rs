//! Tensors in several threads.

use std::panic::catch_unwind;
use std::thread;

use autograd::{Tensor, is_grad_enabled, no_grad};

fn is_send_and_sync<T: Send + Sync>() {}

#[test]
fn tensors_are_send_and_sync() {
    is_send_and_sync::<Tensor>();
}

/// Fits `y = slope * x` by gradient descent and returns the slope that it finds.
fn fit(slope: f64) -> f64 {
    let x = Tensor::linspace(-1.0, 1.0, 50);
    let y = &x * slope;
    let w = Tensor::zeros(()).requires_grad_(true);
    for _ in 0..200 {
        let error = &x * &w - &y;
        w.zero_grad();
        (&error * &error).sum().backward();
        no_grad(|| w.set_data(&w - w.grad().unwrap() * 0.01));
    }
    w.item()
}

#[test]
fn two_threads_train_at_once_as_one_does() {
    let alone = fit(3.0);
    let others: Vec<_> = (0..4).map(|_| thread::spawn(|| fit(3.0))).collect();
    for other in others {
        assert_eq!(other.join().unwrap(), alone);
    }
}

#[test]
fn one_leaf_collects_gradients_from_two_threads() {
    let w = Tensor::zeros(()).requires_grad_(true);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..1000 {
                    (&w * 1.0).backward();
                }
            });
        }
    });
    assert_eq!(w.grad().unwrap().item(), 2000.0);
}

#[test]
fn a_graph_may_cross_threads() {
    let x = Tensor::from([2.0]).requires_grad_(true);
    let y = &x * &x;
    let z = thread::spawn(move || &y * &y).join().unwrap();
    z.backward();
    assert_eq!(x.grad().unwrap().item(), 32.0);
}

#[test]
fn no_grad_is_of_the_calling_thread() {
    no_grad(|| {
        assert!(thread::spawn(is_grad_enabled).join().unwrap());
    });
}

#[test]
fn a_panic_leaves_everything_usable() {
    let w = Tensor::from([1.0, 2.0]).requires_grad_(true);
    let panics = catch_unwind(|| no_grad(|| &w + Tensor::zeros(3))).is_err();
    assert!(panics && is_grad_enabled());
    let panics = catch_unwind(|| w.update(|_, _| panic!("in the middle of an update"))).is_err();
    assert!(panics);
    (&w * 3.0).sum().backward();
    assert_eq!(w.grad().unwrap().to_vec::<f32>(), [3.0, 3.0]);
}
