//! Poolings against the definition, at every level that the machine has.

use super::max::Pooled;
use super::{average, indexed};
use crate::dtype::Element;
use crate::kernel::testing::levels;
use crate::shape::{PoolMoves, Pooling, Windows};

/// Planes of small integers, so that there are equal ones, and here and there something that is no number.
fn planes<T: Element>(len: usize, odd: bool) -> Vec<T> {
    let number = |at: usize| match at % 41 {
        7 if odd => f64::NAN,
        11..=13 if odd => f64::NEG_INFINITY,
        _ => ((at * 7919 + at / 5 * 13) % 23) as f64 - 11.0,
    };
    (0..len).map(|at| T::from_f64(number(at))).collect()
}

/// Poolings of one, two and three dimensions.
fn poolings() -> Vec<Pooling> {
    let mut poolings = Vec::new();
    for kernel in 1..4 {
        for stride in 1..4 {
            for (padding, dilation, ceil_mode) in [
                (0, 1, false),
                (kernel / 2, 1, true),
                (0, 2, false),
                (kernel / 2, 3, true),
            ] {
                for (size, rank) in [
                    (&[6, 8, 9][..], 2),
                    (&[8, 6, 6], 2),
                    (&[2, 9, 37], 2),
                    (&[4, 33], 1),
                    (&[2, 7, 8, 7], 3),
                ] {
                    let list = |number| vec![number; rank];
                    let (mut kernel_size, dilation) = (list(kernel), list(dilation));
                    kernel_size[rank - 1] = 2;
                    let mut padding = list(padding);
                    padding[rank - 1] = padding[rank - 1].min(1);
                    let moves = PoolMoves {
                        kernel_size: &kernel_size,
                        stride: &list(stride),
                        padding: &padding,
                        dilation: &dilation,
                        ceil_mode,
                    };
                    poolings.push(Pooling::new("pool", size, moves).unwrap());
                }
            }
        }
    }
    poolings
}

fn seen(windows: &Windows, place: usize) -> impl Iterator<Item = usize> {
    (0..windows.taps()).filter_map(move |tap| windows.seen(place, tap))
}

fn check_max<T: Pooled>() {
    for pool in poolings() {
        let windows = &pool.windows;
        let (area, input_area) = (windows.area(), windows.input_area());
        let x: Vec<T> = planes(pool.input_shape().numel(), T::DTYPE.is_float());
        let mut expected = Vec::new();
        for (plane, place) in
            (0..x.len() / input_area).flat_map(|plane| (0..area).map(move |place| (plane, place)))
        {
            let x = &x[plane * input_area..][..input_area];
            let mut best = seen(windows, place).next().unwrap();
            for other in seen(windows, place) {
                let is_number = x[other].partial_cmp(&x[other]).is_some();
                if x[other] > x[best] || !is_number {
                    best = other;
                }
            }
            expected.push((format!("{:?}", x[best]), best as i64));
        }
        for level in levels() {
            let (mut out, mut indices) = (vec![T::default(); expected.len()], vec![-1; expected.len()]);
            // SAFETY: `levels` gives only levels that the machine has.
            unsafe { T::max_pool_at(level, windows, &x, &mut out, &mut indices) };
            let found = out
                .iter()
                .zip(&indices)
                .map(|(value, index)| (format!("{value:?}"), *index));
            assert!(found.eq(expected.iter().cloned()), "{level:?} {pool:?}");
            let mut again = vec![T::default(); expected.len()];
            // SAFETY: as above.
            unsafe { T::max_pool_at(level, windows, &x, &mut again, &mut []) };
            assert_eq!(format!("{out:?}"), format!("{again:?}"), "{level:?} {pool:?}");
        }
    }
}

#[test]
fn the_largest_of_each_window_and_its_place() {
    check_max::<f32>();
    check_max::<f64>();
    check_max::<i64>();
}

#[test]
fn the_mean_of_each_window_and_what_it_gives_back() {
    for pool in poolings() {
        let windows = &pool.windows;
        let (area, input_area) = (windows.area(), windows.input_area());
        let (x, grad): (Vec<f64>, Vec<f64>) = (
            planes(pool.input_shape().numel(), false),
            planes(pool.output_shape().numel(), false),
        );
        let divisors: Vec<f64> = pool.counts(true).map(|count| count as f64).collect();
        let (mut means, mut given) = (vec![0.0; grad.len()], vec![0.0; x.len()]);
        for at in 0..grad.len() {
            for place in seen(windows, at % area) {
                means[at] += x[at / area * input_area + place] / divisors[at % area];
                given[at / area * input_area + place] += grad[at] / divisors[at % area];
            }
        }
        for level in levels() {
            let (mut out, mut back) = (vec![7.0; grad.len()], vec![7.0; x.len()]);
            // SAFETY: `levels` gives only levels that the machine has.
            unsafe {
                average::avg_pool_at(level, windows, &divisors, &x, &mut out);
                average::avg_pool_input_at(level, windows, &divisors, &grad, &mut back);
            }
            let near = |a: &[f64], b: &[f64]| {
                a.iter()
                    .zip(b)
                    .all(|(a, b)| (a - b).abs() < 1e-12 * (1.0 + b.abs()))
            };
            assert!(near(&out, &means) && near(&back, &given), "{level:?} {pool:?}");
        }
    }
}

#[test]
fn places_in_planes() {
    let (x, indices) = ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [2, 2, 0, 1]);
    let (mut taken, mut sums, mut last) = ([0.0; 4], [9.0; 6], [9.0; 6]);
    indexed::gather(&x, 3, &indices, &mut taken);
    assert_eq!(taken, [3.0, 3.0, 4.0, 5.0]);
    indexed::scatter_add(&[1.0, 10.0, 20.0, 30.0], &indices, 3, &mut sums);
    assert_eq!(sums, [0.0, 0.0, 11.0, 20.0, 30.0, 0.0]);
    indexed::unpool(&[1.0, 10.0, 20.0, 30.0], &indices, 3, &mut last);
    assert_eq!(last, [0.0, 0.0, 10.0, 20.0, 30.0, 0.0]);
}
