//! Files, written and read, whole and broken.

mod checkpoint;
mod child;
mod disk_full;
mod folder;
mod kill;
#[cfg(feature = "npz")]
mod numpy;
#[cfg(feature = "pt")]
mod pt;
#[cfg(all(feature = "pt", feature = "npz"))]
mod python;
mod safetensors;
mod serde;
#[cfg(all(feature = "pt", feature = "npz"))]
mod written_by_python;

use autograd::{DType, StateDict, Tensor};

/// A tensor of every element type, a scalar, an empty one, a strided one and remarks.
fn every_type() -> StateDict {
    let mut state = StateDict::new();
    for &dtype in DType::ALL {
        let values = Tensor::from([[0.0, 1.0, 1.0], [1.0, 0.0, 1.0]]).to_dtype(dtype);
        state.insert(format!("layers.{}", dtype.name()), values);
    }
    state.insert("scalar", Tensor::from(4.25));
    state.insert("empty", Tensor::zeros([0, 3]));
    state.insert("turned", Tensor::from([[1_i64, 2, 3], [4, 5, 6]]).transpose(0, 1));
    state.insert(
        "odd \"name\"\\ \n ü",
        Tensor::from([f32::NAN, -0.0, f32::INFINITY]),
    );
    state
}
