//! A program that needs modules only.

use nn::{Forward, Linear, Module, ReLU, Sequential, Tensor, mse_loss, sequential};

#[derive(Module)]
struct Model {
    layers: Sequential,
}

fn main() {
    let model = Model { layers: sequential![Linear::new(2, 4), ReLU, Linear::new(4, 1)] };
    mse_loss(&model.layers.forward(&Tensor::ones([3, 2])), &Tensor::zeros([3, 1])).backward();
    assert_eq!(model.num_parameters(), 8 + 4 + 4 + 1);
    assert!(model.parameters().iter().all(|parameter| parameter.grad().is_some()));
}
