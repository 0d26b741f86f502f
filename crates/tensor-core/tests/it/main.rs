//! Properties of arrays, over random shapes and views, against the plainest implementation there is.

mod plain;
mod reduce;
mod strategies;
mod views;
