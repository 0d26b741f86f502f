//! An element type that can be changed while others read it.

use std::sync::atomic::{AtomicU8, Ordering};

use tensor_core::DType;

/// The element type of a node. Reading it is one load and one comparison.
pub(crate) struct AtomicDType(AtomicU8);

impl AtomicDType {
    #[inline]
    pub(crate) fn new(dtype: DType) -> Self {
        Self(AtomicU8::new(dtype as u8))
    }

    #[inline]
    pub(crate) fn get(&self) -> DType {
        DType::from_code(self.0.load(Ordering::Relaxed))
    }

    pub(crate) fn set(&self, dtype: DType) {
        self.0.store(dtype as u8, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_comes_back() {
        for &dtype in DType::ALL {
            let atomic = AtomicDType::new(DType::F32);
            atomic.set(dtype);
            assert_eq!(atomic.get(), dtype);
        }
    }
}
