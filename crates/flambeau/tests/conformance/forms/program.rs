//! Programs: steps over named tensors.

use std::collections::BTreeMap;

use flambeau::{BackwardOptions, Tensor, backward, enable_grad, grad, no_grad};
use serde_json::Value;

use crate::ops;
use crate::outcome::{Trouble, attempt, failed, refused, unsupported};
use crate::reading::{Precision, base, entries, index, list, scalar};

/// A program's tensors by name.
pub(crate) struct Machine {
    pub(crate) tensors: BTreeMap<String, Tensor>,
    precision: Precision,
}

/// The step of the program that was refused, and the sentence.
pub(crate) struct Refusal {
    pub(crate) step: usize,
    pub(crate) message: String,
}

impl Machine {
    /// One with the starting tensors `vars`.
    pub(crate) fn new(vars: &Value, precision: Precision) -> Result<Self, Trouble> {
        let tensors = entries(vars)
            .map(|(name, json)| Ok((name.to_owned(), base(json, &Value::Null, precision)?)))
            .collect::<Result<_, Trouble>>()?;
        Ok(Self { tensors, precision })
    }

    /// Runs `steps` up to the first one that is refused.
    pub(super) fn run(&mut self, steps: &[Value]) -> Result<Option<Refusal>, Trouble> {
        for (step, json) in steps.iter().enumerate() {
            match attempt(|| self.step(json)) {
                Ok(Ok(())) => {}
                Ok(Err(Trouble::Refused(message))) | Err(message) => {
                    return Ok(Some(Refusal { step, message }));
                }
                Ok(Err(trouble)) => return Err(trouble),
            }
        }
        Ok(None)
    }

    /// The tensor named by an entry of a step.
    fn tensor(&self, name: &Value) -> Result<Tensor, Trouble> {
        let name = name.as_str().unwrap_or_default();
        self.tensors
            .get(name)
            .cloned()
            .ok_or_else(|| failed(format!("the program has no tensor {name}")))
    }

    fn put(&mut self, name: &Value, tensor: Tensor) {
        self.tensors
            .insert(name.as_str().unwrap_or_default().to_owned(), tensor);
    }

    fn step(&mut self, json: &Value) -> Result<(), Trouble> {
        match json["do"].as_str().unwrap_or_default() {
            "call" => return self.call(json),
            "backward" => return self.backward(json),
            "grad" => return self.grad(json),
            "inplace" => return self.in_place(json),
            "no_grad" => return no_grad(|| self.body(json)),
            "enable_grad" => return enable_grad(|| self.body(json)),
            "zero_grad" => self.tensor(&json["of"])?.zero_grad(),
            "retain_grad" => self.tensor(&json["of"])?.retain_grad(),
            "detach" => self.put(&json["out"], self.tensor(&json["in"])?.detach()),
            "clone" => self.put(&json["out"], self.tensor(&json["in"])?.copy()),
            "get_grad" => {
                let grad = self.tensor(&json["of"])?.grad();
                self.put(
                    &json["out"],
                    grad.ok_or_else(|| failed("there is no gradient to get"))?,
                );
            }
            "requires_grad_" => {
                let of = self.tensor(&json["of"])?;
                self.put(
                    &json["of"],
                    of.requires_grad_(json["value"].as_bool().unwrap_or(true)),
                );
            }
            "setitem" => {
                let mut of = self.tensor(&json["of"])?;
                let index = index(&json["index"])?;
                match scalar(&json["scalar"]) {
                    Some(number) => of.set_slice(&index[..], number),
                    None => of.set_slice(&index[..], self.tensor(&json["in"])?),
                }
                self.put(&json["of"], of);
            }
            other => return Err(unsupported(format!("this runner does not know the step {other}"))),
        }
        Ok(())
    }

    fn body(&mut self, json: &Value) -> Result<(), Trouble> {
        list(&json["body"]).iter().try_for_each(|step| self.step(step))
    }

    fn call(&mut self, json: &Value) -> Result<(), Trouble> {
        let inputs = list(&json["in"])
            .iter()
            .map(|name| self.tensor(name))
            .collect::<Result<Vec<_>, _>>()?;
        let op = json["op"].as_str().unwrap_or_default();
        let outputs = ops::call(op, &inputs, &json["args"], self.precision)?;
        for (name, output) in list(&json["out"]).iter().zip(outputs) {
            self.put(name, output);
        }
        Ok(())
    }

    fn upstream(&self, json: &Value) -> Result<Option<Tensor>, Trouble> {
        let upstream = &json["grad_output"];
        if upstream.is_null() {
            Ok(None)
        } else {
            base(upstream, &Value::Null, self.precision).map(Some)
        }
    }

    fn backward(&self, json: &Value) -> Result<(), Trouble> {
        let options = BackwardOptions::new().retain_graph(json["retain_graph"].as_bool().unwrap_or(false));
        backward(
            &[(&self.tensor(&json["of"])?, self.upstream(json)?.as_ref())],
            &options,
        )
        .map_err(refused)
    }

    fn grad(&mut self, json: &Value) -> Result<(), Trouble> {
        let mut options = BackwardOptions::new();
        if let Some(upstream) = self.upstream(json)? {
            options = options.gradient(upstream);
        }
        let of = self.tensor(&json["of"])?;
        let wrt = list(&json["wrt"])
            .iter()
            .map(|name| self.tensor(name))
            .collect::<Result<Vec<_>, _>>()?;
        let grads = grad(&of, &wrt.iter().collect::<Vec<_>>(), &options).map_err(refused)?;
        for (name, grad) in list(&json["out"]).iter().zip(grads) {
            self.put(
                name,
                grad.ok_or_else(|| failed(format!("{name} does not exist")))?,
            );
        }
        Ok(())
    }

    fn in_place(&mut self, json: &Value) -> Result<(), Trouble> {
        let mut of = self.tensor(&json["of"])?;
        let op = json["op"].as_str().unwrap_or_default();
        // One operand, or a list of several; a number is an argument like others.
        let names = match &json["in"] {
            Value::Null => Vec::new(),
            Value::Array(names) => names.iter().collect(),
            name => vec![name],
        };
        let operands = names.into_iter().map(|name| self.tensor(name));
        let operands = operands.collect::<Result<Vec<_>, _>>()?;
        let mut args = match &json["args"] {
            Value::Object(args) => args.clone(),
            _ => serde_json::Map::new(),
        };
        if !json["scalar"].is_null() {
            args.insert("scalar".to_owned(), json["scalar"].clone());
        }
        ops::in_place(op, &mut of, &operands, &Value::Object(args), self.precision)?;
        self.put(&json["of"], of);
        Ok(())
    }
}
