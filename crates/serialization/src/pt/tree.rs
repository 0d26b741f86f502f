//! Values out of what a pickle has made.

use std::collections::HashSet;

use autograd::Tensor;

use super::arena::{Arena, Id, Node};
use super::globals::Global;
use super::value::Value;
use crate::error::Problem;

/// How deep values may be nested.
const DEPTH: usize = 1_000;

/// The value of a node, in which nothing is shared any more. It may have so many parts and letters together: a pickle can
/// name one value any number of times.
pub(super) fn value(arena: &Arena, tensors: &[Tensor], id: Id, budget: u64) -> Result<Value, Problem> {
    let mut tree = Tree {
        arena,
        tensors,
        above: HashSet::new(),
        left: budget,
        budget,
    };
    tree.value(id)
}

struct Tree<'a> {
    arena: &'a Arena,
    tensors: &'a [Tensor],
    /// The values that the one at hand is in.
    above: HashSet<Id>,
    left: u64,
    budget: u64,
}

/// A value with others in it, not all of which have been made.
struct Open<'a> {
    id: Id,
    node: &'a Node,
    made: Vec<Value>,
    /// The texts of a dict's keys.
    keys: HashSet<String>,
}

impl<'a> Tree<'a> {
    /// A loop, because a stack of calls would be as deep as the file likes.
    fn value(&mut self, root: Id) -> Result<Value, Problem> {
        let mut open: Vec<Open<'a>> = Vec::new();
        let mut next = Some(root);
        loop {
            let value = match next {
                Some(id) => match self.leaf(id)? {
                    Some(leaf) => leaf,
                    None => {
                        open.push(self.opened(id)?);
                        next = open.last().and_then(Open::next);
                        continue;
                    }
                },
                None => match open.pop() {
                    Some(whole) => self.closed(whole),
                    None => return Err(Problem::invalid("the pickle has no result")),
                },
            };
            match open.last_mut() {
                None => return Ok(value),
                Some(outer) => {
                    outer.push(value)?;
                    next = outer.next();
                }
            }
        }
    }

    /// The value of a node that has no others in it, and nothing of one that has.
    fn leaf(&mut self, id: Id) -> Result<Option<Value>, Problem> {
        let (size, value) = match self.arena.node(id) {
            Node::None => (0, Value::None),
            Node::Bool(flag) => (0, Value::Bool(*flag)),
            Node::Int(number) => (0, Value::Int(*number)),
            Node::Float(number) => (0, Value::Float(*number)),
            Node::BigInt(bytes) => (bytes.len(), Value::BigInt(bytes.to_vec())),
            Node::Bytes(bytes) => (bytes.len(), Value::Bytes(bytes.to_vec())),
            Node::Str(text) => (text.len(), Value::Str(text.to_string())),
            Node::Device(name) => (name.len(), Value::Device(name.to_string())),
            Node::Global(Global::DType(name)) => (0, Value::DType((*name).to_owned())),
            Node::Tensor(at) => (0, Value::Tensor(self.tensors[*at].clone())),
            Node::Global(_) | Node::Storage(_) => {
                return Err(Problem::unsupported(
                    "the pickle gives a function, a type or a storage by itself as a value",
                ));
            }
            Node::List(_) | Node::Tuple(_) | Node::Set(_) | Node::Dict(_) => return Ok(None),
        };
        self.take(size)?;
        Ok(Some(value))
    }

    fn opened(&mut self, id: Id) -> Result<Open<'a>, Problem> {
        self.take(0)?;
        if !self.above.insert(id) {
            return Err(Problem::invalid("a value holds itself"));
        }
        if self.above.len() > DEPTH {
            return Err(Problem::invalid(format!("values are nested deeper than {DEPTH}")));
        }
        Ok(Open {
            id,
            node: self.arena.node(id),
            made: Vec::new(),
            keys: HashSet::new(),
        })
    }

    fn closed(&mut self, whole: Open<'a>) -> Value {
        self.above.remove(&whole.id);
        let mut made = whole.made;
        match whole.node {
            Node::List(_) => Value::List(made),
            Node::Set(_) => Value::Set(made),
            Node::Dict(_) => {
                let mut parts = made.drain(..);
                let mut entries = Vec::with_capacity(parts.len() / 2);
                while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
                    entries.push((key, value));
                }
                Value::Dict(entries)
            }
            _ => Value::Tuple(made),
        }
    }

    /// Takes a value of so many letters, and itself, from what is left.
    fn take(&mut self, size: usize) -> Result<(), Problem> {
        match self.left.checked_sub(1 + size as u64) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => Err(Problem::invalid(format!(
                "values are repeated so often that they are more than {} altogether, 64 times the file",
                self.budget
            ))),
        }
    }
}

impl Open<'_> {
    /// The next value to be made in it.
    fn next(&self) -> Option<Id> {
        let at = self.made.len();
        match self.node {
            Node::List(items) | Node::Set(items) => items.get(at).copied(),
            Node::Tuple(items) => items.get(at).copied(),
            Node::Dict(entries) => {
                let (key, value) = entries.get(at / 2)?;
                Some(if at.is_multiple_of(2) { *key } else { *value })
            }
            _ => None,
        }
    }

    fn push(&mut self, value: Value) -> Result<(), Problem> {
        if matches!(self.node, Node::Dict(_)) && self.made.len().is_multiple_of(2) {
            self.check_key(&value)?;
        }
        self.made.push(value);
        Ok(())
    }

    fn check_key(&mut self, key: &Value) -> Result<(), Problem> {
        if matches!(
            key,
            Value::List(_) | Value::Dict(_) | Value::Set(_) | Value::Tensor(_)
        ) {
            return Err(Problem::invalid(format!(
                "a dict has the key {key}, which can be none"
            )));
        }
        if !self.keys.insert(key.to_string()) {
            return Err(Problem::invalid(format!("a dict has the key {key} twice")));
        }
        Ok(())
    }
}
