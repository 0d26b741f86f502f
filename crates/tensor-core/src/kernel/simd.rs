//! One place that knows which instructions this processor has.
//!
//! Kernels are written once, as plain loops over slices, in a type that implements `Kernel`. `dispatch` compiles
//! that loop once per [`Level`] and runs the best one that the machine has, so a plain `cargo build --release` is
//! fast where it runs and runs where it is copied to.
//!
//! For this to work everything that a kernel calls in its loop must be `#[inline(always)]`: only what is inlined
//! into the function with the `#[target_feature]` is compiled for it.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::dtype::{Computing, DType};

/// An instruction set that kernels are compiled for, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// What the target guarantees: SSE2 on x86-64, NEON on AArch64.
    Portable = 1,
    /// AVX2 with fused multiply-add.
    Avx2 = 2,
    /// AVX-512 (F, BW, DQ, VL).
    Avx512 = 3,
}

static LEVEL: AtomicU8 = AtomicU8::new(0);

/// The level in use: the best that the machine has, or the lower one that `FLAMBEAU_SIMD` (`portable`, `avx2`,
/// `avx512`) or [`set_level`] asks for.
#[inline]
pub fn level() -> Level {
    match LEVEL.load(Ordering::Relaxed) {
        1 => Level::Portable,
        2 => Level::Avx2,
        3 => Level::Avx512,
        _ => detect(),
    }
}

/// Uses `wanted` from now on, in every thread, or the best level that the machine has if that is lower. Returns the
/// level in use.
pub fn set_level(wanted: Level) -> Level {
    let level = wanted.min(best());
    LEVEL.store(level as u8, Ordering::Relaxed);
    level
}

/// The best level that this machine has.
pub fn best() -> Level {
    #[cfg(target_arch = "x86_64")]
    {
        let avx2 = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("fma")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2");
        let avx512 = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl");
        if avx2 && avx512 {
            return Level::Avx512;
        }
        if avx2 {
            return Level::Avx2;
        }
    }
    Level::Portable
}

#[cold]
fn detect() -> Level {
    let wanted = match std::env::var("FLAMBEAU_SIMD").as_deref() {
        Ok("portable") => Level::Portable,
        Ok("avx2") => Level::Avx2,
        _ => Level::Avx512,
    };
    set_level(wanted)
}

/// What a kernel may ask of the level that it is compiled for.
pub(crate) trait Arch: Copy {
    /// Whether a fused multiply-add is one instruction here. Where it is not, `mul_add` would be a library call.
    const FUSED: bool;
}

/// A loop that is compiled once per level.
pub(crate) trait Kernel {
    /// The best level that the loop is worth a copy for; every copy costs its compilation and its place in the binary.
    /// What is bound by memory gains nothing from AVX-512 over AVX2, and integers are rarely what a program waits for.
    #[cfg_attr(
        not(target_arch = "x86_64"),
        allow(dead_code, reason = "one level needs no choice")
    )]
    const BEST: Level = Level::Avx512;
    /// What the loop returns.
    type Output;
    /// Runs the loop. Implementations are `#[inline(always)]`.
    fn run<A: Arch>(self, arch: A) -> Self::Output;
}

/// [`Kernel::BEST`] of a loop that computes much for each element: a polynomial, not a sum.
pub(crate) const fn best_for_functions(dtype: DType) -> Level {
    match dtype.kernels() {
        Computing::F32 => Level::Avx512,
        Computing::F64 => Level::Avx2,
        Computing::I64 | Computing::Bool => Level::Portable,
    }
}

/// [`Kernel::BEST`] of a loop that reads and writes more than it computes.
pub(crate) const fn best_for_streams(dtype: DType) -> Level {
    if dtype.is_float() {
        Level::Avx2
    } else {
        Level::Portable
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Portable;
impl Arch for Portable {
    const FUSED: bool = cfg!(target_arch = "aarch64");
}

/// Runs `kernel` with the instructions of [`level`].
#[inline]
pub(crate) fn dispatch<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(target_arch = "x86_64")]
    {
        let level = level();
        if const { K::BEST as u8 >= Level::Avx512 as u8 } && level >= Level::Avx512 {
            // SAFETY: `level` is `Avx512` only where `best` found its features.
            return unsafe { x86::run_avx512(kernel) };
        }
        if const { K::BEST as u8 >= Level::Avx2 as u8 } && level >= Level::Avx2 {
            // SAFETY: `level` is at least `Avx2` only where `best` found its features.
            return unsafe { x86::run_avx2(kernel) };
        }
    }
    run_portable(kernel)
}

/// As for the other levels, one copy of the loop, wherever it is called.
#[inline(never)]
fn run_portable<K: Kernel>(kernel: K) -> K::Output {
    kernel.run(Portable)
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Arch, Kernel};

    #[derive(Clone, Copy)]
    struct Avx2;
    impl Arch for Avx2 {
        const FUSED: bool = true;
    }

    #[derive(Clone, Copy)]
    struct Avx512;
    impl Arch for Avx512 {
        const FUSED: bool = true;
    }

    #[target_feature(enable = "avx2,fma,bmi1,bmi2")]
    pub(super) unsafe fn run_avx2<K: Kernel>(kernel: K) -> K::Output {
        kernel.run(Avx2)
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,bmi1,bmi2")]
    pub(super) unsafe fn run_avx512<K: Kernel>(kernel: K) -> K::Output {
        kernel.run(Avx512)
    }
}
