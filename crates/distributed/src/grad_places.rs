//! The exchange between ranks of one machine: each reads the gradients of the others where they lie.
//!
//! Backward writes gradients into a segment of memory that the other ranks have mapped, and the optimizer reads their mean
//! there: nothing is copied but what a rank needs of the others. As in [`collective`](crate::collective), each rank reduces its
//! piece of every gradient in rank order, and all fetch the others' pieces. Ranks tell each other by words in their
//! segments how far they are: for each gradient that it is there, and that the own piece is summed; and that the others' are
//! fetched, from when on a rank may change what is its own.

use std::fs;
use std::hash::{BuildHasher, RandomState};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use autograd::{Array, Tensor, s};
use bytemuck::{cast_slice, cast_slice_mut};
use nn::Parameter;
use smallvec::SmallVec;
use tensor_core::{DType, ForeignSegment, SharedPlace, SharedSegment};

use crate::call::Kind;
use crate::collective::{Collective, data_piece};
use crate::process_group::{ProcessGroup, own};
use crate::reduce_op::{ReduceOp, Reducible, dispatch, reduce_in_rank_order};

/// Where Linux keeps memory that has a name.
const FOLDER: &str = "/dev/shm";

/// The words of a segment: a number that tells it from others and how far its rank is, each in a line of cache of its own.
/// Behind them two for each parameter: what its rank has made, and whether its piece is summed.
const TOKEN: usize = 0;
const PHASE: usize = 8;
const PARAMETERS: usize = 16;
const MADE: usize = 0;
const SUMMED: usize = 1;

/// What is told of a gradient beside the number of the exchange: whether there is one, and whether it lies elsewhere than where
/// the others look for it.
const MARKS: u64 = 4;
const USED: u64 = 1;
const ELSEWHERE: u64 = 2;

/// So many bytes of another rank are copied at once, to be summed in the nearest cache.
const CHUNK: usize = 8 * 1024;

/// The gradients of this rank, and those of the others.
pub(crate) struct GradPlaces {
    segment: SharedSegment,
    places: Vec<SharedPlace>,
    /// The segments of the other ranks; none at the place of this one.
    others: Vec<Option<ForeignSegment>>,
    rank: usize,
    /// The number of the exchange, from 1 on.
    count: u64,
    /// The gradients while they are exchanged; empty otherwise, but a list that stays.
    taken: Vec<Tensor>,
    /// The parameters whose gradient lies elsewhere on some rank.
    elsewhere: Vec<usize>,
    /// A chunk of each rank.
    chunks: Vec<u64>,
}

impl GradPlaces {
    /// The memory of all ranks for the gradients of these parameters; none if they are not on one machine, or it has no room.
    /// All ranks come to the same.
    pub(crate) fn open(group: &ProcessGroup, parameters: &[Parameter]) -> Option<Self> {
        let (rank, world_size) = (group.rank(), group.world_size());
        if world_size == 1 || !group.is_on_one_machine() || parameters.is_empty() {
            return None;
        }
        // Never 0, which says that there is none.
        let token = RandomState::new().hash_one(std::process::id()) | 1;
        let segment = group.shares_memory().then(|| create(token, parameters)).flatten();
        let token_or_none = if segment.is_some() { token.cast_signed() } else { 0 };
        let tokens = numbers(group, token_or_none);
        let words = PARAMETERS + 2 * parameters.len();
        let open = |at: usize| {
            let token = tokens[at].cast_unsigned();
            let other = ForeignSegment::open(&path(token), words).ok()?;
            (other.words()[TOKEN].load(Ordering::Acquire) == token).then_some(other)
        };
        let others: Vec<_> = (0..world_size)
            .map(|at| if at == rank { None } else { open(at) })
            .collect();
        let all_open = others.iter().flatten().count() + 1 == world_size;
        let opened = numbers(group, i64::from(all_open && segment.is_some()));
        if segment.is_some() {
            // All have it open, or go on without. If it cannot be removed it is only in the way.
            drop(fs::remove_file(path(token)));
        }
        let segment = segment.filter(|_| opened.iter().all(|opened| *opened == 1))?;
        let places = segment.places();
        for (parameter, place) in parameters.iter().zip(&places) {
            parameter.set_grad_place(Some(place.clone()));
        }
        Some(Self {
            places,
            segment,
            rank,
            count: 0,
            taken: Vec::with_capacity(parameters.len()),
            elsewhere: Vec::with_capacity(parameters.len()),
            chunks: vec![0; world_size * CHUNK / 8],
            others,
        })
    }

    /// Where the gradients are to lie.
    pub(crate) fn places(&self) -> &[SharedPlace] {
        &self.places
    }

    /// Makes of the gradients their mean over all ranks, as [`Buckets`](crate::bucket::Buckets) does, but of those
    /// that lie [`elsewhere`](Self::elsewhere).
    pub(crate) fn exchange(&mut self, all: &mut Collective<'_>, parameters: &[Parameter]) {
        all.compare_with_neighbours();
        self.count += 1;
        self.elsewhere.clear();
        for (at, parameter) in parameters.iter().enumerate() {
            self.collect(at, parameter);
        }
        // In the order in which backward makes gradients: what is older is there sooner.
        for at in (0..parameters.len()).rev() {
            self.sum(all, at);
        }
        for at in (0..parameters.len()).rev() {
            self.fetch(all, at);
        }
        let mut taken = std::mem::take(&mut self.taken);
        for (at, (parameter, grad)) in parameters.iter().zip(taken.drain(..)).enumerate() {
            let marks = self.marks(at);
            let used = if marks & ELSEWHERE == 0 {
                marks
            } else {
                self.made(self.rank, at)
            };
            parameter.set_grad((used & USED != 0).then_some(grad));
        }
        self.taken = taken;
        // From here on a rank may change what is its own, which nobody else needs any longer.
        self.word(PHASE).store(self.count, Ordering::Release);
        all.wait_for(|rank| self.reads(rank, PHASE) >= self.count);
    }

    /// The parameters whose gradient the last exchange has left as it was, on all ranks, because on one of them something else
    /// lies where the others look for it.
    pub(crate) fn elsewhere(&self) -> &[usize] {
        &self.elsewhere
    }

    /// Takes the gradient of a parameter, and tells where it is.
    fn collect(&mut self, at: usize, parameter: &Parameter) {
        let place = &self.places[at];
        let mut marks = 0;
        let mut array = parameter.grad().map(|grad| {
            parameter.set_grad(None);
            marks |= USED;
            own(&mut grad.detach())
        });
        if !array.as_ref().is_some_and(|array| array.lies_in(place)) {
            let there = (place.dtype() == parameter.dtype())
                .then(|| Array::in_place(place, parameter.shape()))
                .flatten();
            match (there, &array) {
                (Some(mut there), Some(elsewhere)) => {
                    there.set_slice(s![Ellipsis], elsewhere);
                    array = Some(there);
                }
                (there @ Some(_), None) => array = there,
                (None, _) => marks |= ELSEWHERE,
            }
        }
        self.taken.push(array.map_or_else(nothing, Tensor::from));
        self.word(PARAMETERS + 2 * at + MADE)
            .store(self.count * MARKS + marks, Ordering::Release);
    }

    /// Sums the own piece of a gradient, once all have made theirs.
    fn sum(&mut self, all: &Collective<'_>, at: usize) {
        let word = PARAMETERS + 2 * at + MADE;
        all.wait_for(|rank| self.reads(rank, word) / MARKS >= self.count);
        match self.marks(at) {
            marks if marks & USED == 0 => {}
            USED => self.change(at, Change::Sum),
            _ => self.elsewhere.push(at),
        }
        self.word(PARAMETERS + 2 * at + SUMMED)
            .store(self.count, Ordering::Release);
    }

    /// Copies the other ranks' pieces, once they are summed.
    fn fetch(&mut self, all: &Collective<'_>, at: usize) {
        if self.marks(at) == USED {
            let word = PARAMETERS + 2 * at + SUMMED;
            all.wait_for(|rank| self.reads(rank, word) >= self.count);
            self.change(at, Change::Fetch);
        }
    }

    fn word(&self, at: usize) -> &AtomicU64 {
        &self.segment.words()[at]
    }

    /// A word of any rank, and what was written there before it.
    fn reads(&self, rank: usize, at: usize) -> u64 {
        let words = self.others[rank]
            .as_ref()
            .map_or(self.segment.words(), ForeignSegment::words);
        words[at].load(Ordering::Acquire)
    }

    /// What a rank tells of a gradient in this exchange.
    fn made(&self, rank: usize, at: usize) -> u64 {
        self.reads(rank, PARAMETERS + 2 * at + MADE) % MARKS
    }

    /// What all ranks together tell.
    fn marks(&self, at: usize) -> u64 {
        (0..self.others.len()).fold(0, |marks, rank| marks | self.made(rank, at))
    }

    fn change(&mut self, at: usize, change: Change) {
        let mut array = own(&mut self.taken[at]);
        dispatch!(
            array.dtype(),
            T => match change {
                Change::Sum => self.sum_of::<T>(at, array.as_mut_slice()),
                Change::Fetch => self.fetch_of::<T>(at, array.as_mut_slice()),
            },
            other => unreachable!("{other} has no gradients")
        );
        self.taken[at] = Tensor::from(array);
    }

    fn sum_of<T: Reducible>(&mut self, at: usize, elements: &mut [T]) {
        let (rank, world_size, size) = (self.rank, self.others.len(), size_of::<T>());
        let piece = data_piece(elements.len(), world_size, rank);
        if self.made(rank, at) & USED == 0 {
            elements[piece.clone()].fill(T::default());
        }
        let has = |rank: usize| self.made(rank, at) & USED != 0;
        let used: SmallVec<[bool; 8]> = (0..world_size).map(has).collect();
        for begin in piece.clone().step_by(CHUNK / size) {
            let chunk = begin..piece.end.min(begin + CHUNK / size);
            let offset = self.places[at].offset() + begin * size;
            let chunks = cast_slice_mut::<u64, u8>(&mut self.chunks).chunks_exact_mut(CHUNK);
            for ((other, used), bytes) in self.others.iter().zip(&used).zip(chunks) {
                let bytes = &mut bytes[..chunk.len() * size];
                match other {
                    Some(other) if *used => other.read(offset, bytes),
                    _ => bytes.fill(0),
                }
            }
            let chunks: &[u8] = cast_slice(&self.chunks);
            let of = |from: usize| cast_slice(&chunks[from * CHUNK..][..chunk.len() * size]);
            reduce_in_rank_order(&mut elements[chunk.clone()], rank, world_size, ReduceOp::Avg, of);
        }
    }

    fn fetch_of<T: Reducible>(&mut self, at: usize, elements: &mut [T]) {
        let (len, world_size) = (elements.len(), self.others.len());
        for (from, other) in self.others.iter().enumerate() {
            if let Some(other) = other {
                let piece = data_piece(len, world_size, from);
                let offset = self.places[at].offset() + piece.start * size_of::<T>();
                other.read(offset, cast_slice_mut(&mut elements[piece]));
            }
        }
    }
}

/// What is done to a gradient that was taken.
#[derive(Clone, Copy)]
enum Change {
    /// Its own piece becomes the sum.
    Sum,
    /// The others' pieces become theirs.
    Fetch,
}

/// The memory of this rank, if there is room for it.
fn create(token: u64, parameters: &[Parameter]) -> Option<SharedSegment> {
    let of = |parameter: &Parameter| (parameter.dtype(), parameter.numel());
    let places: Vec<_> = parameters.iter().map(of).collect();
    let words = PARAMETERS + 2 * parameters.len();
    match SharedSegment::create(&path(token), words, &places) {
        Ok(segment) => {
            segment.words()[TOKEN].store(token, Ordering::Release);
            Some(segment)
        }
        Err(_) => {
            // What was made of it until there was no room.
            drop(fs::remove_file(path(token)));
            None
        }
    }
}

/// In the place of a gradient that there is not.
fn nothing() -> Tensor {
    Tensor::from(Array::zeros((), DType::Bool))
}

fn path(token: u64) -> PathBuf {
    PathBuf::from(FOLDER).join(format!("flambeau-{token:016x}"))
}

/// This number of every rank.
fn numbers(group: &ProcessGroup, own: i64) -> Vec<i64> {
    let all = group.all_gather_as(Kind::Models, &Tensor::from(vec![own]));
    all.iter().flat_map(Tensor::to_vec::<i64>).collect()
}
