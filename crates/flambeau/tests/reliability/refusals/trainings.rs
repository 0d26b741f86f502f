//! Trainings of several kinds of networks, by several optimizers.

use flambeau::StateDict;
use flambeau::nn::*;
use flambeau::prelude::*;

/// A training by its name.
type Kind = (&'static str, fn() -> Training);

pub(super) const KINDS: &[Kind] = &[
    ("multilayer perceptron", perceptron),
    ("convolutions", convolutions),
    ("embedding", embedding),
    ("recurrent", recurrent),
    ("transformer", transformer),
    ("double precision", || with_dtype(DType::F64, perceptron)),
    ("half precision", || with_dtype(DType::BF16, perceptron)),
    ("SGD with momentum", || {
        by(|w| Box::new(SGD::new(w, 0.01).momentum(0.9)))
    }),
    ("AdamW with amsgrad", || {
        by(|w| Box::new(AdamW::new(w, 0.01).amsgrad(true)))
    }),
    ("RMSprop", || {
        by(|w| Box::new(RMSprop::new(w, 0.01).momentum(0.5).centered(true)))
    }),
    ("Adagrad", || by(|w| Box::new(Adagrad::new(w, 0.01)))),
    ("Adadelta", || by(|w| Box::new(Adadelta::new(w, 0.01)))),
    ("Adamax", || by(|w| Box::new(Adamax::new(w, 0.01)))),
    ("NAdam", || by(|w| Box::new(NAdam::new(w, 0.01)))),
    ("RAdam", || by(|w| Box::new(RAdam::new(w, 0.01)))),
    ("Rprop", || by(|w| Box::new(Rprop::new(w, 0.01)))),
    ("ASGD", || by(|w| Box::new(ASGD::new(w, 0.01)))),
    ("Adafactor", || by(|w| Box::new(Adafactor::new(w, 0.01)))),
];

pub(super) struct Training {
    model: Sequential,
    optimizer: Box<dyn Optimizer>,
    x: Tensor,
    classes: Tensor,
    pub(super) has_buffers: bool,
}

impl Training {
    fn new(model: Sequential, x: Tensor, classes: usize) -> Self {
        Self {
            optimizer: Box::new(Adam::new(model.parameters(), 1e-2)),
            classes: Tensor::randint(0, classes as i64, [x.len()]),
            x,
            has_buffers: model.to_string().contains("BatchNorm"),
            model,
        }
    }

    pub(super) fn step(&mut self) {
        self.optimizer.zero_grad();
        let loss = cross_entropy(&self.model.forward(&self.x), &self.classes);
        loss.backward();
        clip_grad_norm_(self.model.parameters(), 1.0);
        self.optimizer.step();
    }

    pub(super) fn save(&self) -> [StateDict; 2] {
        [self.model.state_dict(), self.optimizer.state_dict()]
    }

    pub(super) fn load(&mut self, [model, optimizer]: &[StateDict; 2]) {
        self.model.load_state_dict(model).expect("its own");
        self.optimizer.load_state_dict(optimizer).expect("its own");
    }

    pub(super) fn parameters(&self) -> Vec<Vec<f32>> {
        self.model
            .parameters()
            .iter()
            .map(|parameter| parameter.to_vec())
            .collect()
    }
}

/// The perceptron by another optimizer than Adam.
fn by(optimizer: fn(Vec<Parameter>) -> Box<dyn Optimizer>) -> Training {
    let mut training = perceptron();
    training.optimizer = optimizer(training.model.parameters());
    training
}

fn perceptron() -> Training {
    manual_seed(1);
    let model = sequential![
        Linear::new(30, 40),
        LayerNorm::new(40),
        GELU::new(),
        Linear::new(40, 20),
        Tanh,
        Linear::new(20, 5)
    ];
    Training::new(model, Tensor::randn([20, 30]), 5)
}

fn convolutions() -> Training {
    manual_seed(2);
    let model = sequential![
        Conv2d::options(3, 8, 3).padding(1).build(),
        BatchNorm2d::new(8),
        ReLU,
        MaxPool2d::new(2),
        Conv2d::options(8, 8, 3).stride(2).groups(8).build(),
        AvgPool2d::new(2),
        Flatten::new(),
        Linear::new(8, 4)
    ];
    Training::new(model, Tensor::randn([3, 3, 10, 10]), 4)
}

fn embedding() -> Training {
    manual_seed(3);
    let model = sequential![
        Embedding::new(50, 16),
        RMSNorm::new(16),
        Flatten::new(),
        Linear::new(16 * 7, 3)
    ];
    Training::new(model, Tensor::randint(0, 50, [20, 7]), 3)
}

/// The last step of a recurrent network, as classes.
#[derive(Module)]
struct Recurrent {
    lstm: LSTM,
    gru: GRU,
    head: Linear,
}

impl Forward for Recurrent {
    fn forward(&self, x: &Tensor) -> Tensor {
        let x = self.gru.forward(&self.lstm.forward(x).0).0;
        self.head.forward(&x.select(1, -1))
    }
}

fn recurrent() -> Training {
    manual_seed(4);
    let network = Recurrent {
        lstm: LSTM::options(6, 8).batch_first(true).bidirectional(true).build(),
        gru: GRU::options(16, 8).batch_first(true).build(),
        head: Linear::new(8, 4),
    };
    Training::new(sequential![network], Tensor::randn([9, 5, 6]), 4)
}

fn transformer() -> Training {
    manual_seed(5);
    let layer = TransformerEncoderLayer::options(16, 2)
        .dim_feedforward(32)
        .dropout(0.0)
        .batch_first(true)
        .build();
    let model = sequential![
        Embedding::new(30, 16),
        layer,
        Flatten::new(),
        Linear::new(16 * 5, 3)
    ];
    Training::new(model, Tensor::randint(0, 30, [12, 5]), 3)
}
