//! Tests of the graph through the public interface.

mod expressions;
mod graph;
mod memory;
mod names;
mod threads;
mod views;
