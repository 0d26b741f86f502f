//! A network that was trained in PyTorch: its weights are loaded, and it predicts the same.
//!
//! `cargo run --release --example load_pytorch_weights`; the weights are in `data/sine_pytorch.pt`, which
//! `data/sine_pytorch.py` made.

use examples::{Outcome, data};
use flambeau::prelude::*;

#[derive(Module)]
struct MultiLayerPerceptron {
    sequential: Sequential,
}

impl Forward for MultiLayerPerceptron {
    fn forward(&self, x: &Tensor) -> Tensor {
        self.sequential.forward(x)
    }
}

fn main() -> Outcome {
    // What torch.save was given: {"model": model.state_dict(), "x": .., "prediction": .., "epochs": 200}.
    let file = flambeau::load(data("sine_pytorch.pt"))?;
    println!("{file}\n");

    let model = MultiLayerPerceptron {
        sequential: sequential![
            Linear::new(1, 20),
            Tanh,
            Linear::new(20, 20),
            Tanh,
            Linear::new(20, 1)
        ],
    };
    model.load_state_dict(&file.strip_prefix("model."))?;

    let prediction = no_grad(|| model.forward(&file["x"]));
    println!("{:>8} {:>12} {:>12}", "x", "PyTorch", "flambeau");
    let [x, theirs, ours] =
        [&file["x"], &file["prediction"], &prediction].map(|column| column.to_vec::<f32>());
    for ((x, theirs), ours) in x.iter().zip(theirs).zip(ours) {
        let (theirs, ours) = (format!("{theirs:.5}"), format!("{ours:.5}"));
        println!("{x:8.2} {theirs:>12} {ours:>12}");
        assert_eq!(ours, theirs, "the predictions differ");
    }
    Ok(())
}
