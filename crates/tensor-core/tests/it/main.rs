//! Properties of arrays, over random shapes and views, against the plainest implementation there is.

mod function;
#[cfg(feature = "ndarray")]
mod ndarray;
mod plain;
mod reduce;
mod select;
mod sizes;
mod softmax;
mod stored;
mod strategies;
mod threads;
mod update;
mod views;
