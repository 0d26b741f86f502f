//! The limits of element types: PyTorch's `iinfo` and `finfo`.

use half::{bf16, f16};

use super::{Class, DType, Scalar};
use crate::error::Error;

/// The limits of an integer type ([`DType::iinfo`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Iinfo {
    /// The bits of a number.
    pub bits: usize,
    /// The least number.
    pub min: i64,
    /// The largest number.
    pub max: i64,
}

/// The limits of a floating-point type ([`DType::finfo`]).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Finfo {
    /// The bits of a number.
    pub bits: usize,
    /// The distance from 1 to the next number.
    pub eps: f64,
    /// The least finite number, `-max`.
    pub min: f64,
    /// The largest finite number.
    pub max: f64,
    /// The least positive number that has all digits; PyTorch calls it `tiny` as well.
    pub smallest_normal: f64,
}

impl DType {
    /// The limits of an integer type, PyTorch's `torch.iinfo`; `None` for floating point and bool.
    ///
    /// ```
    /// use tensor_core::DType;
    /// assert_eq!(DType::U8.iinfo().map(|info| (info.min, info.max)), Some((0, 255)));
    /// ```
    pub fn iinfo(self) -> Option<Iinfo> {
        if self.class() != Class::Integer {
            return None;
        }
        let bits = 8 * self.size();
        // What has no sign wraps.
        let (min, max) = match Scalar::Int(-1).stored_as(self) {
            Scalar::Int(max @ 0..) => (0, max),
            _ => (i64::MIN >> (64 - bits), i64::MAX >> (64 - bits)),
        };
        Some(Iinfo { bits, min, max })
    }

    /// The limits of a floating-point type, PyTorch's `torch.finfo`; `None` for integers and bool.
    ///
    /// ```
    /// use tensor_core::DType;
    /// assert_eq!(DType::F16.finfo().map(|info| info.max), Some(65504.0));
    /// ```
    pub fn finfo(self) -> Option<Finfo> {
        let (eps, max, smallest_normal) = match self {
            DType::F32 => (f32::EPSILON.into(), f32::MAX.into(), f32::MIN_POSITIVE.into()),
            DType::F64 => (f64::EPSILON, f64::MAX, f64::MIN_POSITIVE),
            DType::F16 => (f16::EPSILON.into(), f16::MAX.into(), f16::MIN_POSITIVE.into()),
            DType::BF16 => (bf16::EPSILON.into(), bf16::MAX.into(), bf16::MIN_POSITIVE.into()),
            DType::I64 | DType::Bool | DType::U8 | DType::I8 | DType::I16 | DType::I32 => return None,
        };
        Some(Finfo {
            bits: 8 * self.size(),
            eps,
            min: -max,
            max,
            smallest_normal,
        })
    }

    /// Whether numbers of this type may be written to elements of another without an explicit conversion, PyTorch's
    /// `torch.can_cast`: not floating point to integers, nor numbers to bool.
    ///
    /// ```
    /// use tensor_core::DType;
    /// assert!(DType::F64.can_cast(DType::F16) && !DType::F16.can_cast(DType::I64));
    /// ```
    pub const fn can_cast(self, to: DType) -> bool {
        self.class() as u8 <= to.class() as u8
    }
}

impl Scalar {
    /// Refuses a number that elements of `dtype` cannot hold, as PyTorch does where a number is written to elements:
    /// what is beyond the range of an integer type. Unsigned integers take negative ones that wrap into their range
    /// once; floating point takes everything, beyond its range as an infinity.
    pub(crate) fn check_fits(self, operation: &str, dtype: DType) -> Result<(), Error> {
        let Some(Iinfo { min, max, .. }) = dtype.iinfo() else {
            return Ok(());
        };
        let fits = match self {
            Scalar::Bool(_) => true,
            Scalar::Int(x) => (min..=max).contains(&x) || (min == 0 && (-max..0).contains(&x)),
            Scalar::Float(x) => x >= min as f64 && x.is_finite() && x as i128 <= i128::from(max),
        };
        if fits {
            return Ok(());
        }
        Err(Error::argument(format!(
            "{operation}: {self} does not fit in elements of {dtype}, which hold {min} to {max}"
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_those_of_the_rust_types() {
        let limits = |dtype: DType| dtype.iinfo().map(|info| (info.bits, info.min, info.max));
        assert_eq!(limits(DType::I8), Some((8, -128, 127)));
        assert_eq!(limits(DType::I32), Some((32, i32::MIN.into(), i32::MAX.into())));
        assert_eq!(limits(DType::I64), Some((64, i64::MIN, i64::MAX)));
        assert_eq!((limits(DType::Bool), limits(DType::F16)), (None, None));
        for dtype in DType::ALL {
            assert_eq!(dtype.finfo().is_some(), dtype.is_float(), "{dtype}");
        }
    }

    #[test]
    fn only_integers_refuse_numbers() {
        let fits = |number: Scalar, dtype| number.check_fits("full", dtype).is_ok();
        assert!(fits(Scalar::Int(255), DType::U8) && fits(Scalar::Int(-255), DType::U8));
        assert!(!fits(Scalar::Int(256), DType::U8) && !fits(Scalar::Int(-256), DType::U8));
        assert!(fits(Scalar::Float(255.5), DType::U8) && !fits(Scalar::Float(-0.5), DType::U8));
        assert!(!fits(Scalar::Float(f64::NAN), DType::I64) && !fits(Scalar::Float(9.3e18), DType::I64));
        assert!(fits(Scalar::Float(1e10), DType::F16) && fits(Scalar::Int(7), DType::Bool));
        let refused = Scalar::Int(300).check_fits("full", DType::I8).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "full: 300 does not fit in elements of int8, which hold -128 to 127"
        );
    }
}
