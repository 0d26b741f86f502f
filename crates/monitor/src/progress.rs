//! [`progress`]: how far an epoch is, on the terminal.

use std::fmt::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{FormattedDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::history::short;

/// Shows how far a loop over `batches` is: `tqdm`.
///
/// It is for a reference to a loader, to a vector or the like, and for any iterator that can be cloned. Each loop
/// over it is an epoch:
///
/// ```
/// use monitor::progress;
///
/// let loader = vec![0.9, 0.7, 0.5];
/// let bar = progress(&loader).epochs(2);
/// for _epoch in 0..2 {
///     for loss in &bar {
///         // a step of the training
///         bar.loss(*loss);
///     }
/// }
/// ```
///
/// On the terminal stands then, until the epoch ends:
///
/// ```text
/// epoch 1/2 ━━━━━━━━━━━━━━━━━━━━────────── 2/3  loss 0.8000  1520 steps/s, 00:00:12 left
/// ```
///
/// It is written to the standard error. Where that is no terminal, nothing is. What else the program prints within
/// the loop goes through [`Progress::println`].
pub fn progress<I: IntoIterator + Clone>(batches: I) -> Progress<I> {
    Progress::on(ProgressDrawTarget::stderr(), batches)
}

/// Shows how far loops are; made by [`progress`].
pub struct Progress<I> {
    batches: I,
    bar: ProgressBar,
    run: Arc<Mutex<Run>>,
}

/// How far the training is, but for the steps of this epoch.
struct Run {
    began: Instant,
    epoch: usize,
    epochs: Option<usize>,
    figures: Vec<Figure>,
}

/// The mean of a figure over an epoch.
struct Figure {
    name: String,
    sum: f64,
    count: usize,
}

impl<I: IntoIterator + Clone> Progress<I> {
    fn on(target: ProgressDrawTarget, batches: I) -> Self {
        let run = Run {
            began: Instant::now(),
            epoch: 0,
            epochs: None,
            figures: Vec::new(),
        };
        Self {
            batches,
            bar: ProgressBar::with_draw_target(None, target),
            run: Arc::new(Mutex::new(run)),
        }
    }

    /// How many epochs there will be, so that the time left is that of all of them.
    #[must_use]
    pub fn epochs(self, epochs: usize) -> Self {
        lock(&self.run).epochs = Some(epochs);
        self
    }

    /// Shows the loss: the mean of those of the epoch so far, as [`History`](crate::History) will have it.
    pub fn loss(&self, loss: f64) {
        self.figure("loss", loss);
    }

    /// Shows another figure in the same way.
    pub fn figure(&self, name: &str, figure: f64) {
        let figures = &mut lock(&self.run).figures;
        match figures.iter_mut().find(|known| known.name == name) {
            Some(known) => {
                known.sum += figure;
                known.count += 1;
            }
            None => figures.push(Figure {
                name: name.to_owned(),
                sum: figure,
                count: 1,
            }),
        }
    }

    /// Prints a line above the bar.
    pub fn println(&self, line: impl fmt::Display) {
        self.bar.suspend(|| println!("{line}"));
    }

    fn begin(&self, (least, most): (usize, Option<usize>)) {
        let length = most.filter(|most| *most == least);
        let first = {
            let mut run = lock(&self.run);
            run.epoch += 1;
            run.figures.clear();
            if run.epoch == 1 {
                run.began = Instant::now();
            }
            run.epoch == 1
        };
        if first {
            self.bar.set_style(style(length.is_some(), &self.run));
        }
        match length {
            Some(length) => self.bar.set_length(length as u64),
            None => self.bar.unset_length(),
        }
        self.bar.reset();
    }
}

impl<'a, I: IntoIterator + Clone> IntoIterator for &'a Progress<I> {
    type Item = I::Item;
    type IntoIter = Steps<'a, I::IntoIter>;

    fn into_iter(self) -> Self::IntoIter {
        let batches = self.batches.clone().into_iter();
        self.begin(batches.size_hint());
        Steps {
            batches,
            bar: &self.bar,
            under_way: false,
        }
    }
}

/// The steps of an epoch, which are counted; made by a loop over a [`Progress`].
pub struct Steps<'a, I> {
    batches: I,
    bar: &'a ProgressBar,
    /// Whether the loop is in a step.
    under_way: bool,
}

impl<I: Iterator> Iterator for Steps<'_, I> {
    type Item = I::Item;

    #[track_caller]
    fn next(&mut self) -> Option<I::Item> {
        if self.under_way {
            self.bar.inc(1);
        }
        let batch = self.batches.next();
        self.under_way = batch.is_some();
        batch
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.batches.size_hint()
    }
}

impl<I> Drop for Steps<'_, I> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn lock(run: &Mutex<Run>) -> MutexGuard<'_, Run> {
    run.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How the line looks. What it tells of the run is read only when it is drawn, some twenty times a second.
fn style(length_is_known: bool, run: &Arc<Mutex<Run>>) -> ProgressStyle {
    let template = if length_is_known {
        "{epoch} {bar:30} {pos}/{len}  {figures}{rate}, {left} left"
    } else {
        "{epoch} {spinner} {pos}  {figures}{rate}"
    };
    let style = ProgressStyle::with_template(template).expect("the template is one");
    let key = |tell: fn(&Run, &ProgressState) -> String| {
        let run = Arc::clone(run);
        move |state: &ProgressState, w: &mut dyn Write| {
            // What cannot be drawn is not worth an end of the training.
            let _ = w.write_str(&tell(&lock(&run), state));
        }
    };
    style
        .progress_chars("━╸─")
        .with_key("epoch", key(Run::epoch))
        .with_key("figures", key(Run::figures))
        .with_key("rate", key(|_, state| rate(state)))
        .with_key(
            "left",
            key(|run, state| FormattedDuration(run.left(state)).to_string()),
        )
}

impl Run {
    fn epoch(&self, _: &ProgressState) -> String {
        match self.epochs {
            Some(epochs) => format!("epoch {}/{epochs}", self.epoch),
            None => format!("epoch {}", self.epoch),
        }
    }

    fn figures(&self, _: &ProgressState) -> String {
        let figures = self.figures.iter();
        let figures =
            figures.map(|figure| format!("{} {}  ", figure.name, short(figure.sum / figure.count as f64)));
        figures.collect()
    }

    /// The time left: of all epochs, if it is known how many there are, else of this one.
    fn left(&self, state: &ProgressState) -> Duration {
        let (length, mut done) = (state.len().unwrap_or_default() as f64, state.pos() as f64);
        let (mut all, mut elapsed) = (length, state.elapsed());
        if let Some(epochs) = self.epochs {
            done += (self.epoch - 1) as f64 * length;
            all *= epochs as f64;
            // Whatever else an epoch does takes its time in the others as well.
            elapsed = self.began.elapsed();
        }
        let seconds = elapsed.as_secs_f64() * ((all - done) / done);
        Duration::try_from_secs_f64(seconds).unwrap_or_default()
    }
}

/// Steps for each second of this epoch, in few digits. (The bar's own rate is 0 until it has watched for a while, which is
/// longer than a short epoch takes.)
fn rate(state: &ProgressState) -> String {
    let per_second = state.pos() as f64 / state.elapsed().as_secs_f64();
    if per_second < 10.0 {
        format!("{per_second:.2} steps/s")
    } else {
        format!("{per_second:.0} steps/s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use indicatif::InMemoryTerm;

    fn on_terminal<I: IntoIterator + Clone>(batches: I) -> (InMemoryTerm, Progress<I>) {
        let terminal = InMemoryTerm::new(4, 120);
        let target = ProgressDrawTarget::term_like(Box::new(terminal.clone()));
        let progress = Progress::on(target, batches);
        (terminal, progress)
    }

    #[test]
    fn it_shows_the_epoch_the_mean_loss_the_rate_and_the_time_left() {
        let loader = [0.9, 0.7, 0.5];
        let (terminal, bar) = on_terminal(&loader);
        let bar = bar.epochs(2);
        for epoch in 1..=2 {
            for (at, loss) in (&bar).into_iter().enumerate() {
                bar.loss(*loss);
                bar.bar.force_draw();
                let line = terminal.contents();
                let mean = ["0.9000", "0.8000", "0.7000"][at];
                let begins = format!("epoch {epoch}/2 ");
                let middle = format!(" {at}/3  loss {mean}  ");
                assert!(line.starts_with(&begins) && line.contains(&middle), "{line}");
                assert!(
                    line.contains(" steps/s, 00:00:0") && line.ends_with(" left"),
                    "{line}"
                );
            }
            assert_eq!(terminal.contents(), "", "the line goes when the epoch ends");
        }
    }

    #[test]
    fn a_loop_that_is_left_clears_the_line_too() {
        let (terminal, bar) = on_terminal(0..10);
        assert_eq!((&bar).into_iter().size_hint(), (10, Some(10)));
        for step in &bar {
            bar.bar.force_draw();
            if step == 3 {
                assert!(terminal.contents().contains(" 3/10  "), "{}", terminal.contents());
                break;
            }
        }
        assert_eq!(terminal.contents(), "");
        assert_eq!((&bar).into_iter().count(), 10);
    }

    #[test]
    fn what_has_no_known_length_shows_how_far_it_is() {
        let (terminal, bar) = on_terminal((0..10).filter(|n| n % 2 == 0));
        for step in &bar {
            bar.figure("lr", 0.5);
            bar.bar.force_draw();
            let line = terminal.contents();
            assert!(line.contains(&format!(" {}  lr 0.5000  ", step / 2)), "{line}");
            assert!(!line.contains("left"), "{line}");
        }
    }

    #[test]
    fn the_time_left_is_that_of_all_epochs() {
        let (terminal, bar) = on_terminal(0..2);
        let bar = bar.epochs(72_001);
        for step in &bar {
            if step == 1 {
                bar.bar.force_draw();
                let line = terminal.contents();
                let left = line.split(" steps/s, ").nth(1).expect("it tells the time left");
                assert!(!left.starts_with("00:") && !left.starts_with("01:"), "{line}");
                let rate = line
                    .split(" steps/s")
                    .next()
                    .and_then(|line| line.split(' ').next_back());
                let rate: f64 = rate
                    .and_then(|rate| rate.parse().ok())
                    .expect("it tells the rate");
                assert!(rate > 0.0 && rate < 20.0, "{line}");
            }
            // Of 144,002 steps, which will take more than two hours. So long that the rate is not rounded to its bound.
            std::thread::sleep(Duration::from_millis(60));
        }
    }
}
