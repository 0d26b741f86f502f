//! [`LRFinder`]: the learning rate that a model and its data can bear.

use autograd::random::{self, default_generator};
use autograd::{Error, Generator, StateDict, Tensor};
use nn::Module;
use optim::Optimizer;
use options_derive::Options;

/// Finds a learning rate: it takes steps at ever higher ones, and sees from where on the loss falls no more.
///
/// A rate that is too small takes many steps, one that is too large never gets there; the range between shows in one
/// short run, L. N. Smith's range test: "Cyclical Learning Rates for Training Neural Networks" (2015).
///
/// ```
/// use monitor::{LRFinder, Tensor};
/// use nn::{Forward, Linear, Module, mse_loss};
/// use optim::SGD;
///
/// let x = Tensor::linspace(0.0, 10.0, 100).reshape([100, 1]);
/// let y = &x * 3.0;
/// let batches = [(x, y)]; // or a loader
///
/// let model = Linear::new(1, 1);
/// let mut optimizer = SGD::new(model.parameters(), 1e-3);
/// let test = LRFinder::new().end_lr(1.0).range_test(&model, &mut optimizer, &batches, |(x, y)| {
///     mse_loss(&model.forward(x), y)
/// });
/// let lr = test.suggestion().expect("the loss falls");
/// assert!(lr > 1e-4 && lr < 0.03); // from 0.03 on, the lecture's regression diverges
/// ```
///
/// The model's weights and buffers, the optimizer's state and rates, and the default random stream are afterwards what
/// they were, also if a step panics; the gradients are none.
#[derive(Clone, Debug, Options)]
#[must_use = "it finds nothing until it tests a range"]
pub struct LRFinder {
    /// The learning rate of the first step.
    #[option(default = 1e-6, limit = positive)]
    start_lr: f64,
    /// The learning rate of the last step.
    #[option(default = 10.0, limit = positive)]
    end_lr: f64,
    /// How many steps there are, each at a rate that is by the same factor higher.
    #[option(default = 100, limit = ("at least 10", |x| x >= 10.0))]
    num_iter: usize,
    /// At how many times its least the mean loss of a tenth of the steps has diverged, which ends the test.
    #[option(default = 4.0, limit = ("more than 1", |x| x > 1.0))]
    diverge_th: f64,
}

impl LRFinder {
    /// Takes the steps, each with the loss of the next batch, and begins the batches anew when they end. All groups of
    /// parameters step at the same rate.
    ///
    /// # Panics
    /// If the last rate is not above the first, or there are no batches.
    #[track_caller]
    pub fn range_test<I: IntoIterator + Clone>(
        &self,
        model: &(impl Module + ?Sized),
        optimizer: &mut dyn Optimizer,
        batches: I,
        mut loss: impl FnMut(I::Item) -> Tensor,
    ) -> RangeTest {
        self.check();
        let before = Before::new(model, optimizer);
        let mut test = RangeTest::new(self.num_iter);
        let mut epoch = batches.clone().into_iter();
        for lr in self.rates() {
            let batch = epoch.next().or_else(|| {
                epoch = batches.clone().into_iter();
                epoch.next()
            });
            let Some(batch) = batch else {
                Error::argument("LRFinder: there are no batches").raise();
            };
            let groups = before.optimizer.groups_mut();
            groups.iter_mut().for_each(|group| group.set_lr(lr));
            let loss = loss(batch);
            before.optimizer.zero_grad();
            loss.backward();
            before.optimizer.step();
            if test.take(lr, loss.item(), self.diverge_th) {
                break;
            }
        }
        test
    }

    #[track_caller]
    fn check(&self) {
        let Self { start_lr, end_lr, .. } = self;
        if end_lr <= start_lr || !end_lr.is_finite() {
            Error::argument(format!(
                "LRFinder: end_lr must be above start_lr, {start_lr}, and finite, but is {end_lr}"
            ))
            .raise();
        }
    }

    fn rates(&self) -> impl Iterator<Item = f64> {
        let (start, steps) = (self.start_lr, self.num_iter - 1);
        let range = self.end_lr / start;
        (0..=steps).map(move |at| start * range.powf(at as f64 / steps as f64))
    }
}

/// What a range test has seen: the loss at each learning rate.
#[derive(Clone, Debug)]
pub struct RangeTest {
    lrs: Vec<f64>,
    losses: Vec<f64>,
    /// Over how many steps losses are smoothed: a tenth of those planned.
    window: usize,
    /// The least mean of so many losses in a row.
    least: f64,
    diverged: bool,
}

impl RangeTest {
    fn new(num_iter: usize) -> Self {
        Self {
            lrs: Vec::with_capacity(num_iter),
            losses: Vec::with_capacity(num_iter),
            window: (num_iter / 10).max(3),
            least: f64::INFINITY,
            diverged: false,
        }
    }

    /// Takes the loss of a step, and says whether it has diverged.
    fn take(&mut self, lr: f64, loss: f64, diverge_th: f64) -> bool {
        if !loss.is_finite() {
            self.diverged = true;
            return true;
        }
        self.lrs.push(lr);
        self.losses.push(loss);
        let mean = mean(&self.losses[self.losses.len().saturating_sub(self.window)..]);
        self.least = self.least.min(mean);
        self.diverged = mean > diverge_th * self.least;
        self.diverged
    }

    /// The learning rate of each step, but for one whose loss is not finite.
    pub fn lrs(&self) -> &[f64] {
        &self.lrs
    }

    /// The loss of each of these steps, before it is made.
    pub fn losses(&self) -> &[f64] {
        &self.losses
    }

    /// The losses, each the mean of the tenth of the steps around it.
    pub fn smoothed(&self) -> Vec<f64> {
        let reach = self.window / 2;
        let around = |at: usize| at.saturating_sub(reach)..(at + reach + 1).min(self.losses.len());
        (0..self.losses.len())
            .map(|at| mean(&self.losses[around(at)]))
            .collect()
    }

    /// Whether the test ended early because the loss had diverged.
    pub fn diverged(&self) -> bool {
        self.diverged
    }

    /// A tenth of the learning rate at which the smoothed loss is least: there it still falls, but is about to rise. None if
    /// it is least at the first step, so never falls. A test that has not [diverged](Self::diverged) saw too small rates
    /// to tell.
    pub fn suggestion(&self) -> Option<f64> {
        let smoothed = self.smoothed();
        let least = (0..smoothed.len()).min_by(|&a, &b| smoothed[a].total_cmp(&smoothed[b]))?;
        (least > 0).then(|| self.lrs[least] / 10.0)
    }

    /// The picture of it: each step's loss, the smoothed ones, and the suggestion; with the feature `plot`. The fall fills its
    /// height: where the loss diverges it leaves the picture.
    #[cfg(feature = "plot")]
    pub fn chart(&self, title: impl Into<String>) -> plot::Chart {
        let smoothed = self.smoothed();
        let over_lr = |losses: &[f64]| -> Vec<(f64, f64)> {
            self.lrs.iter().copied().zip(losses.iter().copied()).collect()
        };
        let chart = plot::Chart::new(title)
            .x_label("learning rate")
            .y_label("loss")
            .log_x()
            .points("loss of a step", over_lr(&self.losses))
            .line("smoothed", over_lr(&smoothed));
        let Some(lr) = self.suggestion() else {
            return chart;
        };
        let low = smoothed.iter().copied().fold(f64::INFINITY, f64::min);
        let fall = smoothed[0] - low;
        let shown = low - 2.0 * fall..smoothed[0] + 2.0 * fall;
        chart
            .line(
                format!("suggestion {lr:.1e}"),
                [(lr, shown.start), (lr, shown.end)],
            )
            .y_range(shown)
    }
}

fn mean(losses: &[f64]) -> f64 {
    losses.iter().sum::<f64>() / losses.len() as f64
}

/// What is put back on drop, so also when a panic passes.
struct Before<'a, M: Module + ?Sized> {
    model: &'a M,
    optimizer: &'a mut dyn Optimizer,
    weights: StateDict,
    state: StateDict,
    generator: Generator,
    drawn: random::State,
}

impl<'a, M: Module + ?Sized> Before<'a, M> {
    fn new(model: &'a M, optimizer: &'a mut dyn Optimizer) -> Self {
        let generator = default_generator();
        Self {
            model,
            weights: model.state_dict(),
            state: optimizer.state_dict(),
            optimizer,
            drawn: generator.get_state(),
            generator,
        }
    }
}

impl<M: Module + ?Sized> Drop for Before<'_, M> {
    fn drop(&mut self) {
        let weights = self
            .model
            .load_state_dict(&self.weights)
            .map_err(|error| error.to_string());
        let state = self
            .optimizer
            .load_state_dict(&self.state)
            .map_err(|error| error.to_string());
        self.optimizer.zero_grad();
        self.generator.set_state(&self.drawn);
        // A second panic would end the process.
        if let (Err(error), false) = (weights.and(state), std::thread::panicking()) {
            Error::argument(format!("LRFinder: what was before cannot be put back: {error}")).raise();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use autograd::manual_seed;
    use nn::{BatchNorm1d, Dropout, Forward, Linear, mse_loss, sequential};
    use optim::{Adam, SGD};

    fn regression() -> [(Tensor, Tensor); 1] {
        let x = Tensor::arange(0.0, 10.0, 0.1).reshape([100, 1]);
        let y = &x * 3.0 + Tensor::randn([100, 1]);
        [(x, y)]
    }

    #[test]
    fn the_suggestion_lies_below_the_rate_from_which_steps_diverge() {
        manual_seed(0);
        let model = Linear::new(1, 1);
        let mut optimizer = SGD::new(model.parameters(), 0.5);
        let finder = LRFinder::new().start_lr(1e-5);
        let test = finder.range_test(&model, &mut optimizer, &regression(), |(x, y)| {
            mse_loss(&model.forward(x), y)
        });
        // The lecture: 0.028 oscillates, 0.03 diverges.
        let lr = test.suggestion().expect("the loss falls");
        assert!((1e-3..0.028).contains(&lr), "{lr}");
        assert!(test.diverged() && *test.lrs().last().expect("steps") > 0.03);
        assert_eq!((test.lrs()[0], test.lrs().len()), (1e-5, test.losses().len()));
        assert_eq!(test.smoothed().len(), test.losses().len());
    }

    #[test]
    fn all_is_afterwards_as_it_was() {
        manual_seed(1);
        let model = sequential![
            Linear::new(3, 8),
            BatchNorm1d::new(8),
            Dropout::new(0.5),
            Linear::new(8, 1)
        ];
        let mut optimizer = Adam::new(model.parameters(), 1e-3);
        let batch = (Tensor::randn([16, 3]), Tensor::randn([16, 1]));
        let loss = |(x, y): &(Tensor, Tensor)| mse_loss(&model.forward(x), y);
        loss(&batch).backward();
        optimizer.step();
        let texts = |optimizer: &Adam| {
            let (weights, state) = (model.state_dict(), optimizer.state_dict());
            let elements = weights.values().chain(state.values()).map(Tensor::to_vec::<f64>);
            (elements.collect::<Vec<_>>(), format!("{:?}", state.metadata()))
        };
        let (before, drawn) = (texts(&optimizer), default_generator().get_state());
        let test = LRFinder::new()
            .num_iter(20)
            .range_test(&model, &mut optimizer, [&batch], loss);
        assert_eq!(test.lrs().len(), test.losses().len());
        assert_eq!(texts(&optimizer), before);
        assert_eq!(default_generator().get_state().to_bytes(), drawn.to_bytes());
        assert!(
            model
                .parameters()
                .iter()
                .all(|parameter| parameter.grad().is_none())
        );

        let panics = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let mut steps = 0;
            LRFinder::new().range_test(&model, &mut optimizer, [&batch], |batch| {
                steps += 1;
                assert!(steps < 5, "enough");
                loss(batch)
            })
        }));
        assert!(panics.is_err());
        assert_eq!(texts(&optimizer), before);
    }

    #[test]
    fn noise_of_batches_does_not_decide() {
        let mut test = RangeTest::new(100);
        for at in 0..100 {
            // It falls from 40 to 60 and rises from 70 on; every other batch is harder, and one is easy.
            let falls = 10.0 - f64::from((at - 40).clamp(0, 20)) / 4.0 + f64::from((at - 70).max(0)) / 4.0;
            let noise = if at == 5 { -9.0 } else { f64::from(at % 2) * 3.0 };
            assert!(!test.take(f64::from(at + 1), falls + noise, 4.0));
        }
        let lr = test.suggestion().expect("it falls");
        assert!((6.1..7.1).contains(&lr), "{lr}");
    }

    #[test]
    fn a_loss_that_only_rises_suggests_nothing() {
        let mut test = RangeTest::new(10);
        assert!([1.0, 2.0, 3.0].iter().all(|&loss| !test.take(loss, loss, 4.0)));
        assert_eq!(test.suggestion(), None);
        assert!(test.take(4.0, f64::NAN, 4.0));
        assert_eq!(test.lrs(), [1.0, 2.0, 3.0]);
    }

    #[test]
    fn a_range_that_is_none_and_a_loader_without_batches_are_refused() {
        let model = Linear::new(1, 1);
        let mut optimizer = SGD::new(model.parameters(), 0.5);
        let mut refused = |finder: LRFinder| {
            let none: [Tensor; 0] = [];
            let test = || finder.range_test(&model, &mut optimizer, &none, |x| model.forward(x));
            Error::catch(test).expect_err("it is refused").0.to_string()
        };
        assert_eq!(refused(LRFinder::new()), "LRFinder: there are no batches");
        let said = "LRFinder: end_lr must be above start_lr, 20, and finite, but is 10";
        assert_eq!(refused(LRFinder::new().start_lr(20.0)), said);
    }
}
