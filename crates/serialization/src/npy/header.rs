//! The header of an array.

use std::io::Read;

use autograd::DType;

use super::literal::{Literal, parse};
use crate::error::Problem;
use crate::limits;

/// What a file begins with.
const MAGIC: &[u8] = b"\x93NUMPY";
/// What the mark, the version, the length and the header together are a multiple of.
const ALIGNMENT: usize = 64;

/// NumPy's names of our types, without their byte order.
const TYPES: [(&str, DType); 9] = [
    ("b1", DType::Bool),
    ("u1", DType::U8),
    ("i1", DType::I8),
    ("i2", DType::I16),
    ("i4", DType::I32),
    ("i8", DType::I64),
    ("f2", DType::F16),
    ("f4", DType::F32),
    ("f8", DType::F64),
];

/// What a header says.
pub(super) struct Header {
    pub(super) dtype: DType,
    pub(super) shape: Vec<usize>,
    pub(super) big_endian: bool,
    pub(super) fortran_order: bool,
}

impl Header {
    /// Reads the header of a file of `length` bytes, and says how many it has taken.
    pub(super) fn read(file: &mut (impl Read + ?Sized), length: u64) -> Result<(Self, u64), Problem> {
        let mut start = [0; 8];
        file.read_exact(&mut start)?;
        if !start.starts_with(MAGIC) {
            return Err(Problem::invalid("it does not begin as an array of NumPy does"));
        }
        let (bytes, taken) = match start[6] {
            1 => {
                let mut length = [0; 2];
                file.read_exact(&mut length)?;
                (u64::from(u16::from_le_bytes(length)), 10)
            }
            2 | 3 => {
                let mut length = [0; 4];
                file.read_exact(&mut length)?;
                (u64::from(u32::from_le_bytes(length)), 12)
            }
            other => {
                return Err(Problem::unsupported(format!(
                    "version {other} of the format is not known; 1, 2 and 3 are"
                )));
            }
        };
        let rest = length.saturating_sub(taken);
        if bytes > rest.min(limits::HEADER) {
            return Err(Problem::invalid(format!(
                "the header has {bytes} bytes, but {rest} follow, and one may have {}",
                limits::HEADER
            )));
        }
        let mut text = vec![0; bytes as usize];
        file.read_exact(&mut text)?;
        Ok((Self::of(parse(&text)?)?, taken + bytes))
    }

    fn of(literal: Literal) -> Result<Self, Problem> {
        let Literal::Dict(entries) = literal else {
            return Err(Problem::invalid("the header is not a dict"));
        };
        let (mut descr, mut fortran_order, mut shape) = (None, None, None);
        for (key, value) in entries {
            let again = match key.as_str() {
                "descr" => descr.replace(value).is_some(),
                "fortran_order" => fortran_order.replace(value).is_some(),
                "shape" => shape.replace(value).is_some(),
                _ => return Err(Problem::invalid(format!("the header has an entry {key:?}"))),
            };
            if again {
                return Err(Problem::invalid(format!(
                    "{key:?} comes a second time in the header"
                )));
            }
        }
        let (Some(descr), Some(Literal::Bool(fortran_order)), Some(Literal::Tuple(shape))) =
            (descr, fortran_order, shape)
        else {
            return Err(Problem::invalid(
                "the header lacks descr, fortran_order or shape, or one is of another type than it should be",
            ));
        };
        let (dtype, big_endian) = element_type(&descr)?;
        let sizes = shape.iter().map(|size| match size {
            Literal::Number(size) => Ok(usize::try_from(*size).unwrap_or(usize::MAX)),
            _ => Err(Problem::invalid("a size of the shape is not a number")),
        });
        Ok(Self {
            dtype,
            shape: sizes.collect::<Result<_, _>>()?,
            big_endian,
            fortran_order,
        })
    }
}

/// The element type of a description such as `<f4`, and whether it is big-endian.
fn element_type(descr: &Literal) -> Result<(DType, bool), Problem> {
    let Literal::Text(descr) = descr else {
        return Err(Problem::unsupported(
            "the elements are records of several fields, which do not exist here",
        ));
    };
    let order = descr.chars().next().filter(|order| "<>|=".contains(*order));
    let name = descr.trim_start_matches(['<', '>', '|', '=']);
    let known = TYPES.iter().find(|(known, _)| *known == name);
    match (known, order) {
        (Some((_, dtype)), Some(order)) => Ok((*dtype, order == '>')),
        _ => Err(Problem::unsupported(format!(
            "the element type {descr:?} ({}) does not exist here",
            described(name)
        ))),
    }
}

/// NumPy's name of a type in words.
fn described(name: &str) -> String {
    let bits = |kind: &str, size: &str| match size.parse::<u64>() {
        Ok(bytes) => format!("{}-bit {kind}", bytes.saturating_mul(8)),
        Err(_) => kind.to_owned(),
    };
    let Some((kind, size)) = name.split_at_checked(1) else {
        return "none at all".to_owned();
    };
    match kind {
        "u" => bits("unsigned integers", size),
        "i" => bits("integers", size),
        "f" => bits("floating point", size),
        "c" => bits("complex numbers", size),
        "S" | "a" | "U" => "text".to_owned(),
        "O" => "Python objects, which only Python can read and which may run any program".to_owned(),
        "M" | "m" => "dates and times".to_owned(),
        "V" => "bytes without a type".to_owned(),
        _ => "none that NumPy has".to_owned(),
    }
}

/// The bytes before the elements of such an array.
pub(super) fn written(dtype: DType, shape: &[usize]) -> Vec<u8> {
    let named = TYPES.iter().find(|(_, ours)| *ours == dtype);
    let name = named.map_or("V2", |(name, _)| *name);
    let order = if dtype.size() == 1 { '|' } else { '<' };
    let sizes: Vec<String> = shape.iter().map(usize::to_string).collect();
    let comma = if sizes.len() == 1 { "," } else { "" };
    let mut text = format!(
        "{{'descr': '{order}{name}', 'fortran_order': False, 'shape': ({}{comma}), }}",
        sizes.join(", ")
    );
    while !(MAGIC.len() + 4 + text.len() + 1).is_multiple_of(ALIGNMENT) {
        text.push(' ');
    }
    text.push('\n');
    let length = (text.len() as u16).to_le_bytes();
    [MAGIC, &[1, 0], &length, text.as_bytes()].concat()
}
