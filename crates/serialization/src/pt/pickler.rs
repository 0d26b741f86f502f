//! Writing a pickle, of protocol 2, as `torch.save` does.

use autograd::Tensor;

use super::globals::Global;
use super::opcode::*;
use super::value::Value;
use crate::error::Problem;

/// Where the memo keeps the functions and names that every tensor needs.
const REBUILD: u8 = 0;
const ORDERED_DICT: u8 = 1;
const STORAGE: u8 = 2;
const CPU: u8 = 3;

/// A pickle, and the tensors that it leaves to records of their own.
pub(super) struct Pickler<'v> {
    pub(super) pickle: Vec<u8>,
    pub(super) tensors: Vec<&'v Tensor>,
    /// Whether a place of the memo has been filled.
    filled: [bool; 4],
}

impl<'v> Pickler<'v> {
    /// The pickle of a value.
    pub(super) fn of(value: &'v Value) -> Result<Self, Problem> {
        let mut pickler = Pickler {
            pickle: vec![PROTO, 2],
            tensors: Vec::new(),
            filled: [false; 4],
        };
        pickler.value(value)?;
        pickler.pickle.push(STOP);
        Ok(pickler)
    }

    fn value(&mut self, value: &'v Value) -> Result<(), Problem> {
        match value {
            Value::None => self.pickle.push(NONE),
            Value::Bool(flag) => self.pickle.push(if *flag { NEWTRUE } else { NEWFALSE }),
            Value::Int(number) => self.int(*number),
            Value::BigInt(bytes) => self.long(bytes)?,
            Value::Float(number) => self.bytes(BINFLOAT, &number.to_be_bytes()),
            Value::Str(text) => self.text(text)?,
            Value::Bytes(bytes) => self.latin1(bytes)?,
            Value::List(items) => self.list(items)?,
            Value::Tuple(items) => {
                self.pickle.push(MARK);
                items.iter().try_for_each(|item| self.value(item))?;
                self.pickle.push(TUPLE);
            }
            Value::Set(items) => {
                self.global("builtins", "set");
                self.list(items)?;
                self.pickle.extend([TUPLE1, REDUCE]);
            }
            Value::Dict(entries) => {
                self.pickle.extend([EMPTY_DICT, MARK]);
                for (key, value) in entries {
                    self.value(key)?;
                    self.value(value)?;
                }
                self.pickle.push(SETITEMS);
            }
            Value::Tensor(tensor) => self.tensor(tensor)?,
            Value::DType(name) => self.global("torch", name),
            Value::Device(name) => {
                self.global("torch", "device");
                self.text(name)?;
                self.pickle.extend([TUPLE1, REDUCE]);
            }
        }
        Ok(())
    }

    fn list(&mut self, items: &'v [Value]) -> Result<(), Problem> {
        self.pickle.extend([EMPTY_LIST, MARK]);
        items.iter().try_for_each(|item| self.value(item))?;
        self.pickle.push(APPENDS);
        Ok(())
    }

    /// `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, OrderedDict())`, of a storage of its own.
    fn tensor(&mut self, tensor: &'v Tensor) -> Result<(), Problem> {
        let dtype = tensor.dtype();
        let Some(storage) = Global::storage_name(dtype) else {
            return Err(Problem::unsupported(format!(
                "PyTorch has no storage of {dtype} elements"
            )));
        };
        self.once(REBUILD, |pickler| {
            pickler.global("torch._utils", "_rebuild_tensor_v2");
            Ok(())
        })?;
        self.pickle.extend([MARK, MARK]);
        self.once(STORAGE, |pickler| pickler.text("storage"))?;
        self.global("torch", storage);
        self.text(&self.tensors.len().to_string())?;
        self.once(CPU, |pickler| pickler.text("cpu"))?;
        self.int(tensor.numel() as i64);
        self.pickle.extend([TUPLE, BINPERSID]);
        self.int(0);
        self.counts(tensor.shape());
        self.counts(&row_major(tensor.shape()));
        self.pickle.push(NEWFALSE);
        self.once(ORDERED_DICT, |pickler| {
            pickler.global("collections", "OrderedDict");
            Ok(())
        })?;
        self.pickle.extend([EMPTY_TUPLE, REDUCE, TUPLE, REDUCE]);
        self.tensors.push(tensor);
        Ok(())
    }

    /// What `write` writes, and the next time what the memo has kept of it.
    fn once(
        &mut self,
        place: u8,
        write: impl FnOnce(&mut Self) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        if std::mem::replace(&mut self.filled[usize::from(place)], true) {
            self.pickle.extend([BINGET, place]);
            return Ok(());
        }
        write(self)?;
        self.pickle.extend([BINPUT, place]);
        Ok(())
    }

    fn counts(&mut self, counts: &[usize]) {
        self.pickle.push(MARK);
        counts.iter().for_each(|count| self.int(*count as i64));
        self.pickle.push(TUPLE);
    }

    fn int(&mut self, number: i64) {
        match i32::try_from(number) {
            Ok(number) => self.bytes(BININT, &number.to_le_bytes()),
            Err(_) => {
                self.pickle.extend([LONG1, 8]);
                self.pickle.extend(number.to_le_bytes());
            }
        }
    }

    fn long(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        match u8::try_from(bytes.len()) {
            // The only form that PyTorch's safe mode reads.
            Ok(length) => self.bytes(LONG1, &[length]),
            Err(_) => {
                let length = self.length(bytes.len())?;
                self.bytes(LONG4, &length);
            }
        }
        self.pickle.extend(bytes);
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Problem> {
        let length = self.length(text.len())?;
        self.bytes(BINUNICODE, &length);
        self.pickle.extend(text.as_bytes());
        Ok(())
    }

    /// Bytes as protocol 2 has them: the code points of a text.
    fn latin1(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        self.global("_codecs", "encode");
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        self.text(&text)?;
        self.text("latin1")?;
        self.pickle.extend([TUPLE2, REDUCE]);
        Ok(())
    }

    fn length(&self, length: usize) -> Result<[u8; 4], Problem> {
        match i32::try_from(length) {
            Ok(length) => Ok(length.to_le_bytes()),
            Err(_) => Err(Problem::unsupported("a text or an integer has more than 2 GiB")),
        }
    }

    fn global(&mut self, module: &str, name: &str) {
        self.pickle.extend(format!("c{module}\n{name}\n").into_bytes());
    }

    fn bytes(&mut self, opcode: u8, bytes: &[u8]) {
        self.pickle.push(opcode);
        self.pickle.extend(bytes);
    }
}

/// The strides of a row-major tensor.
fn row_major(shape: &[usize]) -> Vec<usize> {
    let mut step = 1;
    let strides = shape.iter().rev().map(|size| {
        let stride = step;
        step *= (*size).max(1);
        stride
    });
    let mut strides: Vec<usize> = strides.collect();
    strides.reverse();
    strides
}
