//! Gradients stay where they are exchanged, whoever else holds them.

use autograd::{DType, Tensor};
use distributed::{DistributedDataParallel, ProcessGroup};
use nn::{Forward, Linear, Module};

const INPUTS: usize = 50;

/// A model whose gradients are whole numbers: on each rank its number and 1, times `scale`.
struct Counting {
    model: DistributedDataParallel<Linear>,
    own: f64,
    mean: f64,
}

impl Counting {
    fn new(group: &ProcessGroup, dtype: DType) -> Self {
        let model = Linear::new(INPUTS, 30);
        model.to_dtype(dtype);
        let ranks = group.world_size() as f64;
        Self {
            model: DistributedDataParallel::new(model, group),
            own: group.rank() as f64 + 1.0,
            mean: (ranks + 1.0) / 2.0,
        }
    }

    fn backward(&self, scale: f64) {
        let x = Tensor::full([1, INPUTS], self.own * scale).to_dtype(self.model.weight.dtype());
        self.model.forward(&x).sum().backward();
    }

    fn grad(&self) -> Tensor {
        self.model.weight.grad().expect("it has one").detach()
    }

    #[track_caller]
    fn is(&self, grad: &Tensor, scale: f64) {
        assert_eq!(grad.to_vec::<f64>(), vec![self.mean * scale; grad.numel()]);
    }
}

pub(crate) fn gradients_stay_where_they_are_exchanged(group: &ProcessGroup) {
    for dtype in [DType::F32, DType::F64, DType::F16, DType::BF16] {
        let counting = Counting::new(group, dtype);
        let mut places = Vec::new();
        for scale in [2.0, 4.0] {
            counting.backward(scale);
            let grad = counting.grad();
            counting.is(&grad, scale);
            if dtype == DType::F32 {
                let grad = grad.value();
                places.push(grad.as_slice::<f32>().expect("it has no gaps").as_ptr());
            }
            counting.model.zero_grad();
        }
        places.dedup();
        assert!(places.len() <= 1, "a gradient has moved");
        held(&counting);
        accumulated(&counting);
        // The same parameters under another model.
        let counting = Counting {
            model: DistributedDataParallel::new(rewrapped(counting.model.module()), group),
            ..counting
        };
        counting.model.zero_grad();
        counting.backward(2.0);
        counting.is(&counting.grad(), 2.0);
    }
}

/// What somebody holds does not change, on whichever rank, and the exchange goes on.
fn held(counting: &Counting) {
    counting.backward(2.0);
    let kept = (counting.own == 1.0).then(|| counting.grad());
    for scale in [4.0, 6.0] {
        counting.model.zero_grad();
        counting.backward(scale);
        counting.is(&counting.grad(), scale);
    }
    if let Some(kept) = kept {
        counting.is(&kept, 2.0);
    }
    counting.model.zero_grad();
}

/// Without `zero_grad` the mean is added to and exchanged again.
fn accumulated(counting: &Counting) {
    counting.backward(2.0);
    counting.backward(4.0);
    counting.is(&counting.grad(), 6.0);
    counting.model.zero_grad();
}

/// A layer with the parameters of `layer`.
fn rewrapped(layer: &Linear) -> Linear {
    let mut other = Linear::new(INPUTS, 30);
    other.weight = layer.weight.tied();
    other.bias = layer.bias.as_ref().map(|bias| bias.tied());
    other
}
