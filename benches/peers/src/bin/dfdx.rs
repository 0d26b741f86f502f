//! W3, W4 and W8 by dfdx, whose shapes are types.

use dfdx::optim::{Momentum, Sgd, SgdConfig};
use dfdx::prelude::*;
use peers::{Peer, Random};

type Layer<const I: usize, const O: usize> = (Linear<I, O>, ReLU);
type Lecture = (
    Layer<1, 20>,
    Layer<20, 20>,
    Layer<20, 20>,
    Layer<20, 20>,
    Linear<20, 1>,
);
type Classifier = (Layer<784, 512>, Layer<512, 256>, Linear<256, 10>);

fn main() {
    let peer = Peer::from_arguments("dfdx");
    if peer.wants("W3") {
        lecture(&peer);
    }
    if peer.wants("W4") {
        classifier::<64>(&peer);
        classifier::<512>(&peer);
    }
    if peer.wants("W8") {
        inference::<Lecture, 1>(&peer, "lecture");
        inference::<Classifier, 784>(&peer, "mnist");
    }
}

fn descent(lr: f64, momentum: Option<f64>) -> SgdConfig {
    SgdConfig {
        lr,
        momentum: momentum.map(Momentum::Classic),
        weight_decay: None,
    }
}

fn lecture(peer: &Peer) {
    let device = AutoDevice::default();
    let mut random = Random::new(0);
    let (xs, ys) = random.sine();
    let mut order: Vec<usize> = (0..xs.len()).collect();
    peer.millis("W3", "160ep", "train", || {
        let mut model = device.build_module::<Lecture, f32>();
        let mut gradients = model.alloc_grads();
        let mut optimizer = Sgd::new(&model, descent(0.04, None));
        for _epoch in 0..160 {
            random.shuffle(&mut order);
            for batch in order.chunks_exact(10) {
                let x = device.tensor(std::array::from_fn::<_, 10, _>(|at| [xs[batch[at]]]));
                let y = device.tensor(std::array::from_fn::<_, 10, _>(|at| [ys[batch[at]]]));
                gradients = mse_loss(model.forward_mut(x.traced(gradients)), y).backward();
                optimizer
                    .update(&mut model, &gradients)
                    .expect("every parameter has a gradient");
                model.zero_grads(&mut gradients);
            }
        }
    });

    let mut model = device.build_module::<Lecture, f32>();
    let mut optimizer = Sgd::new(&model, descent(0.04, None));
    let mut kept = Some(model.alloc_grads());
    let x: Tensor<Rank2<10, 1>, f32, _> = device.sample_normal();
    let y = x.clone().sin();
    peer.micros("W3", "step", "step", || {
        let gradients = kept.take().expect("put back after each step");
        let mut gradients = mse_loss(model.forward_mut(x.clone().traced(gradients)), y.clone()).backward();
        optimizer
            .update(&mut model, &gradients)
            .expect("every parameter has a gradient");
        model.zero_grads(&mut gradients);
        kept = Some(gradients);
    });
}

/// Its cross entropy wants a row of probabilities for each class; making them is no part of what is measured.
fn classifier<const N: usize>(peer: &Peer) {
    let device = AutoDevice::default();
    let mut random = Random::new(0);
    let pictures = random.vector(60_000 * 784);
    let mut probabilities = vec![0.0; N * 10];
    for (row, class) in random.classes(N).into_iter().enumerate() {
        probabilities[row * 10 + class as usize] = 1.0;
    }
    let y: Tensor<Rank2<N, 10>, f32, _> = device.tensor(probabilities);
    let mut model = device.build_module::<Classifier, f32>();
    let mut optimizer = Sgd::new(&model, descent(0.01, Some(0.9)));
    let mut kept = Some(model.alloc_grads());
    let mut batches = pictures.chunks_exact(N * 784).cycle();
    peer.micros("W4", &format!("b{N}"), "step", || {
        let batch = batches.next().expect("an endless cycle");
        let x: Tensor<Rank2<N, 784>, f32, _> = device.tensor(batch.to_vec());
        let gradients = kept.take().expect("put back after each step");
        let scores = model.forward_mut(x.traced(gradients));
        let mut gradients = cross_entropy_with_logits_loss(scores, y.clone()).backward();
        optimizer
            .update(&mut model, &gradients)
            .expect("every parameter has a gradient");
        model.zero_grads(&mut gradients);
        kept = Some(gradients);
    });
}

fn inference<M, const I: usize>(peer: &Peer, size: &str)
where
    M: BuildOnDevice<AutoDevice, f32>,
    M::Built: Module<Tensor<Rank2<1, I>, f32, AutoDevice>>,
{
    let device = AutoDevice::default();
    let model = M::build_on_device(&device);
    let x: Tensor<Rank2<1, I>, f32, _> = device.sample_normal();
    peer.micros("W8", size, "latency", || model.forward(x.clone()));
}
