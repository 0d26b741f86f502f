//! The collectives, over messages between two ranks.
//!
//! The library's own instead of MPI's, whose sums leave rank order from three ranks on, and differently with each of its
//! algorithms. A small tensor goes to all ranks at once, with the card that says what the sender is doing. A large one is
//! cut into as many pieces as there are ranks: each rank receives its piece from all, reduces them in rank order, and sends the
//! result to all, so that every rank sends and receives twice the tensor's bytes less one piece, whatever their number.

use std::mem::take;
use std::ops::Range;
use std::time::Duration;

use bytemuck::{cast_slice, cast_slice_mut};
use smallvec::SmallVec;

use crate::call::{CARD, Call, Card, agree, describe};
use crate::reduce_op::{ReduceOp, Reducible, reduce_in_rank_order};
use crate::transport::clock::Clock;
use crate::transport::{Channel, Incoming, Outgoing, Patience, Transport};

/// The bytes that travel with a card. With it they are below what MPI sends without asking the receiver first.
const SMALL: usize = 2048;
const SLOT: usize = CARD + SMALL;

/// What collectives keep between calls.
#[derive(Default)]
pub(crate) struct Memory {
    calls: u64,
    /// What the ranks say, each in its slot. Words, so that the elements in it are aligned.
    cards: Vec<u64>,
    /// The pieces of the other ranks.
    pieces: Vec<u64>,
}

impl Memory {
    /// The number of a call.
    pub(crate) fn count(&mut self) -> u64 {
        self.calls += 1;
        self.calls
    }

    /// Memory for so many bytes. It grows in the first step and then stays.
    fn bytes(words: &mut Vec<u64>, len: usize) -> &mut [u8] {
        let needed = len.div_ceil(8);
        if words.len() < needed {
            words.resize(needed, 0);
        }
        &mut cast_slice_mut(&mut words[..needed])[..len]
    }
}

/// A collective that is being run.
pub(crate) struct Collective<'a> {
    transport: &'a dyn Transport,
    hosts: &'a [String],
    timeout: Duration,
    call: Call,
    memory: &'a mut Memory,
    agreed: bool,
}

type Sends<'a> = SmallVec<[Outgoing<'a>; 8]>;
type Receives<'a> = SmallVec<[Incoming<'a>; 8]>;

impl<'a> Collective<'a> {
    pub(crate) fn new(
        transport: &'a dyn Transport,
        hosts: &'a [String],
        timeout: Duration,
        call: Call,
        memory: &'a mut Memory,
    ) -> Self {
        Self {
            transport,
            hosts,
            timeout,
            call,
            memory,
            agreed: false,
        }
    }

    /// Makes of `data` what `op` makes of the data of all ranks.
    pub(crate) fn reduce<T: Reducible>(&mut self, data: &mut [T], op: ReduceOp) {
        let (rank, world_size) = self.place();
        let bytes = size_of_val(data);
        if world_size == 1 {
            return;
        }
        if bytes <= SMALL {
            self.compare_with_all(cast_slice(data));
            let cards: &[u8] = cast_slice(&self.memory.cards);
            let of = |from: usize| cast_slice(&cards[from * SLOT + CARD..][..bytes]);
            return reduce_in_rank_order(data, rank, world_size, op, of);
        }
        self.compare_with_neighbours();
        let pieces = |of: usize| data_piece(data.len(), world_size, of);
        let own = pieces(rank);
        let mut memory = take(&mut self.memory.pieces);
        // At least one byte each, so that they can be told apart.
        let slot = (own.len() * size_of::<T>()).max(1).next_multiple_of(8);
        let scratch = Memory::bytes(&mut memory, slot * (world_size - 1));
        let sends: Sends<'_> = others(rank, world_size)
            .map(|to| Outgoing {
                to,
                bytes: cast_slice(&data[pieces(to)]),
            })
            .collect();
        let mut receives: Receives<'_> = (others(rank, world_size).zip(scratch.chunks_exact_mut(slot)))
            .map(|(from, slot)| Incoming {
                from,
                bytes: &mut slot[..own.len() * size_of::<T>()],
            })
            .collect();
        self.exchange(Channel::Elements, &sends, &mut receives);
        drop((sends, receives));
        let scratch: &[u8] = cast_slice(&memory);
        // The ranks after this one came first.
        let of = |from: usize| {
            let at = (from + world_size - rank) % world_size - 1;
            cast_slice(&scratch[at * slot..][..own.len() * size_of::<T>()])
        };
        reduce_in_rank_order(&mut data[own.clone()], rank, world_size, op, of);
        self.memory.pieces = memory;
        self.share_pieces(data);
    }

    /// Sends the own piece of `data` to all, and receives theirs.
    fn share_pieces<T: Reducible>(&mut self, data: &mut [T]) {
        let (rank, world_size) = self.place();
        let len = data.len();
        let (mut rest, mut own): (&mut [T], &[T]) = (data, &[]);
        let mut receives = Receives::new();
        for from in 0..world_size {
            let (piece, after) = take(&mut rest).split_at_mut(data_piece(len, world_size, from).len());
            rest = after;
            if from == rank {
                own = piece;
            } else {
                receives.push(Incoming {
                    from,
                    bytes: cast_slice_mut(piece),
                });
            }
        }
        let sends: Sends<'_> = others(rank, world_size)
            .map(|to| Outgoing {
                to,
                bytes: cast_slice(own),
            })
            .collect();
        self.exchange(Channel::Elements, &sends, &mut receives);
    }

    /// Gives every rank the bytes of rank `src`, along a tree.
    pub(crate) fn broadcast(&mut self, bytes: &mut [u8], src: usize) {
        let (rank, world_size) = self.place();
        self.compare_with_all(&[]);
        let absolute = |place: usize| (place + src) % world_size;
        // The place in the tree, whose root has place 0; the parent's has one bit less.
        let place = (rank + world_size - src) % world_size;
        if place > 0 {
            let from = absolute(place & (place - 1));
            self.exchange(
                Channel::Elements,
                &[],
                &mut [Incoming {
                    from,
                    bytes: &mut *bytes,
                }],
            );
        }
        let below = if place == 0 {
            usize::BITS
        } else {
            place.trailing_zeros()
        };
        let children = (0..below).rev().map(|bit| place.saturating_add(1_usize << bit));
        let sends: Sends<'_> = children
            .filter(|child| *child < world_size)
            .map(|child| Outgoing {
                to: absolute(child),
                bytes: &*bytes,
            })
            .collect();
        self.exchange(Channel::Elements, &sends, &mut []);
    }

    /// The bytes of all ranks, which have the same number of them, in rank order.
    pub(crate) fn gather(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        let (rank, world_size) = self.place();
        self.compare_with_all(&[]);
        let mut parts = vec![vec![0; bytes.len()]; world_size];
        parts[rank].copy_from_slice(bytes);
        let sends: Sends<'_> = others(rank, world_size)
            .map(|to| Outgoing { to, bytes })
            .collect();
        let mut receives: Receives<'_> = (parts.iter_mut().enumerate())
            .filter(|(from, _)| *from != rank)
            .map(|(from, part)| Incoming { from, bytes: part })
            .collect();
        self.exchange(Channel::Elements, &sends, &mut receives);
        drop(receives);
        parts
    }

    /// Ends the collective: one that has moved nothing compares all the same.
    pub(crate) fn end(mut self) {
        if !self.agreed {
            self.compare_with_all(&[]);
        }
    }

    /// Waits until all other ranks are `done`, which does not take messages to see.
    pub(crate) fn wait_for(&self, done: impl Fn(usize) -> bool) {
        let (rank, world_size) = self.place();
        let mut clock = Clock::new(self.timeout);
        for other in others(rank, world_size) {
            while !done(other) {
                if clock.has_run_out() {
                    let silent: Vec<usize> = (0..world_size).filter(|other| !done(*other)).collect();
                    self.give_up(&silent);
                }
            }
        }
    }

    fn place(&self) -> (usize, usize) {
        (self.transport.rank(), self.transport.world_size())
    }

    /// Compares what all ranks are doing; their payloads, of the same length, are then in the slots of the cards.
    fn compare_with_all(&mut self, payload: &[u8]) {
        let (rank, world_size) = self.place();
        self.compare(
            &others(rank, world_size).collect::<SmallVec<[usize; 8]>>(),
            payload,
        );
    }

    /// Compares what the ranks before and after this one are doing: if all do that, all are compared.
    pub(crate) fn compare_with_neighbours(&mut self) {
        let (rank, world_size) = self.place();
        let mut neighbours: SmallVec<[usize; 8]> = SmallVec::new();
        neighbours.extend([(rank + 1) % world_size, (rank + world_size - 1) % world_size]);
        neighbours.dedup();
        self.compare(&neighbours, &[]);
    }

    fn compare(&mut self, with: &[usize], payload: &[u8]) {
        self.agreed = true;
        let (rank, world_size) = self.place();
        if world_size == 1 {
            return;
        }
        let mut memory = take(&mut self.memory.cards);
        let slots = Memory::bytes(&mut memory, SLOT * world_size);
        let mut message = [0; SLOT];
        let card = self.call.card();
        message[..CARD].copy_from_slice(&card);
        message[CARD..CARD + payload.len()].copy_from_slice(payload);
        let message = &message[..CARD + payload.len()];
        let sends: Sends<'_> = with
            .iter()
            .map(|to| Outgoing {
                to: *to,
                bytes: message,
            })
            .collect();
        let mut receives: Receives<'_> = (slots.chunks_exact_mut(SLOT).enumerate())
            .filter(|(from, _)| with.contains(from))
            .map(|(from, bytes)| Incoming { from, bytes })
            .collect();
        self.exchange(Channel::Cards, &sends, &mut receives);
        drop(receives);
        for from in with {
            let theirs = &cast_slice::<u64, u8>(&memory)[from * SLOT..][..CARD];
            if !agree(&card, theirs) {
                self.refuse(rank, &card, *from, theirs);
            }
        }
        self.memory.cards = memory;
    }

    #[cold]
    fn refuse(&self, rank: usize, own: &Card, other: usize, theirs: &[u8]) -> ! {
        let (own, theirs) = (describe(own), describe(theirs));
        let hint = if own == theirs {
            "One of them has called a collective more often than the other."
        } else {
            "All ranks must call the same collectives in the same order with tensors of the same size: have all of them the \
             same number of batches?"
        };
        panic!(
            "the ranks are not in the same place: rank {rank} is in {own}, but {} is in {theirs}. {hint}",
            self.name(other)
        )
    }

    fn exchange(&self, channel: Channel, sends: &[Outgoing<'_>], receives: &mut [Incoming<'_>]) {
        let give_up = |silent: &[usize]| self.give_up(silent);
        let patience = Patience {
            timeout: self.timeout,
            give_up: &give_up,
        };
        self.transport.exchange(channel, sends, receives, &patience);
    }

    #[cold]
    fn give_up(&self, silent: &[usize]) {
        let names: Vec<String> = silent.iter().map(|rank| self.name(*rank)).collect();
        let (_, doing) = (self.place(), describe(&self.call.card()));
        panic!(
            "{doing} has waited {:?} for {}: the timeout of the process group is over",
            self.timeout,
            names.join(", ")
        )
    }

    /// A rank and its machine.
    fn name(&self, rank: usize) -> String {
        match self.hosts.get(rank) {
            Some(host) => format!("rank {rank} on {host}"),
            None => format!("rank {rank}"),
        }
    }
}

/// The other ranks, from the next one on, so that not all send to the same one first.
fn others(rank: usize, world_size: usize) -> impl Iterator<Item = usize> {
    (1..world_size).map(move |after| (rank + after) % world_size)
}

/// The elements that rank `of` reduces.
pub(crate) fn data_piece(len: usize, world_size: usize, of: usize) -> Range<usize> {
    let bound = |of: usize| (len as u128 * of as u128 / world_size as u128) as usize;
    bound(of)..bound(of + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_everything_once() {
        for (len, world_size) in [(0, 3), (2, 3), (7, 3), (1000, 7)] {
            let pieces: Vec<usize> = (0..world_size)
                .flat_map(|of| data_piece(len, world_size, of))
                .collect();
            assert_eq!(pieces, (0..len).collect::<Vec<_>>());
        }
    }

    #[test]
    fn others_begin_with_the_next() {
        assert_eq!(others(2, 4).collect::<Vec<_>>(), [3, 0, 1]);
        assert_eq!(others(0, 1).count(), 0);
    }
}
