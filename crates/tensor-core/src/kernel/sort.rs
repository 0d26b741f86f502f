//! Orders of elements. Each element becomes an integer key that orders as it does, so that what sorts, selects and
//! compares is compiled once for all element types; key and position together in one integer are sorted in one piece, and
//! equal elements keep their order.

use std::collections::BinaryHeap;

use crate::dtype::Element;
use crate::scratch;

/// Elements that have a key.
pub(crate) trait Keyed: Element {
    /// The key of what is not a number, if there is such a thing: larger than all others.
    const NAN_KEY: Option<u64>;

    /// Orders as the elements do; the two zeros are one.
    fn key(self) -> u64;
}

impl Keyed for f32 {
    const NAN_KEY: Option<u64> = Some(u32::MAX as u64);

    #[inline(always)]
    fn key(self) -> u64 {
        // Adding 0 makes one of the two zeros.
        let bits = (self + 0.0).to_bits();
        let ordered = bits ^ (((bits as i32) >> 31) as u32 | 1 << 31);
        u64::from(if self.is_nan() { u32::MAX } else { ordered })
    }
}

impl Keyed for f64 {
    const NAN_KEY: Option<u64> = Some(u64::MAX);

    #[inline(always)]
    fn key(self) -> u64 {
        let bits = (self + 0.0).to_bits();
        let ordered = bits ^ (((bits as i64) >> 63) as u64 | 1 << 63);
        if self.is_nan() { u64::MAX } else { ordered }
    }
}

impl Keyed for i64 {
    const NAN_KEY: Option<u64> = None;

    #[inline(always)]
    fn key(self) -> u64 {
        self as u64 ^ 1 << 63
    }
}

impl Keyed for bool {
    const NAN_KEY: Option<u64> = None;

    #[inline(always)]
    fn key(self) -> u64 {
        u64::from(self)
    }
}

/// The keys of elements.
pub(crate) fn keys<T: Keyed>(x: &[T]) -> Vec<u64> {
    scratch::collected(x.len(), x.iter().map(|x| x.key()))
}

/// Keys, each with its position behind it.
enum Packed {
    /// Keys that differ by no more than 32 bits, from the smallest on.
    Narrow(Vec<u64>),
    Wide(Vec<u128>),
}

fn packed(mut keys: Vec<u64>, descending: bool) -> Packed {
    if descending {
        keys.iter_mut().for_each(|key| *key = !*key);
    }
    let (mut least, mut most) = (u64::MAX, 0);
    for key in &keys {
        (least, most) = (least.min(*key), most.max(*key));
    }
    let narrow = u64::from(u32::MAX);
    if most.saturating_sub(least) <= narrow && keys.len() as u64 <= narrow {
        for (position, key) in keys.iter_mut().enumerate() {
            *key = (*key - least) << 32 | position as u64;
        }
        return Packed::Narrow(keys);
    }
    let wide = keys.iter().enumerate();
    let wide = wide.map(|(position, key)| u128::from(*key) << 64 | position as u128);
    Packed::Wide(scratch::collected(keys.len(), wide))
}

/// A key and its position.
trait Pair: Copy + Ord {
    fn position(self) -> i64;
}

impl Pair for u64 {
    fn position(self) -> i64 {
        (self & u64::from(u32::MAX)) as i64
    }
}

impl Pair for u128 {
    fn position(self) -> i64 {
        self as u64 as i64
    }
}

/// Writes to `out` the positions of the first elements in order, as many as it has room for.
pub(crate) fn first(keys: Vec<u64>, descending: bool, out: &mut [i64]) {
    match packed(keys, descending) {
        Packed::Narrow(pairs) => first_pairs(pairs, out),
        Packed::Wide(pairs) => first_pairs(pairs, out),
    }
}

/// How many times more elements than are wanted make a heap of the wanted ones cheaper than a partition of all.
const HEAP: usize = 64;

fn first_pairs<P: Pair>(mut pairs: Vec<P>, out: &mut [i64]) {
    let count = out.len();
    if count == 0 {
        return;
    }
    if count * HEAP <= pairs.len() {
        pairs = least(&pairs, count);
    } else if count < pairs.len() {
        pairs.select_nth_unstable(count);
        pairs.truncate(count);
    }
    pairs.sort_unstable();
    for (out, pair) in out.iter_mut().zip(&pairs) {
        *out = pair.position();
    }
}

/// The `count` smallest, in no order.
fn least<P: Pair>(pairs: &[P], count: usize) -> Vec<P> {
    let (head, tail) = pairs.split_at(count);
    let mut heap = BinaryHeap::from(scratch::copied(head));
    let mut largest = heap.peek().copied();
    for pair in tail {
        if Some(*pair) < largest {
            heap.pop();
            heap.push(*pair);
            largest = heap.peek().copied();
        }
    }
    heap.into_vec()
}

/// The position of element number `k` in order.
pub(crate) fn nth(keys: Vec<u64>, k: usize) -> i64 {
    match packed(keys, false) {
        Packed::Narrow(mut pairs) => pairs.select_nth_unstable(k).1.position(),
        Packed::Wide(mut pairs) => pairs.select_nth_unstable(k).1.position(),
    }
}

/// Equal elements, or rows of them.
#[derive(Default)]
pub(crate) struct Groups {
    /// The first of each group.
    pub(crate) firsts: Vec<i64>,
    /// The group of each.
    pub(crate) group: Vec<i64>,
    /// How many each group has.
    pub(crate) counts: Vec<i64>,
}

/// The groups of `count` equal rows of `keys`: all that are equal, in order, if `sorted`, else those that follow each other.
/// What is not a number equals nothing.
pub(crate) fn groups(keys: &[u64], count: usize, nan: Option<u64>, sorted: bool) -> Groups {
    let width = keys.len().checked_div(count).unwrap_or(0);
    let row = |at: i64| &keys[at as usize * width..][..width];
    let mut order = scratch::collected(count, 0..count as i64);
    if sorted && width == 1 {
        first(scratch::copied(keys), false, &mut order);
    } else if sorted {
        // By position as well, since a stable sort would ask for memory.
        order.sort_unstable_by(|a, b| row(*a).cmp(row(*b)).then(a.cmp(b)));
    }
    let equal = |a, b| row(a) == row(b) && !nan.is_some_and(|nan| row(a).contains(&nan));
    let mut groups = Groups {
        group: scratch::filled(0, count),
        ..Groups::default()
    };
    let mut before = None;
    for at in order {
        match groups.counts.last_mut() {
            Some(count) if before.is_some_and(|before| equal(before, at)) => *count += 1,
            _ => {
                scratch::push(&mut groups.firsts, at);
                scratch::push(&mut groups.counts, 1);
            }
        }
        groups.group[at as usize] = groups.firsts.len() as i64 - 1;
        before = Some(at);
    }
    groups
}

/// The most frequent of the keys, the smallest if several are, where it is last.
pub(crate) fn mode(keys: Vec<u64>) -> i64 {
    let mut order = scratch::filled(0, keys.len());
    first(scratch::copied(&keys), false, &mut order);
    let (mut best, mut most, mut count) = (0, 0, 0);
    for (at, position) in order.iter().enumerate() {
        count += 1;
        let key = |at: i64| keys[at as usize];
        if order.get(at + 1).is_none_or(|next| key(*next) != key(*position)) {
            if count > most {
                (best, most) = (*position, count);
            }
            count = 0;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_order_as_elements_do() {
        let order = [
            f64::NEG_INFINITY,
            -2.0,
            -1e-300,
            0.0,
            1e-300,
            0.5,
            f64::INFINITY,
            f64::NAN,
        ];
        let keys = keys(&order);
        assert!(keys.is_sorted() && keys[7] == u64::MAX);
        assert_eq!(
            ((-0.0_f64).key(), (-0.0_f32).key()),
            (0.0_f64.key(), 0.0_f32.key())
        );
        let narrow = order.map(|x| (x as f32).key());
        assert!(narrow.is_sorted() && Some(narrow[7]) == <f32 as Keyed>::NAN_KEY);
        assert!([i64::MIN, -1, 0, i64::MAX].map(Keyed::key).is_sorted());
    }

    #[test]
    fn the_first_however_many() {
        // As many distances as there are ways.
        for spread in [1_i64, 1 << 40] {
            let x: Vec<i64> = (0..1000).map(|i| (i * 7919 % 1000 - 500) / 2 * spread).collect();
            let mut expected: Vec<i64> = (0..1000).collect();
            expected.sort_by_key(|at| x[*at as usize]);
            for count in [0, 1, 10, 300, 1000] {
                let mut out = vec![0; count];
                first(keys(&x), false, &mut out);
                assert_eq!(out, expected[..count]);
            }
            assert_eq!(nth(keys(&x), 123), expected[123]);
            expected.sort_by_key(|at| -x[*at as usize]);
            let mut out = vec![0; 1000];
            first(keys(&x), true, &mut out);
            assert_eq!(out, expected);
        }
    }
}
