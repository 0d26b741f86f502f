//! Chains of views, through values and gradients, against lists of positions.

use autograd::{Index, Tensor};
use proptest::collection::vec;
use proptest::prelude::*;

/// A tensor as it would be without strides: for each of its elements, the position in the source that it came from.
#[derive(Clone, Debug, PartialEq)]
struct Places {
    shape: Vec<usize>,
    at: Vec<usize>,
}

impl Places {
    fn whole(shape: &[usize]) -> Self {
        Self {
            shape: shape.to_vec(),
            at: (0..shape.iter().product()).collect(),
        }
    }

    fn at(&self, index: &[usize]) -> usize {
        let row_major = |place, (at, size): (&usize, &usize)| place * size + at;
        self.at[index.iter().zip(&self.shape).fold(0, row_major)]
    }

    /// The element that `source` names, for each index of `shape`.
    fn picked(&self, shape: Vec<usize>, source: impl Fn(&[usize]) -> Vec<usize>) -> Self {
        let at = indices(&shape)
            .iter()
            .map(|index| self.at(&source(index)))
            .collect();
        Self { shape, at }
    }

    /// `self[index]` as Python defines it.
    fn indexed(&self, index: &[Index]) -> Self {
        let named = |item: &&Index| matches!(item, Index::At(_) | Index::Range { .. });
        let left = self.shape.len() - index.iter().filter(named).count();
        // For each dimension of the source the positions it goes through; for each of the result, the source's.
        let (mut positions, mut dims) = (Vec::new(), Vec::new());
        let all = |dim: usize| (0..self.shape[dim]).collect::<Vec<_>>();
        for item in index {
            let dim = positions.len();
            match item {
                Index::NewAxis => dims.push(None),
                Index::Ellipsis => {
                    for dim in dim..dim + left {
                        dims.push(Some(dim));
                        positions.push(all(dim));
                    }
                }
                Index::At(at) => positions.push(vec![at.rem_euclid(self.shape[dim] as isize) as usize]),
                Index::Range { start, end, step } => {
                    dims.push(Some(dim));
                    positions.push(range(self.shape[dim] as isize, *start, *end, *step));
                }
            }
        }
        for dim in positions.len()..self.shape.len() {
            dims.push(Some(dim));
            positions.push(all(dim));
        }
        let shape = dims
            .iter()
            .map(|dim| dim.map_or(1, |dim| positions[dim].len()))
            .collect();
        self.picked(shape, |index| {
            let mut source: Vec<usize> = positions.iter().map(|at| *at.first().unwrap_or(&0)).collect();
            for (at, dim) in index.iter().zip(&dims) {
                if let Some(dim) = dim {
                    source[*dim] = positions[*dim][*at];
                }
            }
            source
        })
    }
}

/// The positions of Python's `range(size)[start:end:step]`.
fn range(size: isize, start: isize, end: Option<isize>, step: isize) -> Vec<usize> {
    let from_end = |at: isize| if at < 0 { at + size } else { at };
    let (start, end) = (from_end(start).max(0), from_end(end.unwrap_or(size)));
    (0..size)
        .filter(|at| (start..end).contains(at) && (at - start) % step == 0)
        .map(|at| at as usize)
        .collect()
}

/// All indices of a shape in row-major order.
fn indices(shape: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    for size in shape {
        all = all
            .iter()
            .flat_map(|index| (0..*size).map(move |at| [index.as_slice(), &[at]].concat()))
            .collect();
    }
    all
}

/// One view; numbers that name something are taken modulo how many there are.
#[derive(Clone, Debug)]
enum Step {
    Slice { items: Vec<[u8; 4]>, last: bool },
    Select(usize, usize),
    Narrow(usize, usize, usize),
    Permute(usize),
    Expand(usize),
    Flip(usize),
    IndexSelect(usize, Vec<usize>),
    Flatten,
}

fn step() -> impl Strategy<Value = Step> {
    let number = || 0..60_usize;
    prop_oneof![
        4 => (vec(any::<[u8; 4]>(), 0..5), any::<bool>()).prop_map(|(items, last)| Step::Slice { items, last }),
        1 => (number(), number()).prop_map(|(dim, at)| Step::Select(dim, at)),
        1 => (number(), number(), number()).prop_map(|(dim, at, length)| Step::Narrow(dim, at, length)),
        1 => number().prop_map(Step::Permute),
        1 => (1..3_usize).prop_map(Step::Expand),
        1 => number().prop_map(Step::Flip),
        1 => (number(), vec(number(), 0..5)).prop_map(|(dim, at)| Step::IndexSelect(dim, at)),
        1 => Just(Step::Flatten),
    ]
}

/// An index that fits `shape`: items for its first dimensions, or with an ellipsis for its last ones.
fn index_for(shape: &[usize], items: &[[u8; 4]], last: bool) -> Vec<Index> {
    let named = items
        .iter()
        .filter(|[kind, ..]| kind % 4 != 0)
        .count()
        .min(shape.len());
    let mut dim = if last { shape.len() - named } else { 0 };
    let mut index = if last { vec![Index::Ellipsis] } else { vec![] };
    for [kind, a, b, c] in items {
        if kind % 4 == 0 {
            index.push(Index::NewAxis);
            continue;
        }
        let Some(size) = shape.get(dim).map(|size| *size as isize) else {
            break;
        };
        dim += 1;
        let near = |number: &u8| isize::from(*number) % (2 * size + 3) - size - 1;
        index.push(match kind % 4 {
            1 if size > 0 => Index::At(isize::from(*a) % (2 * size) - size),
            _ => Index::Range {
                start: near(a),
                end: (b % 5 != 0).then(|| near(b)),
                step: isize::from(c % 3) + 1,
            },
        });
    }
    index
}

fn applied(step: &Step, x: &Tensor, places: &Places) -> (Tensor, Places) {
    let shape = &places.shape;
    let rank = shape.len();
    let along = |dim: usize, item: Index| [vec![Index::from(..); dim], vec![item]].concat();
    match step {
        Step::Slice { items, last } => {
            let index = index_for(shape, items, *last);
            (x.slice(&index[..]), places.indexed(&index))
        }
        Step::Expand(times) => {
            let wider = [&[*times], &shape[..]].concat();
            let expanded = x.expand(&wider[..]);
            (expanded, places.picked(wider, |index| index[1..].to_vec()))
        }
        Step::Flatten => (
            x.reshape(-1),
            Places {
                shape: vec![places.at.len()],
                at: places.at.clone(),
            },
        ),
        _ if rank == 0 => (x.clone(), places.clone()),
        Step::Select(dim, at) if shape[dim % rank] > 0 => {
            let (dim, at) = (dim % rank, at % shape[dim % rank]);
            let selected = x.select(dim as isize - rank as isize, at as isize);
            (selected, places.indexed(&along(dim, Index::from(at))))
        }
        Step::Narrow(dim, at, length) => {
            let dim = dim % rank;
            let at = at % (shape[dim] + 1);
            let length = length % (shape[dim] - at + 1);
            let narrowed = x.narrow(dim as isize, at as isize, length);
            (
                narrowed,
                places.indexed(&along(dim, Index::from(at..at + length))),
            )
        }
        Step::Permute(by) => permuted(x, places, *by),
        Step::Flip(dim) => {
            let dim = dim % rank;
            let source = |index: &[usize]| {
                let mut source = index.to_vec();
                source[dim] = shape[dim] - 1 - index[dim];
                source
            };
            (x.flip(dim as isize), places.picked(shape.clone(), source))
        }
        Step::IndexSelect(dim, at) if shape[dim % rank] > 0 => rows_selected(x, places, dim % rank, at),
        Step::Select(..) | Step::IndexSelect(..) => (x.clone(), places.clone()),
    }
}

fn permuted(x: &Tensor, places: &Places, by: usize) -> (Tensor, Places) {
    let rank = places.shape.len();
    let order: Vec<usize> = (0..rank).map(|dim| (dim + by) % rank).collect();
    let dims: Vec<isize> = order.iter().map(|dim| *dim as isize - rank as isize).collect();
    let permuted = order.iter().map(|dim| places.shape[*dim]).collect();
    let source = |index: &[usize]| {
        let mut source = vec![0; rank];
        order.iter().zip(index).for_each(|(dim, at)| source[*dim] = *at);
        source
    };
    (x.permute(&dims), places.picked(permuted, source))
}

fn rows_selected(x: &Tensor, places: &Places, dim: usize, at: &[usize]) -> (Tensor, Places) {
    let at: Vec<usize> = at.iter().map(|at| at % places.shape[dim]).collect();
    let index: Vec<i64> = at.iter().map(|at| *at as i64).collect();
    let mut selected = places.shape.clone();
    selected[dim] = at.len();
    let source = |index: &[usize]| {
        let mut source = index.to_vec();
        source[dim] = at[index[dim]];
        source
    };
    let rows = x.index_select(dim as isize, &Tensor::from(index));
    (rows, places.picked(selected, source))
}

fn shape() -> impl Strategy<Value = Vec<usize>> {
    vec(prop_oneof![1 => Just(0_usize), 9 => 1..4_usize], 0..4)
}

/// `start`, `start + 1`, …: numbers that tell elements apart.
fn counted(start: f64, shape: &[usize]) -> Tensor {
    let numel: usize = shape.iter().product();
    Tensor::from_vec(
        (0..numel).map(|at| start + at as f64).collect::<Vec<f64>>(),
        shape,
    )
}

proptest! {
    #[test]
    fn views_hold_what_indexing_finds_and_send_gradients_back(shape in shape(), steps in vec(step(), 0..5)) {
        let x = counted(0.0, &shape).requires_grad_(true);
        let (y, places) = steps
            .iter()
            .fold((x.clone(), Places::whole(&shape)), |(x, places), step| applied(step, &x, &places));
        prop_assert_eq!(y.shape(), &places.shape[..]);
        let expected: Vec<f64> = places.at.iter().map(|at| *at as f64).collect();
        prop_assert_eq!(y.to_vec::<f64>(), expected);

        let weights = counted(1.0, y.shape());
        (y * &weights).sum().backward();
        let mut gradient = vec![0.0; x.numel()];
        for (at, weight) in places.at.iter().zip(weights.to_vec::<f64>()) {
            gradient[*at] += weight;
        }
        prop_assert_eq!(x.grad().unwrap().to_vec::<f64>(), gradient);
    }

    #[test]
    fn an_assignment_changes_its_part_and_shares_out_the_gradient(
        shape in shape(),
        items in vec(any::<[u8; 4]>(), 0..5),
        last in any::<bool>(),
        missing in 0..4_usize,
    ) {
        let index = index_for(&shape, &items, last);
        let part = Places::whole(&shape).indexed(&index);
        // A value without the first dimensions is broadcast to them.
        let value_shape = &part.shape[missing.min(part.shape.len())..];
        let x = counted(0.0, &shape).requires_grad_(true);
        let value = counted(1000.0, value_shape).requires_grad_(true);
        let mut y = x.copy();
        y.set_slice(&index[..], &value);

        let weights = counted(1.0, &shape);
        (&y * &weights).sum().backward();
        let weights = weights.to_vec::<f64>();
        let mut expected = counted(0.0, &shape).to_vec::<f64>();
        let mut rest = weights.clone();
        let mut of_value = vec![0.0; value.numel()];
        for (number, at) in part.at.iter().enumerate() {
            let from = number % value.numel();
            expected[*at] = 1000.0 + from as f64;
            of_value[from] += weights[*at];
            rest[*at] = 0.0;
        }
        prop_assert_eq!(y.to_vec::<f64>(), expected);
        prop_assert_eq!(x.grad().unwrap().to_vec::<f64>(), rest);
        prop_assert_eq!(value.grad().unwrap().to_vec::<f64>(), of_value);
    }
}
