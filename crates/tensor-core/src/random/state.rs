//! [`State`]: where a stream is, as a value and as bytes.

use super::engine::Engine;
use super::mt19937::{Mt19937, WORDS};
use super::stream::Stream;
use crate::error::{Error, ErrorKind};

/// Where a [`Generator`](super::Generator) is in its stream: the engine, the seed, and the normal value that waits to
/// be delivered.
///
/// Made by [`Generator::get_state`](super::Generator::get_state) and put back by
/// [`Generator::set_state`](super::Generator::set_state). Equal states continue equally.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub(super) stream: Stream,
}

impl State {
    /// The state as bytes, the same on every machine. Those of [`Generator::pytorch`](super::Generator::pytorch) are
    /// what `torch.Generator.set_state` takes, 5056 of them.
    ///
    /// ```
    /// use tensor_core::random::{Generator, State};
    ///
    /// let generator = Generator::new(7);
    /// let bytes = generator.get_state().to_bytes();
    /// let first = generator.permutation(5);
    /// generator.set_state(&State::from_bytes(&bytes)?);
    /// assert_eq!(generator.permutation(5), first);
    /// # Ok::<_, tensor_core::Error>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let (seed, normal) = (self.stream.seed(), self.stream.waiting_normal);
        match self.stream.engine() {
            Engine::ChaCha(engine) => chacha_bytes(seed, engine.get_word_pos(), normal),
            Engine::Mt19937(engine) => pytorch_bytes(seed, engine, normal),
        }
    }

    /// The state of these bytes: those of [`to_bytes`](State::to_bytes), or of PyTorch's `torch.Generator.get_state`
    /// on the CPU.
    ///
    /// # Errors
    /// If they are not the bytes of a state.
    pub fn from_bytes(bytes: &[u8]) -> Result<State, Error> {
        let read = if bytes.starts_with(CHACHA) {
            read_chacha
        } else {
            read_pytorch
        };
        let stream = read(&mut Reader { bytes, at: 0 }).map_err(|message| {
            let message = format!(
                "these {} bytes are not the state of a random stream: {message}",
                bytes.len()
            );
            Error::new(ErrorKind::Format, message)
        })?;
        Ok(State { stream })
    }
}

/// What the bytes of a ChaCha stream begin with. The key of the engine follows from the seed.
const CHACHA: &[u8; 16] = b"flambeau ChaCha8";
/// How many bytes the state of a ChaCha stream has.
const CHACHA_BYTES: usize = CHACHA.len() + 8 + 16 + 4 + 8;
/// ChaCha numbers blocks of 16 words by 64 bits.
const CHACHA_WORDS: u128 = 1 << 68;

fn chacha_bytes(seed: u64, position: u128, normal: Option<f64>) -> Vec<u8> {
    let mut bytes = CHACHA.to_vec();
    bytes.extend(seed.to_le_bytes());
    bytes.extend(position.to_le_bytes());
    bytes.extend(u32::from(normal.is_some()).to_le_bytes());
    bytes.extend(normal.unwrap_or(0.0).to_le_bytes());
    bytes
}

fn read_chacha(bytes: &mut Reader<'_>) -> Result<Stream, String> {
    bytes.expect_len(CHACHA_BYTES)?;
    bytes.skip(CHACHA.len());
    let seed = bytes.u64();
    let position = u128::from_le_bytes(bytes.next());
    if position >= CHACHA_WORDS {
        return Err(format!(
            "its position is {position}, beyond the end of the stream"
        ));
    }
    let waits = bytes.flag("whether a normal value waits")?;
    let normal = f64::from_le_bytes(bytes.next());
    let engine = Engine::chacha_at(seed, position);
    Ok(Stream::restored(engine, seed, waits.then_some(normal)))
}

/// How many bytes PyTorch's state has: the struct `CPUGeneratorImplState` as C lays it out.
const PYTORCH_BYTES: usize = 24 + 8 * WORDS + 40;

fn pytorch_bytes(seed: u64, engine: &Mt19937, normal: Option<f64>) -> Vec<u8> {
    let (block, used) = engine.state();
    let mut bytes = Vec::with_capacity(PYTORCH_BYTES);
    bytes.extend(seed.to_le_bytes());
    // PyTorch's `left` counts the words up to the first of the next block.
    bytes.extend((1 + (WORDS - used) as u32).to_le_bytes());
    bytes.extend(1_u32.to_le_bytes()); // seeded
    bytes.extend((used as u64).to_le_bytes());
    for word in block {
        bytes.extend(u64::from(*word).to_le_bytes());
    }
    bytes.extend(0_f64.to_le_bytes()); // unused
    bytes.extend(normal.unwrap_or(0.0).to_le_bytes());
    bytes.extend(0_f64.to_le_bytes()); // unused
    bytes.extend(u32::from(normal.is_some()).to_le_bytes());
    // A normal value of 32 bits, and whether there is one: PyTorch's CPU never has one.
    bytes.resize(PYTORCH_BYTES, 0);
    bytes
}

fn read_pytorch(bytes: &mut Reader<'_>) -> Result<Stream, String> {
    bytes.expect_len(PYTORCH_BYTES)?;
    let seed = bytes.u64();
    let left = bytes.u32() as usize;
    let _seeded = bytes.u32();
    let next = bytes.u64();
    // A stream that has just been seeded has one word left and is at 0.
    let consistent =
        (1..=WORDS).contains(&left) && (next as usize == 1 + WORDS - left || (left, next) == (1, 0));
    if !consistent {
        return Err(format!(
            "{left} words before the next block and position {next} contradict each other"
        ));
    }
    let mut block = [0; WORDS];
    for word in &mut block {
        let wide = bytes.u64();
        *word = u32::try_from(wide).map_err(|_| format!("{wide} is no word of 32 bits"))?;
    }
    bytes.skip(8);
    let normal = f64::from_le_bytes(bytes.next());
    bytes.skip(8);
    let waits = bytes.flag("whether a normal value waits")?;
    bytes.skip(4 + 4);
    if bytes.flag("whether a normal value of 32 bits waits")? {
        return Err("a normal value of 32 bits waits, which no PyTorch on a CPU leaves".to_owned());
    }
    let engine = Engine::Mt19937(Mt19937::from_state(block, 1 + WORDS - left));
    Ok(Stream::restored(engine, seed, waits.then_some(normal)))
}

/// Takes numbers from bytes whose count has been checked.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn expect_len(&self, len: usize) -> Result<(), String> {
        if self.bytes.len() == len {
            Ok(())
        } else {
            Err(format!("such a state has {CHACHA_BYTES} or {PYTORCH_BYTES}"))
        }
    }

    fn next<const N: usize>(&mut self) -> [u8; N] {
        let mut out = [0; N];
        out.copy_from_slice(&self.bytes[self.at..self.at + N]);
        self.at += N;
        out
    }

    fn skip(&mut self, count: usize) {
        self.at += count;
    }

    fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.next())
    }

    fn u64(&mut self) -> u64 {
        u64::from_le_bytes(self.next())
    }

    fn flag(&mut self, what: &str) -> Result<bool, String> {
        match self.u32() {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(format!("{what} is {other}, neither 0 nor 1")),
        }
    }
}
