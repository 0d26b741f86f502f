//! Random sequences of operations, each beside a model of it that is written as plainly as possible.

mod elementwise;
mod folds;
mod joins;
mod naive;
mod views;

use flambeau::prelude::*;

use self::naive::Naive;
use crate::random::Random;
use crate::rounds::rounds;

/// A tensor and what it must hold.
#[derive(Clone)]
pub(crate) struct Case {
    tensor: Tensor,
    naive: Naive,
}

/// An operation on a case, if it can be applied to it.
type Operation = fn(&mut Random, &Case) -> Option<Case>;

/// More elements than that are not computed by the model.
const MANY: usize = 6000;

const FAMILIES: [&[(&str, Operation)]; 4] = [
    views::OPERATIONS,
    elementwise::OPERATIONS,
    folds::OPERATIONS,
    joins::OPERATIONS,
];

/// Values never differ from the model's, and what a tensor held before an operation it holds after it.
#[test]
fn random_operations_are_what_the_model_says() {
    let mut rounds = rounds("operations", 700);
    let mut compared = 0;
    for mut random in rounds.by_ref() {
        let dtype = *random.pick(&[DType::F32, DType::F64, DType::I64, DType::I32]);
        let shape = shape(&mut random);
        let mut case = fresh(&mut random, dtype, &shape);
        let mut past: Vec<(Case, String)> = Vec::new();
        let mut trail = format!("seed {}, {dtype} {shape:?}", random.seed);
        for _ in 0..1 + random.below(10) {
            let operations = *random.pick(&FAMILIES);
            let (name, operation) = *random.pick(operations);
            let Some(next) = operation(&mut random, &case) else {
                continue;
            };
            trail += &format!(", {name} {:?}", next.naive.shape);
            next.check(&trail);
            past.push((std::mem::replace(&mut case, next), trail.clone()));
            compared += 1;
        }
        for (case, trail) in &past {
            case.check(&format!("what was there before, after {trail}"));
        }
    }
    assert!(compared > 1000);
    rounds.tell(format_args!("{compared} results compared"));
}

/// An update of a leaf changes nothing that was made of it, and a gradient has its shape.
#[test]
fn leaves_part_from_what_was_made_of_them() {
    let mut rounds = rounds("leaves", 300);
    let mut passes = 0;
    for mut random in rounds.by_ref() {
        let shape = shape(&mut random);
        let start = fresh(&mut random, DType::F64, &shape);
        let leaf = start.tensor.copy().requires_grad_(true);
        let mut case = Case {
            tensor: &leaf * 1.0,
            naive: start.naive.clone(),
        };
        let mut past = Vec::new();
        let trail = format!("seed {}, {shape:?}", random.seed);
        for _ in 0..1 + random.below(6) {
            let operations = *random.pick(&FAMILIES);
            let (_, operation) = *random.pick(operations);
            if let Some(next) = operation(&mut random, &case) {
                past.push(std::mem::replace(&mut case, next));
            }
        }
        if !case.tensor.requires_grad() {
            continue;
        }
        let loss = case.tensor.sum();
        no_grad(|| {
            let mut leaf = leaf.clone();
            leaf.mul_(0.5);
        });
        loss.backward();
        passes += 1;
        if let Some(grad) = leaf.grad() {
            assert_eq!(grad.shape(), leaf.shape(), "{trail}");
        }
        let halved = start.naive.map(|x| x * 0.5);
        Case::of(leaf, halved).check(&format!("{trail}: the leaf"));
        for case in &past {
            case.check(&format!("{trail}: made of the leaf"));
        }
    }
    assert!(passes > 100);
    rounds.tell(format_args!("{passes} backward passes"));
}

impl Case {
    fn of(tensor: Tensor, naive: Naive) -> Self {
        Self { tensor, naive }
    }

    /// Fails if the tensor is not what the model says.
    fn check(&self, what: &str) {
        assert_eq!(self.tensor.shape(), &self.naive.shape[..], "{what}");
        let found = self.tensor.to_vec::<f64>();
        let tolerance = if self.tensor.dtype() == DType::F32 {
            2e-4
        } else {
            1e-9
        };
        assert_eq!(found.len(), self.naive.elements.len(), "{what}");
        for (at, (found, expected)) in found.iter().zip(&self.naive.elements).enumerate() {
            let is_same = found == expected
                || (found.is_nan() && expected.is_nan())
                || (found - expected).abs() <= tolerance * (1.0 + expected.abs());
            assert!(is_same, "{what}: element {at} is {found}, not {expected}");
        }
    }
}

/// Rank 0 to 6, sizes of nothing, one, and around the widths of registers.
fn shape(random: &mut Random) -> Vec<usize> {
    loop {
        let shape: Vec<usize> = (0..random.below(7)).map(|_| size(random)).collect();
        if shape.iter().product::<usize>() <= MANY {
            return shape;
        }
    }
}

fn size(random: &mut Random) -> usize {
    match random.below(12) {
        0 => 0,
        1..=3 => 1,
        4..=8 => 2 + random.below(4),
        9 => 7 + random.below(3),
        10 => 15 + random.below(4),
        _ => 31 + random.below(4),
    }
}

/// A tensor of small numbers, of which products and sums stay small.
fn fresh(random: &mut Random, dtype: DType, shape: &[usize]) -> Case {
    let number = |random: &mut Random| match dtype.is_float() {
        true => (random.below(4001) as f64 - 2000.0) / 1000.0,
        false => random.below(19) as f64 - 9.0,
    };
    let count = shape.iter().product();
    let elements: Vec<f64> = (0..count).map(|_| number(random)).collect();
    let elements = match dtype {
        DType::F32 => elements.iter().map(|x| f64::from(*x as f32)).collect(),
        _ => elements,
    };
    Case {
        tensor: Tensor::from_vec(elements.clone(), shape).to_dtype(dtype),
        naive: Naive {
            shape: shape.to_vec(),
            elements,
        },
    }
}
