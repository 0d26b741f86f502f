//! The machine that runs a pickle: a stack, a memo, and instructions that make values and put them into each other.

use std::collections::HashMap;

use super::arena::{Arena, Id, Node};
use super::globals::Global;
use super::opcode::*;
use crate::error::Problem;

/// Runs a pickle, and gives what it has made and the number of its result.
pub(super) fn run(pickle: &[u8]) -> Result<(Arena, Id), Problem> {
    if u32::try_from(pickle.len()).is_err() {
        return Err(Problem::invalid("the pickle has more than 4 GiB"));
    }
    let mut machine = Machine {
        pickle,
        at: 0,
        begun: 0,
        arena: Arena::default(),
        stack: Vec::new(),
        marks: Vec::new(),
        memo: HashMap::new(),
    };
    let result = machine.run();
    let id =
        result.map_err(|problem| problem.within(format_args!("byte {} of the pickle", machine.begun)))?;
    Ok((machine.arena, id))
}

pub(super) struct Machine<'a> {
    pickle: &'a [u8],
    at: usize,
    /// Where the instruction that runs began.
    begun: usize,
    pub(super) arena: Arena,
    stack: Vec<Id>,
    /// How high the stack was at each mark.
    marks: Vec<usize>,
    memo: HashMap<u32, Id>,
}

impl<'a> Machine<'a> {
    fn run(&mut self) -> Result<Id, Problem> {
        match self.bytes(2)? {
            [PROTO, 2..=5] => {}
            [PROTO, protocol] => {
                return Err(Problem::unsupported(format!(
                    "it is of protocol {protocol}; those from 2 to 5 are read"
                )));
            }
            _ => return Err(Problem::invalid("it does not begin as a pickle does")),
        }
        loop {
            self.begun = self.at;
            let opcode = self.array::<1>()?[0];
            if opcode == STOP {
                return self.pop();
            }
            if let Some(node) = self.plain(opcode)? {
                self.push(node);
            } else {
                self.act(opcode)?;
            }
        }
    }

    /// The value that an instruction makes of nothing but the bytes after it, if it is such a one.
    fn plain(&mut self, opcode: u8) -> Result<Option<Node>, Problem> {
        Ok(Some(match opcode {
            NONE => Node::None,
            NEWTRUE => Node::Bool(true),
            NEWFALSE => Node::Bool(false),
            BININT => Node::Int(i32::from_le_bytes(self.array()?).into()),
            BININT1 => Node::Int(u8::from_le_bytes(self.array()?).into()),
            BININT2 => Node::Int(u16::from_le_bytes(self.array()?).into()),
            LONG1 => integer(self.counted::<1>()?),
            LONG4 => integer(self.counted::<4>()?),
            BINFLOAT => Node::Float(f64::from_be_bytes(self.array()?)),
            SHORT_BINUNICODE => text(self.counted::<1>()?)?,
            BINUNICODE => text(self.counted::<4>()?)?,
            BINUNICODE8 => text(self.counted::<8>()?)?,
            SHORT_BINSTRING => old_text(self.counted::<1>()?),
            BINSTRING => old_text(self.counted::<4>()?),
            SHORT_BINBYTES => Node::Bytes(self.counted::<1>()?.into()),
            BINBYTES => Node::Bytes(self.counted::<4>()?.into()),
            BINBYTES8 | BYTEARRAY8 => Node::Bytes(self.counted::<8>()?.into()),
            EMPTY_LIST => Node::List(Vec::new()),
            EMPTY_TUPLE => Node::Tuple([].into()),
            EMPTY_DICT => Node::Dict(Vec::new()),
            EMPTY_SET => Node::Set(Vec::new()),
            GLOBAL => {
                let (module, name) = (self.line()?, self.line()?);
                Node::Global(global(module, name)?)
            }
            _ => return Ok(None),
        }))
    }

    /// Runs an instruction that takes values from the stack or the memo.
    fn act(&mut self, opcode: u8) -> Result<(), Problem> {
        match opcode {
            FRAME => {
                self.array::<8>()?;
            }
            MARK => self.marks.push(self.stack.len()),
            POP => {
                self.pop()?;
            }
            POP_MARK => {
                self.pop_mark()?;
            }
            DUP => {
                let top = self.top()?;
                self.stack.push(top);
            }
            BINPUT | LONG_BINPUT | MEMOIZE => self.put(opcode)?,
            BINGET | LONG_BINGET => self.get(opcode)?,
            TUPLE | LIST | FROZENSET | DICT | TUPLE1 | TUPLE2 | TUPLE3 => self.collect(opcode)?,
            APPEND | APPENDS | ADDITEMS => self.append(opcode)?,
            SETITEM | SETITEMS => self.set_items(opcode)?,
            STACK_GLOBAL => {
                let (name, module) = (self.pop()?, self.pop()?);
                let (Some(name), Some(module)) = (self.arena.str(name), self.arena.str(module)) else {
                    return Err(Problem::invalid("the name of a global is not a text"));
                };
                let global = global(module, name)?;
                self.push(Node::Global(global));
            }
            BINPERSID => {
                let id = self.pop()?;
                let node = self.persistent(id)?;
                self.push(node);
            }
            REDUCE | NEWOBJ => {
                let (arguments, callable) = (self.pop()?, self.pop()?);
                let id = self.call(callable, arguments)?;
                self.stack.push(id);
            }
            BUILD => self.build()?,
            other => {
                return Err(Problem::unsupported(format!(
                    "the instruction {} (0x{other:02x}) is not one that files of PyTorch have",
                    name(other)
                )));
            }
        }
        Ok(())
    }

    fn put(&mut self, opcode: u8) -> Result<(), Problem> {
        let place = match opcode {
            BINPUT => u8::from_le_bytes(self.array()?).into(),
            LONG_BINPUT => u32::from_le_bytes(self.array()?),
            _ => self.memo.len() as u32,
        };
        let top = self.top()?;
        self.memo.insert(place, top);
        Ok(())
    }

    fn get(&mut self, opcode: u8) -> Result<(), Problem> {
        let place = match opcode {
            BINGET => u8::from_le_bytes(self.array()?).into(),
            _ => u32::from_le_bytes(self.array()?),
        };
        let Some(id) = self.memo.get(&place) else {
            return Err(Problem::invalid(format!(
                "nothing was put into place {place} of the memo"
            )));
        };
        self.stack.push(*id);
        Ok(())
    }

    /// Makes a value of those on top of the stack.
    fn collect(&mut self, opcode: u8) -> Result<(), Problem> {
        let items = match opcode {
            TUPLE1 => self.pop_many(1)?,
            TUPLE2 => self.pop_many(2)?,
            TUPLE3 => self.pop_many(3)?,
            _ => self.pop_mark()?,
        };
        let node = match opcode {
            LIST => Node::List(items),
            FROZENSET => Node::Set(items),
            DICT => Node::Dict(pairs(&items)?),
            _ => Node::Tuple(items.into()),
        };
        self.push(node);
        Ok(())
    }

    fn append(&mut self, opcode: u8) -> Result<(), Problem> {
        let items = match opcode {
            APPEND => self.pop_many(1)?,
            _ => self.pop_mark()?,
        };
        let top = self.top()?;
        match (self.arena.node_mut(top), opcode) {
            (Node::List(list), APPEND | APPENDS) => list.extend(items),
            (Node::Set(set), ADDITEMS) => set.extend(items),
            _ => return Err(Problem::invalid("items are added to what is no list or set")),
        }
        Ok(())
    }

    fn set_items(&mut self, opcode: u8) -> Result<(), Problem> {
        let items = match opcode {
            SETITEM => self.pop_many(2)?,
            _ => self.pop_mark()?,
        };
        let (entries, top) = (pairs(&items)?, self.top()?);
        match self.arena.node_mut(top) {
            Node::Dict(dict) => dict.extend(entries),
            _ => return Err(Problem::invalid("entries are put into what is no dict")),
        }
        Ok(())
    }

    /// Takes the attributes of an object: those of an `OrderedDict`, such as the versions of modules, say nothing here.
    fn build(&mut self) -> Result<(), Problem> {
        self.pop()?;
        let top = self.top()?;
        match self.arena.node(top) {
            Node::Dict(_) => Ok(()),
            _ => Err(Problem::unsupported(
                "attributes are given to what is no OrderedDict",
            )),
        }
    }

    fn push(&mut self, node: Node) {
        let id = self.arena.add(node);
        self.stack.push(id);
    }

    /// The value on top of the stack, which stays; those below the last mark do not count.
    fn top(&self) -> Result<Id, Problem> {
        let floor = self.marks.last().copied().unwrap_or(0);
        match self.stack.last() {
            Some(id) if self.stack.len() > floor => Ok(*id),
            _ => Err(Problem::invalid("the stack is empty")),
        }
    }

    fn pop(&mut self) -> Result<Id, Problem> {
        let top = self.top()?;
        self.stack.pop();
        Ok(top)
    }

    fn pop_many(&mut self, count: usize) -> Result<Vec<Id>, Problem> {
        let mut items = (0..count).map(|_| self.pop()).collect::<Result<Vec<Id>, _>>()?;
        items.reverse();
        Ok(items)
    }

    /// All above the last mark, and the mark.
    fn pop_mark(&mut self) -> Result<Vec<Id>, Problem> {
        match self.marks.pop() {
            Some(mark) => Ok(self.stack.split_off(mark)),
            None => Err(Problem::invalid("there is no mark on the stack")),
        }
    }

    fn bytes(&mut self, count: usize) -> Result<&'a [u8], Problem> {
        let end = self.at.checked_add(count);
        let bytes = end.and_then(|end| self.pickle.get(self.at..end));
        let bytes =
            bytes.ok_or_else(|| Problem::invalid("the pickle ends in the middle of an instruction"))?;
        self.at += count;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Problem> {
        let mut array = [0; N];
        array.copy_from_slice(self.bytes(N)?);
        Ok(array)
    }

    /// Bytes whose count stands before them, in `N` bytes.
    fn counted<const N: usize>(&mut self) -> Result<&'a [u8], Problem> {
        let mut count = [0; 8];
        count[..N].copy_from_slice(&self.array::<N>()?);
        self.bytes(usize::try_from(u64::from_le_bytes(count)).unwrap_or(usize::MAX))
    }

    /// A line of text, without its end.
    fn line(&mut self) -> Result<&'a str, Problem> {
        let rest = &self.pickle[self.at..];
        let length = rest.iter().position(|byte| *byte == b'\n');
        let line = length.and_then(|length| str::from_utf8(&rest[..length]).ok());
        let line =
            line.ok_or_else(|| Problem::invalid("the name of a global does not end, or is no text"))?;
        self.at += line.len() + 1;
        Ok(line)
    }
}

/// The thing of Python of this name; an error that names it if it is none that means something here.
fn global(module: &str, name: &str) -> Result<Global, Problem> {
    Global::named(module, name).ok_or_else(|| {
        // Names are the file's, and may be anything.
        let name: String = format!("{module}.{name}").chars().take(100).collect();
        Problem::unsupported(format!(
            "it asks for {name:?}, which is none of the things that tensors and plain values are made of; nothing was run"
        ))
    })
}

fn text(bytes: &[u8]) -> Result<Node, Problem> {
    match str::from_utf8(bytes) {
        Ok(text) => Ok(Node::Str(text.into())),
        Err(_) => Err(Problem::invalid("a text is not UTF-8")),
    }
}

/// A string of Python 2, which may be text.
fn old_text(bytes: &[u8]) -> Node {
    text(bytes).unwrap_or_else(|_| Node::Bytes(bytes.into()))
}

/// An integer of these bytes in two's complement, the lowest first.
fn integer(bytes: &[u8]) -> Node {
    let negative = bytes.last().is_some_and(|byte| byte & 0x80 != 0);
    let filling = if negative { 0xff } else { 0 };
    let mut whole = [filling; 8];
    if bytes.len() > whole.len() {
        return Node::BigInt(bytes.into());
    }
    whole[..bytes.len()].copy_from_slice(bytes);
    Node::Int(i64::from_le_bytes(whole))
}

fn pairs(items: &[Id]) -> Result<Vec<(Id, Id)>, Problem> {
    let (pairs, rest) = items.as_chunks::<2>();
    match rest {
        [] => Ok(pairs.iter().map(|[key, value]| (*key, *value)).collect()),
        _ => Err(Problem::invalid("a key has no value")),
    }
}
