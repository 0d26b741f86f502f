//! The distribution of numbers, as TensorBoard draws it.

use std::sync::LazyLock;

/// How many numbers lie in each of the buckets, which grow by a tenth from one to the next.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Histogram {
    pub(super) min: f64,
    pub(super) max: f64,
    pub(super) num: usize,
    pub(super) sum: f64,
    pub(super) sum_squares: f64,
    /// The upper ends of the buckets, each with the count of those below it and not below the one before.
    pub(super) limits: Vec<f64>,
    pub(super) counts: Vec<f64>,
}

/// The ends of all buckets, TensorFlow's and PyTorch's: 0, and powers of 1.1 from 1e-12 to 1e20, with both signs.
static LIMITS: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let positive = std::iter::successors(Some(1e-12), |limit| Some(limit * 1.1));
    let positive: Vec<f64> = positive.take_while(|limit| *limit < 1e20).collect();
    let negative = positive.iter().rev().map(|limit| -limit);
    negative.chain([0.0]).chain(positive.iter().copied()).collect()
});

impl Histogram {
    /// Counts the numbers; those that are not finite are left out.
    pub(super) fn new(numbers: &[f64]) -> Self {
        let limits = &**LIMITS;
        // One bucket between each two limits; the last has its upper end.
        let mut counts = vec![0.0; limits.len() - 1];
        let mut histogram = Self {
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            num: 0,
            sum: 0.0,
            sum_squares: 0.0,
            limits: Vec::new(),
            counts: Vec::new(),
        };
        for &number in numbers.iter().filter(|number| number.is_finite()) {
            histogram.take(number);
            let above = limits.partition_point(|limit| *limit <= number);
            counts[above.clamp(1, limits.len() - 1) - 1] += 1.0;
        }
        histogram.keep_filled(&counts);
        histogram
    }

    fn take(&mut self, number: f64) {
        self.min = self.min.min(number);
        self.max = self.max.max(number);
        self.num += 1;
        self.sum += number;
        self.sum_squares += number * number;
    }

    /// Keeps the buckets from the first to the last that is not empty, and an empty one before them, whose upper end is
    /// the lower one of the first.
    fn keep_filled(&mut self, counts: &[f64]) {
        let filled = |count: &f64| *count > 0.0;
        let (Some(first), Some(last)) = (counts.iter().position(filled), counts.iter().rposition(filled))
        else {
            // What TensorBoard takes for no numbers.
            (self.min, self.max, self.limits, self.counts) = (0.0, 0.0, vec![0.0], vec![0.0]);
            return;
        };
        self.limits = LIMITS[first..=last + 1].to_vec();
        self.counts = [&[0.0], &counts[first..=last]].concat();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_buckets_are_those_of_pytorch() {
        // SummaryWriter.add_histogram("x", np.array([-1.0, 0.0, 0.5, 0.5, 2.0]), 0) writes this.
        let histogram = Histogram::new(&[-1.0, 0.0, 0.5, 0.5, 2.0]);
        assert_eq!((histogram.min, histogram.max, histogram.num), (-1.0, 2.0, 5));
        assert_eq!((histogram.sum, histogram.sum_squares), (2.0, 5.5));
        let filled = histogram
            .counts
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, count)| *count > 0.0);
        let filled: Vec<(usize, f64)> = filled.collect();
        assert_eq!(filled, [(1, 1.0), (292, 1.0), (575, 2.0), (590, 1.0)]);
        assert_eq!((histogram.limits.len(), histogram.counts.len()), (591, 591));
        assert_eq!(histogram.limits[..2], [-1.0089710279437536, -0.917246389039776]);
        assert_eq!(histogram.limits[589..], [1.9661990955585713, 2.1628190051144287]);
    }

    #[test]
    fn what_is_not_finite_is_left_out_and_what_is_huge_is_counted() {
        let histogram = Histogram::new(&[f64::NAN, f64::INFINITY, -1e30, 1e30, f64::NEG_INFINITY]);
        assert_eq!((histogram.num, histogram.min, histogram.max), (2, -1e30, 1e30));
        assert_eq!(histogram.counts.len(), LIMITS.len());
        assert_eq!(
            (histogram.counts[1], histogram.counts[LIMITS.len() - 1]),
            (1.0, 1.0)
        );
    }

    #[test]
    fn no_numbers_are_one_empty_bucket() {
        for numbers in [&[][..], &[f64::NAN]] {
            let histogram = Histogram::new(numbers);
            assert_eq!((histogram.num, histogram.min, histogram.max), (0, 0.0, 0.0));
            assert_eq!((histogram.limits, histogram.counts), (vec![0.0], vec![0.0]));
        }
    }
}
