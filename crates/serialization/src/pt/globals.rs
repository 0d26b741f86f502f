//! What a pickle may name.

use autograd::DType;

/// A thing of Python that a pickle may name, and that means something here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Global {
    OrderedDict,
    RebuildTensor,
    RebuildParameter,
    Size,
    Device,
    /// The type of a storage.
    Storage(DType),
    /// An element type, by its name.
    DType(&'static str),
    /// `codecs.encode`, with which older protocols write bytes.
    Encode,
    Bytes,
    Set,
}

/// PyTorch's storages of our element types.
const STORAGES: [(&str, DType); 10] = [
    ("FloatStorage", DType::F32),
    ("DoubleStorage", DType::F64),
    ("LongStorage", DType::I64),
    ("IntStorage", DType::I32),
    ("ShortStorage", DType::I16),
    ("CharStorage", DType::I8),
    ("ByteStorage", DType::U8),
    ("BoolStorage", DType::Bool),
    ("HalfStorage", DType::F16),
    ("BFloat16Storage", DType::BF16),
];

/// PyTorch's element types, its own and those that exist here alike: as values they are names.
const DTYPES: [&str; 21] = [
    "float32",
    "float64",
    "float16",
    "bfloat16",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "bool",
    "complex32",
    "complex64",
    "complex128",
    "float8_e4m3fn",
    "float8_e5m2",
    "qint8",
    "quint8",
    "qint32",
];

impl Global {
    /// The one of this name, if it is one.
    pub(super) fn named(module: &str, name: &str) -> Option<Global> {
        Some(match (module, name) {
            ("collections", "OrderedDict") => Global::OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2") => Global::RebuildTensor,
            ("torch._utils", "_rebuild_parameter") => Global::RebuildParameter,
            ("torch", "Size") => Global::Size,
            ("torch", "device") => Global::Device,
            ("_codecs", "encode") => Global::Encode,
            ("builtins" | "__builtin__", "bytes" | "bytearray") => Global::Bytes,
            ("builtins" | "__builtin__", "set" | "frozenset") => Global::Set,
            ("torch", name) => match STORAGES.iter().find(|(storage, _)| *storage == name) {
                Some((_, dtype)) => Global::Storage(*dtype),
                None => Global::DType(DTYPES.iter().find(|dtype| **dtype == name)?),
            },
            _ => return None,
        })
    }

    /// What PyTorch calls the storage of elements of this type.
    pub(super) fn storage_name(dtype: DType) -> Option<&'static str> {
        STORAGES
            .iter()
            .find(|(_, ours)| *ours == dtype)
            .map(|(name, _)| *name)
    }
}
