//! A program that needs files only.

use serialization::safetensors;

fn main() {
    let file = b"\x3c\0\0\0\0\0\0\0{\"x\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}       \x01\x02";
    let state = safetensors::from_bytes(file).expect("it keeps to the format");
    assert_eq!(state["x"].to_vec::<i64>(), [1, 2]);
    assert_eq!(safetensors::from_bytes(&safetensors::to_bytes(&state).expect("any state can be written")).expect("it was written here"), state);
}
