//! Tests of the graph through the public interface.

mod expressions;
mod graph;
mod memory;
mod threads;
mod views;
