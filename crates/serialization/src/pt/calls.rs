//! What the functions that a pickle may call do.

use super::arena::{Id, Node, StorageSpec, TensorSpec};
use super::globals::Global;
use super::machine::Machine;
use crate::error::Problem;
use crate::limits::bytes_of;

impl Machine<'_> {
    /// Calls what the pickle says is callable, with a tuple of arguments.
    pub(super) fn call(&mut self, callable: Id, arguments: Id) -> Result<Id, Problem> {
        let Node::Global(global) = *self.arena.node(callable) else {
            return Err(Problem::invalid("what is called is no function"));
        };
        let Some(arguments) = self.arena.tuple(arguments).map(<[Id]>::to_vec) else {
            return Err(Problem::invalid("the arguments of a call are not a tuple"));
        };
        let node = match (global, arguments.as_slice()) {
            (Global::OrderedDict, []) => Node::Dict(Vec::new()),
            (Global::OrderedDict, [entries]) => self.ordered_dict(*entries)?,
            (Global::RebuildTensor, [storage, offset, shape, strides, _, _, ..]) => {
                self.tensor(*storage, *offset, *shape, *strides)?
            }
            // A parameter is its tensor: what trains it is the module's.
            (Global::RebuildParameter, [tensor, _, _]) => match self.arena.node(*tensor) {
                Node::Tensor(_) => return Ok(*tensor),
                _ => return Err(wrong(global)),
            },
            (Global::Size, [sizes]) => match self.arena.tuple(*sizes) {
                Some(sizes) => Node::Tuple(sizes.into()),
                None => return Err(wrong(global)),
            },
            (Global::Device, [kind, index @ ..]) => self.device(*kind, index)?,
            (Global::Encode, [text, encoding]) | (Global::Bytes, [text, encoding]) => {
                self.encoded(global, *text, *encoding)?
            }
            (Global::Bytes, []) => Node::Bytes([].into()),
            (Global::Set, [items]) => match self.arena.node(*items) {
                Node::List(items) => Node::Set(items.clone()),
                _ => return Err(wrong(global)),
            },
            _ => return Err(wrong(global)),
        };
        Ok(self.arena.add(node))
    }

    /// What a persistent id stands for: a storage.
    pub(super) fn persistent(&mut self, id: Id) -> Result<Node, Problem> {
        let wrong = || Problem::invalid("a persistent id is not that of a storage");
        let Some([kind, dtype, key, _location, len]) = self.arena.tuple(id) else {
            return Err(wrong());
        };
        let (Some("storage"), Node::Global(Global::Storage(dtype)), Some(key), Some(len)) = (
            self.arena.str(*kind),
            self.arena.node(*dtype),
            self.arena.str(*key),
            self.arena.count(*len),
        ) else {
            return Err(wrong());
        };
        let (key, dtype) = (key.to_owned(), *dtype);
        bytes_of(dtype, &[len])?;
        if let Some(at) = self.arena.keys.get(&key) {
            let known = &self.arena.storages[*at];
            if (known.dtype, known.len) != (dtype, len) {
                return Err(Problem::invalid(format!(
                    "storage {key:?} has {len} elements of {dtype}, and had {} of {} before",
                    known.len, known.dtype
                )));
            }
            return Ok(Node::Storage(*at));
        }
        let at = self.arena.storages.len();
        self.arena.keys.insert(key.clone(), at);
        self.arena.storages.push(StorageSpec { key, dtype, len });
        Ok(Node::Storage(at))
    }

    fn ordered_dict(&self, entries: Id) -> Result<Node, Problem> {
        let Node::List(entries) = self.arena.node(entries) else {
            return Err(wrong(Global::OrderedDict));
        };
        let pairs = entries.iter().map(|entry| match self.arena.node(*entry) {
            Node::Tuple(pair) if pair.len() == 2 => Ok((pair[0], pair[1])),
            Node::List(pair) if pair.len() == 2 => Ok((pair[0], pair[1])),
            _ => Err(wrong(Global::OrderedDict)),
        });
        Ok(Node::Dict(pairs.collect::<Result<_, _>>()?))
    }

    fn tensor(&mut self, storage: Id, offset: Id, shape: Id, strides: Id) -> Result<Node, Problem> {
        let Node::Storage(storage) = *self.arena.node(storage) else {
            return Err(Problem::invalid("a tensor is not made of a storage"));
        };
        let (Some(offset), Some(shape), Some(strides)) = (
            self.arena.count(offset),
            self.arena.counts(shape),
            self.arena.counts(strides),
        ) else {
            return Err(Problem::invalid(
                "an offset, a size or a stride of a tensor is negative, or no integer of 64 bits",
            ));
        };
        bytes_of(self.arena.storages[storage].dtype, &shape)?;
        self.arena.tensors.push(TensorSpec {
            storage,
            offset,
            shape,
            strides,
        });
        Ok(Node::Tensor(self.arena.tensors.len() - 1))
    }

    fn device(&self, kind: Id, index: &[Id]) -> Result<Node, Problem> {
        let name = match (self.arena.str(kind), index) {
            (Some(kind), []) => kind.to_owned(),
            (Some(kind), [index]) => match self.arena.count(*index) {
                Some(index) => format!("{kind}:{index}"),
                None => return Err(wrong(Global::Device)),
            },
            _ => return Err(wrong(Global::Device)),
        };
        Ok(Node::Device(name.into()))
    }

    /// The bytes that are the code points of a text, as `codecs.encode(text, "latin1")` gives them.
    fn encoded(&self, global: Global, text: Id, encoding: Id) -> Result<Node, Problem> {
        let latin = matches!(self.arena.str(encoding), Some("latin1" | "latin-1"));
        let bytes = self.arena.str(text).filter(|_| latin).and_then(|text| {
            text.chars()
                .map(|c| u8::try_from(u32::from(c)).ok())
                .collect::<Option<Vec<u8>>>()
        });
        match bytes {
            Some(bytes) => Ok(Node::Bytes(bytes.into())),
            None => Err(wrong(global)),
        }
    }
}

fn wrong(global: Global) -> Problem {
    Problem::invalid(format!(
        "{global:?} is called with arguments that it does not take"
    ))
}
