//! The Mersenne Twister MT19937 of Matsumoto and Nishimura (1998), seeded as in their revision of 2002.
//!
//! It stands here because its state is to be saved: the crates that have it hide theirs.

/// How many words make the state.
pub(super) const WORDS: usize = 624;
const MIDDLE: usize = 397;
const MATRIX: u32 = 0x9908_b0df;
const HIGHEST_BIT: u32 = 1 << 31;

/// A block of words, of which the first `used` have been delivered.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mt19937 {
    block: [u32; WORDS],
    used: usize,
}

impl Mt19937 {
    pub(super) fn new(seed: u32) -> Self {
        let mut block = [seed; WORDS];
        for at in 1..WORDS {
            let before = block[at - 1];
            block[at] = (before ^ (before >> 30))
                .wrapping_mul(1_812_433_253)
                .wrapping_add(at as u32);
        }
        Self { block, used: WORDS }
    }

    /// One that goes on after the first `used` words of a block, at most all of them.
    pub(super) fn from_state(block: [u32; WORDS], used: usize) -> Self {
        debug_assert!(used <= WORDS);
        Self { block, used }
    }

    /// The block, and how many of its words have been delivered.
    pub(super) fn state(&self) -> (&[u32; WORDS], usize) {
        (&self.block, self.used)
    }

    #[inline]
    pub(super) fn word(&mut self) -> u32 {
        if self.used >= WORDS {
            self.next_block();
        }
        let word = temper(self.block[self.used]);
        self.used += 1;
        word
    }

    /// As many calls of [`word`](Self::word).
    pub(super) fn words(&mut self, mut out: &mut [u32]) {
        while !out.is_empty() {
            if self.used >= WORDS {
                self.next_block();
            }
            let ready = &self.block[self.used..];
            let (now, later) = out.split_at_mut(ready.len().min(out.len()));
            for (word, state) in now.iter_mut().zip(ready) {
                *word = temper(*state);
            }
            self.used += now.len();
            out = later;
        }
    }

    #[cold]
    fn next_block(&mut self) {
        let block = &mut self.block;
        for at in 0..WORDS - MIDDLE {
            block[at] = twist(block[at], block[at + 1], block[at + MIDDLE]);
        }
        for at in WORDS - MIDDLE..WORDS - 1 {
            block[at] = twist(block[at], block[at + 1], block[at + MIDDLE - WORDS]);
        }
        block[WORDS - 1] = twist(block[WORDS - 1], block[0], block[MIDDLE - 1]);
        self.used = 0;
    }
}

/// The word that follows `word` by one block, given the next one and the one in the middle of the block.
#[inline(always)]
fn twist(word: u32, next: u32, middle: u32) -> u32 {
    let mixed = (word & HIGHEST_BIT) | (next & !HIGHEST_BIT);
    middle ^ (mixed >> 1) ^ if next & 1 == 1 { MATRIX } else { 0 }
}

#[inline(always)]
fn temper(mut word: u32) -> u32 {
    word ^= word >> 11;
    word ^= (word << 7) & 0x9d2c_5680;
    word ^= (word << 15) & 0xefc6_0000;
    word ^ (word >> 18)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_those_of_the_standard() {
        // The C++ standard asks this of its `mt19937`, whose default seed is 5489.
        let mut engine = Mt19937::new(5489);
        assert_eq!(engine.word(), 3_499_211_612);
        let mut words = [0; 9_999];
        engine.words(&mut words);
        assert_eq!(words[9_998], 4_123_659_995);
    }

    #[test]
    fn words_at_once_are_words_one_by_one() {
        let (mut one, mut many) = (Mt19937::new(3), Mt19937::new(3));
        for count in [1, 622, 1, 1, 0, 624, 1300, 5] {
            let mut words = vec![0; count];
            many.words(&mut words);
            assert!(words.iter().all(|word| *word == one.word()));
            assert_eq!(many, one);
        }
    }
}
