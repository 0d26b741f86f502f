//! Trees of modules, to be printed.

use std::fmt;

use flambeau::nn::{Field, Forward, Module, Sequential, Visitor, write_tree};
use serde_json::Value;

use crate::modules::{self, Subject};
use crate::outcome::{Trouble, unsupported};
use crate::reading::{Precision, list};

/// Builds a module of the corpus, which can be a container or one of the user's own, and prints it.
pub(crate) fn print(json: &Value) -> Result<String, Trouble> {
    let mut printed = Printed(String::new());
    Tree::read(json)?.visit_field("printed", &mut printed);
    Ok(printed.0)
}

/// A module where a type of the user's would have a field.
enum Tree {
    Leaf(Subject),
    /// `ModuleList` is what a vector of modules prints as.
    List(Vec<Box<dyn Forward>>),
    Own(Own),
}

impl Tree {
    fn read(json: &Value) -> Result<Self, Trouble> {
        let class = json["class"].as_str().unwrap_or_default();
        let Some(children) = json.get("children") else {
            let leaf = modules::build(class, &json["args"], Precision::Declared)?;
            return Ok(Tree::Leaf(leaf));
        };
        let children = list(children);
        let read = |child: &Value| Tree::read(&child[1]);
        let layer = |child: &Value| match read(child)? {
            Tree::Leaf(leaf) => leaf.into_layer(),
            _ => Err(unsupported(
                "what is no function of one tensor is not part of a list here",
            )),
        };
        let name = |child: &Value| child[0].as_str().unwrap_or_default().to_owned();
        Ok(match class {
            _ if json["custom"] == true => {
                let children = children.iter().map(|child| Ok((name(child), read(child)?)));
                Tree::Own(Own {
                    class: class.to_owned(),
                    children: children.collect::<Result<_, Trouble>>()?,
                })
            }
            "Sequential" => {
                let mut sequential = Sequential::new();
                for child in children {
                    sequential.push_named(name(child), layer(child)?);
                }
                Tree::Leaf(Subject::Layer(Box::new(sequential)))
            }
            "ModuleList" => Tree::List(children.iter().map(layer).collect::<Result<_, Trouble>>()?),
            other => return Err(unsupported(format!("the container {other} does not exist here"))),
        })
    }
}

impl Field for Tree {
    fn visit_field(&self, name: &str, visitor: &mut dyn Visitor) {
        match self {
            Tree::Leaf(leaf) => visitor.module(name, leaf.module()),
            Tree::List(list) => list.visit_field(name, visitor),
            Tree::Own(own) => own.visit_field(name, visitor),
        }
    }
}

/// What a derive makes of a type of this name with these fields.
struct Own {
    class: String,
    children: Vec<(String, Tree)>,
}

impl Module for Own {
    fn visit(&self, visitor: &mut dyn Visitor) {
        for (name, child) in &self.children {
            child.visit_field(name, visitor);
        }
    }

    fn type_name(&self) -> String {
        self.class.clone()
    }
}

impl fmt::Display for Own {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, f)
    }
}

/// Prints the module that it is shown.
struct Printed(String);

impl Visitor for Printed {
    fn module(&mut self, _: &str, module: &dyn Module) {
        self.0 = module.to_string();
    }
}
