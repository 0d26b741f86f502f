//! Random orders.

use super::Generator;
use super::stream::Stream;
use crate::error::OrRaise;
use crate::scratch::room_for;

/// From here on one word would favour some orders too much, and PyTorch takes two, by another algorithm.
const LONG: usize = u32::MAX as usize / 20;

impl Generator {
    /// The numbers 0 to `n - 1` in a random order, as `torch.randperm` gives them.
    ///
    /// ```
    /// use tensor_core::random::Generator;
    ///
    /// let mut order = Generator::new(0).permutation(100);
    /// order.sort_unstable();
    /// assert!(order.iter().copied().eq(0..100));
    /// ```
    ///
    /// # Panics
    /// If the system gives no memory for them.
    #[track_caller]
    pub fn permutation(&self, n: usize) -> Vec<usize> {
        let room = room_for(format_args!("a random order of {n} numbers"), n).or_raise();
        let mut stream = self.lock();
        if n < LONG {
            shuffled(&mut stream, n, room)
        } else {
            shuffled_inside_out(&mut stream, n, room)
        }
    }
}

/// The shuffle of R. A. Fisher and F. Yates, from the front, one word per swap; `n` is less than 2^32.
fn shuffled(stream: &mut Stream, n: usize, mut order: Vec<usize>) -> Vec<usize> {
    order.extend(0..n);
    for i in 0..n.saturating_sub(1) {
        let ahead = stream.u32() % (n - i) as u32;
        order.swap(i, i + ahead as usize);
    }
    order
}

/// The same, inside out: the order grows by one number at a time, two words each.
fn shuffled_inside_out(stream: &mut Stream, n: usize, mut order: Vec<usize>) -> Vec<usize> {
    for i in 0..n {
        let place = (stream.u64() % (i as u64 + 1)) as usize;
        order.push(i);
        order.swap(place, i);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::engine::Engine;

    #[test]
    fn inside_out_gives_every_order_equally_often() {
        let mut stream = Stream::new(Engine::chacha(1), 1);
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..24_000 {
            *counts
                .entry(shuffled_inside_out(&mut stream, 4, Vec::new()))
                .or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 24);
        // 1000 expected of each, with a standard deviation of 31.
        assert!(
            counts.values().all(|count| (850..1150).contains(count)),
            "{counts:?}"
        );
    }
}
