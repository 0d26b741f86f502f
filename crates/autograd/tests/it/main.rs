//! Tests of the graph through the public interface.

mod expressions;
mod graph;
mod memory;
mod names;
mod sizes;
mod threads;
mod views;
