//! Shows what is in a file of tensors: safetensors, `.pt`, `.npy`, `.npz`, a checkpoint.
//!
//! `cargo run --release --example inspect -- FILE`

use examples::Outcome;

fn main() -> Outcome {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        return Err("name a file: cargo run --release --example inspect -- FILE".into());
    }
    for file in files {
        println!("{file}\n{}\n", flambeau::load(&file)?);
    }
    Ok(())
}
