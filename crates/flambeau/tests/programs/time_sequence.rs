//! Two recurrent cells learn a sequence, by LBFGS in double precision.

use flambeau::prelude::*;

#[derive(Module)]
struct Sequence {
    lstm1: LSTMCell,
    lstm2: LSTMCell,
    linear: Linear,
}

impl Sequence {
    fn new() -> Self {
        Self {
            lstm1: LSTMCell::new(1, 12),
            lstm2: LSTMCell::new(12, 12),
            linear: Linear::new(12, 1),
        }
    }

    /// What comes next after each step, and `future` steps after them.
    fn forward(&self, input: &Tensor, future: usize) -> Tensor {
        let start = || Tensor::options().dtype(input.dtype()).zeros([input.size(0), 12]);
        let (mut first, mut second) = ((start(), start()), (start(), start()));
        let mut outputs: Vec<Tensor> = Vec::new();
        for step in 0..input.size(1) + future {
            let x = match outputs.last() {
                Some(last) if step >= input.size(1) => last.clone(),
                _ => input.narrow(1, step as isize, 1),
            };
            first = self.lstm1.forward_with(&x, (&first.0, &first.1));
            second = self.lstm2.forward_with(&first.0, (&second.0, &second.1));
            outputs.push(self.linear.forward(&second.0));
        }
        Tensor::cat(&outputs, 1)
    }
}

#[test]
fn time_sequence() {
    manual_seed(0);
    let waves = with_dtype(DType::F64, || {
        let phases = Tensor::rand([4, 1]) * 4.0;
        (phases + Tensor::arange(0, 21, 1).to_dtype(DType::F64) * 0.5).sin()
    });
    let (input, target) = (waves.narrow(1, 0, 20), waves.narrow(1, 1, 20));
    // All of it in double precision.
    let seq = with_dtype(DType::F64, Sequence::new);
    let mut optimizer = LBFGS::new(seq.parameters(), 0.8);
    let mut losses = Vec::new();
    for _ in 0..4 {
        let loss = optimizer.step_with(&mut || {
            seq.zero_grad();
            let loss = mse_loss(&seq.forward(&input, 0), &target);
            loss.backward();
            loss
        });
        losses.push(loss.item());
    }
    assert!(losses[3] < losses[0] / 20.0, "{losses:?}");
    assert_eq!(no_grad(|| seq.forward(&input, 5)).shape(), [4, 25]);
}
