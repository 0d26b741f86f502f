//! Random streams: PyTorch's sampling algorithms over an engine of your choice.
//!
//! A [`Generator`] is a stream of random words, and the algorithms which turn words into uniform and normal numbers,
//! integers, permutations and picks are PyTorch's, word for word. What lies beneath is one of two engines:
//!
//! * [`Generator::new`]: ChaCha with 8 rounds, the default;
//! * [`Generator::pytorch`]: MT19937. All figures then equal those of PyTorch on the CPU bit for bit.
//!
//! Each thread has a default generator, seeded from the operating system until [`manual_seed`] is called.
//!
//! ```
//! use tensor_core::random::Generator;
//!
//! let generator = Generator::pytorch(0);
//! assert_eq!(generator.permutation(10), [4, 1, 7, 5, 3, 9, 0, 8, 6, 2]); // torch.manual_seed(0); torch.randperm(10)
//! ```

mod bernoulli;
mod box_muller;
mod cauchy;
mod cephes;
mod default;
mod engine;
mod exponential;
mod generator;
mod geometric;
mod integer;
mod log_normal;
mod mt19937;
mod multinomial;
mod normal;
mod permutation;
mod poisson;
mod sample;
mod state;
mod stream;
#[cfg(test)]
mod tests;
mod uniform;

pub use default::{default_generator, manual_seed, set_default_generator, with_generator};
pub use generator::Generator;
pub use sample::{Float, Sample};
pub use state::State;
