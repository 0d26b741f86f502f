//! What a pickle has made so far.

use std::collections::HashMap;

use autograd::DType;

use super::globals::Global;

/// The number of a node.
pub(super) type Id = u32;

/// A value that a pickle has made. Others in it are named by number, so that a value can be in several, and be put into
/// after it has been.
#[derive(Debug)]
pub(super) enum Node {
    None,
    Bool(bool),
    Int(i64),
    BigInt(Box<[u8]>),
    Float(f64),
    Str(Box<str>),
    Bytes(Box<[u8]>),
    List(Vec<Id>),
    Tuple(Box<[Id]>),
    Set(Vec<Id>),
    Dict(Vec<(Id, Id)>),
    Device(Box<str>),
    Global(Global),
    /// A storage, by its place among the storages.
    Storage(usize),
    /// A tensor, by its place among the tensors.
    Tensor(usize),
}

/// A storage that the pickle has named.
#[derive(Debug)]
pub(super) struct StorageSpec {
    pub(super) key: String,
    pub(super) dtype: DType,
    pub(super) len: usize,
}

/// A tensor that the pickle has described.
#[derive(Debug)]
pub(super) struct TensorSpec {
    /// Its storage's place among the storages.
    pub(super) storage: usize,
    pub(super) offset: usize,
    pub(super) shape: Vec<usize>,
    pub(super) strides: Vec<usize>,
}

/// All that a pickle has made.
#[derive(Debug, Default)]
pub(super) struct Arena {
    pub(super) nodes: Vec<Node>,
    pub(super) storages: Vec<StorageSpec>,
    /// The storages by their keys.
    pub(super) keys: HashMap<String, usize>,
    pub(super) tensors: Vec<TensorSpec>,
}

impl Arena {
    pub(super) fn add(&mut self, node: Node) -> Id {
        self.nodes.push(node);
        // A pickle makes a node from at least one byte, and is shorter than this is large.
        (self.nodes.len() - 1) as Id
    }

    pub(super) fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    pub(super) fn node_mut(&mut self, id: Id) -> &mut Node {
        &mut self.nodes[id as usize]
    }

    /// The items of a tuple.
    pub(super) fn tuple(&self, id: Id) -> Option<&[Id]> {
        match self.node(id) {
            Node::Tuple(items) => Some(items),
            _ => None,
        }
    }

    pub(super) fn str(&self, id: Id) -> Option<&str> {
        match self.node(id) {
            Node::Str(text) => Some(text),
            _ => None,
        }
    }

    /// A size, a stride, an offset: a number that is not negative.
    pub(super) fn count(&self, id: Id) -> Option<usize> {
        match self.node(id) {
            Node::Int(number) => usize::try_from(*number).ok(),
            _ => None,
        }
    }

    /// The sizes or strides in a tuple.
    pub(super) fn counts(&self, id: Id) -> Option<Vec<usize>> {
        self.tuple(id)?.iter().map(|item| self.count(*item)).collect()
    }
}
