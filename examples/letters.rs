//! Text as numbers, for the examples that learn to write.

use flambeau::prelude::*;

/// The letters of a text, each a number.
pub struct Alphabet(Vec<char>);

impl Alphabet {
    /// All letters that occur.
    pub fn of(text: &str) -> Self {
        let mut letters: Vec<char> = text.chars().collect();
        letters.sort_unstable();
        letters.dedup();
        Self(letters)
    }

    /// How many letters there are.
    pub fn size(&self) -> usize {
        self.0.len()
    }

    /// The numbers of a text's letters.
    pub fn encode(&self, text: &str) -> Vec<i64> {
        let number = |letter: char| self.0.binary_search(&letter).map_or(0, |at| at as i64);
        text.chars().map(number).collect()
    }

    /// The text of numbers.
    pub fn decode(&self, numbers: &[i64]) -> String {
        numbers.iter().map(|number| self.0[*number as usize]).collect()
    }
}

/// Windows of `size` letters that begin every few letters, `[n, size]`, and as targets the windows one letter on.
pub fn windows(letters: &Tensor, size: usize) -> TensorDataset<(Tensor, Tensor)> {
    let from = |first: isize| {
        let rest = letters.narrow(0, first, letters.len() - 1);
        rest.unfold(0, size, 8).contiguous()
    };
    TensorDataset::new((from(0), from(1)))
}

/// A letter drawn by its score, `[letters]`; what is likely becomes likelier still.
pub fn draw(scores: &Tensor) -> i64 {
    (scores / 0.7).softmax(0).multinomial(1, false).item() as i64
}
