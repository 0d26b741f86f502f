//! What a thread does while it ends: its thread-local values are dropped one after the other, the library's among them.

use std::cell::RefCell;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use flambeau::data::Dataset;
use flambeau::prelude::*;

/// Calls a function when it is dropped.
struct AtEnd(fn() -> f64, Sender<f64>);

impl Drop for AtEnd {
    fn drop(&mut self) {
        let _ = self.1.send((self.0)());
    }
}

thread_local! {
    static EARLY: RefCell<Option<AtEnd>> = const { RefCell::new(None) };
    static LATE: RefCell<Option<AtEnd>> = const { RefCell::new(None) };
    static GRAPH: RefCell<Option<Tensor>> = const { RefCell::new(None) };
}

/// What `f` gives when a thread ends that has used all of the library: once before the library's own values are gone,
/// once after.
fn at_the_end(f: fn() -> f64) -> Vec<f64> {
    let (send, receive): (_, Receiver<f64>) = channel();
    let early = AtEnd(f, send.clone());
    let late = AtEnd(f, send);
    thread::spawn(move || {
        EARLY.set(Some(early));
        // Thread-local values are dropped in the order in which they were made, or in the reverse.
        use_everything();
        LATE.set(Some(late));
    })
    .join()
    .expect("the thread has not panicked");
    receive.iter().collect()
}

fn use_everything() -> f64 {
    let a = Tensor::rand([40, 40]).requires_grad_(true);
    let b = a.matmul(a.t().contiguous().t()) + 1.0;
    (b * 2.0).sum().backward();
    let model = sequential![Linear::new(40, 30), Dropout::new(0.5), Tanh, Linear::new(30, 1)];
    let _ = model.check_input(&[1, 40]);
    model.forward(&a.detach()).square().mean().backward();
    SGD::new(model.parameters(), 0.1).step();
    let grad = a.grad().expect("it was run backward").sum().item();
    with_generator(&Generator::new(1), || {
        Tensor::randn([3]).sum().item() + grad * 0.0
    })
}

#[test]
fn a_thread_may_train_while_it_ends() {
    let usual = use_everything();
    assert_eq!(at_the_end(use_everything), [usual, usual]);
}

#[test]
fn a_thread_may_draw_while_it_ends() {
    let drawn = at_the_end(|| Tensor::rand([1]).item());
    assert!(drawn.len() == 2 && drawn.iter().all(|x| (0.0..1.0).contains(x)));
    let seeded = at_the_end(|| {
        manual_seed(3);
        Tensor::rand([1]).item()
    });
    manual_seed(3);
    assert_eq!(seeded, [Tensor::rand([1]).item(); 2]);
}

/// 200,000 operations that a thread-local value holds are not dropped by as many nested calls.
#[test]
fn a_thread_may_leave_a_deep_graph() {
    fn chain() -> Tensor {
        let mut y = Tensor::ones([1]).requires_grad_(true) * 1.0;
        for _ in 0..200_000 {
            y = &y + 1.0;
        }
        y
    }
    // The graph is dropped before and after the list of what is being dropped.
    for before in [true, false] {
        let ended = thread::Builder::new().stack_size(128 << 10).spawn(move || {
            if before {
                GRAPH.set(None);
            }
            drop(Tensor::ones([1]).requires_grad_(true) * 2.0 * 3.0 * 4.0);
            GRAPH.set(Some(chain()));
        });
        ended.expect("a thread").join().expect("no panic");
    }
    // And one that is made and dropped after that.
    let dropped = at_the_end(|| {
        drop(chain());
        1.0
    });
    assert_eq!(dropped, [1.0, 1.0]);
}

#[test]
fn a_thread_may_load_batches_while_it_ends() {
    let loaded = at_the_end(|| {
        let dataset = TensorDataset::new((Tensor::arange(0, 10, 1),));
        assert_eq!(dataset.len(), 10);
        let loader = DataLoader::new(dataset).batch_size(3).shuffle(true);
        loader.iter().map(|(x,)| x.sum().item()).sum()
    });
    assert_eq!(loaded, [45.0, 45.0]);
}
