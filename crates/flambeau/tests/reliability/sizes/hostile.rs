//! Where hostile numbers come from.

use flambeau::prelude::*;

use crate::random::Random;

/// Numbers at which floating point ends, and ordinary ones.
const NUMBERS: [f64; 16] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    0.0,
    -0.0,
    -1.0,
    5e-324,
    1e-30,
    1e-3,
    0.3,
    0.5,
    1.0,
    2.0,
    1e17,
    1e30,
    1e300,
];

/// Sizes of nothing and one, small ones, and those at which integers of 32, 53 and 64 bits end. On a machine of 32 bits
/// the large ones are cut.
const SIZES: [u64; 21] = [
    0,
    1,
    1,
    2,
    3,
    4,
    5,
    (1 << 31) - 1,
    1 << 31,
    1 << 32,
    1 << 33,
    1 << 40,
    1 << 53,
    1 << 61,
    (1 << 62) - 1,
    1 << 62,
    (1 << 62) + 1,
    (1 << 63) - 1,
    1 << 63,
    u64::MAX - 1,
    u64::MAX,
];

pub(crate) struct Hostile {
    pub(crate) random: Random,
}

impl Hostile {
    pub(crate) fn new(random: Random) -> Self {
        Self { random }
    }

    /// Any size.
    pub(crate) fn size(&mut self) -> usize {
        *self.random.pick(&SIZES) as usize
    }

    /// A size from 0 to 5.
    pub(crate) fn small(&mut self) -> usize {
        self.random.below(6)
    }

    /// Mostly a small size, now and then any.
    pub(crate) fn some(&mut self) -> usize {
        if self.random.one_in(3) {
            self.size()
        } else {
            self.small()
        }
    }

    /// Any number with a sign.
    pub(crate) fn signed(&mut self) -> isize {
        let size = self.size() as isize;
        if self.random.one_in(2) {
            size.wrapping_neg()
        } else {
            size
        }
    }

    /// A dimension, mostly one that a tensor of this rank has.
    pub(crate) fn dim(&mut self, rank: usize) -> isize {
        if self.random.one_in(10) {
            self.signed()
        } else {
            self.random.below(rank.max(1)) as isize
        }
    }

    /// A shape of any sizes.
    pub(crate) fn shape(&mut self) -> Vec<usize> {
        (0..self.random.below(5)).map(|_| self.size()).collect()
    }

    /// A shape in which most sizes are small.
    pub(crate) fn mixed(&mut self, rank: usize) -> Vec<usize> {
        (0..rank).map(|_| self.some()).collect()
    }

    /// A tensor of few elements.
    pub(crate) fn tensor(&mut self) -> Tensor {
        let rank = 1 + self.random.below(4);
        self.of_rank(rank)
    }

    /// A tensor of few elements and this rank.
    pub(crate) fn of_rank(&mut self, rank: usize) -> Tensor {
        let shape: Vec<usize> = (0..rank).map(|_| self.random.below(5)).collect();
        Tensor::ones(shape)
    }

    /// A tensor of few elements, or a view that repeats one as often as can be counted.
    pub(crate) fn view(&mut self) -> Tensor {
        let x = self.tensor();
        if self.random.one_in(2) {
            return x;
        }
        let mut shape: Vec<usize> = x.shape().to_vec();
        for size in shape.iter_mut().filter(|size| **size == 1) {
            *size = self.size();
        }
        if self.random.one_in(2) {
            shape.insert(0, self.size());
        }
        x.expand(shape)
    }

    /// A vector of one number, repeated.
    pub(crate) fn repeated(&mut self) -> Tensor {
        let size = self.size();
        Tensor::ones([1]).expand([size])
    }

    /// Any number that is no size.
    pub(crate) fn number(&mut self) -> f64 {
        *self.random.pick(&NUMBERS)
    }

    /// Such numbers, or a few ordinary ones between 0 and 1, or a scalar.
    pub(crate) fn numbers(&mut self) -> Tensor {
        let count = self.random.below(4);
        let dtype = *self.random.pick(&[DType::F32, DType::F64]);
        let numbers: Vec<f64> = match self.random.below(3) {
            0 => (0..count).map(|_| self.number()).collect(),
            1 => (0..count).map(|at| 0.2 + 0.3 * at as f64).collect(),
            _ => return Tensor::from(self.number()).to_dtype(dtype),
        };
        Tensor::from_vec(numbers, count).to_dtype(dtype)
    }

    /// Integers of any size.
    pub(crate) fn integers(&mut self, count: usize) -> Tensor {
        let numbers: Vec<i64> = (0..count).map(|_| self.some() as i64).collect();
        Tensor::from_vec(numbers, count)
    }
}
