//! Attacks on the whole library: random operations against a model written as plainly as possible, hostile sizes and
//! files, trainings in threads that panic, memory that is refused, threads that end in the middle.
//!
//! Each test goes some rounds here, and as long as it is told to by `cargo xtask soak`; see [`rounds`].

mod allocator;
mod catalogue;
mod csv;
mod endings;
mod flat;
mod frictions;
mod kept;
mod large;
mod loader;
mod model;
mod panics;
mod products;
mod random;
mod refusals;
mod rounds;
mod sizes;
mod trainings;

#[global_allocator]
static ALLOCATOR: allocator::Refusing = allocator::Refusing;
