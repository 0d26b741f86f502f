//! A seed's numbers have the same bits at every instruction set. A process of its own, because the instruction set is
//! one for the whole process.

use tensor_core::kernel::simd::{Level, set_level};
use tensor_core::random::Generator;
use tensor_core::{Array, DType};

/// Fused multiply-adds are exact in every instruction set, also where they are a library call.
#[test]
fn every_instruction_set_draws_the_same_bits() {
    let draw = || {
        let g = Generator::new(3);
        (
            Array::normal(1000, 0.5, 2.0, DType::F32, &g)
                .unwrap()
                .to_vec::<f32>(),
            Array::normal(100, 0.5, 2.0, DType::F64, &g)
                .unwrap()
                .to_vec::<f64>(),
            Array::uniform(1000, -0.3, 0.7, DType::F32, &g)
                .unwrap()
                .to_vec::<f32>(),
        )
    };
    let reference = draw();
    for wanted in [Level::Portable, Level::Avx2, Level::Avx512] {
        let level = set_level(wanted);
        assert_eq!(draw(), reference, "{level:?}");
    }
}
